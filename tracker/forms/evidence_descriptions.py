"""What is said of a piece of evidence, and which actions it is for."""

from wtforms import ValidationError

from tracker.forms import Form
from tracker.forms.fields import DayField, line, text, version
from tracker.forms.recommendations import Ticks


class DescriptionForm(Form):
    """Title, what it shows, its own date, and its actions."""

    title = line("Title", needed="Enter a title")
    shows = text("What it shows", rows=3, longest=2000)
    dated_on = DayField("Date of the evidence", hint="The date of the document itself. You can leave this empty.")
    actions = Ticks("Which actions is it for?", hint="One piece of evidence can be for several actions of the same organisation.")
    version = version()

    def validate_actions(self, field) -> None:
        """One is needed."""
        if not field.data:
            raise ValidationError("Choose one or more actions")
