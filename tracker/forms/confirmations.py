"""Forms of a confirmation: confirming a part, returning it with comments, the day for it, whom to escalate to."""

from wtforms import HiddenField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.askings import mailbox
from tracker.forms.fields import DayField, line, text, version


class ConfirmForm(Form):
    """Who approved the part. `seen` is the state of the part that was read."""

    approved_by = line("Who approved it", needed="Enter who approved it", hint="A name, for example of the chief nurse.")
    role = line("Role", needed="Enter the role of that person")
    approved_on = DayField("Date of approval", needed="Enter the day on which it was approved", default=today)
    committee = line("Committee", longest=300, hint="If a board or a committee approves it too, for example “Quality committee”.")
    ratified_on = DayField("To be ratified on", hint="When that committee meets. You can leave this empty.")
    seen = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])

    def validate_ratified_on(self, field: DayField) -> None:
        """Some committee ratifies it."""
        if field.data and not self.committee.data:
            raise ValidationError("Enter the committee that will ratify it, or leave this date empty")

    @property
    def said(self) -> dict:
        """The fields as the model takes them."""
        return {name: self[name].data for name in ("approved_by", "role", "approved_on", "committee", "ratified_on", "seen")}


class GiveBackForm(Form):
    """Returned with a comment, and one for each action that needs it."""

    comment = text("What needs to change", needed="Enter what needs to change", rows=4, longest=2000, hint="The organisation reads it.")

    @classmethod
    def for_actions(cls, actions: list) -> "GiveBackForm":
        """The form with a box for each of these actions; what a box is for stands beside it on the page."""
        boxes = {_box(a.id): text(f"Comment on {a.name}", rows=2, longest=2000) for a in actions}
        form = type("GiveBackForm", (cls,), boxes)()
        form.boxes = [(a, form[_box(a.id)]) for a in actions]
        return form

    @property
    def comments(self) -> dict[int, str]:
        """What was written, by action id."""
        return {action.id: box.data for action, box in self.boxes if box.data}


def _box(id: int) -> str:
    return f"action_{id}"


class ConfirmByForm(Form):
    """The internal day; empty while confirmations are not used."""

    confirm_by = DayField("Confirm by", hint="Leave it empty to ask no organisation for a confirmation.")
    version = version()


class ContactForm(Form):
    """Whom to write to, and whom to ask when the organisation does not answer."""

    mailbox = mailbox("Team mailbox", hint="Where the letter goes that asks the organisation for its part.")
    escalate_to = line("Whom to escalate to", longest=300, hint="For example the executive lead with an e-mail address, who then gets a copy of the letter. Only leads see it.")
    version = version()
