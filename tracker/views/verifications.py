"""Verification: a lead confirms what somebody else completed, or returns it with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.actions import ReturnForm
from tracker.forms.verifications import VerificationForm
from tracker.models import Action, Evidence, ProgressUpdate
from tracker.saving import saving
from tracker.views.actions import meanwhile

blueprint = Blueprint("verifications", __name__)


@blueprint.get("/actions/<id:action_id>/verification")
@requires("action.verify")
def new(action_id):
    """The form, beside the evidence."""
    action = find(Action, action_id)
    return _page(action, VerificationForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/verification")
@requires("action.verify")
def create(action_id):
    """It is done: somebody other than the one who completed it says so."""
    action, form = find(Action, action_id), VerificationForm()
    if not form.validate():
        return _page(action, form), 422
    seen = form.version.data
    with saving(form, action):
        action.verify(by=current_user, on=today(), version=seen, **form.said)
    if form.form_errors:
        return _page(action, form, meanwhile(action, seen)), 409
    flash("The action is verified.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/actions/<id:action_id>/return")
@requires("action.return")
def new_return(action_id):
    """Why is it returned?"""
    action = find(Action, action_id)
    return render_template("actions/return.html", action=action, form=ReturnForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/return")
@requires("action.return")
def create_return(action_id):
    """Back in progress, with a reason."""
    action, form = find(Action, action_id), ReturnForm()
    if not form.validate():
        return render_template("actions/return.html", action=action, form=form), 422
    seen = form.version.data
    with saving(form, action):
        action.give_back(reason=form.reason.data, by=current_user, on=today(), version=seen)
    if form.form_errors:
        return render_template("actions/return.html", action=action, form=form, meanwhile=meanwhile(action, seen)), 409
    flash("The action is returned and in progress again.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


def _page(action: Action, form: VerificationForm, changed: dict | None = None):
    evidence = db.session.scalars(Evidence.listed(visible(Evidence).where(Evidence.of(action)))).all()
    newest = db.session.scalar(ProgressUpdate.listed(visible(ProgressUpdate).where(ProgressUpdate.action_id == action.id)).limit(1))
    return render_template("actions/verification.html", action=action, form=form, evidence=evidence, newest=newest, meanwhile=changed)
