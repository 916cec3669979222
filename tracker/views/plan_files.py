"""Plan files: a plan that exists already comes in; its columns are told apart, then it is compared like a workbook."""

import io

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import find, requires, still_may, visible
from tracker.checks import tidy_filename
from tracker.clock import today
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.plan_files import ColumnsForm, PlanFileForm, RemovalForm, ShownForm
from tracker.models import PlanFile, Review
from tracker.models.workbook_comparison import weigh
from tracker.saving import saving
from tracker.uploads import takes_file
from tracker.workbooks.headings import KINDS
from tracker.workbooks.left_out import left_out_csv
from tracker.workbooks.table_groups import groups
from tracker.workbooks.tables import NotAWorkbook, read_tables

blueprint = Blueprint("plan_files", __name__)


@blueprint.get("/reviews/<id:review_id>/plan-files")
@requires("plan_file.bring")
def index(review_id):
    """The form that brings a plan, and the plans that were brought."""
    return _upload(find(Review, review_id), PlanFileForm())


@blueprint.post("/reviews/<id:review_id>/plan-files")
@requires("plan_file.bring")
@takes_file("WORKBOOK_LIMIT")
def create(review_id):
    """Keep a file whose tables can be read."""
    review, form = find(Review, review_id), PlanFileForm()
    tables = _tables(form) if form.validate() else []
    if not tables:
        return _upload(review, form), 422
    with saving(form, review):
        still_may(review)
        kept = PlanFile.keep(review, tables, filename=tidy_filename(form.file.data.filename), by=current_user, on=today())
    if form.form_errors:
        return _upload(review, form), 409
    return redirect(url_for("plan_files.show", plan_file_id=kept.id), 303)


@blueprint.get("/plan-files/<id:plan_file_id>")
@requires("plan_file.bring")
def show(plan_file_id):
    """The columns of the file, each with its first cells and what it may hold."""
    row = find(PlanFile, plan_file_id)
    found = row.groups
    shown = ShownForm(request.args)
    shown.offer(found)
    form = ColumnsForm(formdata=None, group=shown.group.data, heading=shown.heading.data, version=row.version)
    form.offer(found)
    return _columns(row, shown, form)


@blueprint.post("/plan-files/<id:plan_file_id>/proposals")
@requires("plan_file.bring")
def create_proposals(plan_file_id):
    """Lay what the file says beside the plan, by these columns."""
    row, form = find(PlanFile, plan_file_id), ColumnsForm()
    found = row.groups
    if not form.offer(found):
        abort(422, description="This file has no such table. Nothing was changed.")
    shown = ShownForm(formdata=None, group=form.group.data, heading=form.heading.data)
    shown.offer(found)
    if not form.validate():
        return _columns(row, shown, form), 422
    read = row.read(**form.chosen, on=today())  # before the lock, as it may take a while
    with saving(form, row):
        workbook = row.propose(read, chosen=form.chosen, version=form.version.data, by=current_user, on=today())
        weigh(workbook, today())
    if form.form_errors:
        return _columns(row, shown, form), 409
    return redirect(url_for("workbooks.show", workbook_id=workbook.id), 303)


@blueprint.get("/plan-files/<id:plan_file_id>/left-out")
@requires("plan_file.bring")
def left_out(plan_file_id):
    """The rows that could not be placed, with the reasons, as CSV."""
    row = find(PlanFile, plan_file_id)
    return attachment(io.BytesIO(left_out_csv(row.left_out(today()))), "text/csv", f"rows-left-out-{row.id}.csv")


@blueprint.post("/plan-files/<id:plan_file_id>/removal")
@requires("plan_file.bring")
def create_removal(plan_file_id):
    """Throw the file away."""
    row, form = find(PlanFile, plan_file_id), RemovalForm()
    review_id, filename = row.review_id, row.filename
    if not form.validate():
        abort(422)
    with saving(form, row):
        row.remove(version=form.version.data, by=current_user)
    flash("It was changed meanwhile. Look at it again." if form.form_errors else f"{filename} is thrown away. Nothing in the plan was changed.")
    return redirect(url_for("plan_files.index", review_id=review_id), 303)


def _tables(form: PlanFileForm) -> list:
    """The tables of the file, before the lock, as reading may take a while; none, with the reasons on the form."""
    data = form.file.data.read()
    db.session.rollback()
    try:
        tables = read_tables(data, tidy_filename(form.file.data.filename))
    except NotAWorkbook as refusal:
        form.file.errors = refusal.problems[:1]
        return []
    if not groups(tables):
        form.file.errors = ["The file is empty. Choose the file that holds the plan."]
    return tables if groups(tables) else []


def _upload(review: Review, form: PlanFileForm):
    files = db.session.scalars(PlanFile.listed(visible(PlanFile).where(PlanFile.of(review)))).all()
    return render_template("plan_files/index.html", review=review, form=form, files=files)


def _columns(row: PlanFile, shown: ShownForm, form: ColumnsForm):
    return render_template("plan_files/show.html", file=row, review=row.review, shown=shown, form=form, kinds=KINDS)
