"""What a submission is, and how far it is."""

from enum import Enum


class Kind(Enum):
    """The first plan that is sent is the action plan, later ones are revised plans; a follow-up tells how it goes on."""

    PLAN = "plan"
    REVISED = "revised plan"
    FOLLOW_UP = "follow-up"

    @property
    def series(self) -> str:
        """Plans and revised plans are numbered together, follow-ups by themselves."""
        return self.value if self is Kind.FOLLOW_UP else Kind.PLAN.value

    @property
    def title(self) -> str:
        """As a heading begins with it."""
        return {Kind.PLAN: "Action plan", Kind.REVISED: "Revised plan", Kind.FOLLOW_UP: "Follow-up"}[self]

    def numbered(self, number: int) -> str:
        """ "version 2", "follow-up 1"."""
        return f"follow-up {number}" if self is Kind.FOLLOW_UP else f"version {number}"

    def label(self, number: int) -> str:
        """ "Action plan, version 1", "Revised plan, version 2", "Follow-up 1"."""
        return f"{self.title} {number}" if self is Kind.FOLLOW_UP else f"{self.title}, {self.numbered(number)}"


class Stage(Enum):
    """How far a submission is; it only goes forward."""

    ASSEMBLED = "assembled"
    DECLINED = "declined"
    SIGNED_OFF = "signed off"
    SENT = "sent"
    CLOSED = "closed to reading"
