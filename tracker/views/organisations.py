"""Organisations, for administrators: which there are, and who answers for which today."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.organisations import SuccessionForm
from tracker.models import Membership, Organisation, Succession
from tracker.models.addressing import known_organisations
from tracker.saving import saving

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/organisations")
@requires("organisation.read")
def index():
    """All of them, by name, and every succession that was confirmed."""
    return render_template(
        "organisations/index.html", organisations=known_organisations(), successions=db.session.scalars(Succession.all()).all()
    )


@blueprint.get("/organisations/<id:organisation_id>/succession")
@requires("organisation.succeed")
def succession(organisation_id):
    """Who answers for it today?"""
    organisation = find(Organisation, organisation_id)
    return _page(organisation, _form(organisation))


@blueprint.post("/organisations/<id:organisation_id>/succession")
@requires("organisation.succeed")
def create_succession(organisation_id):
    """Show what follows; and when that is confirmed, do it."""
    organisation = find(Organisation, organisation_id)
    form = _form(organisation)
    if not form.validate():
        return _page(organisation, form), 422
    if form.confirmed.data != "yes":
        return _page(organisation, form, people=Membership.live_in(organisation))
    with saving(form, organisation):
        row = Succession.confirm(organisation, form.organisation, took_place_on=form.took_place_on.data, by=current_user, on=today())
    if form.form_errors:
        return _page(organisation, form), 409
    flash(f"{row.successor.called} answers for {organisation.name} now.")
    return redirect(url_for("organisations.index"), 303)


def _form(organisation: Organisation) -> SuccessionForm:
    form = SuccessionForm()
    form.offer_organisations([o for o in known_organisations() if o.id != organisation.id], "Choose an organisation")
    return form


def _page(organisation: Organisation, form: SuccessionForm, people: list | None = None):
    return render_template("organisations/succession.html", organisation=organisation, form=form, people=people)
