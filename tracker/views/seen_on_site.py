"""Seen on site: evidence that stays where it is. What was seen is written into a file of our own, so that it is kept, checked and packed like any other."""

import secrets

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.datastructures import FileStorage

from tracker.access import find, requires
from tracker.extensions import db
from tracker.forms.evidence import EvidenceForm
from tracker.forms.seen_on_site import SeenForm
from tracker.models import Action, Evidence, HeldFile
from tracker.views.evidence import checked, keep

blueprint = Blueprint("seen_on_site", __name__)
FILENAME = "Seen on site.txt"


@blueprint.get("/actions/<id:action_id>/seen-on-site")
@requires("evidence.add")
def new(action_id):
    """The form that asks what was seen, where, by whom and when."""
    return _page(find(Action, action_id), SeenForm(request_id=secrets.token_urlsafe(16), formdata=None))


@blueprint.post("/actions/<id:action_id>/seen-on-site")
@requires("evidence.add")
def create(action_id):
    """Keep the record; a lead checks it as any other evidence."""
    action, form = find(Action, action_id), SeenForm()
    if not form.validate():
        return _page(action, form, 422)
    db.session.rollback()  # it may be scanned, which may take a while
    with current_app.extensions["store"].incoming() as arrival:
        arrival.write(f"Seen on site: {form.title.data}\n\n{form.statement}\n".encode())
        record = _record(form, arrival)
        kept = checked(record) or abort(400, description=str(record.file.errors[0]))
        brought = keep(record, kept, action, lambda: Evidence.add(action, **record.described))
    if isinstance(brought, HeldFile):
        return redirect(url_for("held_files.show", held_file_id=brought.id), 303)
    flash("What was seen is recorded. A lead will check it.")
    return redirect(url_for("actions.show", action_id=action_id), 303)


def _record(form: SeenForm, arrival) -> EvidenceForm:
    """As if the record had been uploaded."""
    record = EvidenceForm(formdata=None, title=form.title.data, shows=form.statement, dated_on=form.seen_on.data, request_id=form.request_id.data)
    record.file.data = FileStorage(arrival, FILENAME)
    return record


def _page(action: Action, form: SeenForm, status: int = 200):
    return render_template("seen_on_site/new.html", action=action, form=form), status
