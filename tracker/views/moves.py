"""Moves: a service goes to another provider, and the open actions that a lead ticks go with it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.filters import plural
from tracker.forms.organisations import MoveForm
from tracker.models import Action, Move, Review
from tracker.models.action_status import OPEN
from tracker.models.addressing import known_organisations
from tracker.saving import saving
from tracker.views.recommendations import sent_version

blueprint = Blueprint("moves", __name__)


@blueprint.get("/reviews/<id:review_id>/moves")
@requires("action.move")
def new(review_id):
    """Which open actions go to whom?"""
    review = find(Review, review_id)
    form, actions = _form(review)
    form.show_versions(actions)
    return _page(review, form)


@blueprint.post("/reviews/<id:review_id>/moves")
@requires("action.move")
def create(review_id):
    """Move them, all or none."""
    review = find(Review, review_id)
    form, actions = _form(review)
    if not form.validate():
        return _page(review, form), 422
    chosen = [a for a in actions if a.id in form.actions.data]
    with saving(form, review):
        said = {"reason": form.reason.data, "moved_on": form.moved_on.data, "versions": form.versions}
        rows = Move.of_all(chosen, form.organisation, **said, by=current_user, on=today())
    if form.form_errors:
        form.show_versions(actions)
        return _page(review, form), 409
    flash(f"{plural(len(rows), 'action')} moved to {rows[0].new.called}, with notes and evidence.")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


def moves_of(action: Action) -> list[Move]:
    """Where an action came from, oldest first."""
    return db.session.scalars(Move.listed(visible(Move).where(Move.action_id == action.id))).all()


def _form(review: Review) -> tuple[MoveForm, list[Action]]:
    form = MoveForm()
    form.offer_organisations(known_organisations(), "Choose an organisation")
    own = workable(Action, "action.move").where(Action.review_id == review.id, Action.status.in_(OPEN))
    actions = sorted(db.session.scalars(Action.listed(own)), key=lambda a: (a.organisation.called, a.place))
    form.offer_actions(actions)
    return form, actions


def _page(review: Review, form: MoveForm):
    return render_template("reviews/moves.html", review=review, form=form, sent=sent_version(review.id))
