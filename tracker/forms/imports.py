"""Forms of an import: the file, a doubt that was compared, the confirmation."""

from wtforms import BooleanField, FileField, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from tracker.checks import tidy_filename
from tracker.checks.personal_data import holds_nhs_number
from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, version

NEW = 0  # the choice of a new review, where others offer the id of an empty one


class ImportForm(Form):
    """The report as a file, and when it arrived; `replaces` is the version of the draft that it takes the place of."""

    report = FileField("The report", description="A PDF, Word (.docx), text, Markdown or HTML file of up to 20 MB.")
    received_on = DayField(
        "Date received", needed="Enter the day on which the CCG received the report", default=today,
        hint="The 20 working days are counted from this day, which may be later than the day of publication.",
    )  # fmt: skip
    replaces = HiddenField()

    def validate_report(self, field: FileField) -> None:
        """A file is needed, and its name is kept."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose the report's file")
        if holds_nhs_number(tidy_filename(field.data.filename)):
            raise ValidationError("The name of the file seems to hold an NHS number. Give it another name, then choose it again")

    def may_replace(self, draft) -> bool:
        """Whether the page said that it would replace this draft; if not, the form says so now."""
        if draft is None or self.replaces.data == str(draft.version):
            return True
        self.replaces.data = str(draft.version)
        self.refuse(f"You have a draft of {draft.filename}. Choose the file again to replace that draft and its corrections.")
        return False


class CheckForm(Form):
    """A doubt that was compared with the report; empty `is_checked` takes it back."""

    doubt = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=2**31)])
    is_checked = BooleanField()
    version = version()


class ConfirmationForm(Form):
    """The last step before the review exists."""

    is_compared = BooleanField("I have compared the doubts with the report")
    into = RadioField("Which review is this report of?", coerce=int, validate_choice=False)
    version = version()

    def offer(self, waiting: list, unchecked: list[int], stopping: list[str]) -> None:
        """Ask only what must be asked: about doubts that are left, and about reviews that wait for their report."""
        self.stopping = stopping
        if not unchecked:
            del self.is_compared
        if not waiting:
            del self.into
            return
        self.into.choices = [SelectChoice(NEW, "Create a new review")]
        self.into.choices += [SelectChoice(r.id, f"Put it into: {r.title}, {r.area}") for r in waiting]

    def validate(self, extra_validators=None) -> bool:
        """Also refused for what stops the import."""
        is_filled_in = super().validate(extra_validators)
        for words in self.stopping:
            self.refuse(words)
        return is_filled_in and not self.stopping

    def chosen(self, waiting: list):
        """The review that waits and is to be filled; None for a new one."""
        return next((r for r in waiting if "into" in self and r.id == self.into.data), None)

    def validate_is_compared(self, field: BooleanField) -> None:
        """Doubts may be left, but not overlooked."""
        if not field.data:
            raise ValidationError("Check each doubt, or say that you have compared them with the report")

    def validate_into(self, field: RadioField) -> None:
        """One of those that are offered."""
        if field.data not in {c.value for c in field.choices}:
            raise ValidationError("Choose whether to create a new review")
