"""Forms of an existing plan: the file, and what each of its columns holds."""

from wtforms import Field, FileField, IntegerField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from tracker.forms import Form
from tracker.forms.fields import version
from tracker.workbooks.headings import KINDS, SEVERAL, heading_row
from tracker.workbooks.table_groups import Column, columns, likeliest, name_of

_ROWS = 30  # among which the headings may be chosen


class PlanFileForm(Form):
    """The plan as a file."""

    file = FileField("The plan", description="An Excel workbook (.xlsx), a CSV file, or a Word document (.docx) with tables, of up to 5 MB.")

    def validate_file(self, field: FileField) -> None:
        """A file is needed."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose the file that holds the plan")


class ShownForm(Form):
    """Which tables and which row of headings the page shows; it comes in the address."""

    class Meta(Form.Meta):
        """Looking changes nothing, so there is no token."""

        csrf = False

    group = SelectField("Sheets or tables", coerce=int, validate_choice=False)
    heading = SelectField("Row with the headings", coerce=int, validate_choice=False)

    def offer(self, groups: list) -> None:
        """The groups of tables, and the rows of the chosen one."""
        self.group.choices = [SelectChoice(at, name_of(group)) for at, group in enumerate(groups)]
        if self.group.data not in range(len(groups)):
            self.group.data = likeliest(groups)
        first = groups[self.group.data][0]
        rows = range(min(len(first.rows), _ROWS))
        self.heading.choices = [SelectChoice(at, _row(first, at)) for at in rows]
        if self.heading.data not in rows:
            self.heading.data = heading_row(first)


class Kinds(Field):
    """One choice for each column, named "kinds-0", "kinds-1"; `data` lists them, `wrong` says what is wrong with which."""

    def process(self, formdata, data=None, extra_filters=None) -> None:
        """Keep what was sent until it is known how many columns there are."""
        self.process_errors, self.wrong, self.sent, self.data = [], {}, formdata, []

    def offer(self, columns: list[Column]) -> None:
        """A choice for each of these columns; the guess where nothing was sent."""
        self.columns = columns
        guesses = [column.guessed for column in columns]
        self.data = [self.sent.get(f"{self.name}-{at}", "") for at in range(len(columns))] if self.sent else guesses


class ColumnsForm(Form):
    """What each column holds; `group` and `heading` say of which tables."""

    kinds = Kinds("What each column holds")
    group = IntegerField(validators=[InputRequired(), NumberRange(min=0)], widget=HiddenInput())
    heading = IntegerField(validators=[InputRequired(), NumberRange(min=0)], widget=HiddenInput())
    version = version()

    def offer(self, groups: list) -> bool:
        """A choice for each column of the tables that it is about; False when there are no such tables."""
        if self.group.data not in range(len(groups)) or self.heading.data not in range(len(groups[self.group.data][0].rows)):
            return False
        self.kinds.offer(columns(groups[self.group.data], self.heading.data))
        return True

    @property
    def chosen(self) -> dict:
        """What was chosen, as `PlanFile.read` takes it."""
        return {"group": self.group.data, "heading": self.heading.data, "kinds": self.kinds.data}

    def validate_kinds(self, field: Kinds) -> None:
        """What cannot be read is refused; the column that is wrong says so."""
        seen: dict[str, str] = {}
        for at, kind in enumerate(field.data):
            if kind and kind not in KINDS:
                field.wrong[at] = "Choose one of the answers"
            elif kind in seen and kind and kind not in SEVERAL:
                field.wrong[at] = f"“{KINDS[kind]}” is chosen for {seen[kind]} already"
            seen.setdefault(kind, field.columns[at].name)
        if field.wrong:
            raise ValidationError(next(iter(field.wrong.values())))
        if "words" not in seen:
            raise ValidationError(f"Choose which column says “{KINDS['words']}”")
        if not {"number", "recommendation"} & set(seen):
            raise ValidationError("Choose which column has the recommendation or its number")


class RemovalForm(Form):
    """Throwing a file away."""

    version = version()


def _row(table, at: int) -> str:
    words = " · ".join(str(cell) for cell in dict.fromkeys(table.rows[at]) if cell not in (None, ""))
    return f"Row {table.first_row + at}: {words[:60] or 'empty'}{'…' if len(words) > 60 else ''}"
