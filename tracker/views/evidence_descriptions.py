"""Describing evidence: its title, what it shows, its date, and the actions that it is for."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, workable
from tracker.extensions import db
from tracker.forms.evidence_descriptions import DescriptionForm
from tracker.models import Action, Evidence
from tracker.saving import saving

blueprint = Blueprint("evidence_descriptions", __name__)


@blueprint.get("/evidence/<id:evidence_id>/description")
@requires("evidence.add")
def new(evidence_id):
    """The form with what is said now."""
    item = find(Evidence, evidence_id)
    said = {name: getattr(item, name) for name in ("title", "shows", "dated_on", "version")}
    form = DescriptionForm(**said, actions=[a.id for a in item.actions], formdata=None)
    return _page(item, form, _offer(form, item))


@blueprint.post("/evidence/<id:evidence_id>/description")
@requires("evidence.add")
def create(evidence_id):
    """Say it otherwise."""
    item, form = find(Evidence, evidence_id), DescriptionForm()
    actions = _offer(form, item)
    if not form.validate():
        return _page(item, form, actions, 422)
    chosen = [a for a in actions if a.id in form.actions.data]
    with saving(form, item):
        item.describe(
            title=form.title.data, shows=form.shows.data, dated_on=form.dated_on.data, actions=chosen, version=form.version.data,
            by=current_user, may_check="evidence.check" in acts_on(item),
        )  # fmt: skip
    if form.form_errors:
        return _page(item, form, actions, 409)
    flash("The words of this evidence are saved.")
    return redirect(url_for("evidence.show", evidence_id=evidence_id), 303)


def _offer(form: DescriptionForm, item: Evidence) -> list[Action]:
    """The actions that it may be for, offered in the form."""
    own = workable(Action, "evidence.add").where(Action.review_id == item.review_id, Action.organisation_id == item.organisation_id)
    actions = db.session.scalars(Action.listed(own)).all()
    form.actions.offer(actions, lambda a: f"{a.name[:1].upper()}{a.name[1:]}: {a.words or 'not yet agreed'}")
    return actions


def _page(item: Evidence, form: DescriptionForm, actions: list[Action], status: int = 200):
    return render_template("evidence_descriptions/new.html", item=item, form=form, actions=actions), status
