"""Compliance: which version holds the promise, and which frozen copy tells where it stood."""

from datetime import date

from tracker.models.frozen_plan import freeze
from tracker.models.submission import Submission


def promise_of(submission: Submission) -> Submission:
    """The version that holds the promise: the submission itself."""
    return submission


def standing_of(submission: Submission) -> Submission:
    """The frozen copy that tells how far it is: as long as no follow-up was sent, the version itself."""
    return submission


def side(submission: Submission, plan: dict) -> dict:
    """One side of a compliance export; `plan` is the frozen plan as its reader may see it."""
    return {
        "plan": plan, "sign_off": submission.sign_off, "plan_sha256": submission.plan_sha256, "label": f"Action plan, version {submission.number}",
        "sent_on": submission.sent_on and submission.sent_on.isoformat(),
    }  # fmt: skip


def side_today(submission: Submission, *, on: date, by: str, demonstration: bool) -> dict:
    """The other side for a lead: the plan as it stands today, frozen for this answer alone and not kept."""
    plan = freeze(submission.review, on=on, by=by, number=None, head=None, gap_reason=None, demonstration=demonstration)
    return {"plan": plan, "sign_off": None, "plan_sha256": None, "label": f"Today, {on.day} {on:%B %Y}", "sent_on": None}
