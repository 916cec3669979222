"""Forms of the papers for a meeting: of which day, and since when. They are sent by GET, so they carry no token and change nothing."""

from wtforms import ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField


class ProgressReportForm(Form):
    """A day, and an earlier one to compare it with."""

    class Meta(Form.Meta):
        csrf = False

    on = DayField("As at", needed="Enter the day that the report is of", default=today, hint="Today or an earlier day.")
    since = DayField("What changed since", hint="For example, the last meeting. You can leave this empty.")

    def validate_since(self, field) -> None:
        """The day that it is compared with comes first."""
        if field.data and self.on.data and field.data > self.on.data:
            raise ValidationError("“What changed since” must be the day that the report is of, or an earlier day")


class ExceptionsForm(Form):
    """Since when to tell what was closed."""

    class Meta(Form.Meta):
        csrf = False

    closed_since = DayField("Closed since", needed="Enter the day from which to tell what was closed")
