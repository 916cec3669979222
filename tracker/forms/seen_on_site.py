"""What somebody saw where it is held, and did not take away: evidence without a file of its own."""

from wtforms import ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, line, request_id, text


class SeenForm(Form):
    """What it is, where it is held, who saw it and when."""

    title = line("What was seen", needed="Enter what was seen", hint="For example “Supervision log of the emergency department”.")
    shows = text("What it shows", needed="Enter what it shows", rows=3, longest=1500, hint="Do not name a child or a family.")
    held_at = line("Where it is held", needed="Enter where it is held", hint="For example, an office and the name of the folder.")
    seen_by = line("Who saw it", needed="Enter who saw it", hint="Name and post.")
    seen_on = DayField("When was it seen?", needed="Enter the day on which it was seen")
    request_id = request_id()

    def validate_seen_on(self, field) -> None:
        """Not in the future."""
        if field.data and field.data > today():
            raise ValidationError("The day must not lie in the future")

    @property
    def statement(self) -> str:
        """What is recorded, in sentences."""
        day = self.seen_on.data
        return f"{self.shows.data}\n\nSeen on site by {self.seen_by.data} on {day.day} {day:%B %Y}. It is held here: {self.held_at.data}"
