"""Blob: bytes in the store, known by their hash."""

from datetime import datetime

from sqlalchemy import BigInteger, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.columns import Sha256, UtcDateTime


class Blob(db.Model):
    """Bytes in the store, known by their hash. A row says that they were there when it was written."""

    __tablename__ = "blobs"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the bytes are gone for good, the hash stays

    @classmethod
    def known(cls, sha256: str, size: int) -> "Blob":
        """The row of these bytes; made when it is their first time."""
        found = db.session.get(cls, sha256)
        if found is None:
            found = cls(sha256=sha256, size=size)
            db.session.add(found)
        found.purged_at = None
        return found

    @classmethod
    def let_go(cls, sha256: str, *, at: datetime) -> bool:
        """Whether no row needs the bytes of this hash any more; then purge and sweep remove them."""
        from tracker.models.document import Document
        from tracker.models.evidence import EvidenceVersion
        from tracker.models.held_file import HeldFile
        from tracker.models.mail import MailFile
        from tracker.models.signed_copy import SignedCopy
        from tracker.models.word_template import WordTemplate

        db.session.flush()
        live = (EvidenceVersion.sha256 == sha256) & EvidenceVersion.purged_at.is_(None)
        needs = (exists().where(live), exists().where(HeldFile.sha256 == sha256), exists().where(Document.sha256 == sha256),
                 exists().where(SignedCopy.sha256 == sha256), exists().where(MailFile.sha256 == sha256), exists().where(WordTemplate.sha256 == sha256))  # fmt: skip
        if db.session.scalar(select(or_(*needs)).execution_options(own_verb=True)):
            return False
        db.session.get(cls, sha256).purged_at = at
        return True

    @classmethod
    def named(cls) -> set[str]:
        """The hashes of all bytes that the store must hold."""
        return set(db.session.scalars(select(cls.sha256).where(cls.purged_at.is_(None))))

    @classmethod
    def is_named(cls, sha256: str) -> bool:
        """Whether the store must hold the bytes of this hash."""
        return db.session.scalar(select(cls.sha256).where(cls.sha256 == sha256, cls.purged_at.is_(None))) is not None
