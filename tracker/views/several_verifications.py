"""Verification of several actions in one act, for example at a meeting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import find, is_local, requires, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.verifications import SeveralForm
from tracker.models import Action, Review, Verification
from tracker.models.action_status import Status
from tracker.models.brag import coloured
from tracker.models.verification import evidence_states
from tracker.saving import saving

blueprint = Blueprint("several_verifications", __name__)


@blueprint.get("/reviews/<id:review_id>/verifications/new")
@requires("action.verify")
def new(review_id):
    """What is complete, with the evidence beside it, and one form."""
    review = find(Review, review_id)
    return _page(review, _offering(review, SeveralForm(back=request.args.get("back", ""))))


@blueprint.post("/reviews/<id:review_id>/verifications/new")
@requires("action.verify")
def create(review_id):
    """All that were ticked are done; one that is not keeps them all back, and nothing that was typed is lost."""
    review = find(Review, review_id)
    form = _offering(review, SeveralForm())
    if not form.validate():
        return _page(review, form), 422
    with saving(form, review):
        ticked = {action: form.seen(action) for action in form.rows if action.id in form.actions.data}
        Verification.several(ticked, by=current_user, on=today(), **form.said)
    if form.form_errors:
        return _page(review, _offering(review, form)), 409
    flash(f"{len(ticked)} actions are verified." if len(ticked) > 1 else "The action is verified.")
    return redirect(_back(form, review), 303)


def _offering(review: Review, form: SeveralForm) -> SeveralForm:
    """What waits, and what somebody else took care of after it was ticked here."""
    ticked = form.actions.data or []
    rows = db.session.execute(coloured(workable(Action, "action.verify").where(Action.review_id == review.id), today()))
    form.rows = sorted(
        (a for a, _ in rows if a.status is Status.COMPLETE or a.id in ticked), key=lambda a: (a.organisation.name, a.completed_on or today())
    )
    form.actions.offer(form.rows, lambda a: a.name)
    return form


def _back(form: SeveralForm, review: Review) -> str:
    """The list that she came from, filters and all."""
    return form.back.data if is_local(form.back.data or "") else url_for("reviews.show", review_id=review.id)


def _page(review: Review, form: SeveralForm):
    return render_template(
        "verifications/several.html", review=review, form=form, states=evidence_states(form.rows), back_to=_back(form, review)
    )
