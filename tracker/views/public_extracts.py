"""The public extract of a submission: a preview of the very files, its release by a lead, and the released files."""

import io

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible
from tracker.clock import today
from tracker.documents import PUBLIC
from tracker.documents.public_extract import public_extract
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms.public_extracts import ReleaseForm
from tracker.models import PublicExtract, Submission
from tracker.saving import saving

blueprint = Blueprint("public_extracts", __name__)


@blueprint.get("/submissions/<id:submission_id>/public-extract")
@requires("submission.read")
def show(submission_id):
    """What was released; for a lead, before that, what would be."""
    return _page(find(Submission, submission_id), ReleaseForm(formdata=None))


@blueprint.get("/submissions/<id:submission_id>/public-extract/<format>")
@requires("submission.read")
def download(submission_id, format):
    """One of the files: as released, or as it would be."""
    submission, kind = find(Submission, submission_id), PUBLIC.get(format) or abort(404)
    released = _released(submission)
    data = getattr(released, format) if released else kind["render"](_preview(submission))
    return attachment(io.BytesIO(data), kind["mimetype"], f"Public extract {submission.name}.{format}")


@blueprint.post("/submissions/<id:submission_id>/public-extract")
@requires("extract.release")
def create(submission_id):
    """Release it: from now on everybody who reads the submission can take it."""
    submission, form = find(Submission, submission_id), ReleaseForm()
    if not form.validate():
        return _page(submission, form), 422
    extract = _preview(submission)
    files = {format: kind["render"](extract) for format, kind in PUBLIC.items()}
    with saving(form, submission):
        PublicExtract.release(submission, extract, files, by=current_user, on=today())
    if form.form_errors:
        return _page(submission, form), 409
    flash("The extract is released. It will never change.")
    return redirect(url_for("public_extracts.show", submission_id=submission.id), 303)


def _page(submission: Submission, form: ReleaseForm):
    released = _released(submission)
    return render_template(
        "public_extracts/show.html", submission=submission, released=released, form=form, formats=PUBLIC, acts=acts_on(submission),
        extract=released.extract if released else _preview(submission),
    )  # fmt: skip


def _released(submission: Submission) -> PublicExtract | None:
    return db.session.scalar(visible(PublicExtract).where(PublicExtract.submission_id == submission.id))


def _preview(submission: Submission) -> dict:
    """What would be released, for those who may release it."""
    if "extract.release" not in acts_on(submission):
        abort(404)
    return public_extract(submission.plan, submission.label)
