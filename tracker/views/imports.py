"""Import: upload a report, compare what was read with its source, confirm. No review exists before that."""

from itertools import groupby

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import requires, visible
from tracker.checks import Refused as FileRefused
from tracker.checks import tidy_filename
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.forms.imports import CheckForm, ConfirmationForm, ImportForm
from tracker.models import ImportDraft, NotAllowed, Organisation, Review
from tracker.models.report_import import check_new, commissioners_led, empty_reviews_of
from tracker.reading import NotAReport
from tracker.reading.child import draw_apart, read_apart
from tracker.reading.corrections import group_of, organisations_of
from tracker.reading.marking import marked_lines
from tracker.reading.places import place_of
from tracker.reading.problems import Place, Problem, counts
from tracker.scanning import check_scanned
from tracker.uploads import takes_file

blueprint = Blueprint("imports", __name__)

GONE = "This draft was confirmed or thrown away before."
PICTURE_WIDTH = 1000  # pixels


def mine() -> ImportDraft:
    """The draft of the signed-in person; 404 when there is none."""
    return ImportDraft.of(current_user) or abort(404, description=f"{GONE} Nothing was changed.")


@blueprint.get("/import")
@requires("report.import")
def show():
    """The draft that was read, or the form that brings one."""
    draft = ImportDraft.of(current_user)
    if draft is None:
        return _upload(ImportForm())
    return _check(draft, _confirmation(draft))


@blueprint.get("/import/new")
@requires("report.import")
def new():
    """The form that brings a report, also when there is a draft."""
    draft = ImportDraft.of(current_user)
    return _upload(ImportForm(replaces=str(draft.version) if draft else ""))


@blueprint.post("/import")
@requires("report.import")
@takes_file("REPORT_LIMIT")
def create():
    """Keep a report that can be read as my draft."""
    form = ImportForm()
    reading, data = _read(form) if form.validate() and form.may_replace(ImportDraft.of(current_user)) else (None, b"")
    if reading is None:
        return _upload(form, 422)
    writing()
    if not form.may_replace(ImportDraft.of(current_user)):
        return _upload(form, 409)
    filename = tidy_filename(form.report.data.filename)
    ImportDraft.keep(reading, filename=filename, data=data, received_on=form.received_on.data, by=current_user)
    db.session.commit()
    return redirect(url_for("imports.show"), 303)


@blueprint.post("/import/checks")
@requires("report.import")
def create_check():
    """Note that a doubt was compared with the report."""
    form = CheckForm()
    if not form.validate():
        abort(422)
    writing()
    draft = mine()
    draft.check_doubt(form.doubt.data, is_checked=form.is_checked.data, version=form.version.data, by=current_user)
    db.session.commit()
    return redirect(url_for("imports.show", _anchor="doubts"), 303)


@blueprint.post("/import/confirmation")
@requires("report.import")
def create_confirmation():
    """The draft becomes a review with its recommendations and actions."""
    draft = ImportDraft.of(current_user)
    if draft and not (form := _confirmation(draft)).validate():
        return _check(draft, form, 422)
    writing()
    draft = ImportDraft.of(current_user)
    if draft is None:
        flash(f"{GONE} Nothing was created a second time.")
        return redirect(url_for("imports.show"), 303)
    review = draft.confirm(into=form.chosen(empty_reviews_of(current_user)), version=form.version.data, on=today(), by=current_user)
    db.session.commit()
    flash("The review is created. No organisation sees it until you ask it. Now ask them, or give every action a post and a due date.")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


@blueprint.post("/import/removal")
@requires("report.import")
def create_removal():
    """Throw the draft away."""
    writing()
    ImportDraft.discard(by=current_user)
    db.session.commit()
    flash("The draft is thrown away. Nothing was created.")
    return redirect(url_for("imports.show"), 303)


@blueprint.get("/import/pages/<id:number>")
@requires("report.import")
def page(number):
    """A page of a PDF, as it was printed: a PNG picture."""
    draft = mine()
    if number not in {line.page for line in draft.source}:
        abort(404)
    data = draft.data
    db.session.rollback()  # drawing may take a while
    try:
        return Response(draw_apart(data, number, width=PICTURE_WIDTH), mimetype="image/png")
    except NotAReport as refusal:
        abort(404, description=str(refusal))


def _upload(form: ImportForm, status: int = 200):
    return render_template("imports/new.html", form=form, draft=ImportDraft.of(current_user)), status


def _read(form: ImportForm) -> tuple:
    """The reading and the bytes of the file, before the lock, as reading may take a while; (None, …) with the reason on the form."""
    data = form.report.data.read()
    try:
        check_new(data)
        Review.check_receipt(form.received_on.data, published_on=None, on=today())
        known = Organisation.names()
        db.session.rollback()
        check_scanned(data, tidy_filename(form.report.data.filename))
        return read_apart(data, known), data
    except (NotAReport, FileRefused) as refusal:
        form.report.errors = [str(refusal)]
    except NotAllowed as refusal:
        form.refuse(str(refusal))
    return None, data


def _confirmation(draft: ImportDraft) -> ConfirmationForm:
    """The form with the questions that are left; it is refused for what stops the import."""
    form = ConfirmationForm(obj=draft)
    form.offer(empty_reviews_of(current_user), draft.unchecked, [problem.words for problem in draft.problems if problem.stops])
    return form


def _check(draft: ImportDraft, form: ConfirmationForm, status: int = 200):
    """The page that shows what was read beside its source."""
    report = draft.report
    doubts = [(n, doubt, place_of(report, doubt)) for n, doubt in enumerate(report.doubts, 1)]
    rows = list(enumerate(report.recommendations, 1))
    organisations, known = organisations_of(report), Organisation.known_as(organisations_of(report))
    return render_template(
        "imports/show.html", draft=draft, report=report, form=form, counts=counts(report),
        problems=draft.problems + [_new_here(n, name) for n, name in enumerate(organisations, 1) if name not in known],
        unchecked=[row for row in doubts if row[0] in draft.unchecked], checked=[row for row in doubts if row[0] in draft.checked],
        organisations=organisations, known=known, led=commissioners_led(report, current_user), citing=_citing(report),
        groups=[(group, list(found)) for group, found in groupby(rows, key=lambda row: group_of(row[1].number))],
        alike=db.session.scalars(visible(Review).where(draft.resembled())).first(), lines=marked_lines(draft.source, report),
    ), status  # fmt: skip


def _new_here(position: int, name: str) -> Problem:
    words = f"“{name}” is new here and will be created. Is this one organisation, under its full name?"
    return Problem(words, Place("organisation", position))


def _citing(report) -> dict[str, list[str]]:
    """The numbers of the findings that cite each recommendation."""
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        for number in finding.recommendations:
            found.setdefault(number, []).append(finding.number)
    return found
