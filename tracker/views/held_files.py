"""Held files: a file in which personal data were found waits here for its uploader's decision."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, workable
from tracker.checks.file_search import SignSearch
from tracker.clock import now
from tracker.extensions import db
from tracker.forms.held_files import Fate, HeldFileForm
from tracker.models import EvidenceVersion, HeldFile
from tracker.orphans import remove_orphan
from tracker.saving import saving
from tracker.storage import StorageError

blueprint = Blueprint("held_files", __name__)


@blueprint.get("/held-files/<id:held_file_id>")
@requires("held_file.decide")
def show(held_file_id):
    """What was found in the file, and what can be done."""
    return _page(find(HeldFile, held_file_id), HeldFileForm(formdata=None))


@blueprint.post("/held-files/<id:held_file_id>/decision")
@requires("held_file.decide")
def create_decision(held_file_id):
    """Throw it away, or make it evidence with the reason why it may stay."""
    row, form = find(HeldFile, held_file_id), HeldFileForm()
    if not form.validate():
        return _page(row, form), 422
    (again, back), sha256 = _places(row), row.sha256
    with saving(form, row):
        version = _decide(find(HeldFile, held_file_id), form)
    if form.form_errors:
        return _page(row, form), 409
    if version is None:
        _remove(sha256)
    flash(f"The file is saved. {version.closed_because or 'A lead will check it.'}" if version else "The file is thrown away.")
    return redirect(back if version else again, 303)


def _remove(sha256: str) -> None:
    """The bytes go at once, unless the store fails: then the sweep removes them."""
    try:
        remove_orphan(current_app.extensions["store"], sha256)
    except StorageError as error:
        db.session.rollback()
        current_app.logger.warning("The bytes of a file that was thrown away are left to the sweep: %s", error)


def waiting() -> list[HeldFile]:
    """The files that wait for my decision, oldest first."""
    return db.session.scalars(HeldFile.listed(workable(HeldFile, "held_file.decide"))).all()


def _decide(row: HeldFile, form: HeldFileForm) -> EvidenceVersion | None:
    """The version that it became; None when it is thrown away."""
    if form.fate.data is Fate.REPLACE:
        return row.discard(by=current_user, at=now())
    withheld = form.fate.data is Fate.WITHHOLD
    why = form.ccg_may_because.data if withheld else ""
    return row.release(because=form.because.data, withheld=withheld, ccg_may_because=why, by=current_user, at=now())


def _places(row: HeldFile) -> tuple[str, str]:
    """The addresses of the form that brings another file, and of the page that shows what came of this one; in a closed review it is both."""
    if not row.may_stay(current_user):
        return (url_for("home.index"),) * 2
    if row.evidence:
        return (url_for("evidence.show", evidence_id=row.evidence_id),) * 2
    back = url_for("actions.show", action_id=row.action_id)
    if row.action.review.is_closed:
        return back, back
    if row.contribution:
        return url_for("evidence.new_contributed", contribution_id=row.contribution_id), back
    return url_for("evidence.new", action_id=row.action_id), back


def _page(row: HeldFile, form: HeldFileForm) -> str:
    owner = row.on_behalf_of or row.action.organisation
    return render_template("held_files/show.html", file=row, form=form, search=SignSearch.from_json(row.search), owner=owner)
