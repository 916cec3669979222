"""Opinion: how a lead says that an action is going, beside the owner's word."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.forms.life import OpinionForm
from tracker.models import Action
from tracker.saving import saving

blueprint = Blueprint("opinions", __name__)


@blueprint.get("/actions/<id:action_id>/opinion")
@requires("action.judge")
def new(action_id):
    """How does the lead see it?"""
    action = find(Action, action_id)
    return render_template("actions/opinion.html", action=action, form=OpinionForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/opinion")
@requires("action.judge")
def create(action_id):
    """Her own word, with a reason; the organisation's own word takes it back."""
    action, form = find(Action, action_id), OpinionForm()
    if not form.validate():
        return render_template("actions/opinion.html", action=action, form=form), 422
    said = {"confidence": form.confidence.data, "reason": form.reason.data}
    with saving(form, action):
        action.judge(**said, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        return render_template("actions/opinion.html", action=action, form=form), 409
    flash("What you say is saved." if action.lead_confidence else "You and the organisation say the same again.")
    return redirect(url_for("actions.show", action_id=action.id), 303)
