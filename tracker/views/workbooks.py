"""Workbooks: a part goes out as a spreadsheet, comes back, is compared with what stands here, and accepted."""

import io

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible, workable
from tracker.checks import tidy_filename
from tracker.clock import today
from tracker.documents.safe_names import safe_name
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.recommendations import ChangeForm
from tracker.forms.workbooks import AcceptanceForm, WorkbookForm
from tracker.models import Action, Participation, Review, Workbook
from tracker.models.workbook import part_of
from tracker.models.workbook_acceptance import accept
from tracker.models.workbook_comparison import compared, weigh
from tracker.saving import saving
from tracker.uploads import takes_file
from tracker.workbooks.part import ReadPart, read_part
from tracker.workbooks.proposals import edited
from tracker.workbooks.tables import NotAWorkbook, read_tables
from tracker.workbooks.writing import written

blueprint = Blueprint("workbooks", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OTHER_REVIEW = "This workbook belongs to another review. Open that review, and upload it there."
OTHER_PART = "This workbook belongs to an organisation that you cannot answer for. Nothing was kept."
NOTHING = "Nothing is filled in or changed in this workbook, so there is nothing to accept. Did you save it before you uploaded it?"


@blueprint.get("/parts/<id:participation_id>/workbook")
@requires("workbook.read")
def download(participation_id):
    """One organisation's actions as a spreadsheet to fill in."""
    part = find(Participation, participation_id)
    actions = workable(Action, "action.plan").where(Action.review_id == part.review_id, Action.organisation_id.in_(part.organisation.line))
    told = part_of(part.review, part.organisation, db.session.scalars(Action.listed(actions)).all(), on=today())
    return attachment(io.BytesIO(written(told)), XLSX, safe_name(f"Actions of {part.organisation.name}.xlsx", 150))


@blueprint.get("/reviews/<id:review_id>/workbooks")
@requires("workbook.read")
def of_review(review_id):
    """Download a part, upload what came back, and what came back before."""
    return _page(find(Review, review_id), WorkbookForm())


@blueprint.post("/reviews/<id:review_id>/workbooks")
@requires("workbook.bring")
@takes_file("WORKBOOK_LIMIT")
def create(review_id):
    """Keep what a spreadsheet says until somebody accepts it; nothing of it when a cell is wrong."""
    review, form = find(Review, review_id), WorkbookForm()
    read = _read(form) if form.validate() else None
    part = read and _part(review, read, form)
    if part is None:
        return _page(review, form), 422
    with saving(form, review):
        filename = tidy_filename(form.workbook.data.filename)
        row = Workbook.keep(review, part.organisation, edited(read.proposals), filename=filename, notes=read.notes, by=current_user, on=today())
        weigh(row, today())
    if form.form_errors:
        return _page(review, form), 409
    return redirect(url_for("workbooks.show", workbook_id=row.id), 303)


@blueprint.get("/workbooks/<id:workbook_id>")
@requires("workbook.read")
def show(workbook_id):
    """Field by field: what stands here, and what the workbook says."""
    workbook = find(Workbook, workbook_id)
    return _comparison(workbook, _form(workbook))


@blueprint.post("/workbooks/<id:workbook_id>/acceptance")
@requires("workbook.accept")
def create_acceptance(workbook_id):
    """What is ticked happens, all of it or nothing."""
    workbook = find(Workbook, workbook_id)
    form = _form(workbook)
    if not (workbook.is_accepted or form.is_stale or form.validate()):
        return _comparison(workbook, form), 422
    with saving(form, workbook):
        accept(workbook, form.chosen, seen=form.seen.data, by=current_user, on=today(), for_whom=acting_for)
    if form.form_errors:
        return _comparison(workbook, _form(workbook, form)), 409
    flash(f"{workbook.accepted} of {workbook.offered} changes are accepted.")
    return redirect(url_for("workbooks.show", workbook_id=workbook.id), 303)


@blueprint.post("/workbooks/<id:workbook_id>/removal")
@requires("workbook.accept")
def create_removal(workbook_id):
    """Throw it away; nothing of it happens."""
    workbook = find(Workbook, workbook_id)
    form, review_id, kind = ChangeForm(), workbook.review_id, workbook.kind
    if not form.validate():
        return _comparison(workbook, _form(workbook)), 422
    with saving(form, workbook):
        workbook.remove(version=form.version.data, by=current_user)
    if form.form_errors:
        return _comparison(workbook, _form(workbook, form)), 409
    flash(f"The {kind} is thrown away. Nothing of it was accepted.")
    return redirect(url_for("workbooks.of_review", review_id=review_id), 303)


def waiting(*conditions) -> list[Workbook]:
    """The workbooks in which there is something that I may accept, newest first."""
    mine = workable(Workbook, "workbook.accept").where(Workbook.asks(), Review.still_open(Workbook.review_id), *conditions)
    return db.session.scalars(Workbook.listed(mine)).all()


def _read(form: WorkbookForm) -> ReadPart | None:
    """What the file says, before the lock, as reading takes a moment; None with the reasons on the form."""
    db.session.rollback()
    try:
        return read_part(read_tables(form.workbook.data.read(), form.workbook.data.filename))
    except NotAWorkbook as refusal:
        form.problems = refusal.problems
        form.workbook.errors = refusal.problems[:1] if len(refusal.problems) == 1 else ["Nothing was kept. Put these cells right, then upload it again."]
    return None


def _part(review: Review, read: ReadPart, form: WorkbookForm) -> Participation | None:
    """Whose part it is; None with the reason on the form."""
    mine = visible(Participation).where(Participation.review_id == review.id)
    part = next((p for p in db.session.scalars(mine) if p.organisation_id == read.organisation_id), None)
    if read.review_id != review.id:
        form.workbook.errors = [OTHER_REVIEW]
    elif part is None:
        form.workbook.errors = [OTHER_PART]
    elif not edited(read.proposals):
        form.workbook.errors = [NOTHING]
    return None if form.workbook.errors else part


def _form(workbook: Workbook, failed: AcceptanceForm | None = None) -> AcceptanceForm:
    """The newest comparison, with what was ticked and why it failed."""
    form = AcceptanceForm()
    form.offer(compared(workbook, today()))
    if failed or not form.is_submitted():
        form.seen.data, form.version.data = form.newest, workbook.version
    form.form_errors = failed.form_errors if failed else []
    return form


def _comparison(workbook: Workbook, form: AcceptanceForm) -> str:
    behalf = acting_for(workbook) if workbook.organisation else None
    return render_template("workbooks/show.html", workbook=workbook, form=form, acts=acts_on(workbook), acting_for=behalf)


def _page(review: Review, form: WorkbookForm) -> str:
    parts = db.session.scalars(Participation.listed(visible(Participation).where(Participation.review_id == review.id))).all()
    came = db.session.scalars(Workbook.listed(visible(Workbook).where(Workbook.review_id == review.id))).all()
    return render_template("workbooks/of_review.html", review=review, form=form, parts=parts, workbooks=came)
