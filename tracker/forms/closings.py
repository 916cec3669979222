"""The form that closes a submission to reading."""

from tracker.forms import Form
from tracker.forms.fields import line


class ClosingForm(Form):
    """Why nobody reads it any more."""

    why = line("Why it is closed", needed="Enter why it is closed", longest=300,
               hint="CQC and all others who read it see this. For example “It named a child.” Do not repeat the name here.")  # fmt: skip
