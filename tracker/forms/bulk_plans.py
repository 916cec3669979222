"""The form of a bulk plan: which actions, and what they get; an empty field changes nothing."""

import re

from wtforms import HiddenField, ValidationError

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
        typed = {name: self[name].data for name in ("words", "post", "due_on", "success_measure") if name in self}
        return {name: value for name, value in typed.items() if value}

    def validate_actions(self, field) -> None:
        """At least one, and all of them still open."""
        if set(field.data or []) - set(self.offered):
            raise ValidationError("An action that you chose is not open any more. Choose again")
        if not field.data:
            raise ValidationError("Choose the actions")

    def validate_post(self, field) -> None:
        """Something must be filled in; the first box says so."""
        if not any(self[name].data for name in ("words", "post", "success_measure")) and not self.has_date:
            raise ValidationError("Fill in what the actions get: a post, a date, what will be done or a success measure")

    @property
    def has_date(self) -> bool:
        """Whether anything stands in the boxes of the date."""
        return "due_on" in self and any(self.due_on.parts.values())
