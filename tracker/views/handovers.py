"""Handovers: one action to a colleague, or all that nobody owns to somebody in one step."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.filters import plural
from tracker.forms.handovers import HandoverForm, OwnerForm
from tracker.models import Action, Handover, Membership, Organisation
from tracker.models.action_status import OPEN
from tracker.saving import saving

blueprint = Blueprint("handovers", __name__)


@blueprint.get("/actions/<id:action_id>/owner")
@requires("action.hand_over")
def owner(action_id):
    """Who shall have it?"""
    action = find(Action, action_id)
    return render_template("handovers/owner.html", action=action, form=_owner_form(action, version=action.version))


@blueprint.post("/actions/<id:action_id>/owner")
@requires("action.hand_over")
def create_owner(action_id):
    """Pass it on to a colleague."""
    action = find(Action, action_id)
    form = _owner_form(action)
    if not form.validate():
        return render_template("handovers/owner.html", action=action, form=form), 422
    receiver = _receiver(action.organisation, form.owner_id.data)
    with saving(form, action):
        Handover.pass_on(action, receiver, version=form.version.data, by=current_user, on=today())
    if form.form_errors:
        return render_template("handovers/owner.html", action=action, form=form), 409
    flash(f"{receiver.name} has the action now.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/organisations/<id:organisation_id>/handover")
@requires("action.hand_over")
def handover(organisation_id):
    """Who takes which of the open actions?"""
    organisation = find(Organisation, organisation_id)
    form, actions = _form(organisation)
    form.show_versions(actions)
    return render_template("handovers/handover.html", organisation=organisation, form=form)


@blueprint.post("/organisations/<id:organisation_id>/handover")
@requires("action.hand_over")
def create_handover(organisation_id):
    """Hand the ticked ones over, all or none."""
    organisation = find(Organisation, organisation_id)
    form, actions = _form(organisation)
    if not form.validate():
        return render_template("handovers/handover.html", organisation=organisation, form=form), 422
    receiver, chosen = _receiver(organisation, form.receiver_id.data), [a for a in actions if a.id in form.actions.data]
    with saving(form, organisation):
        Handover.pass_on_all(chosen, receiver, versions=form.versions, by=current_user, on=today())
    if form.form_errors:
        form.show_versions(actions)
        return render_template("handovers/handover.html", organisation=organisation, form=form), 409
    flash(f"{receiver.name} has {plural(len(chosen), 'action')} more now.")
    return redirect(url_for("home.index"), 303)


def fallen_back(*conditions) -> list[Handover]:
    """The open actions that I may work on and that fell back to their organisation when their owner left."""
    open_ones = visible(Handover).where(Handover.is_open(), *conditions)
    return db.session.scalars(Handover.listed(open_ones)).all()


def _owner_form(action: Action, **given) -> OwnerForm:
    form = OwnerForm(**given)
    form.offer_owners(Membership.owners_of(action.organisation), action.owner_id)
    return form


def _form(organisation: Organisation) -> tuple[HandoverForm, list[Action]]:
    form = HandoverForm()
    own = workable(Action, "action.hand_over").where(Action.organisation_id.in_(organisation.line), Action.status.in_(OPEN))
    actions = sorted(db.session.scalars(Action.listed(own)), key=lambda a: a.place)
    form.offer(Membership.owners_of(organisation), actions)
    return form, actions


def _receiver(organisation: Organisation, id: int):
    return next(m.user for m in Membership.owners_of(organisation) if m.user_id == id)
