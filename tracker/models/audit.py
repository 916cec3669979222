"""Audit entry: one link of a chain of hashes. It holds ids, field names and hashes, never words."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import JSON, Index, String, and_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.columns import Sha256, UtcDateTime, link

START = "0" * 64
READ = "submission.read"  # how the verbs of read entries begin
OWNERS = ("action", "part", "request", "submission", "evidence")  # by which a row hangs on its review


def canonical(value) -> str:
    """The one JSON text of a value: sorted keys, no spaces, dates as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class AuditEntry(db.Model):
    """Who did which verb to what, when; `fields` maps field names to hashes of their new values.

    `review_id` says in which review, None outside of one. Its hash is among the fields, so the chain proves it too:
    docs/decisions/28. The database itself refuses to change or delete an entry: audit_triggers.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_review_id_id", "review_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = link("users.id")
    verb: Mapped[str] = mapped_column(String(60))
    noun: Mapped[str] = mapped_column(String(60))
    noun_id: Mapped[int]
    fields: Mapped[dict] = mapped_column(JSON)
    previous: Mapped[Sha256]
    hash: Mapped[Sha256]
    review_id: Mapped[int | None]  # no foreign key: a review may be removed, its entries stay

    user = relationship("User", viewonly=True)

    @classmethod
    def visible_to(cls, memberships):
        """Administrators see every entry, leads those of their reviews."""
        from tracker.models.membership import Role
        from tracker.models.review import Review

        if any(m.role is Role.ADMIN for m in memberships):
            return true()
        return cls.review_id.in_(Review.led_by(memberships))

    workable_by = visible_to

    @classmethod
    def reads_of(cls, thing):
        """A condition: somebody of CQC opened this, or a file of it."""
        own = and_(cls.review_id == thing.review_id, cls.noun == thing.__tablename__, cls.noun_id == thing.id)
        return and_(own, cls.verb.startswith(READ, autoescape=True))

    @classmethod
    def append(cls, verb: str, thing, *, by, values: dict) -> "AuditEntry":
        """Write the entry of one verb call into its transaction. Source: design §4, Audit."""
        db.session.flush()
        newest_id, head = cls._newest()
        review_id = review_id_of(thing)
        told = values if review_id is None else values | {"review_id": review_id}
        entry = cls(
            id=newest_id + 1,  # counted here: a sequence leaves gaps where a transaction was taken back
            at=datetime.now(UTC).replace(microsecond=0),
            user_id=by and by.id,
            verb=verb,
            noun=thing.__tablename__,
            noun_id=thing.id,
            fields={name: sha256(canonical(value)) for name, value in told.items()},
            previous=head,
            review_id=review_id,
        )
        entry.hash = entry.computed()
        db.session.add(entry)
        db.session.flush()
        return entry

    @classmethod
    def head(cls) -> str:
        """The hash of the newest entry."""
        return cls._newest()[1]

    @classmethod
    def _newest(cls) -> tuple[int, str]:
        query = select(cls.id, cls.hash).order_by(cls.id.desc()).limit(1)
        newest = db.session.execute(query.execution_options(own_verb=True)).one_or_none()
        return tuple(newest) if newest else (0, START)

    def computed(self) -> str:
        """What the hash of this entry must be."""
        names = ("user_id", "verb", "noun", "noun_id", "fields", "previous")
        return sha256(canonical({name: getattr(self, name) for name in names} | {"at": self.at.isoformat()}))

    @property
    def is_as_written(self) -> bool:
        """Whether its hash fits it, and its review fits what was hashed; entries older than that column hash no review."""
        review = sha256(canonical(self.review_id)) if self.review_id is not None else None
        return self.computed() == self.hash and ("review_id" not in self.fields or self.fields["review_id"] == review)

    @classmethod
    def newest(cls) -> "AuditEntry | None":
        """The last entry, None in an empty log."""
        return db.session.scalar(select(cls).order_by(cls.id.desc()).limit(1).execution_options(own_verb=True))

    @classmethod
    def with_hash(cls, hash: str) -> "AuditEntry | None":
        """The entry that has this head."""
        return db.session.scalar(select(cls).where(cls.hash == hash).order_by(cls.id).limit(1).execution_options(own_verb=True))

    @classmethod
    def broken(cls, *, up_to: int | None = None) -> Iterable[str]:
        """One sentence for each entry that does not fit the chain, as far as an id; none when all is well."""
        previous, number = START, 0
        asked = select(cls).where(true() if up_to is None else cls.id <= up_to).order_by(cls.id)
        # PostgreSQL's cursor is closed with it also when nobody asks for the second sentence.
        with db.session.scalars(asked.execution_options(yield_per=1000, own_verb=True)) as entries:
            for entry in entries:
                if entry.id != number + 1:
                    yield f"Between entry {number} and entry {entry.id}, entries are missing."
                if entry.previous != previous:
                    yield f"Entry {entry.id} does not follow the entry before it."
                if not entry.is_as_written:
                    yield f"Entry {entry.id} was changed after it was written."
                previous, number = entry.hash, entry.id


def review_id_of(thing) -> int | None:
    """The id of the review that a row belongs to, by way of what it is a part of; None outside of reviews."""
    while thing is not None and thing.__tablename__ != "reviews":
        if hasattr(thing, "review_id"):
            return thing.review_id
        thing = next((getattr(thing, name) for name in OWNERS if hasattr(thing, name)), None)
    return thing and thing.id
