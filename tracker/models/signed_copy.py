"""Signed copy: the scan of the page that the accountable officer signed, kept by its hash; only leads open it."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.columns import link
from tracker.models.submission import Submission


class SignedCopy(db.Model):
    """It comes with a sign-off that a lead recorded, and is never replaced."""

    __tablename__ = "signed_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = link("submissions.id", unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = link("blobs.sha256")
    size: Mapped[int]

    submission: Mapped[Submission] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """The leads of the review; it is no part of what is sent."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.workable_by(memberships)))

    workable_by = visible_to

    @classmethod
    def of(cls, submission: Submission):
        """A condition: of this submission."""
        return cls.submission_id == submission.id

    @classmethod
    def submissions_of(cls, sha256: str) -> list[int]:
        """The ids of the submissions that were signed on these bytes."""
        query = select(cls.submission_id).where(cls.sha256 == sha256).order_by(cls.submission_id)
        return list(db.session.scalars(query.execution_options(own_verb=True)))
