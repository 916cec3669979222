"""Reviews: the list, the plan grouped by organisation, the report, the clock; opening one early, removing a wrong one."""

import hashlib
import io

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible, workable, works_on
from tracker.charts import Counted, charts
from tracker.clock import today
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.recommendations import ChangeForm
from tracker.forms.reviews import OpeningForm, ReceiptForm
from tracker.models import Action, Closure, Extension, Finding, Recommendation, Review, Submission, Workbook
from tracker.models.brag import COLOUR, coloured, legend
from tracker.models.review_removal import remove, what_goes, why_it_stays
from tracker.models.standing import Standing
from tracker.plan_filter import PlanFilter
from tracker.saving import saving
from tracker.storage import CorruptObject
from tracker.views import confirmations, requests, workbooks

blueprint = Blueprint("reviews", __name__)

OFFICE = "application/vnd.openxmlformats-officedocument"
# A web page is served as plain text, so that no browser runs it.
REPORT_TYPES = {
    "pdf": "application/pdf", "docx": f"{OFFICE}.wordprocessingml.document",
    "txt": "text/plain", "md": "text/plain", "html": "text/plain", "htm": "text/plain",
}  # fmt: skip


@blueprint.get("/reviews")
@requires("review.read")
def index():
    """The reviews that I may see."""
    return render_template("reviews/index.html", reviews=db.session.scalars(Review.listed(visible(Review))).all())


@blueprint.get("/reviews/new")
@requires("review.open")
def new():
    """The form that opens a review before its report."""
    return render_template("reviews/new.html", form=_opening())


@blueprint.post("/reviews/new")
@requires("review.open")
def create():
    """Open a review that waits for its report."""
    form = _opening()
    if not form.validate():
        return render_template("reviews/new.html", form=form), 422
    with saving(form, None):
        commissioner = next((o for o in Review.commissioners_led_by(current_user) if o.id == form.commissioner_id.data), None)
        review = Review.open(area=form.area.data, title=form.title.data, commissioner=commissioner, by=current_user)
    if form.form_errors:
        return render_template("reviews/new.html", form=form), 409
    flash("The review is open. It waits for its report.")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


@blueprint.get("/reviews/<id:review_id>")
@requires("review.read")
def show(review_id):
    """The clock, and the plan grouped by organisation."""
    review = find(Review, review_id)
    rows = db.session.execute(coloured(visible(Action).where(Action.review_id == review.id), today())).all()
    mine = {a.id for a in db.session.scalars(workable(Action, "progress.record").where(Action.review_id == review.id))}
    standing = Standing.of([a for a, _ in rows]).among(mine)
    chosen = PlanFilter.of(request.args, rows, mine)
    submissions = db.session.scalars(Submission.listed(visible(Submission).where(Submission.review_id == review.id))).all()
    return render_template(
        "reviews/show.html", review=review, chosen=chosen, mine=mine, colour=COLOUR, legend=legend(),
        submissions=submissions, acts=acts_on(review), standing=standing, closures=_closures(review), leads=works_on(review), here=request.full_path.rstrip("?"),
        extensions=_has_extensions(review), has_requests=requests.has_some(review), own_parts=confirmations.own_parts(review),
        workbooks_waiting=workbooks.waiting(Workbook.review_id == review.id), charts=_charts(chosen, [a for a, _ in rows]),
    )  # fmt: skip


@blueprint.get("/reviews/<id:review_id>/report")
@requires("review.read")
def report(review_id):
    """The report as published: the file, its recommendations, and each finding with those that cite it."""
    review = find(Review, review_id)
    findings = db.session.scalars(Finding.listed(visible(Finding).where(Finding.review_id == review.id))).all()
    recommendations = db.session.scalars(Recommendation.listed(visible(Recommendation).where(Recommendation.review_id == review.id))).all()
    return render_template(
        "reviews/report.html", review=review, findings=findings, recommendations=recommendations, acts=acts_on(review)
    )


@blueprint.get("/reviews/<id:review_id>/report/file")
@requires("review.read")
def report_file(review_id):
    """The original report, proven to be the file that was imported."""
    review = find(Review, review_id)
    if review.awaits_report:
        abort(404)
    if hashlib.sha256(review.report).hexdigest() != review.report_sha256:
        raise CorruptObject("The report that is kept differs from its checksum.")
    kind = REPORT_TYPES.get(review.report_name.rpartition(".")[2].lower(), "application/octet-stream")
    return attachment(io.BytesIO(review.report), kind, review.report_name, review.report_sha256)


@blueprint.get("/reviews/<id:review_id>/clock")
@requires("review.read")
def clock(review_id):
    """How the working days are counted, day by day."""
    review = find(Review, review_id)
    form = ReceiptForm(obj=review) if "review.correct" in acts_on(review) and not review.awaits_report else None
    return render_template("reviews/clock.html", review=review, form=form)


@blueprint.post("/reviews/<id:review_id>/clock")
@requires("review.correct")
def correct_clock(review_id):
    """Correct the day of receipt; the clock recounts."""
    review, form = find(Review, review_id), ReceiptForm()
    if not form.validate():
        return render_template("reviews/clock.html", review=review, form=form), 422
    with saving(form, review):
        review.correct_receipt(form.received_on.data, version=form.version.data, on=today(), by=current_user)
    if form.form_errors:
        return render_template("reviews/clock.html", review=review, form=form), 409
    flash("The day of receipt is corrected, and the clock is counted again.")
    return redirect(url_for("reviews.clock", review_id=review.id), 303)


@blueprint.get("/reviews/<id:review_id>/removal")
@requires("review.remove")
def removal(review_id):
    """What would go, or why it stays."""
    review = find(Review, review_id)
    return _removal(review, ChangeForm(version=review.version))


@blueprint.post("/reviews/<id:review_id>/removal")
@requires("review.remove")
def create_removal(review_id):
    """Take out a review that was imported or opened by mistake."""
    review, form = find(Review, review_id), ChangeForm()
    if not form.validate():
        return _removal(review, form), 422
    with saving(form, review):
        remove(review, version=form.version.data, by=current_user)
    if form.form_errors:
        return _removal(review, form), 409
    flash("The review is removed. The same report can be imported again.")
    return redirect(url_for("reviews.index"), 303)


def _closures(review: Review) -> list[Closure]:
    return db.session.scalars(Closure.listed(visible(Closure).where(Closure.review_id == review.id))).all()


def _removal(review: Review, form: ChangeForm):
    return render_template("reviews/removal.html", review=review, form=form, goes=what_goes(review), reason=why_it_stays(review))


def _opening() -> OpeningForm:
    form = OpeningForm()
    form.offer_commissioners(Review.commissioners_led_by(current_user))
    return form


def _has_extensions(review: Review) -> bool:
    return db.session.scalar(visible(Extension).where(Extension.of_review(review.id)).limit(1)) is not None


def _charts(chosen, actions):
    """The charts of the whole plan that I see, while no filter shows a part of it; one action needs none."""
    if chosen.is_set or len(actions) < 2:
        return []
    return charts([Counted(a.organisation.called, a.status.value, a.due_on, a.completed_on) for a in actions], today())
