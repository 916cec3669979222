"""Document: one rendered file of a submission; downloads serve these very bytes."""

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.columns import link
from tracker.models.submission import Submission


class Document(db.Model):
    """It is rendered once, at sign-off, and kept by its hash."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("submission_id", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = link("submissions.id")
    format: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = link("blobs.sha256")
    size: Mapped[int]
    template_sha256: Mapped[str | None] = mapped_column(String(64))  # the CCG's own Word template that it was filled into

    @classmethod
    def visible_to(cls, memberships):
        """As its submission."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.visible_to(memberships)))

    workable_by = visible_to

    @classmethod
    def submissions_of(cls, sha256: str) -> list[int]:
        """The ids of the submissions that have a document with these bytes."""
        query = select(cls.submission_id).where(cls.sha256 == sha256).distinct().order_by(cls.submission_id)
        return list(db.session.scalars(query.execution_options(own_verb=True)))
