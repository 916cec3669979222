"""Forms of a handover: one action to a colleague, or several at once."""

from textwrap import shorten

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tracker.forms import Form
from tracker.forms.fields import version
from tracker.forms.recommendations import Ticks


def owners(label: str) -> SelectField:
    """A choice of one owner; `offer_owners` fills it."""
    return SelectField(label, [InputRequired("Choose a person")], coerce=int, description="Owners of the organisation who have an account.")


class OwnerForm(Form):
    """Who has the action from now on."""

    owner_id = owners("New owner")
    version = version()

    def offer_owners(self, members: list, now: int | None) -> None:
        """Everybody but the one who has it; what an older page offered is for the model to judge."""
        self.owner_id.choices = [SelectChoice(m.user_id, m.user.name) for m in members if m.user_id != now or self.is_submitted()]


class SeenForm(Form):
    """A form over many actions; `seen` holds the version of each, as "12-3 14-1"."""

    seen = HiddenField(validators=[InputRequired()])

    def show_versions(self, actions: list) -> None:
        """Take the versions as they are now, for the next press."""
        self.seen.data = " ".join(f"{a.id}-{a.version}" for a in actions)

    @property
    def versions(self) -> dict[int, int]:
        """The version of each action that the page showed; what is no pair of numbers is left out."""
        pairs = (pair.split("-") for pair in self.seen.data.split())
        return {int(p[0]): int(p[1]) for p in pairs if len(p) == 2 and all(n.isascii() and n.isdecimal() and len(n) < 10 for n in p)}


class HandoverForm(SeenForm):
    """Who gets which actions."""

    receiver_id = owners("Give them to")
    actions = Ticks("Actions", validators=[InputRequired("Tick at least one action")])

    def offer(self, members: list, actions: list) -> None:
        """Owners of the organisation, and its open actions; those of nobody who may act are ticked first."""
        able = {m.user_id for m in members}
        self.receiver_id.choices = [SelectChoice(id, name) for id, name in {m.user_id: m.user.name for m in members}.items()]
        self.actions.offer(actions, _words)
        if not self.is_submitted():
            self.actions.data = [a.id for a in actions if a.owner_id not in able]


def _words(action) -> str:
    has_it = f"{action.owner.name} has it" if action.owner else "nobody has it"
    return f"{action.name.capitalize()}: {in_short(action)} ({has_it})"


def in_short(action) -> str:
    """What will be done, in one line of a list."""
    return shorten(action.words, 120, placeholder="…") or "not yet agreed"
