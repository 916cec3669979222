"""Bulk plans: the same words, post, date or success measure for similar actions of a review."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, workable
from tracker.clock import today
from tracker.forms.bulk_plans import BulkPlanForm
from tracker.models import Action, Review
from tracker.models.bulk_plan import plan_together, plannable
from tracker.saving import saving
from tracker.views.recommendations import sent_version

blueprint = Blueprint("bulk_plans", __name__)


@blueprint.get("/reviews/<id:review_id>/bulk-plan")
@requires("action.plan_together")
def new(review_id):
    """The form with the open actions that I may plan."""
    review = find(Review, review_id)
    return _page(review, _form(review))


@blueprint.post("/reviews/<id:review_id>/bulk-plan")
@requires("action.plan_together")
def create(review_id):
    """Set the fields that are filled in, of all the actions that are ticked or of none."""
    review = find(Review, review_id)
    form = _form(review)
    if not form.validate():
        return _page(review, form), 422
    chosen, seen = form.chosen, form.versions
    with saving(form, review):
        for_whom = {action.id: acting_for(action) for action in chosen}
        plan_together(chosen, versions=seen, by=current_user, on=today(), for_whom=for_whom, **form.planned)
    if form.form_errors:
        form.refuse("Nothing was saved, and nothing that you typed is lost.")
        form.show_newest()
        return _page(review, form, stale=[a for a in chosen if a.version != seen.get(a.id)]), 409
    flash(f"{len(chosen)} {'action is' if len(chosen) == 1 else 'actions are'} saved.")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


def _form(review: Review) -> BulkPlanForm:
    form, actions = BulkPlanForm(), plannable(workable(Action, "action.plan"), review)
    # A page that was opened while the dates were free may still send one: the model decides.
    form.offer(actions, any_date=form.has_date or not all(action.date_is_kept for action in actions))
    if not form.is_submitted():
        form.show_newest()
    return form


def _page(review: Review, form: BulkPlanForm, stale: list[Action] = ()):
    sent = sent_version(review.id) if "review.correct" in acts_on(review) else None
    return render_template("bulk_plans/new.html", review=review, form=form, stale=stale, sent=sent)
