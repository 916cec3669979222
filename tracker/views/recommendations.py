"""Recommendations: one with its findings and actions, and what a lead may put right after the import."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.recommendations import AdditionForm, AddressForm, ChangeForm, CorrectionForm, SplitForm, WordsForm
from tracker.models import Action, Finding, Recommendation, Review, Submission
from tracker.models.action_status import least_advanced
from tracker.models.addressing import known_organisations
from tracker.models.brag import COLOUR, coloured, legend
from tracker.saving import saving

blueprint = Blueprint("recommendations", __name__)


@blueprint.get("/recommendations/<id:recommendation_id>")
@requires("review.read")
def show(recommendation_id):
    """CQC's words, the findings behind them, and the actions that I may see."""
    row = find(Recommendation, recommendation_id)
    rows = db.session.execute(coloured(visible(Action).where(Action.answering(row)), today())).all()
    mine = {a.id for a in db.session.scalars(workable(Action, "progress.record").where(Action.answering(row)))}
    return render_template(
        "recommendations/show.html", recommendation=row, rows=rows, mine=mine, acts=acts_on(row), colour=COLOUR, legend=legend(),
        status=least_advanced([a.status for a, _ in rows]) if mine else None,
    )


@blueprint.get("/reviews/<id:review_id>/recommendations/new")
@requires("recommendation.correct")
def new(review_id):
    """The form for one that the import missed."""
    review = find(Review, review_id)
    return _addition(review, _offering(AdditionForm(), "Choose an organisation"))


@blueprint.post("/reviews/<id:review_id>/recommendations/new")
@requires("recommendation.correct")
def create(review_id):
    """Add one that the import missed, with its action."""
    review, form = find(Review, review_id), _offering(AdditionForm(), "Choose an organisation")
    if not _is_good(form, review):
        return _addition(review, form), 422
    with saving(form, review):
        row = Recommendation.add(
            review, number=form.number.data, text=form.words.data, organisations=[form.organisation], findings=form.rows, by=current_user
        )
    if form.form_errors:
        return _addition(review, form), 409
    flash(f"Recommendation {row.number} is added, with an action.")
    return redirect(url_for("recommendations.show", recommendation_id=row.id), 303)


@blueprint.get("/recommendations/<id:recommendation_id>/correction")
@requires("recommendation.correct")
def correction(recommendation_id):
    """The form with what was read."""
    row = find(Recommendation, recommendation_id)
    return _page("correction", row, _saved(row))


@blueprint.post("/recommendations/<id:recommendation_id>/correction")
@requires("recommendation.correct")
def create_correction(recommendation_id):
    """Put right what was read."""
    row, form = find(Recommendation, recommendation_id), CorrectionForm()
    if not _is_good(form, row.review):
        return _page("correction", row, form), 422
    seen = form.version.data
    with saving(form, row):
        row.correct(number=form.number.data, text=form.words.data, findings=form.rows, version=seen, by=current_user)
    if form.form_errors:
        return _page("correction", row, form, now=_saved(row) if seen != row.version else None), 409
    return _done(row, f"Recommendation {row.number} is corrected.")


@blueprint.get("/recommendations/<id:recommendation_id>/split")
@requires("recommendation.correct")
def split(recommendation_id):
    """The form that makes two of one."""
    row = find(Recommendation, recommendation_id)
    return _page("split", row, SplitForm(words=row.text, version=row.version))


@blueprint.post("/recommendations/<id:recommendation_id>/split")
@requires("recommendation.correct")
def create_split(recommendation_id):
    """Make two of one."""
    row, form = find(Recommendation, recommendation_id), SplitForm()
    if not form.validate():
        return _page("split", row, form), 422
    with saving(form, row):
        new = row.split(
            text=form.words.data, number=form.number.data, new_text=form.new_words.data, version=form.version.data, by=current_user
        )
    if form.form_errors:
        return _page("split", row, form), 409
    return _done(row, f"Recommendation {row.number} is split. Number {new.number} is new, with actions of its own.")


@blueprint.get("/recommendations/<id:recommendation_id>/organisations")
@requires("recommendation.correct")
def organisations(recommendation_id):
    """The form with whom it addresses."""
    row = find(Recommendation, recommendation_id)
    return _page("organisations", row, _address(row, organisations=[o.id for o in row.organisations], version=row.version))


@blueprint.post("/recommendations/<id:recommendation_id>/organisations")
@requires("recommendation.correct")
def create_organisations(recommendation_id):
    """Address it to others; an action comes or goes with each of them."""
    row = find(Recommendation, recommendation_id)
    form = _address(row)
    if not form.validate():
        return _page("organisations", row, form), 422
    with saving(form, row):
        wanted = [form.offered[id] for id in form.organisations.data] + [o for o in [form.organisation] if o]
        row.readdress(wanted, version=form.version.data, by=current_user)
    if form.form_errors:
        return _page("organisations", row, form), 409
    return _done(row, f"Recommendation {row.number} is now addressed to {' and '.join(o.name for o in row.organisations)}.")


@blueprint.get("/recommendations/<id:recommendation_id>/removal")
@requires("recommendation.correct")
def removal(recommendation_id):
    """Shall it go?"""
    row = find(Recommendation, recommendation_id)
    return _page("removal", row, ChangeForm(version=row.version))


@blueprint.post("/recommendations/<id:recommendation_id>/removal")
@requires("recommendation.correct")
def create_removal(recommendation_id):
    """Take out what is no recommendation."""
    row, form = find(Recommendation, recommendation_id), ChangeForm()
    if not form.validate():
        return _page("removal", row, form), 422
    review_id, number = row.review_id, row.number
    with saving(form, row):
        row.remove(version=form.version.data, by=current_user)
    if form.form_errors:
        return _page("removal", row, form), 409
    flash(f"Recommendation {number} is removed, and its actions with it.")
    return redirect(url_for("reviews.show", review_id=review_id), 303)


def sent_version(review_id: int) -> int | None:
    """The number of the newest version that CQC has; a change from now on is not in it."""
    sent = visible(Submission).where(Submission.review_id == review_id, Submission.is_plan(), Submission.sent_on.is_not(None))
    newest = db.session.scalars(Submission.listed(sent)).first()
    return newest and newest.number


def _page(name: str, row: Recommendation, form, **more):
    return render_template(
        f"recommendations/{name}.html", **{"now": None} | more, recommendation=row, form=form, sent=sent_version(row.review_id)
    )


def _addition(review: Review, form: AdditionForm):
    return render_template("recommendations/new.html", review=review, form=form, sent=sent_version(review.id))


def _done(row: Recommendation, said: str):
    flash(said)
    return redirect(url_for("recommendations.show", recommendation_id=row.id), 303)


def _saved(row: Recommendation) -> CorrectionForm:
    numbers = ", ".join(f.number for f in row.findings)
    return CorrectionForm(formdata=None, number=row.number, words=row.text, findings=numbers, version=row.version)


def _is_good(form: WordsForm, review: Review) -> bool:
    """Whether the form is whole and every finding that it names is the review's."""
    good = form.validate()
    form.read_findings(db.session.scalars(visible(Finding).where(Finding.review_id == review.id)).all())
    return good and not form.findings.errors


def _offering(form, first: str):
    form.offer_organisations(known_organisations(), first)
    return form


def _address(row: Recommendation, **given) -> AddressForm:
    form = _offering(AddressForm(**given), "Nobody else")
    named = {o.id: o for o in [*row.review.participants, *row.organisations]}
    form.offered |= named
    form.organisations.offer(list(named.values()), lambda o: o.name)
    return form
