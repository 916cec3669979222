"""Purging: what was taken down, and what nobody decided about, is deleted for good when its time has come."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.held_file import HeldFile
from tracker.models.legal_hold import LegalHold

A_DAY = timedelta(days=1)  # in which its uploader may decide, also where nothing else is retained


def purge(*, before: datetime, at: datetime) -> tuple[list[EvidenceVersion], list[HeldFile], list[str], int]:
    """Delete what was taken down, or held, before a moment, but nothing of a review under a legal hold; what is held has a day at least.

    Gives the versions, the held files, the hashes whose bytes may go once this is committed, and how many of both a hold keeps.
    """
    taken_down = select(EvidenceVersion).join(Evidence).where(EvidenceVersion.taken_down_at <= before, EvidenceVersion.purged_at.is_(None))
    due = db.session.scalars(taken_down.order_by(EvidenceVersion.id)).all()
    held = set(db.session.scalars(LegalHold.held()))
    versions = [v for v in due if v.evidence.review_id not in held]
    waiting = db.session.scalars(select(HeldFile).where(HeldFile.at <= min(before, at - A_DAY)).order_by(HeldFile.id)).all()
    files = [f for f in waiting if f.action.review_id not in held]
    gone = [v.sha256 for v in versions if v.purge(at=at)]
    for file in files:
        file.discard(by=None, at=at)
    return versions, files, [*gone, *(f.sha256 for f in files)], len(due) + len(waiting) - len(versions) - len(files)
