"""Re-check: what was verified has lasted; or it has not, and is opened again with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.forms.life import RecheckForm, ReopeningForm
from tracker.models import Action
from tracker.saving import saving

blueprint = Blueprint("rechecks", __name__)
REOPEN = {
    "title": "Reopen", "button": "Reopen it", "warning": False,
    "told": "It was verified, and there is work to do again: it goes back to “in progress”. The organisation reads your reason.",
}  # fmt: skip


@blueprint.get("/actions/<id:action_id>/recheck")
@requires("action.embed")
def new(action_id):
    """Has it lasted?"""
    action = find(Action, action_id)
    return render_template("actions/recheck.html", action=action, form=RecheckForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/recheck")
@requires("action.embed")
def create(action_id):
    """It has lasted: it is embedded."""
    action, form = find(Action, action_id), RecheckForm()
    if not form.validate():
        return render_template("actions/recheck.html", action=action, form=form), 422
    with saving(form, action):
        action.embed(found=form.found.data, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        return render_template("actions/recheck.html", action=action, form=form), 409
    flash("The action is embedded.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/actions/<id:action_id>/reopening")
@requires("action.reopen")
def new_reopening(action_id):
    """Why is it opened again?"""
    action = find(Action, action_id)
    return render_template("actions/reason.html", action=action, form=ReopeningForm(version=action.version), **REOPEN)


@blueprint.post("/actions/<id:action_id>/reopening")
@requires("action.reopen")
def create_reopening(action_id):
    """Back in progress, although it was verified."""
    action, form = find(Action, action_id), ReopeningForm()
    if not form.validate():
        return render_template("actions/reason.html", action=action, form=form, **REOPEN), 422
    with saving(form, action):
        action.reopen(reason=form.reason.data, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        return render_template("actions/reason.html", action=action, form=form, **REOPEN), 409
    flash("The action is in progress again.")
    return redirect(url_for("actions.show", action_id=action.id), 303)
