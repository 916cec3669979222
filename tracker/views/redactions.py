"""Redactions: personal data are removed from an entry of an action's history."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires
from tracker.clock import today
from tracker.forms.redactions import RedactionForm
from tracker.models import Redaction
from tracker.models.redaction import KINDS
from tracker.saving import saving

blueprint = Blueprint("redactions", __name__)


@blueprint.get("/history/<kind>/<id:row_id>/redaction")
@requires("history.redact")
def new(kind, row_id):
    """Shall the text go?"""
    return _page(kind, _entry(kind, row_id), RedactionForm())


@blueprint.post("/history/<kind>/<id:row_id>/redaction")
@requires("history.redact")
def create(kind, row_id):
    """Remove the text for good."""
    row, form = _entry(kind, row_id), RedactionForm()
    if not form.validate():
        return _page(kind, row, form), 422
    with saving(form, row):
        Redaction.of(kind, row, why=form.why.data, by=current_user, on=today())
    if form.form_errors:
        return _page(kind, row, form), 409
    flash("The text is removed.")
    return redirect(url_for("actions.show", action_id=row.action_id), 303)


def _entry(kind: str, row_id: int):
    """The row: a lead's to redact, or an organisation's own words."""
    if kind not in KINDS:
        abort(404)
    row = find(KINDS[kind][0], row_id)
    if "history.redact_any" not in acts_on(row.action) and not Redaction.is_own(kind, row, Redaction.authors(row.action)):
        abort(403)
    return row


def _page(kind: str, row, form: RedactionForm):
    return render_template(
        "redactions/new.html", kind=kind, row=row, form=form, texts=Redaction.texts(kind, row), held_by=Redaction.held_by(kind, row)
    )
