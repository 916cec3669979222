"""Forms of evidence: bringing a file, and what a lead says of it."""

from enum import Enum

from wtforms import FileField, ValidationError
from wtforms.fields.choices import SelectChoice

from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, request_id, text

TYPES = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, image or email, up to 100 MB"


def a_file() -> FileField:
    """The box for one file."""
    return FileField("File", description=TYPES)


class VersionForm(Form):
    """A file; the request id tells a second click from a second file."""

    file = a_file()
    request_id = request_id()

    def validate_file(self, field: FileField) -> None:
        """A file is needed."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose a file")

    @property
    def described(self) -> dict:
        """What was typed about the item, beside the file."""
        return {name: self[name].data for name in ("title", "shows", "dated_on") if name in self}


class EvidenceForm(VersionForm):
    """A new item with its first version."""

    title = line("Title", needed="Enter a title", hint="For example “Audit of flagged records, quarter 2”.")
    shows = text("What it shows", rows=3, longest=2000)
    dated_on = DayField("Date of the evidence", hint="The date of the document itself. You can leave this empty.")
    file = a_file()  # named again, so that errors come in the order of the page


class Decision(Enum):
    """What a lead may say."""

    ACCEPT = "accept"
    RETURN = "return"


UNSEEN = "Yes, accept it unseen"


class CheckForm(Form):
    """Accepted, or returned with a reason."""

    decision = choice("Does it show what it should?", Decision, needed="Choose whether to accept it", words={
        Decision.ACCEPT: "Yes, accept it", Decision.RETURN: "No, return it with a reason"})  # fmt: skip
    reason = text("Reason", rows=3, longest=2000, hint="Needed when you return it. The organisation reads it.")

    def warn_unseen(self, organisation) -> None:
        """Say that whoever cannot open the file accepts it on its organisation's word."""
        self.decision.description = f"You cannot open this file. If you accept it, you accept it unseen, on the word of {organisation.name}."
        self.decision.choices = [SelectChoice(c.value, UNSEEN if c.value == Decision.ACCEPT.value else c.label) for c in self.decision.choices]

    def validate_reason(self, field) -> None:
        """A return needs a reason."""
        if self.decision.data is Decision.RETURN and not field.data:
            raise ValidationError("Enter why it is returned")
