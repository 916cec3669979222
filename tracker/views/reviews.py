"""Reviews: the list, the plan grouped by organisation, the report's findings, and the clock."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.reviews import ReceiptForm
from tracker.models import Action, Finding, Recommendation, Review, Submission
from tracker.models.brag import COLOUR, coloured, legend
from tracker.plan_filter import PlanFilter
from tracker.saving import saving

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/reviews")
@requires("review.read")
def index():
    """The reviews that I may see."""
    reviews = db.session.scalars(visible(Review).order_by(Review.received_on.desc())).all()
    return render_template("reviews/index.html", reviews=reviews)


@blueprint.get("/reviews/<id:review_id>")
@requires("review.read")
def show(review_id):
    """The clock, and the plan grouped by organisation."""
    review = find(Review, review_id)
    rows = db.session.execute(coloured(visible(Action).where(Action.review_id == review.id), today())).all()
    mine = {a.id for a in db.session.scalars(workable(Action, "progress.record").where(Action.review_id == review.id))}
    chosen = PlanFilter.of(request.args, rows, mine)
    submissions = db.session.scalars(Submission.listed(visible(Submission).where(Submission.review_id == review.id))).all()
    return render_template(
        "reviews/show.html", review=review, chosen=chosen, mine=mine, colour=COLOUR, legend=legend(),
        submissions=submissions, acts=acts_on(review),
    )  # fmt: skip


@blueprint.get("/reviews/<id:review_id>/report")
@requires("review.read")
def report(review_id):
    """The findings as published, each with the recommendations that cite it."""
    review = find(Review, review_id)
    findings = db.session.scalars(Finding.listed(visible(Finding).where(Finding.review_id == review.id))).all()
    count = len(db.session.scalars(visible(Recommendation).where(Recommendation.review_id == review.id)).all())
    return render_template("reviews/report.html", review=review, findings=findings, recommendations=count)


@blueprint.get("/reviews/<id:review_id>/clock")
@requires("review.read")
def clock(review_id):
    """How the working days are counted, day by day."""
    review = find(Review, review_id)
    form = ReceiptForm(obj=review) if "review.correct" in acts_on(review) else None
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
