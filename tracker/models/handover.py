"""Handover: an open action changes hands, or falls back to its organisation when its owner leaves. It never changes."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import OPEN, end_of
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Handover(db.Model):
    """From `giver` (None: nobody had it) to `receiver` (None: the organisation has it back); `by` is None for a command."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    giver_id: Mapped[int | None] = link("users.id")
    receiver_id: Mapped[int | None] = link("users.id")
    by_id: Mapped[int | None] = link("users.id")

    action: Mapped[Action] = relationship()
    giver: Mapped[User | None] = relationship(foreign_keys=giver_id)
    receiver: Mapped[User | None] = relationship(foreign_keys=receiver_id)
    by: Mapped[User | None] = relationship(foreign_keys=by_id)

    @classmethod
    def visible_to(cls, memberships):
        """Who may work on the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @classmethod
    def of(cls, actions: list[Action]):
        """A condition: handovers of these actions."""
        return cls.action_id.in_([action.id for action in actions])

    @classmethod
    def is_open(cls):
        """A condition: the newest word on an open action that nobody owns now."""
        newest = select(func.max(cls.id)).group_by(cls.action_id)
        unowned = select(Action.id).where(Action.owner_id.is_(None), Action.status.in_(OPEN))
        return cls.id.in_(newest) & cls.action_id.in_(unowned) & cls.receiver_id.is_(None)

    @staticmethod
    def listed(handovers: Select) -> Select:
        """Oldest first, with who gave and the action of each."""
        action = joinedload(Handover.action)
        shown = (joinedload(Handover.giver), joinedload(Handover.receiver), joinedload(Handover.by), action.joinedload(Action.organisation), action.selectinload(Action.recommendations))
        return handovers.options(*shown).order_by(Handover.id)

    @classmethod
    def pass_on(cls, action: Action, receiver: User, *, version: int, by: User, on: date) -> "Handover":
        """Give an open action to another owner of its organisation. Raises NotAllowed when he is none, or has it already."""
        end_of("plan", action.status)  # who has it is a part of the plan
        if receiver.id not in {m.user_id for m in Membership.owners_of(action.organisation)}:
            raise NotAllowed("The owner must be an owner in the organisation that the action belongs to.")
        if receiver.id == action.owner_id:
            raise NotAllowed(f"{receiver} owns it already.")
        action.expect(version)
        row = cls._append(action, receiver.id, by=by, on=on)
        AuditEntry.append("action.pass_on", action, by=by, values={"owner_id": receiver.id})
        return row

    @classmethod
    def pass_on_all(cls, actions: list[Action], receiver: User, *, versions: dict[int, int], by: User, on: date) -> None:
        """Give several actions to one person, an audit entry each; those that he has already stay as they are."""
        for action in actions:
            if action.owner_id != receiver.id:
                cls.pass_on(action, receiver, version=versions.get(action.id, 0), by=by, on=on)

    @classmethod
    def release(cls, user: User, organisation: Organisation, *, by: User | None, on: date) -> list[int]:
        """His open actions fall back to the organisation; gives their ids. Nothing when he is still an owner there."""
        stays = {m.organisation.current_id for m in user.active_memberships if m.role is Role.OWNER}
        if organisation.current_id in stays:
            return []
        held = select(Action).where(Action.owner_id == user.id, Action.status.in_(OPEN), Action.organisation_id.in_(organisation.line))
        actions = db.session.scalars(held.order_by(Action.id).execution_options(own_verb=True)).all()
        for action in actions:
            cls.let_go(action, by=by, on=on)
        return [action.id for action in actions]

    @classmethod
    def let_go(cls, action: Action, *, by: User | None, on: date) -> None:
        """Take the owner from an action, as part of another verb; a form that was open before is stale."""
        action.version += 1
        cls._append(action, None, by=by, on=on)

    @classmethod
    def _append(cls, action: Action, receiver_id: int | None, *, by: User | None, on: date) -> "Handover":
        row = cls(action=action, giver_id=action.owner_id, receiver_id=receiver_id, by_id=by and by.id, on=on)
        action.owner_id = receiver_id
        db.session.add(row)
        return row
