"""Opinion: how a lead says that an action is going, beside the owner's word, with her reason. It never changes."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, Text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Confidence
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.user import User


class Opinion(db.Model):
    """`confidence` is None where the lead took her own word back."""

    __tablename__ = "opinions"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence))
    reason: Mapped[str] = mapped_column(Text)

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """The organisation's owners and the leads; nobody else, not even on a joint recommendation."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(opinions: Select) -> Select:
        """Oldest first, with who gave them."""
        return opinions.options(joinedload(Opinion.by)).order_by(Opinion.id)

    @classmethod
    def of(cls, action: Action, *, confidence: Confidence | None, reason: str, by: User, on: date) -> "Opinion":
        """Append one."""
        row = cls(action=action, confidence=confidence, reason=reason, by=by, on=on)
        db.session.add(row)
        return row
