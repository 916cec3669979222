"""Forms of a verification: how it was checked, by whom, what was found; of one action, or of several in one act."""

from flask import request
from wtforms import HiddenField, ValidationError
from wtforms.validators import Length

from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text, version
from tracker.forms.recommendations import Ticks
from tracker.models.verification import Method


class FoundForm(Form):
    """What a verification needs."""

    method = choice("How was it checked?", Method, needed="Choose how it was checked")
    found = text("What was found", needed="Enter what was found")
    checked_by = line(
        "Who checked it, if not you", longest=300,
        hint="Name and role. You may not check what you own or completed yourself: then name a person here, or a meeting below.",
    )  # fmt: skip
    meeting = line("Or the meeting that decided it", hint="For example “CQRG”, the quality review group.")
    meeting_on = DayField("Date of the meeting", hint="Only for a meeting. For example, 14 11 2016")
    without_evidence = text(
        "Why it is verified without accepted evidence", rows=3, longest=2000, hint="Only needed when no evidence has been accepted."
    )
    recheck_on = DayField("Look again on", hint="You can leave this empty. On that day the tracker reminds you to see whether it lasted.")

    def validate_meeting(self, field) -> None:
        """A person or a meeting; a date needs the meeting's name."""
        if field.data and self.checked_by.data:
            raise ValidationError("Name a person or a meeting, not both")
        if any(self.meeting_on.parts.values()) and not field.data:
            raise ValidationError("Enter the name of the meeting")

    def validate_meeting_on(self, field) -> None:
        """A meeting needs its date."""
        if self.meeting.data and not field.data:
            field.bad_parts = ["day", "month", "year"]
            raise ValidationError("Enter the date of the meeting")

    @property
    def said(self) -> dict:
        """The fields as the model takes them."""
        names = ("method", "found", "checked_by", "meeting", "meeting_on", "without_evidence", "recheck_on")
        return {name: self[name].data for name in names}


class VerificationForm(FoundForm):
    """Somebody else confirms one action."""

    version = version()


class SeveralForm(FoundForm):
    """Somebody else confirms several actions. `back` is the list that the lead came from."""

    actions = Ticks("Actions")
    back = HiddenField(validators=[Length(max=2000)])

    def validate_actions(self, field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError("Tick the actions that were checked")

    def seen(self, action) -> int:
        """The version of an action that the page showed; 0 when it showed none."""
        return request.form.get(f"seen-{action.id}", 0, type=int)
