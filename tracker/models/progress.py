"""Progress update: a dated entry in the life of an action. It never changes."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, Text, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Confidence, Status
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.organisation import Organisation
from tracker.models.user import User


class ProgressUpdate(db.Model):
    """`on_behalf_of` is set when a lead wrote down what an organisation told her."""

    __tablename__ = "progress_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    status: Mapped[Status] = mapped_column(one_of(Status))
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence))
    note: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    contribution_id: Mapped[int | None] = link("contributions.id")  # a contributing organisation wrote it

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()
    on_behalf_of: Mapped[Organisation | None] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Never another organisation's notes, not even on a joint recommendation; a contributor reads its own."""
        from tracker.models.contribution import Contribution

        mine = select(Contribution.id).where(Contribution.workable_by(memberships))
        return or_(cls.workable_by(memberships), cls.contribution_id.in_(mine))

    @classmethod
    def workable_by(cls, memberships):
        """Who may work on the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    @staticmethod
    def listed(updates: Select) -> Select:
        """Newest first, with who wrote them."""
        who = (joinedload(ProgressUpdate.by), joinedload(ProgressUpdate.on_behalf_of))
        return updates.options(*who).order_by(ProgressUpdate.on.desc(), ProgressUpdate.id.desc())

    @classmethod
    def of(cls, action: Action, *, note: str, by: User, on: date, on_behalf_of=None) -> "ProgressUpdate":
        """Append an entry that tells how the action stands now."""
        update = cls(
            action=action, on=on, status=action.status, confidence=action.confidence,
            note=note, by=by, on_behalf_of=on_behalf_of,
        )  # fmt: skip
        db.session.add(update)
        return update
