"""What the papers for a meeting are made of: the day of the last meeting, what CQC has, which dates were asked for."""

from datetime import date

from sqlalchemy import func, select

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.extension import Extension
from tracker.models.review import Review
from tracker.models.submission import Submission
from tracker.models.verification import Verification


def last_meeting(review: Review, *, before: date) -> date:
    """The newest meeting that decided or verified something, else when CQC first had the plan, else the day of receipt."""
    days = [_newest(model, review, before) for model in (Extension, Verification)]
    known = [*filter(None, days), *(day for day in (review.first_sent_on, review.received_on) if day and day < before)]
    return max(filter(None, days), default=None) or (known[0] if known else before)


def sent_by(review: Review, day: date) -> list[dict]:
    """What CQC had by the end of a day, oldest first, as {"label", "sent_on"}."""
    query = select(Submission).where(Submission.review_id == review.id, Submission.sent_on <= day).order_by(Submission.sent_on, Submission.id)
    rows = db.session.scalars(query.execution_options(own_verb=True))
    return [{"label": s.label, "sent_on": s.sent_on.isoformat()} for s in rows]


def asked_dates(review: Review) -> list[dict]:
    """The requests for another date that wait for a decision, oldest first."""
    query = select(Extension).where(Extension.of_review(review.id), Extension.undecided()).order_by(Extension.on, Extension.id)
    rows = db.session.scalars(query.execution_options(own_verb=True))
    return [{"action_id": r.action_id, **{name: r.frozen[name] for name in ("proposed_on", "on", "reason", "words")}} for r in rows]


def _newest(model, review: Review, before: date) -> date | None:
    query = select(func.max(model.meeting_on)).join(Action, Action.id == model.action_id).where(Action.review_id == review.id, model.meeting_on < before)
    return db.session.scalar(query.execution_options(own_verb=True))
