"""Plan change: which parts of an action's plan were set or changed, from what to what. It never changes but by redaction."""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, ForeignKey, Select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import PLANNED, Action
from tracker.models.columns import UtcDateTime, link
from tracker.models.organisation import Organisation
from tracker.models.user import User

FREE_TEXT = ("words", "post", "success_measure", "evidence_expected", "monitored_by")


class PlanChange(db.Model):
    """`changes` maps a field to [old, new]: dates as ISO text, the owner by name. `added` marks the making of the action."""

    __tablename__ = "plan_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    added: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[dict] = mapped_column(JSON)

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()
    on_behalf_of: Mapped[Organisation | None] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may read the notes of the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(rows: Select) -> Select:
        """Oldest first, with who made them."""
        return rows.options(joinedload(PlanChange.by), joinedload(PlanChange.on_behalf_of)).order_by(PlanChange.id)

    @classmethod
    def of(cls, action: Action, changes: dict, *, by: User, on: date, on_behalf_of=None, added: bool = False) -> None:
        """Append what changed, {field: (old, new)}; nothing when nothing did."""
        if changes:
            plain = {name: [_plain(name, value) for value in pair] for name, pair in sorted(changes.items(), key=_place)}
            db.session.add(cls(action=action, on=on, by=by, on_behalf_of=on_behalf_of, added=added, changes=plain))

    @property
    def texts(self) -> list[str]:
        """The free texts that it holds."""
        return [text for name in FREE_TEXT for text in self.changes.get(name, []) if text]

    def forget(self) -> None:
        """Drop the free texts; dates, owners and the names of the fields stay."""
        self.changes = {name: [None, None] if name in FREE_TEXT else pair for name, pair in self.changes.items()}


def _place(change: tuple) -> int:
    return PLANNED.index(change[0])


def _plain(name: str, value):
    """An owner leaves one day, so his name is kept as it was."""
    if name == "owner_id":
        return value and db.session.get(User, value).name
    return value.isoformat() if isinstance(value, date) else value
