"""What all forms share that correct what was read of a report, before it is imported."""

import re

from wtforms import ValidationError

from tracker.forms import Form
from tracker.forms.fields import line, text, version
from tracker.reading import ReadReport

LONGEST = 100_000  # letters of one text; a damaged report may swallow the rest of itself
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){1,4}")
CARRIED = ("version", "csrf_token", "old")


class CorrectionForm(Form):
    """A correction carries the version of the draft that it was made from."""

    version = version()

    def offer(self, report: ReadReport) -> None:
        """Fill lists to choose from; most forms have none."""

    def fits(self, report: ReadReport) -> bool:
        """Whether it is filled in well, for this report; if not, its fields say why."""
        return self.validate()

    @property
    def typed(self) -> dict:
        """The fields by name, without those that the page itself carries."""
        return {f.name: f.data for f in self if f.name not in CARRIED}

    @property
    def corrected(self) -> dict:
        """The fields as the correction takes them."""
        return self.typed


def names(label: str, hint: str = "One name a line."):
    """Several names, one a line."""
    return text(label, hint=hint, rows=3)


def number(label: str = "Number"):
    """The number of a recommendation or a finding."""
    return line(label, needed="Enter the number", longest=12, hint="As in the report, for example 1.4.", render_kw={"width": 5})


def listed(typed: str) -> tuple[str, ...]:
    """The lines of a text, without empty ones and bullets."""
    return tuple(name for name in (row.strip(" \t•-–*") for row in typed.splitlines()) if name)


def numbers(typed: str) -> tuple[str, ...]:
    """The numbers in "1.2, 1.4 and 2.1."."""
    return tuple(dict.fromkeys(n.strip(".") for n in re.split(r"[\s,;&]+|\band\b", typed) if n.strip(".")))


def check_number(_form, field) -> None:
    """Digits parted by dots."""
    field.data = field.data.rstrip(".")
    if field.data and not NUMBER.fullmatch(field.data):
        raise ValidationError(f"{field.label.text} must look like 1.4")
