"""Forms of a recommendation: correct it, split it, add one that the import missed, readdress it, take it out."""

import re

from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from tracker.forms import Form
from tracker.forms.fields import line, text, version
from tracker.models import Organisation

LONGEST = 10_000
NUMBER_HINT = "As in the report, for example 1.4. It counts up to 99.99."


class Ticks(SelectMultipleField):
    """Several rows of a list, as check boxes; its data is their ids. Templates draw it with the macro `ticks`."""

    def __init__(self, label: str, *, hint: str = "", **options):
        super().__init__(label, coerce=int, description=hint, choices=[], **options)

    def offer(self, rows: list, words) -> None:
        """These rows, each with the words that `words(row)` gives."""
        self.choices = [SelectChoice(row.id, words(row)) for row in rows]


class ChangeForm(Form):
    """Nothing but the version of the row that is changed: a question with one button."""

    version = version()


class WordsForm(Form):
    """Number, text and the findings behind it."""

    number = line("Number", needed="Enter the number", longest=20, hint=NUMBER_HINT, render_kw={"width": 5})
    words = text("Text", needed="Enter the text", longest=LONGEST, rows=8, hint="The words of the report.")
    findings = line(
        "Findings behind it", longest=2000, hint="The numbers of the findings that led to it, for example 1.2, 3.4. You can leave this empty.",
    )  # fmt: skip
    rows: list = []

    def read_findings(self, findings: list) -> None:
        """Turn the numbers into findings of the review; an error names the number that is none. `rows` holds them."""
        known = {f.number: f for f in findings}
        typed = [n.rstrip(".") for n in re.split(r"[\s,;]+|\band\b", self.findings.data) if n]
        wrong = [n for n in typed if n not in known]
        if wrong:
            self.findings.errors = [f"The report has no finding {wrong[0]}"]
        self.rows = [known[n] for n in dict.fromkeys(typed) if n in known]


class CorrectionForm(WordsForm):
    """Put right what was read."""

    version = version()


class SplitForm(Form):
    """One recommendation becomes two."""

    words = text("Text that stays", needed="Enter the text that stays", longest=LONGEST, rows=6)
    number = line("Number of the new one", needed="Enter the number of the new one", longest=20, hint=NUMBER_HINT, render_kw={"width": 5})
    new_words = text("Text of the new one", needed="Enter the text of the new one", longest=LONGEST, rows=6)
    version = version()


class NamedForm(Form):
    """One organisation: chosen from those that are known, or a new name; `needed` is what the page says when it is neither."""

    known = SelectField("Organisation", coerce=int)
    new_name = line("Or a new organisation", hint="Its full name. Only when it is not in the list.")
    needed: str | None = None

    def offer_organisations(self, organisations: list[Organisation], first: str) -> None:
        """The organisations to choose from; `first` is what choosing none means."""
        self.offered = {o.id: o for o in organisations}
        self.known.choices = [SelectChoice(0, first)] + [SelectChoice(o.id, o.name) for o in organisations]

    def validate_known(self, field) -> None:
        """Somebody must be named where the form needs it."""
        if self.needed and not field.data and not self.new_name.data:
            raise ValidationError(self.needed)

    def validate_new_name(self, field) -> None:
        """Not both of them; a name has letters."""
        if field.data and self.known.data:
            raise ValidationError("Choose an organisation or enter a new one, not both")
        if field.data and sum(c.isalpha() for c in field.data) < 3:
            raise ValidationError("Enter the full name of the organisation")

    @property
    def organisation(self) -> Organisation | None:
        """The one that was named, made when it is new: ask under the write lock; None when none was named."""
        return self.offered.get(self.known.data) or (Organisation.named(self.new_name.data) if self.new_name.data else None)


class AddressForm(NamedForm):
    """Whom it addresses: those that are ticked, and one more."""

    organisations = Ticks("Addressed to", hint="An organisation that you take away loses its action, if nothing was recorded on it.")
    known = SelectField("Add an organisation", coerce=int)
    new_name = line("Or add a new organisation", hint="Its full name. Only when it is not in the list.")
    version = version()


class AdditionForm(WordsForm, NamedForm):
    """A recommendation that the import missed."""

    needed = "Choose whom it addresses, or enter a new organisation"
