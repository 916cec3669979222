"""Fields of ours: a date in three boxes, text that is tidied, the version of a row, a choice of an enum."""

import re
import unicodedata
from datetime import date
from enum import Enum

from wtforms import Field, HiddenField, IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from tracker.checks import REORDERING
from tracker.models.columns import LARGEST_ID

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LINE_BREAK = re.compile(r"\s*[\n\u2028\u2029]\s*")
MONTHS = {f"{date(2000, n, 1):%B}".lower(): n for n in range(1, 13)}


def tidy(text: str | None) -> str:
    """Text without what cannot be seen: NUL and other control characters, what turns a line around, spaces at the ends."""
    text = REORDERING.sub("", text or "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def tidy_line(text: str | None) -> str:
    """Tidied text on one line, whatever a hand-made form sends: lines are joined by a space."""
    return LINE_BREAK.sub(" ", tidy(text))


def line(label: str, *, needed: str | None = None, longest: int = 200, hint: str | None = None, **options) -> StringField:
    """One line of text; `needed` is what the page says when it is empty."""
    return StringField(label, _rules(needed, longest, label), filters=[tidy_line], description=hint or "", **options)


def text(label: str, *, needed: str | None = None, longest: int = 4000, hint: str | None = None, rows: int = 5) -> TextAreaField:
    """Several lines of text with a count of the characters left."""
    return TextAreaField(
        label, _rules(needed, longest, label), filters=[tidy], description=hint or "", render_kw={"rows": rows}
    )


def choice(label: str, kind: type[Enum], *, needed: str, hint: str | None = None, words: dict | None = None) -> RadioField:
    """One member of an enum, as radios; its data is the member."""
    choices = [SelectChoice(m.value, (words or {}).get(m, m.value.capitalize())) for m in kind]
    rules = [InputRequired(needed), NotBlank("Choose one of the answers")]
    return RadioField(
        label, rules, choices=choices, coerce=lambda v: _member(kind, v), description=hint or "", validate_choice=False
    )


def version() -> IntegerField:
    """The version of the row that the form was made from; two people's edits are told apart by it."""
    return IntegerField(validators=[InputRequired(), NumberRange(min=1, max=LARGEST_ID)], widget=HiddenInput())


def request_id() -> HiddenField:
    """A number drawn for one form, by which a second click is known."""
    return HiddenField(validators=[InputRequired(), Length(min=16, max=64)])


class DayField(Field):
    """A day in three boxes: day, month (number or name), year. `data` is a date or None; `bad_parts` are marked."""

    def __init__(self, label: str, *, needed: str | None = None, hint: str | None = None, **options):
        super().__init__(label, description=hint or "", **options)
        self.needed = needed
        self.parts = {"day": "", "month": "", "year": ""}
        self.bad_parts: list[str] = []

    def process(self, formdata, data=None, extra_filters=None) -> None:
        """Take the three boxes, or the default when no form was sent."""
        self.process_errors = []
        if formdata:
            self.parts = {part: formdata.get(f"{self.name}-{part}", "").strip()[:20] for part in self.parts}
            self.data = None
            return
        day = data if isinstance(data, date) else (self.default() if callable(self.default) else self.default)
        self.data = day
        if day:
            self.parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def pre_validate(self, form) -> None:
        """Read the boxes; the message names what is wrong, and only the boxes that are wrong are marked."""
        missing = [part for part, typed in self.parts.items() if not typed]
        if len(missing) == 3:
            if self.needed:
                self.bad_parts = missing
                raise ValidationError(self.needed)
        elif missing:
            self.bad_parts = missing
            raise ValidationError(f"{self.label.text} must include a {' and a '.join(missing)}")
        else:
            self.data = self._read()

    def _read(self) -> date:
        typed = self.parts
        month = MONTHS.get(typed["month"].lower()) or _number(typed["month"])
        day, year = _number(typed["day"]), _number(typed["year"])
        wrong = {"day": not 1 <= day <= 31, "month": not 1 <= month <= 12, "year": not 1990 <= year <= 2100}
        self.bad_parts = [part for part, is_wrong in wrong.items() if is_wrong]
        if self.bad_parts == ["year"]:
            raise ValidationError(f"{self.label.text} must have a year between 1990 and 2100")
        try:
            if not self.bad_parts:
                return date(year, month, day)
        except ValueError:
            self.bad_parts = ["day"]
        raise ValidationError(f"{self.label.text} must be a real date")


def day_of(typed: str) -> date:
    """A day typed into one box: "1 7 2016", "1/7/2016", "1 July 2016" or "2016-07-01". Raises ValueError for anything else."""
    if ISO_DAY.fullmatch(typed):
        return _within(date.fromisoformat(typed))
    day, month, year = re.split(r"[ /.\-]+", typed)
    return _within(date(_number(year), MONTHS.get(month.lower()) or _number(month), _number(day)))


def _within(day: date) -> date:
    if not 1990 <= day.year <= 2100:
        raise ValueError("the year must lie between 1990 and 2100")
    return day


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else 0


def _member(kind: type[Enum], value):
    # WTForms hides the words of a coerce that raises, so what is no member becomes no answer.
    return value if isinstance(value, kind) else next((m for m in kind if m.value == value), None)


def _rules(needed: str | None, longest: int, label: str) -> list:
    too_long = Length(max=longest, message=f"{label} must be {longest:,} characters or fewer")
    return [InputRequired(needed), NotBlank(needed), too_long] if needed else [too_long]


class NotBlank:
    """Spaces are not an answer."""

    def __init__(self, words: str):
        self.words = words

    def __call__(self, form, field) -> None:
        """Raises ValidationError when nothing is left of the text."""
        if not field.data:
            raise ValidationError(self.words)
