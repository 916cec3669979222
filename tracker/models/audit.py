"""Audit entry: one link of a chain of hashes. It holds ids, field names and hashes, never words."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.columns import Sha256, UtcDateTime, link

START = "0" * 64


def canonical(value) -> str:
    """The one JSON text of a value: sorted keys, no spaces, dates as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class AuditEntry(db.Model):
    """Who did which verb to what, when; `fields` maps field names to hashes of their new values."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = link("users.id")
    verb: Mapped[str] = mapped_column(String(60))
    noun: Mapped[str] = mapped_column(String(60))
    noun_id: Mapped[int]
    fields: Mapped[dict] = mapped_column(JSON)
    previous: Mapped[Sha256]
    hash: Mapped[Sha256]

    @classmethod
    def append(cls, verb: str, thing, *, by, values: dict) -> "AuditEntry":
        """Write the entry of one verb call into its transaction. Source: design §4, Audit."""
        db.session.flush()
        newest_id, head = cls._newest()
        entry = cls(
            id=newest_id + 1,  # counted here: a sequence leaves gaps where a transaction was taken back
            at=datetime.now(UTC).replace(microsecond=0),
            user_id=by and by.id,
            verb=verb,
            noun=thing.__tablename__,
            noun_id=thing.id,
            fields={name: sha256(canonical(value)) for name, value in values.items()},
            previous=head,
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
        newest = db.session.execute(select(cls.id, cls.hash).order_by(cls.id.desc()).limit(1)).one_or_none()
        return tuple(newest) if newest else (0, START)

    def computed(self) -> str:
        """What the hash of this entry must be."""
        names = ("user_id", "verb", "noun", "noun_id", "fields", "previous")
        return sha256(canonical({name: getattr(self, name) for name in names} | {"at": self.at.isoformat()}))

    @classmethod
    def broken(cls) -> Iterable[str]:
        """One sentence for each entry that does not fit the chain; none when all is well."""
        previous, number = START, 0
        # PostgreSQL's cursor is closed with it also when nobody asks for the second sentence.
        with db.session.scalars(select(cls).order_by(cls.id).execution_options(yield_per=1000)) as entries:
            for entry in entries:
                if entry.id != number + 1:
                    yield f"Between entry {number} and entry {entry.id}, entries are missing."
                if entry.previous != previous:
                    yield f"Entry {entry.id} does not follow the entry before it."
                if entry.computed() != entry.hash:
                    yield f"Entry {entry.id} was changed after it was written."
                previous, number = entry.hash, entry.id
