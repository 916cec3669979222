"""Follow-ups: numbered, frozen copies of progress and accepted evidence, made in the same way as the plan."""

from flask import Blueprint

from tracker.access import find, requires
from tracker.models import Review
from tracker.models.submission_kind import Kind
from tracker.views.submission_rounds import assembled, checklist, new_form

blueprint = Blueprint("follow_ups", __name__)


@blueprint.get("/reviews/<id:review_id>/follow-ups")
@requires("submission.read_led")
def index(review_id):
    """The tasks of the next follow-up."""
    review = find(Review, review_id)
    return checklist(review, new_form(review, Kind.FOLLOW_UP), follow_up=True)


@blueprint.post("/reviews/<id:review_id>/follow-ups")
@requires("submission.assemble")
def create(review_id):
    """Freeze how it goes as the next follow-up."""
    return assembled(find(Review, review_id), follow_up=True)
