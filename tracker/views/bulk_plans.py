"""Bulk plans: the same post, date and more for several actions, of one review or as they are ticked in the list."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, is_local, requires, workable
from tracker.clock import today
from tracker.filters import plural
from tracker.forms.bulk_plans import BulkPlanForm, ListedPlanForm
from tracker.models import Action, Review
from tracker.models.bulk_plan import owners_for, plan_together, plannable, ticked
from tracker.saving import saving
from tracker.views.recommendations import sent_version

MOST = 200  # actions at once

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


@blueprint.get("/actions/bulk-plan")
@requires("action.plan_together")
def new_listed():
    """The form with the actions that are ticked in the list."""
    return _listed_page(_listed_form(_numbers(request.args.getlist("actions"))))


@blueprint.post("/actions/bulk-plan")
@requires("action.plan_together")
def create_listed():
    """Give all of them an owner, a post or a date, or none of them."""
    form = _listed_form()
    if not form.validate():
        return _listed_page(form), 422
    chosen, seen = form.chosen, form.versions
    with saving(form, None):
        for_whom = {action.id: acting_for(action) for action in chosen}
        plan_together(chosen, versions=seen, by=current_user, on=today(), for_whom=for_whom, far=True, **form.planned)
    if form.form_errors:
        form.refuse("Nothing was saved, and nothing that you typed is lost.")
        form.show_newest()
        return _listed_page(form, stale=[a for a in chosen if a.version != seen.get(a.id)]), 409
    flash(f"{plural(len(chosen), 'action')} {'is' if len(chosen) == 1 else 'are'} saved.")
    return redirect(_back(form), 303)


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


def _listed_form(ids: list[int] | None = None) -> ListedPlanForm:
    """The form with the actions of these ids that I may plan; without ids, those that the page showed."""
    form = ListedPlanForm()
    ids = [*form.versions, *(form.actions.data or [])] if ids is None else ids
    actions = ticked(workable(Action, "action.plan"), ids[:MOST])
    if not form.is_submitted():
        actions = [action for action in actions if not action.review.is_closed]
    form.left_out = len(ids) - len(actions)
    form.offer(actions, any_date=form.has_date or not all(action.date_is_kept for action in actions))
    form.offer_owners(owners_for(actions))
    if not form.is_submitted():
        form.show_newest()
        form.actions.data, form.back.data = [action.id for action in actions], request.args.get("back", "")
    return form


def _listed_page(form: ListedPlanForm, stale: list[Action] = ()):
    return render_template("bulk_plans/listed.html", form=form, stale=stale, back_to=_back(form))


def _back(form: ListedPlanForm) -> str:
    """The list that he came from, filters and all."""
    return form.back.data if is_local(form.back.data or "") else url_for("action_list.index")


def _numbers(texts: list[str]) -> list[int]:
    return list(dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10))
