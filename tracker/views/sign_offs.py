"""Sign-off: the accountable officer signs with his own account, or a lead records his word, with the signed page if there is a scan."""

import io
from contextlib import ExitStack
from tempfile import TemporaryFile

from flask import Blueprint, abort, current_app, flash, redirect, url_for
from flask_login import current_user

from tracker.access import find, requires, still_may, visible
from tracker.checks import Refused as FileRefused
from tracker.checks import check_file, tidy_filename
from tracker.clock import today
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.submissions import SignOffForm, Word
from tracker.models import Document, SignedCopy, Submission
from tracker.saving import saving
from tracker.scanning import check_scanned
from tracker.showing import NotShown, draw_apart
from tracker.storage import Arrival
from tracker.uploads import takes_file
from tracker.views.submissions import page
from tracker.views.word_templates import documents_of

blueprint = Blueprint("sign_offs", __name__)

PAGES = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
SMALL = 200  # pixels; whether it can be drawn at all is asked
BROKEN = "The first page of this file cannot be opened. Scan the signed page again, or save it as a PDF, JPEG or PNG file again."
NO_PAGE = "Choose the scan of the signed page as a PDF, JPEG or PNG file."


@blueprint.post("/submissions/<id:submission_id>/sign-off")
@requires("submission.sign_off")
@takes_file("WORKBOOK_LIMIT")
def create(submission_id):
    """Keep who signed it off, and the documents rendered from the two frozen records; or that it is declined."""
    submission = find(Submission, submission_id)
    form = SignOffForm.of(submission.plan["names"])
    scan = _scan(form) if form.validate() else None
    if form.errors:
        return page(submission, sign_off=form), 422
    if form.word.data is Word.DECLINED:
        _decline(submission, form)
    else:
        _sign_off(submission, form, scan)
    if form.form_errors:
        return page(submission, sign_off=form), 409
    declined = "The version is declined. Change the plan, then assemble a new one."
    flash(declined if form.word.data is Word.DECLINED else "The sign-off is recorded, and the documents are ready.")
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


@blueprint.get("/submissions/<id:submission_id>/signed-copy")
@requires("submission.read_led")
def signed_copy(submission_id):
    """The scan of the page that was signed."""
    submission = find(Submission, submission_id)
    kept = db.session.scalar(visible(SignedCopy).where(SignedCopy.of(submission))) or abort(404)
    return attachment(current_app.extensions["store"].open_checked(kept.sha256), kept.mimetype, kept.filename, kept.sha256)


def _decline(submission: Submission, form: SignOffForm) -> None:
    with saving(form, submission):
        said = {"name": form.typed_name, "role": form.role.data, "comments": form.comments.data}
        submission.decline(**said, declined_on=form.on.data, by=current_user, on=today())


def _sign_off(submission: Submission, form: SignOffForm, scan: tuple[str, str, bytes] | None) -> None:
    """Between the two locks: rendering takes a second, and a bucket may be slow."""
    own = form.word.data is Word.OWN
    record = submission.sign_off_record(
        name=current_user.name if own else form.typed_name, role=form.role.data, on=today() if own else form.on.data, own=own
    )
    with saving(form, submission):
        submission.check_sign_off(record, on=today())
    if form.form_errors:
        return
    rendered, template = documents_of(submission, record, form)
    if form.form_errors:
        return
    with ExitStack() as stack:
        staged = stage_all(rendered | ({"": scan[2]} if scan else {}), stack)
        with saving(form, submission):
            still_may(submission)
            copy = _signed_copy(scan, staged.pop("", None))
            documents = _documents(submission, staged, template)
            submission.record_sign_off(record, documents=documents, signed_copy=copy, on=today(), by=current_user)


def _scan(form: SignOffForm) -> tuple[str, str, bytes] | None:
    """The name, type and bytes of the signed page; an error on the form when it is not one that may be kept."""
    if not form.brings_file:
        return None
    filename, data = tidy_filename(form.file.data.filename), form.file.data.read()
    db.session.rollback()
    try:
        kind = check_file(filename, io.BytesIO(data))
        if kind.extension not in PAGES:
            raise FileRefused(NO_PAGE)
        check_scanned(data, filename)
        _draw_first(data, kind.extension)
    except FileRefused as refusal:
        form.file.errors = [str(refusal)]
        return None
    return filename, kind.mimetype, data


def _draw_first(data: bytes, extension: str) -> None:
    """Raises FileRefused for a broken file: what nobody can open proves no signature."""
    with TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            draw_apart(file, f"page.{extension}", 1, width=SMALL)
        except NotShown:
            raise FileRefused(BROKEN) from None


def stage_all(files: dict[str, bytes], stack: ExitStack) -> dict[str, Arrival]:
    """Every file, brought to the store and not yet named in it."""
    store = current_app.extensions["store"]
    staged = {name: stack.enter_context(store.incoming()) for name in files}
    for name, data in files.items():
        staged[name].write(data)
        store.stage(staged[name])
    return staged


def _documents(submission: Submission, staged: dict[str, Arrival], template: str | None) -> list[Document]:
    """Every document, kept: under the lock no sweep takes away what has no row yet."""
    return [submission.document(format, arrival.size, _kept(arrival), template) for format, arrival in staged.items()]


def _signed_copy(scan: tuple[str, str, bytes] | None, arrival: Arrival | None) -> SignedCopy | None:
    return scan and SignedCopy(filename=scan[0], mimetype=scan[1], sha256=_kept(arrival), size=arrival.size)


def _kept(arrival: Arrival) -> str:
    return current_app.extensions["store"].keep(arrival)
