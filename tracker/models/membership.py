"""Membership: what a user may be in an organisation. Everything a person may do starts here."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from sqlalchemy import false, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.columns import link, one_of
from tracker.models.organisation import Organisation


class Role(Enum):
    """The roles of design §2; the value is what pages print."""

    LEAD = "CCG lead"
    OWNER = "owner"
    REGULATOR = "CQC"
    OBSERVER = "observer"
    ADMIN = "administrator"


class Membership(db.Model):
    """One user in one role in one organisation, until it ends."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("users.id")
    organisation_id: Mapped[int] = link("organisations.id")
    role: Mapped[Role] = mapped_column(one_of(Role))
    ended_on: Mapped[date | None]

    user = relationship("User", back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @classmethod
    def visible_to(cls, memberships):
        """Administrators see who may be what."""
        return cls.id.is_not(None) if any(m.role is Role.ADMIN for m in memberships) else false()

    workable_by = visible_to

    @staticmethod
    def organisations(memberships: Iterable["Membership"], role: Role):
        """A subquery: the ids of every organisation that these memberships of one role stand for today."""
        current = {m.organisation.current_id for m in memberships if m.role is role}
        return select(Organisation.id).where(Organisation.current_id.in_(current))

    @classmethod
    def live_in(cls, organisation: Organisation) -> list["Membership"]:
        """Everybody's live memberships of an organisation and of those that it answers for."""
        live = select(cls).where(cls.organisation_id.in_(organisation.line), cls.ended_on.is_(None))
        return db.session.scalars(live.options(joinedload(cls.user)).order_by(cls.id)).all()

    @classmethod
    def owners_of(cls, organisation: Organisation) -> list["Membership"]:
        """The live owners of an organisation, by name; who is one under two of its names comes once."""
        from tracker.models.user import User

        members = db.session.scalars(
            select(cls).join(Organisation).join(User)
            .where(Organisation.current_id == organisation.current_id, cls.role == Role.OWNER)
            .where(cls.ended_on.is_(None), User.suspended_at.is_(None))
            .order_by(User.name)
        )  # fmt: skip
        return list({m.user_id: m for m in members}.values())
