"""Contribution: another organisation helps with one action. It sees that action and its evidence, and nothing else of the review."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import end_of
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.progress import ProgressUpdate
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Contribution(db.Model):
    """It lasts until `ended_on`; what the organisation wrote and brought stays with the action."""

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    organisation_id: Mapped[int] = link("organisations.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    ended_on: Mapped[date | None]

    action: Mapped[Action] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """The contributing organisation's owners, and who works on the action."""
        return or_(cls.workable_by(memberships), cls.action_id.in_(Action.worked_by(memberships)))

    @classmethod
    def workable_by(cls, memberships):
        """Owners of the contributing organisation, while it contributes."""
        return and_(cls.ended_on.is_(None), cls.organisation_id.in_(Membership.organisations(memberships, Role.OWNER)))

    @classmethod
    def of(cls, memberships):
        """A subquery for parents: the actions that organisations of these memberships contribute to."""
        return select(cls.action_id).where(cls.workable_by(memberships))

    @classmethod
    def live(cls, action: Action):
        """A condition: of this action, and not ended."""
        return and_(cls.action_id == action.id, cls.ended_on.is_(None))

    @staticmethod
    def listed(contributions: Select) -> Select:
        """Oldest first, with the organisation and the action's names."""
        action = joinedload(Contribution.action)
        names = (joinedload(Contribution.organisation), action.joinedload(Action.organisation), action.selectinload(Action.recommendations))
        return contributions.options(*names).order_by(Contribution.id)

    @classmethod
    def add(cls, action: Action, organisation: Organisation, *, version: int, by: User) -> "Contribution":
        """From now on the organisation contributes to an open action. Raises NotAllowed for its own, or a second time."""
        end_of("plan", action.status)
        if organisation.current_id == action.organisation.current_id:
            raise NotAllowed(f"The action belongs to {organisation} already.")
        if db.session.scalar(select(cls.id).where(cls.live(action), cls.organisation_id.in_(organisation.line)).execution_options(own_verb=True)):
            raise NotAllowed(f"{organisation} contributes already.")
        action.expect(version)
        row = cls(action=action, organisation=organisation, by_id=by.id)
        db.session.add(row)
        AuditEntry.append("contribution.add", row, by=by, values={"action_id": action.id, "organisation_id": organisation.id})
        return row

    def end(self, *, version: int, by: User, on: date) -> None:
        """Its owners see the action no longer."""
        if self.ended_on:
            raise NotAllowed(f"{self.organisation} does not contribute any more.")
        self.action.expect(version)
        self.ended_on = on
        AuditEntry.append("contribution.end", self, by=by, values={"ended_on": on})

    @classmethod
    def absorb(cls, action: Action, *, on: date) -> None:
        """Whoever has come to own the action contributes to it no longer, as part of another verb."""
        own = update(cls).where(cls.live(action), cls.organisation_id.in_(action.organisation.line)).values(ended_on=on)
        db.session.execute(own.execution_options(own_verb=True, synchronize_session=False))

    def note(self, words: str, *, by: User, on: date) -> ProgressUpdate:
        """A progress note of the contributing organisation, named in it; how it is going stays the owner's word."""
        end_of("record progress", self.action.status)
        update = ProgressUpdate.of(self.action, note=words, by=by, on=on, on_behalf_of=self.organisation)
        update.contribution_id = self.id
        AuditEntry.append("contribution.note", self, by=by, values={"note": words})
        return update
