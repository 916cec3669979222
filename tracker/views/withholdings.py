"""Withholding: a file is listed, and from now on only its organisation opens it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import requires
from tracker.clock import now
from tracker.forms.withholdings import WithholdingForm
from tracker.models import EvidenceVersion
from tracker.saving import saving
from tracker.views.take_downs import version_of

blueprint = Blueprint("withholdings", __name__)


@blueprint.get("/evidence/<id:evidence_id>/versions/<id:version_id>/withholding")
@requires("evidence.withhold")
def new(evidence_id, version_id):
    """Shall only its organisation open the file?"""
    return _page(version_of(evidence_id, version_id), WithholdingForm(formdata=None))


@blueprint.post("/evidence/<id:evidence_id>/versions/<id:version_id>/withholding")
@requires("evidence.withhold")
def create(evidence_id, version_id):
    """Withhold it."""
    version, form = version_of(evidence_id, version_id), WithholdingForm()
    if not form.validate():
        return _page(version, form), 422
    with saving(form, version):
        version.withhold(because=form.because.data, ccg_may_because=form.ccg_may_because.data, by=current_user, at=now())
    if form.form_errors:
        return _page(version, form), 409
    flash(f"Version {version.number} is withheld.")
    return redirect(url_for("evidence.show", evidence_id=evidence_id), 303)


def _page(version: EvidenceVersion, form: WithholdingForm) -> str:
    return render_template("withholdings/new.html", version=version, item=version.evidence, form=form)
