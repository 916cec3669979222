"""The life of an action: its states, and the one table of the moves between them. Source: design §4."""

from dataclasses import dataclass
from enum import Enum


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
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self in (Status.VERIFIED, Status.EMBEDDED, Status.WITHDRAWN)


OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)


class Confidence(Enum):
    """How it is going, in the owner's word."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"


@dataclass(frozen=True)
class Transition:
    """One allowed move: the verb that makes it, from where, to where, and who may."""

    verb: str
    starts: tuple[Status, ...]
    end: Status
    by: str
    needs: str


TRANSITIONS = (
    Transition("record progress", OPEN, Status.IN_PROGRESS, "owner or lead", "a note"),
    Transition("complete", OPEN, Status.COMPLETE, "owner or lead", "a completion date, not in the future"),
    Transition(
        "verify", (Status.COMPLETE,), Status.VERIFIED, "a lead who neither owns nor completed it, or who records who checked it",
        "accepted evidence or a written reason, the method, what was found",
    ),
    Transition("return", (Status.COMPLETE, Status.VERIFIED, Status.EMBEDDED), Status.IN_PROGRESS, "lead", "a reason"),
)  # fmt: skip


def allowed(verb: str, start: Status) -> bool:
    """Whether the table has this move."""
    return any(t.verb == verb and start in t.starts for t in TRANSITIONS)
