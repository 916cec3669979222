"""Compliance: which version holds the promise, and which frozen copy tells where it stood."""

from datetime import date

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.submission import Submission
from tracker.models.submission_kind import Kind
from tracker.models.user import User


def promise_of(submission: Submission) -> Submission:
    """The version that holds the promise: for a follow-up, the newest plan that was sent before it was assembled."""
    if submission.kind is not Kind.FOLLOW_UP:
        return submission
    return _newest_sent(submission, Submission.is_plan(), Submission.id < submission.id) or submission


def standing_of(submission: Submission) -> Submission:
    """The frozen copy that tells how far it is: the newest follow-up sent since; as long as there is none, the version itself."""
    if submission.kind is Kind.FOLLOW_UP:
        return submission
    return _newest_sent(submission, ~Submission.is_plan(), Submission.id > submission.id) or submission


def side(submission: Submission, plan: dict) -> dict:
    """One side of a compliance export; `plan` is the frozen plan as its reader may see it."""
    return {
        "plan": plan, "sign_off": submission.sign_off, "plan_sha256": submission.plan_sha256, "label": submission.label,
        "sent_on": submission.sent_on and submission.sent_on.isoformat(),
    }  # fmt: skip


def side_today(submission: Submission, *, on: date, by: User, demonstration: bool) -> dict:
    """The other side for a lead: the plan as it stands today, frozen for this answer alone and not kept."""
    plan = Submission.frozen_now(submission.review, Kind.FOLLOW_UP, names=True, by=by, on=on, demonstration=demonstration, head=AuditEntry.head())
    return {"plan": plan, "sign_off": None, "plan_sha256": None, "label": f"Today, {on.day} {on:%B %Y}", "sent_on": None}


def _newest_sent(submission: Submission, *conditions) -> Submission | None:
    sent = select(Submission).where(Submission.review_id == submission.review_id, Submission.sent_on.is_not(None), *conditions)
    return db.session.scalar(sent.order_by(Submission.id.desc()).limit(1).execution_options(own_verb=True))
