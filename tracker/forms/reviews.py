"""Forms of a review: bringing its report in, and the day on which it was received."""

from wtforms import FileField, ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, version


class ImportForm(Form):
    """The report as a file, and when it arrived."""

    report = FileField("The report", description="CQC's report as plain text (.txt), up to 1 MB. In Word: Save as, Plain text.")
    received_on = DayField(
        "Date received", needed="Enter the day on which the CCG received the report", default=today,
        hint="The 20 working days are counted from this day, which may be later than the day of publication.",
    )  # fmt: skip

    def validate_report(self, field: FileField) -> None:
        """A file is needed."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose the report's file")


class ReceiptForm(Form):
    """Correct the day of receipt."""

    received_on = DayField("Date received", needed="Enter the day on which the CCG received the report")
    version = version()
