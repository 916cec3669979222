"""What changed between two submissions, or between one and today."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible
from tracker.clock import today
from tracker.documents.comparing import changes
from tracker.extensions import db
from tracker.models import Submission
from tracker.views.submissions import comparable, plan_of

blueprint = Blueprint("comparisons", __name__)


@blueprint.get("/submissions/<id:submission_id>/changes")
@requires("submission.read")
def show(submission_id):
    """From the older to the newer one: `?to=5` another submission of the review, `?to=today` what a lead sees now."""
    submission, wanted = find(Submission, submission_id), request.args.get("to", "")
    others, is_lead = comparable(submission), "submission.draft" in acts_on(submission)
    other = next((s for s in others if str(s.id) == wanted), None)
    if wanted == "today" and is_lead:
        older, found = submission, submission.changed_since(on=today())
    elif other:
        older, newer = sorted((submission, other), key=lambda s: s.id)
        found = changes(plan_of(older), plan_of(newer))
    elif wanted:
        abort(404)
    else:
        older, found = submission, None
    newer = "today" if wanted == "today" else newer.label if other else ""
    return render_template(
        "comparisons/show.html", submission=submission, others=others, is_lead=is_lead, older=older, newer=newer, wanted=wanted, found=found
    )
