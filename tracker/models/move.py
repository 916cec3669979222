"""Move: a service goes to another provider, and its open actions go with it. The row keeps from whom; it never changes."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import end_of
from tracker.models.addressing import follow
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.contribution import Contribution
from tracker.models.evidence import Evidence
from tracker.models.handover import Handover
from tracker.models.membership import Membership
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Move(db.Model):
    """Notes and evidence go along: the new organisation reads them, the old one no longer does. `on` is when the service moved."""

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    old_id: Mapped[int] = link("organisations.id")
    new_id: Mapped[int] = link("organisations.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    reason: Mapped[str] = mapped_column(Text)

    action: Mapped[Action] = relationship()
    old: Mapped[Organisation] = relationship(foreign_keys=old_id)
    new: Mapped[Organisation] = relationship(foreign_keys=new_id)
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may work on the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(moves: Select) -> Select:
        """Oldest first, with both organisations and who recorded it."""
        return moves.options(joinedload(Move.old), joinedload(Move.new), joinedload(Move.by)).order_by(Move.id)

    @classmethod
    def of_all(
        cls, actions: list[Action], organisation: Organisation, *, reason: str, moved_on: date, versions: dict[int, int], by: User, on: date
    ) -> list["Move"]:
        """Move several open actions to one organisation, an audit entry each.

        Raises NotAllowed for a day in the future, or when evidence would be torn between two organisations.
        """
        if moved_on > on:
            raise NotAllowed("The day of the move cannot be in the future.")
        brought = _brought(actions, organisation)
        rows = [cls._of(a, organisation, reason=reason, moved_on=moved_on, version=versions.get(a.id, 0), by=by, on=on) for a in actions]
        for item in brought:
            item.organisation = organisation
        return rows

    @classmethod
    def _of(cls, action: Action, new: Organisation, *, reason: str, moved_on: date, version: int, by: User, on: date) -> "Move":
        end_of("plan", action.status)  # whose it is is a part of the plan
        old = action.organisation
        if old.current_id == new.current_id:
            raise NotAllowed(f"{action.name.capitalize()} belongs to {old} already.")
        action.expect(version)
        action.organisation = new
        if action.owner_id and action.owner_id not in {m.user_id for m in Membership.owners_of(new)}:
            Handover.let_go(action, by=by, on=on)
        Contribution.absorb(action, on=on)
        follow(action, old)
        row = cls(action=action, old=old, new=new, on=moved_on, by_id=by.id, reason=reason)
        db.session.add(row)
        AuditEntry.append("action.move", action, by=by, values={"organisation_id": new.id, "reason": reason, "on": moved_on})
        return row


def _brought(actions: list[Action], new: Organisation) -> list[Evidence]:
    """The evidence of these actions. Raises NotAllowed when some of it also shows an action that stays behind."""
    going = {a.id for a in actions}
    items = select(Evidence).where(Evidence.actions.any(Action.id.in_(going))).options(selectinload(Evidence.actions))
    found = db.session.scalars(items.execution_options(own_verb=True)).all()
    for item in found:
        for action in item.actions:
            if action.id not in going and action.organisation.current_id != new.current_id:
                raise NotAllowed(f"“{item.title}” is also evidence of {action.name}. Move that one too, or neither.")
    return found
