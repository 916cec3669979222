"""Extensions: an owner asks for another due date, a lead moves one herself, or decides several at once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, find, requires, visible
from tracker.clock import today
from tracker.extensions import db
from tracker.filters import day, plural
from tracker.forms.extensions import Answer, AskForm, DecisionForm, MoveForm
from tracker.models import Action, Extension, Review
from tracker.saving import saving

blueprint = Blueprint("extensions", __name__)


@blueprint.get("/actions/<id:action_id>/extensions")
@requires("extension.ask")
def new(action_id):
    """The form that asks for another date."""
    return _asking(find(Action, action_id), AskForm())


@blueprint.post("/actions/<id:action_id>/extensions")
@requires("extension.ask")
def create(action_id):
    """Ask; a lead decides."""
    action, form = find(Action, action_id), AskForm()
    if not form.validate():
        return _asking(action, form), 422
    said = {name: form[name].data for name in ("proposed_on", "reason", "words")}
    with saving(form, action):
        Extension.ask(action, **said, by=current_user, on=today(), on_behalf_of=acting_for(action))
    if form.form_errors:
        return _asking(action, form), 409
    flash("The request is saved. A lead of the CCG decides it.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/actions/<id:action_id>/due-date")
@requires("extension.decide")
def due_date(action_id):
    """The form that moves a date at once."""
    action = find(Action, action_id)
    return _moving(action, MoveForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/due-date")
@requires("extension.decide")
def create_due_date(action_id):
    """Move the date, with a reason that is kept."""
    action, form = find(Action, action_id), MoveForm()
    if not form.validate():
        return _moving(action, form), 422
    said = {name: form[name].data for name in ("due_on", "reason", "words")} | form.met
    with saving(form, action):
        Extension.move(action, **said, version=form.version.data, by=current_user, on=today())
    if form.form_errors:
        return _moving(action, form), 409
    flash(f"The due date is now {day(action.due_on)}.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/reviews/<id:review_id>/extensions")
@requires("extension.decide")
def of_review(review_id):
    """The requests of a review: what waits, and what was decided."""
    review = find(Review, review_id)
    return _deciding(review, _offering(review))


@blueprint.post("/reviews/<id:review_id>/extensions")
@requires("extension.decide")
def create_decisions(review_id):
    """One decision about every request that is ticked: all of them or none."""
    review = find(Review, review_id)
    form = _offering(review)
    if not form.validate():
        return _deciding(review, form), 422
    chosen = [row.id for row in form.offered if row.id in form.extensions.data]
    with saving(form, review):
        for row in _of(review, chosen):
            _decide(row, form)
    if form.form_errors:
        form.refuse("None of the requests was decided. Untick it, and decide the others.")
        return _deciding(review, form), 409
    flash(f"{plural(len(chosen), 'request')} decided.")
    return redirect(url_for("extensions.of_review", review_id=review.id), 303)


def _decide(row: Extension, form: DecisionForm) -> None:
    said = {"words": form.words.data, "by": current_user, "on": today()} | form.met
    if form.answer.data is Answer.DECLINE:
        row.decline(**said)
    else:
        row.agree(due_on=form.due_on.data if form.answer.data is Answer.OTHER else None, **said)


def _of(review: Review, ids: list[int] | None = None) -> list[Extension]:
    rows = visible(Extension).where(Extension.of_review(review.id))
    return db.session.scalars(Extension.listed(rows if ids is None else rows.where(Extension.id.in_(ids)))).all()


def _offering(review: Review) -> DecisionForm:
    form = DecisionForm()
    form.all = _of(review)
    # A page that was opened before somebody else decided still offers his: the model tells what became of it.
    form.offered = form.all if form.is_submitted() else [row for row in form.all if row.is_undecided]
    form.extensions.offer(form.offered, lambda row: row.name)
    return form


def _asking(action: Action, form: AskForm):
    return render_template("extensions/new.html", action=action, form=form, acting_for=acting_for(action))


def _moving(action: Action, form: MoveForm):
    return render_template("extensions/due_date.html", action=action, form=form)


def _deciding(review: Review, form: DecisionForm):
    waiting = [row for row in form.all if row.is_undecided]
    decided = [row for row in form.all if row.decided_on]
    return render_template("extensions/of_review.html", review=review, form=form, waiting=waiting, decided=decided)
