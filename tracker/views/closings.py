"""Closings: a submission that holds personal data is closed to reading."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.forms.closings import ClosingForm
from tracker.models import Submission
from tracker.saving import saving

blueprint = Blueprint("closings", __name__)


@blueprint.get("/submissions/<id:submission_id>/closing")
@requires("submission.close")
def new(submission_id):
    """Shall nobody but leads read it any more?"""
    return _page(find(Submission, submission_id), ClosingForm(formdata=None))


@blueprint.post("/submissions/<id:submission_id>/closing")
@requires("submission.close")
def create(submission_id):
    """From now on its readers find a tombstone."""
    submission, form = find(Submission, submission_id), ClosingForm()
    if not form.validate():
        return _page(submission, form), 422
    with saving(form, submission):
        submission.close_to_reading(why=form.why.data, by=current_user, on=today())
    if form.form_errors:
        return _page(submission, form), 409
    flash(f"{submission.label} is closed to reading.")
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


def _page(submission: Submission, form: ClosingForm):
    return render_template("submissions/closing.html", submission=submission, form=form)
