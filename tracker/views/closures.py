"""Closure: a review ends, or its work is taken up again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.forms.life import ClosureForm, ReopeningForm
from tracker.models import Closure, Review
from tracker.models.closure import why_a_reason
from tracker.models.standing import Standing
from tracker.saving import saving

blueprint = Blueprint("closures", __name__)


@blueprint.get("/reviews/<id:review_id>/closure")
@requires("review.close")
def new(review_id):
    """What is not closed yet, and why it ends all the same."""
    review = find(Review, review_id)
    return _closing(review, ClosureForm(version=review.version))


@blueprint.post("/reviews/<id:review_id>/closure")
@requires("review.close")
def create(review_id):
    """The review ends."""
    review, form = find(Review, review_id), ClosureForm()
    if not form.validate():
        return _closing(review, form), 422
    with saving(form, review):
        Closure.close(review, reason=form.reason.data, version=form.version.data, by=current_user, on=today())
    if form.form_errors:
        return _closing(review, form), 409
    return _done(review, "The review is closed.")


@blueprint.get("/reviews/<id:review_id>/reopening")
@requires("review.reopen")
def new_reopening(review_id):
    """Why is it opened again?"""
    review = find(Review, review_id)
    return _reopening(review, ReopeningForm(version=review.version))


@blueprint.post("/reviews/<id:review_id>/reopening")
@requires("review.reopen")
def create_reopening(review_id):
    """The work is taken up again."""
    review, form = find(Review, review_id), ReopeningForm()
    if not form.validate():
        return _reopening(review, form), 422
    with saving(form, review):
        Closure.reopen(review, reason=form.reason.data, version=form.version.data, by=current_user, on=today())
    if form.form_errors:
        return _reopening(review, form), 409
    return _done(review, "The review is open again.")


def _closing(review: Review, form: ClosureForm):
    return render_template("reviews/closure.html", review=review, form=form, why=why_a_reason(Standing.of_review(review)))


def _reopening(review: Review, form: ReopeningForm):
    return render_template("reviews/reopening.html", review=review, form=form)


def _done(review: Review, said: str):
    flash(said)
    return redirect(url_for("reviews.show", review_id=review.id), 303)
