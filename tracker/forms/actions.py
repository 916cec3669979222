"""Forms of an action: its plan, progress, completion, return; an immediate action and its links."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text, version
from tracker.forms.recommendations import NamedForm, Ticks
from tracker.models.action_status import Confidence


class PlanForm(Form):
    """Who does what by when. Everything may come later but the post, which plans are judged by."""

    words = text("What will be done", hint="Say what will change, in words that a board member understands.")
    post = line(
        "Accountable post", needed="Enter the post that answers for this action",
        hint="The job title that is printed in the plan, for example “Head of midwifery”.",
    )  # fmt: skip
    owner_id = SelectField("Owner", coerce=int, description="The person with an account who keeps the tracker up to date.")
    due_on = DayField("Due date", hint="For example, 30 9 2016")
    success_measure = text("Success measure", rows=3, longest=2000, hint="How you will know that it worked.")
    evidence_expected = text("Evidence expected", rows=3, longest=2000, hint="What will show it, for example an audit report.")
    monitored_by = line("Monitored by", longest=300, hint="The group that watches progress, and how often.")
    version = version()

    def offer_owners(self, owners: list) -> None:
        """Owners of the action's organisation, or nobody yet."""
        self.owner_id.choices = [SelectChoice(0, "No owner yet")] + [SelectChoice(m.user_id, m.user.name) for m in owners]

    @property
    def planned(self) -> dict:
        """The fields as the model takes them; fields that the form does not offer are left out."""
        names = ("words", "post", "owner_id", "due_on", "success_measure", "evidence_expected", "monitored_by")
        typed = {name: self[name].data for name in names if name in self}
        return typed | {"owner_id": typed["owner_id"] or None}


class ProgressForm(Form):
    """One dated entry."""

    confidence = choice("How is it going?", Confidence, needed="Choose how it is going")
    note = text("What has happened since the last update", needed="Enter what has happened", hint="Do not name children or families.")
    version = version()


class CompletionForm(Form):
    """The owner's word that it is done."""

    completed_on = DayField(
        "Completion date", needed="Enter the day on which it was completed", default=today,
        hint="It may lie before the report, if the work was done by then.",
    )  # fmt: skip
    note = text("What was done", needed="Enter what was done")
    version = version()


class ReturnForm(Form):
    """A lead does not find it done."""

    reason = text("Why it is returned", needed="Enter why it is returned")
    version = version()


class ImmediateForm(NamedForm):
    """An action that does not wait for a recommendation."""

    words = text("What will be done", needed="Enter what will be done", hint="The post, the due date and the rest can follow later.")
    needed = "Choose who will do it, or enter a new organisation"


class FurtherForm(Form):
    """One more action for a recommendation; whose it is needs an answer only where there is a choice."""

    organisation_id = SelectField("Whose action is it?", coerce=int)
    words = text("What will be done", needed="Enter what will be done", hint="The post, the due date and the rest can follow later.")

    def offer_organisations(self, organisations: list) -> None:
        """The addressed organisations that the person may act for."""
        self.organisation_id.choices = [SelectChoice(o.id, o.called) for o in organisations]


class LinkForm(Form):
    """Which recommendations an action answers."""

    recommendations = Ticks("Recommendations that it answers")
    version = version()
