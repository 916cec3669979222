"""Three ways side by side: what stood there when the sheet was written, what stands in the tracker now, what the sheet says."""

from dataclasses import dataclass
from enum import Enum

from tracker.workbooks.fields import FIELDS
from tracker.workbooks.proposals import Proposal, edits, same
from tracker.workbooks.tables import Cell


NOTHING_YET = "not started"  # a status that says no more than an empty cell


class Outcome(Enum):
    """What an edit comes to; only a conflict needs a decision."""

    CHANGE = "change"
    CONFLICT = "conflict"
    SAME = "already so"
    REFUSED = "not possible"


@dataclass(frozen=True)
class Difference:
    """One edited field. `was` is None where nobody knows; `reason` says why it is not possible."""

    name: str
    was: Cell
    now: Cell
    wanted: Cell
    outcome: Outcome
    reason: str = ""

    @property
    def title(self) -> str:
        """As the sheet and the pages call it."""
        return FIELDS[self.name].title

    @property
    def clears(self) -> bool:
        """Whether the sheet's cell is empty where something stands."""
        return self.wanted in ("", None)


def differences(proposal: Proposal, now: dict[str, Cell]) -> list[Difference]:
    """A line for each edited field, in the order of the sheet. What nobody edited has none, whatever happened to it here."""
    edited = edits(proposal)
    was = {name: _was(proposal, name, now.get(name)) for name in edited}
    return [Difference(n, was[n], now.get(n), edited[n], _outcome(was[n], now.get(n), edited[n])) for n in FIELDS if n in edited]


def _was(proposal: Proposal, name: str, now: Cell) -> Cell:
    """A field that the tracker did not write counts as if it had been empty: what stands here is never overwritten unseen."""
    if proposal.base is None:
        return now if now == NOTHING_YET else None
    return proposal.base.get(name)


def _outcome(was: Cell, now: Cell, wanted: Cell) -> Outcome:
    if same(now, wanted):
        return Outcome.SAME
    return Outcome.CHANGE if same(was, now) else Outcome.CONFLICT
