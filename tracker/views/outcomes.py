"""CQC's outcome: accepted, or questions; each question is a request, and all are answered in one document."""

import io
from textwrap import shorten

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible, workable
from tracker.clock import today
from tracker.documents.answers import ANSWERS
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.outcomes import OutcomeForm, QuestionForm
from tracker.models import Action, Outcome, RequestAnswer, Submission
from tracker.models.cqc_answers import cqc_answers
from tracker.saving import saving
from tracker.views.submission_rounds import parts_of
from tracker.views.submissions import page

blueprint = Blueprint("outcomes", __name__)


@blueprint.post("/submissions/<id:submission_id>/outcomes")
@requires("submission.send")
def create(submission_id):
    """Record what CQC said."""
    submission, form = find(Submission, submission_id), OutcomeForm()
    if not form.validate():
        return page(submission, outcome=form), 422
    with saving(form, submission):
        said = {"said_on": form.said_on.data, "who": form.who.data, "how": form.how.data}
        row = Outcome.record(submission, form.verdict.data, **said, by=current_user, on=today())
    if form.form_errors:
        return page(submission, outcome=form), 409
    if row.is_open:
        return redirect(url_for("outcomes.new_question", outcome_id=row.id), 303)
    flash(f"{submission.label} is accepted by CQC.")
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


@blueprint.get("/outcomes/<id:outcome_id>/questions/new")
@requires("submission.send")
def new_question(outcome_id):
    """The form for one of CQC's questions."""
    outcome = find(Outcome, outcome_id)
    return _asking(outcome, _offering(outcome, formdata=None))


@blueprint.post("/outcomes/<id:outcome_id>/questions/new")
@requires("submission.send")
def create_question(outcome_id):
    """The question goes to the organisations of the chosen actions."""
    outcome = find(Outcome, outcome_id)
    form = _offering(outcome)
    if not form.validate():
        return _asking(outcome, form), 422
    with saving(form, outcome):
        about = [a for a in form.offered if a.id in form.actions.data]
        outcome.ask(about, words=form.words.data, answer_by=form.answer_by.data, by=current_user, on=today())
    if form.form_errors:
        return _asking(outcome, form), 409
    flash("The question is asked. The organisations see it on their first page. Add the next one, or go back.")
    return redirect(url_for("outcomes.new_question", outcome_id=outcome.id), 303)


@blueprint.get("/submissions/<id:submission_id>/answers/<format>")
@requires("submission.read_led")
def answers(submission_id, format):
    """All of CQC's questions with their answers, in one document; 404 while it has asked nothing."""
    submission, kind = find(Submission, submission_id), ANSWERS.get(format) or abort(404)
    said = db.session.scalars(Outcome.listed(visible(Outcome).where(Outcome.of(submission)))).all()
    parts = parts_of(said)
    replies = db.session.scalars(RequestAnswer.listed(visible(RequestAnswer).where(RequestAnswer.part_id.in_([p.id for p in parts])))).all()
    told = cqc_answers(submission, said, parts, replies, on=today(), demonstration=bool(current_app.config["DEMO"]))
    if not told["questions"]:
        abort(404)
    return attachment(io.BytesIO(kind["render"](told)), kind["mimetype"], f"Answers to CQC {submission.name}.{format}")


def _offering(outcome: Outcome, **given) -> QuestionForm:
    form = QuestionForm(**given)
    form.offered = db.session.scalars(Action.listed(workable(Action, "request.ask").where(Action.review_id == outcome.submission.review_id))).all()
    form.actions.offer(form.offered, lambda a: f"{a.number}, {a.organisation}: {shorten(a.words or 'not yet agreed', 90, placeholder='…')}")
    return form


def _asking(outcome: Outcome, form: QuestionForm):
    return render_template("outcomes/question.html", outcome=outcome, submission=outcome.submission, form=form)
