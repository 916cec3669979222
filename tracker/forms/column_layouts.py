"""The form of a column layout: a title, a place and a tick for each column that a document may have."""

import re

from wtforms import BooleanField, IntegerField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from tracker.forms import Form
from tracker.forms.fields import line, version
from tracker.models.column_layout import ALWAYS, LONGEST_TITLE, MOST_IN_WORD, ColumnLayout, title_key, twins


class PlaceField(IntegerField):
    """A whole number from 1 to 99: where a column stands."""

    def __init__(self, column: str, **options):
        self.wanted = f"Place of “{column}” must be a number from 1 to 99"
        super().__init__(f"Place of “{column}”", [InputRequired(self.wanted), NumberRange(1, 99, self.wanted)], **options)

    def process_formdata(self, valuelist) -> None:
        """Say what is wanted when something else was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wanted) from None


class LayoutForm(Form):
    """`rows` lists each column as the page shows it; `layout_form` adds its fields."""

    version = version()
    in_word = BooleanField("Use these columns in Word too")
    names: list[str] = []

    @classmethod
    def of(cls, layout: ColumnLayout, **given) -> "LayoutForm":
        """The form of this layout: what was sent, or `formdata=None` for how it stands."""
        own = {column["name"]: column["title"] for column in layout.columns if column["name"] in cls.names} or dict.fromkeys(cls.names, "")
        in_order = [*own, *(name for name in cls.names if name not in own)]
        fields = {"version": layout.version, "in_word": layout.in_word}
        for place, name in enumerate(in_order, 1):
            fields |= {f"place_{key(name)}": place, f"title_{key(name)}": own.get(name, ""), f"shown_{key(name)}": name in own}
        form = cls(data=fields, **given)
        form.in_order = in_order
        return form

    @property
    def rows(self) -> list[dict]:
        """Each column in the order of the page: its name, its three fields, and whether it always stays."""
        return [
            {"name": name, "always": name in ALWAYS} | {part: self[f"{part}_{key(name)}"] for part in ("title", "place", "shown")}
            for name in self.in_order
        ]

    @property
    def columns(self) -> list[dict]:
        """The columns that are ticked, as the model takes them, in the order of their places."""
        shown = sorted((row for row in self.rows if row["always"] or row["shown"].data), key=self._place)
        return [{"name": row["name"], "title": self._own_title(row)} for row in shown]

    @property
    def chosen(self) -> list[dict]:
        """The columns, or none at all where they are the tracker's own."""
        ours = [{"name": name, "title": ""} for name in self.names]
        return [] if self.columns == ours else self.columns

    def validate(self, **given) -> bool:
        """Every box by itself; then no title twice, on the box of the second."""
        good = super().validate(**given)
        for name in twins(self.columns) if good else []:
            self[f"title_{key(name)}"].errors = [f"Another column has the title “{self.title_of(name)}” too. Give “{name}” another one"]
        return good and not twins(self.columns)

    def validate_in_word(self, field) -> None:
        """A page has room for some."""
        if field.data and len(self.columns) > MOST_IN_WORD:
            raise ValidationError(f"A page in Word has room for {MOST_IN_WORD} columns. Show fewer, or leave Word as it is")

    def title_of(self, name: str) -> str:
        """What stands over a column."""
        return self[f"title_{key(name)}"].data or name

    def _own_title(self, row: dict) -> str:
        typed = row["title"].data or ""
        return typed if title_key(typed) and typed != row["name"] else ""

    def _place(self, row: dict) -> float:
        """Where it goes: one that was moved pushes the one that has its place aside."""
        was, place = self.in_order.index(row["name"]) + 1, row["place"].data or 0
        return place + (place > was) / 2 - (place < was) / 2


class RestoreForm(Form):
    """Back to the tracker's own columns."""

    version = version()


def layout_form(names: list[str]) -> type[LayoutForm]:
    """The form for these columns, in the tracker's own order."""
    fields = {"names": names}
    for name in names:
        fields[f"title_{key(name)}"] = line(f"Title of “{name}”", longest=LONGEST_TITLE)
        fields[f"place_{key(name)}"] = PlaceField(name)
        fields[f"shown_{key(name)}"] = BooleanField(f"Show “{name}”")
    return type("LayoutForm", (LayoutForm,), fields)


def key(name: str) -> str:
    """The name of a column in the names of fields: "CQC's recommendation" is cqc_s_recommendation."""
    return re.sub("[^a-z0-9]+", "_", name.lower())
