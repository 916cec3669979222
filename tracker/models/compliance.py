"""Compliance: which version holds the promise, and which frozen copy tells where it stood."""

from datetime import date

from tracker.models.audit import AuditEntry
from tracker.models.submission import Submission
from tracker.models.submission_kind import Kind
from tracker.models.user import User


def promise_of(submission: Submission) -> Submission:
    """The version that holds the promise: for a follow-up, the newest plan that was sent before it was assembled."""
    if submission.kind is not Kind.FOLLOW_UP:
        return submission
    before = (Submission.id < submission.id, Submission.sent_on <= submission.assembled_on)
    return Submission.newest_sent(submission.review_id, Submission.is_plan(), Submission.closed_on.is_(None), *before) or submission


def standing_of(submission: Submission) -> Submission:
    """The frozen copy that tells how far it is: the newest follow-up assembled since it was sent; without one, the version itself."""
    if submission.kind is Kind.FOLLOW_UP or submission.sent_on is None:
        return submission
    since = (Submission.id > submission.id, Submission.assembled_on >= submission.sent_on)
    return Submission.newest_sent(submission.review_id, ~Submission.is_plan(), Submission.closed_on.is_(None), *since) or submission


def side(submission: Submission, plan: dict) -> dict:
    """One side of a compliance export; `plan` is the frozen plan as its reader may see it, `frozen` the record itself, as it is kept."""
    return {
        "plan": plan, "frozen": submission.frozen, "sign_off": submission.sign_off, "plan_sha256": submission.plan_sha256, "label": submission.label,
        "sent_on": submission.sent_on and submission.sent_on.isoformat(),
    }  # fmt: skip


def side_today(submission: Submission, *, on: date, by: User, demonstration: bool) -> dict:
    """The other side for a lead: the plan as it stands today, frozen for this answer alone and not kept."""
    plan = Submission.frozen_now(submission.review, Kind.FOLLOW_UP, names=True, by=by, on=on, demonstration=demonstration, head=AuditEntry.head())
    return {"plan": plan, "frozen": plan, "sign_off": None, "plan_sha256": None, "label": f"Today, {on.day} {on:%B %Y}", "sent_on": None}
