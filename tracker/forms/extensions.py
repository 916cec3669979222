"""Forms of an extension: asking for another date, moving one, deciding several at once."""

from enum import Enum

from wtforms import ValidationError

from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text, version
from tracker.forms.recommendations import Ticks
from tracker.models.extension import Reason

WHY = "Choose why the date does not hold"
WORDS = {Reason.IT_SYSTEM: "IT system"}  # `capitalize` would write "It system"


class AskForm(Form):
    """An owner says which date would hold, and why."""

    proposed_on = DayField("New date", needed="Enter the date that you ask for", hint="For example, 30 9 2016")
    reason = choice("Why does the date not hold?", Reason, needed=WHY, words=WORDS)
    words = text("In your words", needed="Enter what holds it up", rows=3, longest=2000, hint="Do not name children or families.")


class MeetingForm(Form):
    """The meeting at which it was decided, if there was one."""

    meeting = line("Meeting that decided it", hint="Only if there was one, for example “CQRG”.")
    meeting_on = DayField("Date of the meeting")

    def validate_meeting(self, field) -> None:
        """A date alone names no meeting."""
        if any(self.meeting_on.parts.values()) and not field.data:
            raise ValidationError("Enter the meeting, or leave its date empty")

    def validate_meeting_on(self, field) -> None:
        """A meeting has a date."""
        if self.meeting.data and not any(field.parts.values()):
            field.bad_parts = list(field.parts)
            raise ValidationError("Enter the date of the meeting")

    @property
    def met(self) -> dict:
        """The meeting as the model takes it."""
        return {"meeting": self.meeting.data, "meeting_on": self.meeting_on.data}


class MoveForm(MeetingForm):
    """A lead moves a date herself."""

    due_on = DayField("New due date", needed="Enter the new due date", hint="For example, 30 9 2016")
    reason = choice("Why does the date not hold?", Reason, needed=WHY, words=WORDS)
    words = text("In your words", needed="Enter why it is moved", rows=3, longest=2000, hint="Do not name children or families.")
    version = version()


class Answer(Enum):
    """What a lead may decide."""

    AGREE = "agree"
    OTHER = "other"
    DECLINE = "decline"


class DecisionForm(MeetingForm):
    """One decision about every request that is ticked."""

    extensions = Ticks("Which requests?")
    answer = choice("What was decided?", Answer, needed="Choose what was decided", words={
        Answer.AGREE: "Agree to the dates that were asked for", Answer.OTHER: "Agree to another date", Answer.DECLINE: "Decline: the dates stay"})  # fmt: skip
    due_on = DayField("Other date", hint="Only when you agree to another date.")
    words = text("Your words", rows=3, longest=2000, hint="Needed when you decline. The organisation reads it.")

    def validate_extensions(self, field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError("Tick the requests that you decide")

    def validate_due_on(self, field) -> None:
        """Another date is needed when that was chosen, and only then."""
        if self.answer.data is Answer.OTHER and not any(field.parts.values()):
            field.bad_parts = list(field.parts)
            raise ValidationError("Enter the other date")
        if self.answer.data in (Answer.AGREE, Answer.DECLINE) and any(field.parts.values()):
            raise ValidationError("Choose “Agree to another date”, or leave the other date empty")

    def validate_words(self, field) -> None:
        """A refusal is explained."""
        if self.answer.data is Answer.DECLINE and not field.data:
            raise ValidationError("Enter why it is declined")
