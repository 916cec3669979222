"""Withdrawal: an action will not be done, or is taken up again after all; both with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.forms.life import ReinstatementForm, WithdrawalForm
from tracker.models import Action
from tracker.saving import saving

blueprint = Blueprint("withdrawals", __name__)
WITHDRAW = {
    "title": "Withdraw", "button": "Withdraw it", "warning": True,
    "told": "It will not be done. It stays in the plan, in grey, with your reason, which the organisation reads.",
}  # fmt: skip
REINSTATE = {
    "title": "Reinstate", "button": "Reinstate it", "warning": False,
    "told": "It is to be done after all: it goes back to “in progress”. The organisation reads your reason.",
}  # fmt: skip


@blueprint.get("/actions/<id:action_id>/withdrawal")
@requires("action.withdraw")
def new(action_id):
    """Why will it not be done?"""
    action = find(Action, action_id)
    return _page(WITHDRAW, action, WithdrawalForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/withdrawal")
@requires("action.withdraw")
def create(action_id):
    """It will not be done."""
    action, form = find(Action, action_id), WithdrawalForm()
    if not form.validate():
        return _page(WITHDRAW, action, form), 422
    with saving(form, action):
        action.withdraw(reason=form.reason.data, by=current_user, on=today(), version=form.version.data)
    return _answer(WITHDRAW, action, form, "The action is withdrawn.")


@blueprint.get("/actions/<id:action_id>/reinstatement")
@requires("action.reinstate")
def new_reinstatement(action_id):
    """Why is it taken up again?"""
    action = find(Action, action_id)
    return _page(REINSTATE, action, ReinstatementForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/reinstatement")
@requires("action.reinstate")
def create_reinstatement(action_id):
    """Back in progress."""
    action, form = find(Action, action_id), ReinstatementForm()
    if not form.validate():
        return _page(REINSTATE, action, form), 422
    with saving(form, action):
        action.reinstate(reason=form.reason.data, by=current_user, on=today(), version=form.version.data)
    return _answer(REINSTATE, action, form, "The action is in progress again.")


def _page(words: dict, action: Action, form):
    return render_template("actions/reason.html", action=action, form=form, **words)


def _answer(words: dict, action: Action, form, said: str):
    if form.form_errors:
        return _page(words, action, form), 409
    flash(said)
    return redirect(url_for("actions.show", action_id=action.id), 303)
