"""Re-check: some time after the verification somebody looked again, and it had lasted. The row never changes."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, Text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Status
from tracker.models.columns import UtcDateTime, link
from tracker.models.user import User


class Recheck(db.Model):
    """`due_on` is the day that was set for it at the verification, if one was."""

    __tablename__ = "rechecks"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    due_on: Mapped[date | None]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    found: Mapped[str] = mapped_column(Text)

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may read the notes of the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(rechecks: Select) -> Select:
        """Oldest first, with who recorded them."""
        return rechecks.options(joinedload(Recheck.by)).order_by(Recheck.id)

    @classmethod
    def of(cls, action: Action, *, due_on: date | None, found: str, by: User, on: date) -> "Recheck":
        """Append one."""
        row = cls(action=action, due_on=due_on, found=found, by=by, on=on)
        db.session.add(row)
        return row


def recheck_due(on: date):
    """A condition: verified actions whose day for the re-check has come."""
    return (Action.status == Status.VERIFIED) & (Action.recheck_on <= on)
