"""What changed between two submissions, or between one and today."""

from flask import Blueprint, abort, render_template, request

from tracker.access import acts_on, find, requires
from tracker.clock import today
from tracker.documents.comparing import changes
from tracker.models import Submission
from tracker.views.submissions import comparable, plan_of

blueprint = Blueprint("comparisons", __name__)


@blueprint.get("/submissions/<id:submission_id>/changes")
@requires("submission.read")
def show(submission_id):
    """From the older to the newer one: `?to=5` another submission of the review, `?to=today` what a lead sees now."""
    submission, wanted = find(Submission, submission_id), request.args.get("to", "")
    others, is_lead = comparable(submission), "submission.read_led" in acts_on(submission)
    older, newer, found = _compared(submission, wanted, {str(s.id): s for s in others}, is_lead)
    return render_template(
        "comparisons/show.html", submission=submission, others=others, is_lead=is_lead, wanted=wanted, older=older, newer=newer, found=found
    )


def _compared(submission: Submission, wanted: str, others: dict[str, Submission], is_lead: bool) -> tuple[Submission, str, list[dict] | None]:
    """The older one, what the newer one is called ("" for today), and the changes; None of these before something is chosen."""
    if not wanted:
        return submission, "", None
    if wanted == "today" and is_lead:
        return submission, "", submission.changed_since(on=today())
    other = others.get(wanted) or abort(404)
    older, newer = sorted((submission, other), key=lambda s: s.id)
    return older, newer.label, changes(plan_of(older, beside=True), plan_of(newer, beside=True))
