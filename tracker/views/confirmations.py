"""Confirmations: an organisation confirms its part of the plan; a lead accepts it, or returns it with comments."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.confirmations import ConfirmByForm, ConfirmForm, GiveBackForm
from tracker.models import Action, Confirmation, ConfirmedAction, Participation, Review
from tracker.models.confirmation import Word, actions_of, plans_of, state_of
from tracker.saving import saving

blueprint = Blueprint("confirmations", __name__)


@blueprint.get("/parts/<id:participation_id>")
@requires("part.read")
def show(participation_id):
    """One organisation's part: what it plans, and every confirmation so far."""
    part = find(Participation, participation_id)
    own = db.session.scalars(Confirmation.listed(visible(Confirmation).where(Confirmation.of_part(part)))).all()
    changed = own[0].changed(plans_of(actions_of(part))) if own else []
    return render_template("confirmations/show.html", part=part, confirmations=own, changed=changed, actions=actions_of(part), acts=acts_on(part))


@blueprint.get("/parts/<id:participation_id>/confirmation")
@requires("part.confirm")
def new(participation_id):
    """The form, below the part as it stands."""
    part = find(Participation, participation_id)
    return _confirming(part, ConfirmForm(seen=state_of(plans_of(actions_of(part)))))


@blueprint.post("/parts/<id:participation_id>/confirmation")
@requires("part.confirm")
def create(participation_id):
    """The organisation's word that its part is right, or a lead's on its behalf."""
    part, form = find(Participation, participation_id), ConfirmForm()
    if not form.validate():
        return _confirming(part, form), 422
    behalf = acting_for(part)
    with saving(form, part):
        Confirmation.add(part, **form.said, by=current_user, on=today(), on_behalf_of=behalf)
    if form.form_errors:
        form.seen.data = state_of(plans_of(actions_of(part)))
        return _confirming(part, form), 409
    flash("The part is confirmed. A lead will read it.")
    return redirect(url_for("confirmations.show", participation_id=part.id), 303)


@blueprint.post("/confirmations/<id:confirmation_id>/acceptance")
@requires("confirmation.decide")
def create_acceptance(confirmation_id):
    """A lead accepts it."""
    confirmation, form = find(Confirmation, confirmation_id), GiveBackForm()
    with saving(form, confirmation):
        confirmation.accept(by=current_user, on=today())
    if form.form_errors:
        return _returning(confirmation, GiveBackForm.for_actions(_actions(confirmation)), form.form_errors), 409
    flash("The confirmation is accepted.")
    return redirect(_part_of(confirmation), 303)


@blueprint.get("/confirmations/<id:confirmation_id>/return")
@requires("confirmation.decide")
def new_return(confirmation_id):
    """What needs to change?"""
    confirmation = find(Confirmation, confirmation_id)
    return _returning(confirmation, GiveBackForm.for_actions(_actions(confirmation)))


@blueprint.post("/confirmations/<id:confirmation_id>/return")
@requires("confirmation.decide")
def create_return(confirmation_id):
    """Return it with a comment, and one for each action that needs it."""
    confirmation = find(Confirmation, confirmation_id)
    form = GiveBackForm.for_actions(_actions(confirmation))
    if not form.validate():
        return _returning(confirmation, form), 422
    with saving(form, confirmation):
        confirmation.give_back(comment=form.comment.data, comments=form.comments, by=current_user, on=today())
    if form.form_errors:
        return _returning(confirmation, form), 409
    flash("The confirmation is returned. Your comments stand on the actions until the part is confirmed again.")
    return redirect(_part_of(confirmation), 303)


@blueprint.get("/reviews/<id:review_id>/confirmation-date")
@requires("confirmation.date")
def date(review_id):
    """By when are the parts to be confirmed?"""
    review = find(Review, review_id)
    form = ConfirmByForm(confirm_by=review.confirm_by or review.proposed_confirm_by, version=review.version)
    return render_template("confirmations/date.html", review=review, form=form)


@blueprint.post("/reviews/<id:review_id>/confirmation-date")
@requires("confirmation.date")
def create_date(review_id):
    """Ask every organisation to confirm its part by a day, or none."""
    review, form = find(Review, review_id), ConfirmByForm()
    if not form.validate():
        return render_template("confirmations/date.html", review=review, form=form), 422
    with saving(form, review):
        review.ask_confirmations(form.confirm_by.data, version=form.version.data, by=current_user)
    if form.form_errors:
        return render_template("confirmations/date.html", review=review, form=form), 409
    flash("The day is saved. Owners see it on their home page." if review.confirm_by else "No organisation is asked for a confirmation.")
    return redirect(url_for("answers.index", review_id=review.id), 303)


def to_do() -> dict:
    """For home: parts of my own organisation to confirm, and confirmations that wait for a lead."""
    asked = workable(Participation, "part.confirm").where(Participation.is_asked_to_confirm())
    own = [part for part in db.session.scalars(Participation.listed(asked)) if acting_for(part) is None]
    newest = visible(Confirmation).where(Confirmation.is_newest(), Confirmation.review_id.in_([p.review_id for p in own]))
    settled = {(c.review_id, c.organisation_id) for c in db.session.scalars(newest) if c.word is not Word.RETURNED}
    waiting = workable(Confirmation, "confirmation.decide").where(Confirmation.is_newest(), Confirmation.waits())
    unread = db.session.scalars(Confirmation.listed(waiting)).all()
    places = db.session.scalars(visible(Participation).where(Participation.review_id.in_([c.review_id for c in unread])))
    ids = {(p.review_id, p.organisation_id): p.id for p in places}
    return {
        "parts_to_confirm": [p for p in own if (p.review_id, p.organisation_id) not in settled],
        "confirmations_waiting": [(c, ids.get((c.review_id, c.organisation_id))) for c in unread],
    }


def own_parts(review: Review) -> list[Participation]:
    """For the review's page: the parts of my own organisation, once somebody asked for confirmations."""
    parts = visible(Participation).where(Participation.review_id == review.id, Participation.is_asked_to_confirm())
    return [part for part in db.session.scalars(Participation.listed(parts)) if acting_for(part) is None]


def said_of(action: Action) -> list[ConfirmedAction]:
    """For the action's page: the comment with which its part was returned."""
    return db.session.scalars(visible(ConfirmedAction).where(ConfirmedAction.said_of(action))).all()


def _actions(confirmation: Confirmation) -> list[Action]:
    return [row.action for row in confirmation.confirmed]


def _part_of(confirmation: Confirmation) -> str:
    """The address of its part; of the whole review when the organisation has none any more."""
    parts = visible(Participation).where(Confirmation.in_part(confirmation))
    part = db.session.scalar(parts)
    return url_for("confirmations.show", participation_id=part.id) if part else url_for("answers.index", review_id=confirmation.review_id)


def _confirming(part: Participation, form: ConfirmForm):
    return render_template("confirmations/new.html", part=part, form=form, actions=actions_of(part), acting_for=acting_for(part))


def _returning(confirmation: Confirmation, form: GiveBackForm, errors: list[str] = ()):
    form.form_errors.extend(errors)
    return render_template("confirmations/return.html", confirmation=confirmation, form=form, back=_part_of(confirmation))
