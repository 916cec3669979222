"""Closure: a review is closed when its recommendations are, or with a reason; it can be reopened. The rows never change."""

from datetime import UTC, date, datetime

from sqlalchemy import Select, Text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.mail import Mail
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.standing import Standing
from tracker.models.user import User


class Closure(db.Model):
    """One closing of a review, or (`is_open`) one reopening."""

    __tablename__ = "closures"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    is_open: Mapped[bool]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    reason: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[Review] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """The leads of the review: a reason may speak of any organisation."""
        return cls.review_id.in_(Review.led_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(closures: Select) -> Select:
        """Oldest first, with who did it."""
        return closures.options(joinedload(Closure.by)).order_by(Closure.id)

    @classmethod
    def close(cls, review: Review, *, reason: str, version: int, by: User, on: date) -> "Closure":
        """End the review: from now on it is read only. Raises NotAllowed without a reason while something is not closed, and while a mail about it waits."""
        review.check_open()
        Mail.check_none_live(review)
        standing = Standing.of_review(review)
        if not reason and (standing.unfinished or not standing.statuses):
            raise NotAllowed(f"Write why it is closed now. {why_a_reason(standing)}")
        review.expect(version)
        review.closed_on = on
        return cls._keep(review, "review.close", is_open=False, reason=reason, by=by, on=on)

    @classmethod
    def reopen(cls, review: Review, *, reason: str, version: int, by: User, on: date) -> "Closure":
        """Take up the work again."""
        if not review.is_closed:
            raise NotAllowed("This review is open already.")
        review.expect(version)
        review.closed_on = None
        return cls._keep(review, "review.reopen", is_open=True, reason=reason, by=by, on=on)

    @classmethod
    def _keep(cls, review: Review, verb: str, **said) -> "Closure":
        row = cls(review=review, **said)
        db.session.add(row)
        AuditEntry.append(verb, review, by=said["by"], values={"closed_on": review.closed_on, "reason": said["reason"]})
        return row


def why_a_reason(standing: Standing) -> str:
    """What is not closed yet, as a sentence; empty when all is."""
    if not standing.statuses:
        return "The review has no recommendation."
    return f"Not closed yet: {'; '.join(standing.unfinished)}." if standing.unfinished else ""
