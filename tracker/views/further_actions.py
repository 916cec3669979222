"""Further actions: one organisation does more than one thing about a recommendation."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, is_owner_in, requires
from tracker.forms.actions import FurtherForm
from tracker.models import Action, Organisation, Recommendation
from tracker.saving import saving
from tracker.views.recommendations import sent_version

blueprint = Blueprint("further_actions", __name__)


@blueprint.get("/recommendations/<id:recommendation_id>/actions/new")
@requires("action.add_own")
def new(recommendation_id):
    """The form for one more action."""
    row = find(Recommendation, recommendation_id)
    return _page(row, _form(row)[0])


@blueprint.post("/recommendations/<id:recommendation_id>/actions/new")
@requires("action.add_own")
def create(recommendation_id):
    """Add one more action of an organisation that is addressed."""
    row = find(Recommendation, recommendation_id)
    form, offered = _form(row)
    if not form.validate():
        return _page(row, form), 422
    with saving(form, row):
        organisation = next(o for o in offered if o.id == form.organisation_id.data)
        action = Action.add_to(row, organisation, words=form.words.data, by=current_user)
    if form.form_errors:
        return _page(row, form), 409
    flash("The action is added. Now say who does it by when.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


def _form(row: Recommendation) -> tuple[FurtherForm, list[Organisation]]:
    """The form, and the organisations that the person may add an action for: all for a lead of the review."""
    form, leads = FurtherForm(), "recommendation.correct" in acts_on(row)
    offered = [o for o in row.organisations if leads or is_owner_in(o)]
    form.offer_organisations(offered)
    return form, offered


def _page(row: Recommendation, form: FurtherForm):
    return render_template("actions/further.html", recommendation=row, form=form, sent=sent_version(row.review_id))
