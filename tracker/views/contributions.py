"""Contributions: which organisations help with an action, and the notes that they write."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.contributions import ContributorForm, NoteForm
from tracker.forms.recommendations import ChangeForm
from tracker.models import Action, Contribution
from tracker.models.addressing import known_organisations
from tracker.saving import saving

blueprint = Blueprint("contributions", __name__)


@blueprint.get("/actions/<id:action_id>/contributors")
@requires("action.contributors")
def index(action_id):
    """Who contributes, and the form that adds another."""
    action = find(Action, action_id)
    return _page(action, _form(version=action.version))


@blueprint.post("/actions/<id:action_id>/contributors")
@requires("action.contributors")
def create(action_id):
    """Add an organisation; its owners see the action and its evidence from now on."""
    action = find(Action, action_id)
    form = _form()
    if not form.validate():
        return _page(action, form), 422
    with saving(form, action):
        row = Contribution.add(action, form.organisation, version=form.version.data, by=current_user)
    if form.form_errors:
        return _page(action, form), 409
    flash(f"{row.organisation.called} contributes now.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.post("/actions/<id:action_id>/contributors/<id:contribution_id>/ending")
@requires("action.contributors")
def create_ending(action_id, contribution_id):
    """The organisation contributes no longer; what it brought stays."""
    action, form = find(Action, action_id), ChangeForm()
    row = next((c for c in contributors(action) if c.id == contribution_id), None) or abort(404)
    if not form.validate():
        return _page(action, _form(version=action.version)), 422
    with saving(form, action):
        row.end(version=form.version.data, by=current_user, on=today())
    if form.form_errors:
        return _page(action, _form(version=action.version), form), 409
    flash(f"{row.organisation.called} does not contribute any more.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/contributions/<id:contribution_id>/notes")
@requires("contribution.add")
def notes(contribution_id):
    """The form for a note of the contributing organisation."""
    return render_template("contributions/note.html", contribution=find(Contribution, contribution_id), form=NoteForm())


@blueprint.post("/contributions/<id:contribution_id>/notes")
@requires("contribution.add")
def create_note(contribution_id):
    """Add the note to the progress of the action."""
    contribution, form = find(Contribution, contribution_id), NoteForm()
    if not form.validate():
        return render_template("contributions/note.html", contribution=contribution, form=form), 422
    with saving(form, contribution):
        contribution.note(form.note.data, by=current_user, on=today())
    if form.form_errors:
        return render_template("contributions/note.html", contribution=contribution, form=form), 409
    flash("Your note is saved.")
    return redirect(url_for("actions.show", action_id=contribution.action_id), 303)


def contributors(action: Action) -> list[Contribution]:
    """The live contributions to an action that I may see."""
    return db.session.scalars(Contribution.listed(visible(Contribution).where(Contribution.live(action)))).all()


def my_contributions() -> list[Contribution]:
    """What my organisations contribute to."""
    return db.session.scalars(Contribution.listed(workable(Contribution, "contribution.add"))).all()


def my_part(action: Action) -> Contribution | None:
    """The contribution of an organisation of mine to this action."""
    mine = workable(Contribution, "contribution.add").where(Contribution.live(action))
    return db.session.scalars(Contribution.listed(mine)).first()


def _form(**given) -> ContributorForm:
    form = ContributorForm(**given)
    form.offer_organisations(known_organisations(), "Choose an organisation")
    return form


def _page(action: Action, form: ContributorForm, refused: ChangeForm | None = None):
    return render_template("contributions/index.html", action=action, form=form, refused=refused, contributors=contributors(action))
