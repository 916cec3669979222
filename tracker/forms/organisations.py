"""Forms of organisations that change: a succession, and a service that moves."""

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from tracker.clock import today
from tracker.forms.fields import DayField, line, text
from tracker.forms.handovers import SeenForm, in_short
from tracker.forms.recommendations import NamedForm, Ticks


class SuccessionForm(NamedForm):
    """Who answers for it, since when; `confirmed` is empty until the administrator has read what follows."""

    known = SelectField("Who answers for it today?", coerce=int)
    new_name = line("Or a new organisation", hint="Its full name. Only when it is not in the list.")
    took_place_on = DayField("Since when?", needed="Enter the day on which it took place", hint="For example, 1 4 2020. It cannot lie in the future.")
    confirmed = HiddenField(validators=[Length(max=3)])
    needed = "Choose who answers for it, or enter a new organisation"

    @property
    def named(self) -> str:
        """The name that was chosen or typed."""
        chosen = self.offered.get(self.known.data)
        return chosen.name if chosen else self.new_name.data


class MoveForm(NamedForm, SeenForm):
    """Which actions go to whom, since when, and why."""

    known = SelectField("Which organisation has the service now?", coerce=int)
    new_name = line("Or a new organisation", hint="Its full name. Only when it is not in the list.")
    moved_on = DayField("Day of the move", needed="Enter the day on which the service moved", default=today)
    reason = text("Reason", needed="Enter why they move", rows=3, longest=2000, hint="The new organisation reads it.")
    actions = Ticks("Actions that move", validators=[InputRequired("Tick at least one action")])
    needed = "Choose who has the service now, or enter a new organisation"

    def offer_actions(self, actions: list) -> None:
        """Open actions, each with whose it is."""
        self.actions.offer(actions, lambda a: f"{a.name.capitalize()}, {a.organisation.called}: {in_short(a)}")
