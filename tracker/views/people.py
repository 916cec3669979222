"""People: who has an account, and what they may be. For administrators, who read no review."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import now, today
from tracker.extensions import db
from tracker.filters import plural
from tracker.forms import Form
from tracker.models import Membership, User
from tracker.saving import saving

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@requires("people.read")
def index():
    """Everybody, by name."""
    return render_template("people/index.html", people=db.session.scalars(User.by_name()).unique().all())


@blueprint.get("/memberships/<id:membership_id>/ending")
@requires("people.change")
def ending(membership_id):
    """Shall the role end?"""
    return render_template("people/ending.html", member=find(Membership, membership_id), form=Form())


@blueprint.post("/memberships/<id:membership_id>/ending")
@requires("people.change")
def create_ending(membership_id):
    """End it; open actions fall back to the organisation."""
    member, form = find(Membership, membership_id), Form()
    with saving(form, member):
        fell_back = member.user.leave(member.organisation, member.role, by=current_user, on=today())
    if form.form_errors:
        return render_template("people/ending.html", member=member, form=form), 409
    left = f" {plural(fell_back, 'open action')} fell back to the organisation, to be handed over." if fell_back else ""
    flash(f"{member.user.name} is no longer {member.role.value} in {member.organisation.called}.{left}")
    return redirect(url_for("people.index"), 303)


@blueprint.get("/people/<id:user_id>/suspension")
@requires("people.change")
def suspension(user_id):
    """Shall the person be kept out?"""
    return render_template("people/suspension.html", person=find(User, user_id), form=Form())


@blueprint.post("/people/<id:user_id>/suspension")
@requires("people.change")
def create_suspension(user_id):
    """Keep the person out from now on."""
    person, form = find(User, user_id), Form()
    with saving(form, person):
        person.suspend(by=current_user, at=now())
    if form.form_errors:
        return render_template("people/suspension.html", person=person, form=form), 409
    flash(f"{person.name} can no longer sign in.")
    return redirect(url_for("people.index"), 303)
