"""Scanning: which files wait for it, and what was found in them."""

from datetime import datetime

from sqlalchemy import String, case, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Sha256, UtcDateTime, link
from tracker.models.evidence import EvidenceVersion
from tracker.models.held_file import HeldFile
from tracker.models.scan import Scan
from tracker.models.user import User


class RefusedFile(db.Model):
    """A file that the scanner refused at the door, and who brought it: its hash is kept, its bytes never were.

    Pages show none of them: they are for who looks into an attack, and the audit entry holds the hash only as a hash of it.
    """

    __tablename__ = "refused_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[Sha256] = mapped_column(index=True)
    found: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = link("users.id")

    @classmethod
    def refuse(cls, sha256: str, found: str, *, by: User, at: datetime) -> "RefusedFile":
        """Record it, with its audit entry."""
        row = cls(sha256=sha256, found=found[:200], at=at, by_id=by.id)
        db.session.add(row)
        AuditEntry.append("evidence.refuse", row, by=by, values={"sha256": sha256, "found": row.found})
        return row


def files(condition) -> list[str]:
    """The hashes of the kept files for which this holds, those that nobody can open first."""
    urgent = func.min(case((EvidenceVersion.scan == Scan.WAITING, 0), else_=1))
    query = select(EvidenceVersion.sha256).where(condition, EvidenceVersion.purged_at.is_(None)).group_by(EvidenceVersion.sha256)
    return list(db.session.scalars(query.order_by(urgent, func.min(EvidenceVersion.id))))


def record_scan(sha256: str, scan: Scan | None, *, found: str = "", at: datetime) -> bool:
    """What the scanner said of these bytes, for each file that has them; None when it could not look into them, which is noted and changes nothing.

    An audit entry is written for each file that stands otherwise now; the answer is whether one does.
    """
    rows = [row for model in (EvidenceVersion, HeldFile) for row in db.session.scalars(select(model).where(model.sha256 == sha256).order_by(model.id))]
    changed = [row for row in rows if row.note_scan(scan, found=found[:200], at=at)]
    for row in changed:
        verb = "evidence.scan" if isinstance(row, EvidenceVersion) else "held_file.scan"
        AuditEntry.append(verb, row, by=None, values={"sha256": sha256, "scan": scan.value, "found": row.found})
    return bool(changed)
