"""Submissions: the tasks of the plan, drafts, assembling, sending; and what CQC reads of them."""

import io

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, stream_with_context, url_for
from flask_login import current_user

from tracker.access import acts_on, find, my_organisations, requires, visible
from tracker.clock import today
from tracker.documents import EXPORTS, FORMATS, evidence_pack, pack_length
from tracker.downloads import attachment, streamed
from tracker.extensions import db, done_reading
from tracker.forms.outcomes import OutcomeForm
from tracker.forms.submissions import Names, SendingForm, SignOffForm, Word
from tracker.models import Document, PublicExtract, Review, Submission, Tombstone
from tracker.models.frozen_plan import without_others
from tracker.models.left_out import Tells, of_organisations, pack_state, whole
from tracker.models.submission_kind import Kind
from tracker.saving import saving
from tracker.views.submission_rounds import assembled, checklist, led, new_form
from tracker.views.submission_tasks import lateness
from tracker.views.word_templates import drafted, own_copy

blueprint = Blueprint("submissions", __name__)


@blueprint.get("/submissions")
@requires("submission.read")
def index():
    """Every submission that I may read."""
    rows, closed = Submission.listed(visible(Submission)), Tombstone.listed(visible(Tombstone))
    return render_template("submissions/index.html", submissions=db.session.scalars(rows).all(), tombstones=db.session.scalars(closed).all())


@blueprint.get("/reviews/<id:review_id>/submissions")
@requires("submission.read_led")
def of_review(review_id):
    """The tasks from checking to CQC's outcome, drafts, and the versions so far."""
    review = find(Review, review_id)
    return checklist(review, new_form(review, Submission.next_plan(review)))


@blueprint.get("/reviews/<id:review_id>/draft/<format>")
@requires("submission.draft")
def draft(review_id, format):
    """The plan as it stands, marked as a draft, without a number; `?kind=follow-up` a follow-up, `?names=roles` without names."""
    review, kind = find(Review, review_id), FORMATS.get(format) or abort(404)
    of = Kind.FOLLOW_UP if request.args.get("kind") == Kind.FOLLOW_UP.value else Submission.next_plan(review)
    names = request.args.get("names") != Names.ROLES.value
    plan = Submission.frozen_now(review, of, names=names, by=current_user, on=today(), demonstration=current_app.config["DEMO"])
    called = "Draft follow-up" if of is Kind.FOLLOW_UP else "Draft action plan"
    return attachment(io.BytesIO(drafted(review, plan, format)), kind["mimetype"], f"{called} {review.area}.{format}")


@blueprint.post("/reviews/<id:review_id>/submissions")
@requires("submission.assemble")
def create(review_id):
    """Freeze the whole plan as the next version."""
    return assembled(find(Review, review_id), follow_up=False)


@blueprint.get("/submissions/<id:submission_id>")
@requires("submission.read")
def show(submission_id):
    """One version: the plan as frozen, its sign-off, its documents; where it is closed to reading, that it was."""
    closed = db.session.scalar(visible(Tombstone).where(Tombstone.id == submission_id))
    return _tombstone(closed) if closed else page(find(Submission, submission_id))


@blueprint.post("/submissions/<id:submission_id>/sending")
@requires("submission.send")
def create_sending(submission_id):
    """Record how and when CQC got it."""
    submission, form = find(Submission, submission_id), SendingForm()
    if not form.validate():
        return page(submission, sending=form), 422
    with saving(form, submission):
        submission.record_sending(sent_on=form.sent_on.data, how=form.how.data, to=form.to.data, on=today(), by=current_user)
    if form.form_errors:
        return page(submission, sending=form), 409
    flash(f"{submission.label} is sent. CQC can read it here from now on.")
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


@blueprint.get("/submissions/<id:submission_id>/documents/<format>")
@requires("submission.read")
def document(submission_id, format):
    """The very bytes that were rendered at sign-off; to an addressed organisation, its own copy."""
    submission = find(Submission, submission_id)
    if not _reads_whole(submission):
        return _own_copy(submission, format)
    FORMATS.get(format) or abort(404)
    kept = db.session.scalar(visible(Document).where(Document.submission_id == submission_id, Document.format == format))
    kept = kept or abort(404)
    return attachment(current_app.extensions["store"].open_checked(kept.sha256), FORMATS[format]["mimetype"], kept.filename)


