"""The form of a bulk plan: which actions, and what they get; an empty field changes nothing."""

import re

from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from tracker.forms import Form
from tracker.forms.fields import DayField, line, text
from tracker.forms.recommendations import Ticks
from tracker.models import Action

SEEN = re.compile(r"([1-9]\d{0,17}):(\d{1,9})")


class BulkPlanForm(Form):
    """`seen` holds the version of each action that the page showed, as "4:2 5:1"."""

    actions = Ticks("Which actions", validate_choice=False)
    post = line("Accountable post", hint="The job title that is printed in the plan.")
    due_on = DayField("Due date", hint="For example, 30 9 2016")
    words = text("What will be done")
    success_measure = text("Success measure", rows=3, longest=2000, hint="How you will know that it worked.")
    seen = HiddenField()
    plannable = ("words", "post", "due_on", "success_measure")
    nothing = "Fill in what the actions get: a post, a date, what will be done or a success measure"

    def offer(self, actions: list[Action], *, any_date: bool) -> None:
        """These actions; the date only where somebody may set one."""
        self.offered = {action.id: action for action in actions}
        self.actions.offer(actions, lambda action: action.name)
        if not any_date:
            del self.due_on

    def show_newest(self) -> None:
        """The page shows the actions as they are now, so that sending it again is a decision made with that in sight."""
        self.seen.data = " ".join(f"{action.id}:{action.version}" for action in self.offered.values())

    @property
    def versions(self) -> dict[int, int]:
        """The version of each action that the page showed, by id."""
        return {int(id): int(version) for id, version in SEEN.findall(self.seen.data or "")}

    @property
    def chosen(self) -> list[Action]:
        """The actions that are ticked."""
        return [action for id, action in self.offered.items() if id in (self.actions.data or [])]

    @property
    def planned(self) -> dict:
        """The fields that are filled in, as the model takes them."""
        typed = {name: self[name].data for name in self.plannable if name in self}
        return {name: value for name, value in typed.items() if value}

    def validate_actions(self, field) -> None:
        """At least one, and all of them still open."""
        if set(field.data or []) - set(self.offered):
            raise ValidationError("An action that you chose is not open any more. Choose again")
        if not field.data:
            raise ValidationError("Choose the actions")

    def validate_post(self, field) -> None:
        """Something must be filled in; the first box says so."""
        if not any(self[name].data for name in self.plannable if name in self and name != "due_on") and not self.has_date:
            raise ValidationError(self.nothing)

    @property
    def has_date(self) -> bool:
        """Whether anything stands in the boxes of the date."""
        return "due_on" in self and any(self.due_on.parts.values())


class ListedPlanForm(BulkPlanForm):
    """The same for actions of several reviews and organisations: an owner, a post, a date; no words, which are each one's own."""

    owner_id = SelectField("Owner", coerce=int, description="An owner of the organisation that the actions belong to.")
    words = success_measure = None
    back = HiddenField()
    plannable = ("owner_id", "post", "due_on")
    nothing = "Fill in what the actions get: an owner, a post or a date"

    def offer_owners(self, members: dict) -> None:
        """Whoever is an owner in one of the organisations: (name, organisations) by id."""
        several = len({organisation for _, organisations in members.values() for organisation in organisations}) > 1
        said = {id: f"{name}, {' and '.join(organisations)}" if several else name for id, (name, organisations) in members.items()}
        self.owner_id.choices = [SelectChoice(0, "As it is")] + [SelectChoice(id, words) for id, words in said.items()]
