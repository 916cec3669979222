"""Public extract: what a lead takes out of a submission that was sent, to publish it. The row never changes."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import LargeBinary, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry, canonical, sha256
from tracker.models.columns import Sha256, UtcDateTime, link
from tracker.models.refusals import NotAllowed
from tracker.models.submission import Submission
from tracker.models.user import User


class PublicExtract(db.Model):
    """`extract_json` is canonical text; `pdf`, `docx` and `csv` are the very bytes that the lead saw before she released them."""

    __tablename__ = "public_extracts"
    __table_args__ = (UniqueConstraint("submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = link("submissions.id", index=False)
    extract_json: Mapped[str] = mapped_column(Text)
    extract_sha256: Mapped[Sha256]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    docx: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    csv: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    released_on: Mapped[date]
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    released_by_id: Mapped[int] = link("users.id")

    submission: Mapped[Submission] = relationship()
    released_by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Everybody who may read the submission."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.visible_to(memberships)))

    @classmethod
    def workable_by(cls, memberships):
        """Leads of the review."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.workable_by(memberships)))

    @classmethod
    def release(cls, submission: Submission, extract: dict, files: dict[str, bytes], *, by: User, on: date) -> "PublicExtract":
        """Keep the extract and its files by format. Raises NotAllowed before CQC has the submission, and a second time."""
        submission.review.check_open()
        submission.check_open_to_reading()
        if submission.sent_on is None:
            raise NotAllowed("CQC does not have this yet. Send it first, then release the extract.")
        if cls.is_of(submission):
            raise NotAllowed("The extract was released already.")
        text = canonical(extract)
        row = cls(submission=submission, extract_json=text, extract_sha256=sha256(text), released_on=on, released_by=by, **files)
        db.session.add(row)
        AuditEntry.append("public_extract.release", row, by=by, values={"submission_id": submission.id, "extract_sha256": row.extract_sha256})
        return row

    @classmethod
    def is_of(cls, submission: Submission) -> bool:
        """Whether an extract of this submission was released."""
        return db.session.scalar(select(cls.id).where(cls.submission_id == submission.id).execution_options(own_verb=True)) is not None

    @property
    def extract(self) -> dict:
        """What was released."""
        return json.loads(self.extract_json)
