"""One round of a submission, for plans and for follow-ups alike: the page of its tasks, and how the next one is assembled."""

from collections import Counter

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import visible
from tracker.clock import today
from tracker.documents import FORMATS
from tracker.extensions import db
from tracker.forms.submissions import AssembleForm, Names
from tracker.models import ColumnLayout, Outcome, RequestPart, Review, SignedCopy, Submission, WordTemplate
from tracker.models.answer_standing import unconfirmed
from tracker.models.frozen_plan import gaps, unanswered
from tracker.models.request_part import State
from tracker.models.submission_kind import Kind
from tracker.saving import saving
from tracker.views.submission_tasks import Round


def new_form(review: Review, kind: Kind) -> AssembleForm:
    """The form that assembles the next one of a kind."""
    return AssembleForm(formdata=None, number=Submission.next_number(review, kind), names=Names.NAMES)


def assembled(review: Review, *, follow_up: bool):
    """Freeze the plan as the form says; a refusal shows on the page of tasks."""
    form = AssembleForm()
    if not form.validate():
        return checklist(review, form, follow_up), 422
    with saving(form, review):
        submission = Submission.assemble(
            review, gap_reason=form.gap_reason.data, number=form.number.data, names=form.names.data is Names.NAMES, follow_up=follow_up,
            by=current_user, on=today(), demonstration=current_app.config["DEMO"],
        )  # fmt: skip
    if form.form_errors:
        if gaps(review) and not form.gap_reason.data:
            form.gap_reason.errors, form.form_errors = form.form_errors, []  # the summary's line then leads to the box
        return checklist(review, form, follow_up), 409
    flash(f"{submission.label} is assembled. It will never change.")
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


def checklist(review: Review, form: AssembleForm, follow_up: bool = False):
    """The page of tasks, for the plan or for follow-ups."""
    submissions = db.session.scalars(Submission.listed(visible(Submission).where(Submission.review_id == review.id))).all()
    kind = Kind.FOLLOW_UP if follow_up else Submission.next_plan(review)
    missing, still = gaps(review), unconfirmed(review)
    newest = next((s for s in submissions if s.series == kind.series), None)
    turn = _round(review, kind, newest, len(missing), len(still))
    return render_template(
        "submissions/checklist.html", review=review, gaps=missing, form=form, submissions=submissions, formats=FORMATS, unconfirmed=still,
        turn=turn, follow_up=follow_up, layout=ColumnLayout.chosen_for(review), arranged=ColumnLayout.arranged_by(current_user, review),
        own_template=WordTemplate.used_for(review), unanswered=unanswered(review),
    )  # fmt: skip


def led(submission: Submission) -> dict:
    """What a lead's page of a submission has besides: its tasks, the signed copy, what CQC said, what changed since."""
    ever, is_newest = _said(submission.review, submission.series), submission.is_newest
    said, parts = [o for o in ever if o.submission_id == submission.id], parts_of(ever)
    turn = Round(submission.review, submission.kind, submission.number + 1, submission, 0, 0, said, _unanswered(ever, parts))
    copy = db.session.scalar(visible(SignedCopy).where(SignedCopy.of(submission)))
    changed = submission.changed_since(on=today()) if is_newest else []
    return {"turn": turn if is_newest and not submission.review.is_closed else None, "said": said, "parts": _asked_by(said, parts), "signed_copy": copy, "changed": len(changed)}


def parts_of(said: list[Outcome]) -> list[RequestPart]:
    """The parts of CQC's questions, one for each organisation that is asked."""
    ids = [question.id for outcome in said for question in outcome.questions]
    return db.session.scalars(RequestPart.listed(visible(RequestPart).where(RequestPart.request_id.in_(ids)))).all() if ids else []


def _round(review: Review, kind: Kind, newest: Submission | None, missing: int, still: int) -> Round:
    ever = _said(review, kind.series) if newest else []
    said = [o for o in ever if o.submission_id == newest.id]
    return Round(review, kind, Submission.next_number(review, kind), newest, missing, still, said, _unanswered(ever, parts_of(ever)))


def _said(review: Review, series: str) -> list[Outcome]:
    """All that CQC said of any version: a question stays when the next one is assembled."""
    return db.session.scalars(Outcome.listed(visible(Outcome).where(Outcome.of_series(review.id, series)))).all()


def _asked_by(said: list[Outcome], parts: list[RequestPart]) -> list[RequestPart]:
    ids = {question.id for outcome in said for question in outcome.questions}
    return [part for part in parts if part.request_id in ids]


def _unanswered(ever: list[Outcome], parts: list[RequestPart]) -> dict[Submission, int]:
    """How many of CQC's questions about each version wait for an approved answer; after an acceptance none does."""
    waiting = {p.request_id for p in parts if p.state not in (State.APPROVED, State.WITHDRAWN)}
    accepted = {o.submission_id for o in ever if not o.is_open}
    counted = Counter(o.submission for o in ever for q in o.questions if q.id in waiting and o.submission_id not in accepted)
    return dict(sorted(counted.items(), key=lambda item: item[0].number))
