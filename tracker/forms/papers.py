"""Forms of the papers for a meeting: of which day, and since when. They are sent by GET, so they carry no token and change nothing."""

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField


class ProgressReportForm(Form):
    """A day, and an earlier one to compare it with."""

    class Meta(Form.Meta):
        csrf = False

    on = DayField("As at", needed="Enter the day that the report is of", default=today, hint="Today or an earlier day.")
    since = DayField("What changed since", hint="For example, the last meeting. You can leave this empty.")


class ExceptionsForm(Form):
    """Since when to tell what was closed."""

    class Meta(Form.Meta):
        csrf = False

    closed_since = DayField("Closed since", needed="Enter the day from which to tell what was closed")
