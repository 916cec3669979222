"""Organisation: a commissioner, a provider, or the regulator."""

from collections.abc import Iterable

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.reading import organisation_key


def called_today(name: str, todays_name: str) -> str:
    """A name, and after a succession the name of the one that answers for it today."""
    return name if name == todays_name else f"{name} (now {todays_name})"


class Organisation(db.Model):
    """`key` is the normal form of its name, `current_id` the organisation that answers for it today."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    current_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    current: Mapped["Organisation"] = relationship(remote_side=[id], lazy="joined", join_depth=1, viewonly=True)

    @classmethod
    def visible_to(cls, memberships):
        """Administrators see all of them, owners their own, leads those with a part in their reviews."""
        from tracker.models.membership import Role
        from tracker.models.review import Participation, Review

        if any(m.role is Role.ADMIN for m in memberships):
            return cls.id.is_not(None)
        parts = select(Participation.organisation_id).where(Participation.review_id.in_(Review.led_by(memberships)))
        own = {m.organisation.current_id for m in memberships if m.role is Role.OWNER}
        return or_(cls.current_id.in_(own), cls.id.in_(parts))

    workable_by = visible_to

    @property
    def line(self):
        """A subquery: the ids of this organisation and of all that it is one with today."""
        return select(Organisation.id).where(Organisation.current_id == self.current_id)

    @property
    def called(self) -> str:
        """Its name, and after a succession the name of the one that answers for it today."""
        return called_today(self.name, self.current.name)

    @classmethod
    def named(cls, name: str) -> "Organisation":
        """The organisation that this name means, however it is written; made when there is none."""
        found = cls.matching(name)
        if found is None:
            found = cls(name=name.strip(), key=organisation_key(name))
            db.session.add(found)
            db.session.flush()
            found.current_id = found.id
        return found

    @classmethod
    def matching(cls, name: str) -> "Organisation | None":
        """The organisation that this name means, if it is known."""
        known = select(cls).where(cls.key == organisation_key(name))
        # `named` flushes what it makes; an import would otherwise flush its rows one by one.
        return db.session.scalar(known.execution_options(autoflush=False))

    @classmethod
    def known_as(cls, names: Iterable[str]) -> dict[str, str]:
        """Under which name each of these organisations is known here; the unknown ones are left out."""
        keys = {name: organisation_key(name) for name in names}
        rows = db.session.execute(select(cls.key, cls.name).where(cls.key.in_(set(keys.values()))))
        known = {key: name for key, name in rows}
        return {name: known[key] for name, key in keys.items() if key in known}

    @classmethod
    def names(cls) -> list[str]:
        """The names of all organisations, by which the reader tells joint headings apart."""
        return list(db.session.scalars(select(cls.name).order_by(cls.id)))

    def __str__(self) -> str:
        return self.name
