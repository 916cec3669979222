"""A legal hold: while it lasts nothing of the review is purged, whatever the retention says. The rows never go."""

from datetime import date

from sqlalchemy import Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import link
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.user import User


class LegalHold(db.Model):
    """It lasts until `ended_on`."""

    __tablename__ = "legal_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    on: Mapped[date]
    by_id: Mapped[int] = link("users.id")
    why: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = link("users.id")

    review: Mapped[Review] = relationship()

    @classmethod
    def held(cls):
        """A subquery: the ids of the reviews under a hold."""
        return select(cls.review_id).where(cls.ended_on.is_(None))

    @classmethod
    def of(cls, review: Review) -> "LegalHold | None":
        """The hold that a review is under."""
        return db.session.scalar(select(cls).where(cls.review_id == review.id, cls.ended_on.is_(None)))

    @classmethod
    def place(cls, review: Review, *, why: str, by: User, on: date) -> "LegalHold":
        """From now on nothing of the review is purged. Raises NotAllowed for whoever does not lead it, or a second time."""
        _check_lead(review, by)
        if cls.of(review):
            raise NotAllowed("This review is under a legal hold already.")
        row = cls(review=review, why=why, by_id=by.id, on=on)
        db.session.add(row)
        AuditEntry.append("review.hold", row, by=by, values={"why": why, "on": on})
        return row

    def end(self, *, by: User, on: date) -> None:
        """Retention counts again, from the day that each file was taken down. Raises NotAllowed for whoever does not lead the review."""
        _check_lead(self.review, by)
        self.ended_on, self.ended_by_id = on, by.id
        AuditEntry.append("review.release", self, by=by, values={"ended_on": on})


def _check_lead(review: Review, by: User) -> None:
    led = select(Review.id).where(Review.id == review.id, Review.id.in_(Review.led_by(by.active_memberships)))
    if db.session.scalar(led.execution_options(own_verb=True)) is None:
        raise NotAllowed("Only a lead of the review's own CCG can decide about a legal hold of it.")
