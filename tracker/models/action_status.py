"""The life of an action: its states, and the one table of the moves between them. Source: design §4."""

from dataclasses import dataclass
from enum import Enum

from tracker.models.refusals import NotAllowed


class Status(Enum):
    """ "Complete" is the owner's word; "verified" is somebody else's; "embedded" says that it lasted."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    VERIFIED = "verified"
    EMBEDDED = "embedded"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self in OPEN

    @property
    def verbs(self) -> frozenset[str]:
        """What may be done to an action in this state."""
        return frozenset(t.verb for t in TRANSITIONS if self in t.starts)


OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)


class Confidence(Enum):
    """How it is going, in the owner's word."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"


@dataclass(frozen=True)
class Transition:
    """One allowed act: the verb, from which states, to which (None: it stays), and who may."""

    verb: str
    starts: tuple[Status, ...]
    end: Status | None
    by: str
    needs: str


TRANSITIONS = (
    Transition("plan", OPEN, None, "owner or lead", "after the plan was sent, only a lead moves the due date"),
    Transition("record progress", OPEN, Status.IN_PROGRESS, "owner or lead", "a note"),
    Transition("complete", OPEN, Status.COMPLETE, "owner or lead", "a completion date, not in the future"),
    Transition(
        "verify", (Status.COMPLETE,), Status.VERIFIED, "a lead who neither owns nor completed it, or who records who checked it",
        "accepted evidence or a written reason, the method, what was found",
    ),
    Transition("return", (Status.COMPLETE, Status.VERIFIED, Status.EMBEDDED), Status.IN_PROGRESS, "lead", "a reason"),
)  # fmt: skip


def end_of(verb: str, start: Status) -> Status:
    """Where the table's move leads. Raises NotAllowed when it has none from here."""
    for transition in TRANSITIONS:
        if transition.verb == verb and start in transition.starts:
            return transition.end or start
    raise NotAllowed(f"This action is {start.value}, so this cannot be done now.")
