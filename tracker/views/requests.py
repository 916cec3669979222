"""Requests: ask, answer, approve or return, withdraw. Each organisation sees its own part of a request and no other."""

from textwrap import shorten

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.requests import AnswerForm, AskForm, Asker, Decision, DecisionForm, WithdrawalForm
from tracker.models import Action, Evidence, Request, RequestAnswer, RequestPart, Review
from tracker.models.request_part import OWED, State
from tracker.saving import saving

blueprint = Blueprint("requests", __name__)


@blueprint.get("/reviews/<id:review_id>/requests")
@requires("request.read")
def of_review(review_id):
    """Every request in a review, each with the parts that I may see."""
    review = find(Review, review_id)
    parts = db.session.scalars(RequestPart.listed(visible(RequestPart).where(RequestPart.of_review(review.id)))).all()
    asked = db.session.scalars(Request.listed(visible(Request).where(Request.review_id == review.id))).all()
    return render_template("requests/index.html", review=review, asked=asked, parts=parts, acts=acts_on(review))


@blueprint.get("/reviews/<id:review_id>/requests/new")
@requires("request.ask")
def new(review_id):
    """The form that asks; `?action=7` ticks one action."""
    review = find(Review, review_id)
    return _asking(review, _offering(review, asker=Asker.CCG, actions=[request.args.get("action", 0, type=int)]))


@blueprint.post("/reviews/<id:review_id>/requests/new")
@requires("request.ask")
def create(review_id):
    """Ask the organisations of the chosen actions."""
    review = find(Review, review_id)
    form = _offering(review)
    if not form.validate():
        return _asking(review, form), 422
    asked = {name: form[name].data for name in ("kind", "words", "answer_by", "received_on")}
    with saving(form, review):
        Request.ask(review, [a for a in form.offered if a.id in form.actions.data], **asked, by=current_user, on=today())
    if form.form_errors:
        return _asking(review, form), 409
    flash("The request is made. The organisations that you ask see it on their home page.")
    return redirect(url_for("requests.of_review", review_id=review.id), 303)


@blueprint.get("/requests/parts/<id:part_id>")
@requires("request.read")
def show(part_id):
    """What one organisation is asked, and every answer so far."""
    return _page(find(RequestPart, part_id))


@blueprint.post("/requests/parts/<id:part_id>/answers")
@requires("request.answer")
def create_answer(part_id):
    """The organisation's answer, or a lead's on its behalf."""
    part = find(RequestPart, part_id)
    form = _answering(part)
    if not form.validate():
        return _page(part, answer=form), 422
    said = {"words": form.words.data, "on_behalf_of": acting_for(part)}
    with saving(form, part):
        chosen = [e for e in form.offered if e.id in form.evidence.data]
        part.answer(**said, evidence=chosen, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        return _page(part, answer=form), 409
    flash("The answer is saved. A lead will read it.")
    return redirect(url_for("requests.show", part_id=part.id), 303)


@blueprint.post("/requests/parts/<id:part_id>/decision")
@requires("request.decide")
def create_decision(part_id):
    """Approve the answer, or return it with a reason."""
    part, form = find(RequestPart, part_id), DecisionForm()
    if not form.validate():
        return _page(part, decision=form), 422
    said = {"by": current_user, "on": today(), "version": form.version.data}
    with saving(form, part):
        if form.decision.data is Decision.APPROVE:
            part.approve(**said)
        else:
            part.give_back(reason=form.reason.data, **said)
    if form.form_errors:
        return _page(part, decision=form), 409
    flash(f"The answer is {part.state.value}.")
    return redirect(url_for("requests.show", part_id=part.id), 303)


@blueprint.get("/requests/<id:request_id>/withdrawal")
@requires("request.withdraw")
def withdrawal(request_id):
    """Why does it need no answer?"""
    asked = find(Request, request_id)
    return render_template("requests/withdrawal.html", asked=asked, form=WithdrawalForm(version=asked.version))


@blueprint.post("/requests/<id:request_id>/withdrawal")
@requires("request.withdraw")
def create_withdrawal(request_id):
    """It waits for nobody any more."""
    asked, form = find(Request, request_id), WithdrawalForm()
    if not form.validate():
        return render_template("requests/withdrawal.html", asked=asked, form=form), 422
    with saving(form, asked):
        asked.withdraw(reason=form.reason.data, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        return render_template("requests/withdrawal.html", asked=asked, form=form), 409
    flash("The request is withdrawn.")
    return redirect(url_for("requests.of_review", review_id=asked.review_id), 303)


def waiting() -> dict:
    """For home: what is still to be answered, and the answers that wait for a lead."""
    owed = workable(RequestPart, "request.answer").where(RequestPart.in_state(*OWED))
    answered = workable(RequestPart, "request.decide").where(RequestPart.in_state(State.ANSWERED))
    return {
        "requests_owed": db.session.scalars(RequestPart.listed(owed)).all(),
        "requests_answered": db.session.scalars(RequestPart.listed(answered)).all(),
    }


def asked_about(action: Action) -> list[RequestPart]:
    """For the action's page: what was asked about it."""
    return db.session.scalars(RequestPart.listed(visible(RequestPart).where(RequestPart.about(action)))).all()


def has_some(review: Review) -> bool:
    """For the review's page: whether something was asked there that I may see."""
    return db.session.scalar(visible(Request).where(Request.review_id == review.id).limit(1)) is not None


def _offering(review: Review, **given) -> AskForm:
    form = AskForm(**given)
    own = workable(Action, "request.ask").where(Action.review_id == review.id)
    form.offered = db.session.scalars(Action.listed(own)).all()
    form.actions.offer(form.offered, lambda a: f"{a.number}, {a.organisation}: {shorten(a.words or 'not yet agreed', 90, placeholder='…')}")
    return form


def _asking(review: Review, form: AskForm):
    return render_template("requests/new.html", review=review, form=form)


def _answering(part: RequestPart, **given) -> AnswerForm:
    form = AnswerForm(**given)
    form.offered = db.session.scalars(Evidence.listed(visible(Evidence).where(Evidence.of_any(part.actions)))).all()
    form.evidence.offer(form.offered, lambda item: item.title)
    return form


def _page(part: RequestPart, answer: AnswerForm | None = None, decision: DecisionForm | None = None):
    answers = db.session.scalars(RequestAnswer.listed(visible(RequestAnswer).where(RequestAnswer.part_id == part.id))).all()
    answer = answer or _answering(part, formdata=None, version=part.version)
    decision = decision or DecisionForm(formdata=None, version=part.version)
    return render_template(
        "requests/show.html", part=part, answers=answers, acts=acts_on(part), answer=answer, decision=decision, acting_for=acting_for(part)
    )
