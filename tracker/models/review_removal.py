"""Removal: a review that was imported or opened by mistake goes, as long as nobody has worked on it."""

from sqlalchemy import delete, func, or_, select

from tracker.extensions import db
from tracker.models.action import Action, answers
from tracker.models.asking import Asking
from tracker.models.audit import AuditEntry
from tracker.models.confirmation import Confirmation
from tracker.models.evidence import evidence_actions
from tracker.models.finding import Finding, cited
from tracker.models.held_file import HeldFile
from tracker.models.legal_hold import LegalHold
from tracker.models.mail import Mail
from tracker.models.recommendation import Recommendation, addressed
from tracker.models.refusals import NotAllowed
from tracker.models.request import Request
from tracker.models.review import Review
from tracker.models.submission import Submission
from tracker.models.user import User
from tracker.models.workbook import Workbook


def why_it_stays(review: Review) -> str | None:
    """The reason why the review cannot go, as a sentence; None when nothing was recorded on it.

    Corrections of the recommendations do not keep it: they are the import, put right.
    """
    if _first(select(Submission.id).where(Submission.review_id == review.id)):
        return "A version of its plan was assembled."
    if _first(select(Mail.id).where(Mail.review_id == review.id)):
        return "An email about it was written."
    if _first(select(Request.id).where(Request.review_id == review.id)):
        return "A request was made in it."
    if _first(select(Confirmation.id).where(Confirmation.review_id == review.id)):
        return "An organisation has confirmed its part of it."
    if _first(select(Workbook.id).where(Workbook.review_id == review.id)):
        return "A workbook or plan came back. Throw it away first, if it was a mistake too."
    if _first(select(LegalHold.id).where(LegalHold.review_id == review.id)):
        return "It is or was under a legal hold."
    if _first(select(HeldFile.id).join(Action).where(Action.review_id == review.id)):
        return "A file waits for the decision of the person who uploaded it."
    brought = select(evidence_actions.c.action_id)
    recorded = select(Action).where(Action.review_id == review.id, or_(Action.version > 1, Action.id.in_(brought)))
    action = _first(recorded.order_by(Action.id))
    if action:
        return f"Something was recorded on {action.name} of {action.organisation}."
    immediate = _first(select(Action).where(Action.review_id == review.id, ~Action.recommendations.any()).order_by(Action.id))
    if immediate:
        return f"{immediate.organisation} has an immediate action in it. Remove that first, if it was a mistake too."
    asked = _first(select(Asking.id).where(Asking.review_id == review.id))
    return asked and "Organisations were asked for their parts of it."


def what_goes(review: Review) -> dict[str, int]:
    """How many findings, recommendations and actions would go."""
    return {
        noun: _first(select(func.count(model.id)).where(model.review_id == review.id)) or 0
        for noun, model in (("finding", Finding), ("recommendation", Recommendation), ("action", Action))
    }


def remove(review: Review, *, version: int, by: User) -> None:
    """Take the review and its report out of the database; audit entries stay. Raises NotAllowed with why it stays."""
    from tracker.models.plan_file import PlanFile

    review.check_open()
    reason = why_it_stays(review)
    if reason:
        raise NotAllowed(f"This review cannot be removed. {reason}")
    review.expect(version)
    AuditEntry.append("review.remove", review, by=by, values={"report_sha256": review.report_sha256})
    findings, recommendations, actions = (select(m.id).where(m.review_id == review.id) for m in (Finding, Recommendation, Action))
    for rows in (
        delete(cited).where(cited.c.finding_id.in_(findings)),
        delete(answers).where(answers.c.action_id.in_(actions)),
        delete(addressed).where(addressed.c.recommendation_id.in_(recommendations)),
        *(delete(model).where(model.review_id == review.id) for model in (Finding, Action, Recommendation, PlanFile)),
    ):
        db.session.execute(rows.execution_options(own_verb=True, synchronize_session=False))
    db.session.delete(review)
    db.session.flush()


def _first(query):
    return db.session.scalar(query.limit(1).execution_options(own_verb=True))