@blueprint.get("/submissions/<id:submission_id>/export/<format>")
@requires("submission.read")
def export(submission_id, format):
    """The compliance export, from the frozen records."""
    submission, kind = find(Submission, submission_id), EXPORTS.get(format) or abort(404)
    # The whole JSON is the record itself, in the schema of its day: its checksum can be counted again.
    plan = submission.frozen if format == "json" and _reads_whole(submission) else plan_of(submission)
    data = kind["render"](plan, submission.sign_off)
    return attachment(io.BytesIO(data), kind["mimetype"], f"{submission.name}.{format}")


@blueprint.get("/submissions/<id:submission_id>/evidence-pack")
@requires("evidence_pack.read")
def pack(submission_id):
    """A ZIP of the accepted evidence that this version lists."""
    submission = find(Submission, submission_id)
    plan, sign_off, documents = submission.frozen, submission.sign_off, _kept(submission)  # as it is kept: its checksum can be counted again
    state = pack_state(plan)
    parts = evidence_pack(plan, sign_off, current_app.extensions["store"].open, documents, **state)
    length, name = pack_length(plan, sign_off, documents, **state), f"Evidence pack {submission.name}.zip"
    done_reading()
    return streamed(stream_with_context(parts), "application/zip", name, length)


def page(submission: Submission, sign_off: SignOffForm | None = None, sending: SendingForm | None = None, outcome: OutcomeForm | None = None):
    """One submission; to leads with its tasks, and with the forms of what comes next."""
    sending, plan = sending or SendingForm(formdata=None, to=submission.review.send_to or ""), plan_of(submission)
    acts = acts_on(submission)
    return render_template(
        "submissions/show.html", submission=submission, plan=plan, acts=acts, left_out=pack_state(plan, told_whole(submission))["left_out"],
        sign_off=sign_off or SignOffForm.of(plan["names"], formdata=None, word=Word.SIGNED), sending=sending, outcome=outcome or OutcomeForm(formdata=None),
        formats=FORMATS, exports=EXPORTS, schema=f"plan-{(submission.frozen if 'submission.read_whole' in acts else plan)['schema']}.json", lateness=lateness(submission),
        released=PublicExtract.is_of(submission), others=comparable(submission), led=led(submission) if "submission.read_led" in acts else None,
    )  # fmt: skip


def _tombstone(closed: Tombstone):
    later = db.session.scalars(Submission.listed(visible(Submission).where(Submission.replaces(closed)))).first()
    return render_template("submissions/tombstone.html", closed=closed, later=later), 410


def comparable(submission: Submission) -> list[Submission]:
    """The other submissions of the review that I may read, newest first."""
    others = visible(Submission).where(Submission.review_id == submission.review_id, Submission.id != submission.id)
    return db.session.scalars(Submission.listed(others)).all()


def _kept(submission: Submission) -> dict[str, bytes]:
    """The documents of the sign-off, by the names of their files."""
    found = {}
    for document in submission.documents:
        with current_app.extensions["store"].open_checked(document.sha256) as file:
            found[document.filename] = file.read()
    return found


def _reads_whole(submission: Submission) -> bool:
    return "submission.read_whole" in acts_on(submission)


def plan_of(submission: Submission, *, beside: bool = False) -> dict:
    """The frozen plan as this reader may see it; `beside` another one it tells nothing that was redacted since."""
    plan = submission.beside if beside else submission.plan
    return plan if _reads_whole(submission) else without_others(plan, my_organisations())


def told_whole(submission: Submission) -> Tells:
    """Of which evidence this reader is told why a file is left out, and by whom; packs tell everybody what CQC may know."""
    return whole if "submission.read_led" in acts_on(submission) else of_organisations(my_organisations())


def _own_copy(submission: Submission, format: str):
    kind = FORMATS.get(format) or abort(404)
    data = own_copy(submission, plan_of(submission), format)
    return attachment(io.BytesIO(data), kind["mimetype"], f"{submission.name}, own copy.{format}")
