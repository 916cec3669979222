"""Succession: one organisation answers for another from a day on. The old name stays in history; access follows."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.membership import Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Succession(db.Model):
    """`on` is the day of the succession itself; `by` is the administrator who confirmed it at `at`."""

    __tablename__ = "successions"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = link("organisations.id")
    successor_id: Mapped[int] = link("organisations.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    successor: Mapped[Organisation] = relationship(foreign_keys=successor_id)
    by: Mapped[User] = relationship()

    @classmethod
    def all(cls) -> Select:
        """A select of every one, newest first, with both names and who confirmed it."""
        return select(cls).options(joinedload(cls.organisation), joinedload(cls.successor), joinedload(cls.by)).order_by(cls.on.desc(), cls.id.desc())

    @classmethod
    def confirm(cls, old: Organisation, successor: Organisation, *, took_place_on: date, by: User, on: date) -> "Succession":
        """Let the successor, as it is today, answer for `old` and for all that `old` answered for.

        Raises NotAllowed for a day in the future, an organisation that was succeeded already, or a circle.
        """
        cls.check(old, successor, took_place_on=took_place_on, by=by, on=on)
        row = cls(organisation=old, successor=successor, on=took_place_on, by_id=by.id)
        db.session.add(row)
        db.session.flush()
        db.session.execute(update(Organisation).where(Organisation.current_id == old.id).values(current_id=successor.current_id))
        AuditEntry.append("organisation.succeed", old, by=by, values={"current_id": successor.current_id, "on": took_place_on})
        return row

    @staticmethod
    def check(old: Organisation, successor: Organisation, *, took_place_on: date, by: User, on: date) -> None:
        """Raises NotAllowed when this cannot be."""
        if not any(m.role is Role.ADMIN for m in by.active_memberships):
            raise NotAllowed("Only an administrator confirms a succession.")
        if took_place_on > on:
            raise NotAllowed("A succession is confirmed on its day or later, never before.")
        if old.current_id == successor.current_id:
            raise NotAllowed(f"{old} and {successor} are one organisation already.")
        if old.current_id != old.id:
            raise NotAllowed(f"{old} was succeeded already. Choose {old.current}, which answers for it today.")
