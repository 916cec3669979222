"""Taking down: a file that was uploaded by mistake is hidden from everybody at once, and deleted for good later."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible
from tracker.clock import now
from tracker.extensions import db
from tracker.forms.take_downs import TakeDownForm
from tracker.models import EvidenceVersion
from tracker.saving import saving

blueprint = Blueprint("take_downs", __name__)


@blueprint.get("/evidence/<id:evidence_id>/versions/<id:version_id>/take-down")
@requires("evidence.take_down")
def new(evidence_id, version_id):
    """Shall the file go?"""
    return _page(version_of(evidence_id, version_id), TakeDownForm(formdata=None))


@blueprint.post("/evidence/<id:evidence_id>/versions/<id:version_id>/take-down")
@requires("evidence.take_down")
def create(evidence_id, version_id):
    """Hide the file from everybody, now."""
    version, form = version_of(evidence_id, version_id), TakeDownForm()
    if not form.validate():
        return _page(version, form), 422
    with saving(form, version):
        version.take_down(because=form.because.data, by=current_user, at=now())
    if form.form_errors:
        return _page(version, form), 409
    flash(f"Version {version.number} is taken down. Nobody can open it any more.")
    return redirect(url_for("evidence.show", evidence_id=evidence_id), 303)


def version_of(evidence_id: int, version_id: int) -> EvidenceVersion:
    """The version of this item; 404 when they do not belong together."""
    version = find(EvidenceVersion, version_id)  # who brought it may do this, also where the item is another's
    return version if version.evidence_id == evidence_id else abort(404)


def _page(version: EvidenceVersion, form: TakeDownForm) -> str:
    twins = db.session.scalars(EvidenceVersion.listed(visible(EvidenceVersion).where(EvidenceVersion.is_twin_of(version)))).all()
    days = current_app.config["PURGE_AFTER_DAYS"]
    return render_template("take_downs/new.html", version=version, item=version.evidence, form=form, days=days, twins=twins)
