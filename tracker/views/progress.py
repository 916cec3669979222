"""Progress: a dated entry of an owner, or of a lead on his behalf; and his word that it is done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, find, requires
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.forms.actions import CompletionForm, ProgressForm
from tracker.htmx import fragment_or_page, fragment_or_redirect
from tracker.models import Action, Refused
from tracker.views.actions import picture

blueprint = Blueprint("progress", __name__)
FRAGMENT, PAGE = "actions/_action.html", "actions/show.html"


@blueprint.post("/actions/<id:action_id>/progress")
@requires("progress.record")
def create(action_id):
    """Add a dated entry; the first one starts the action."""
    action, form = find(Action, action_id), ProgressForm()
    if not form.validate():
        return fragment_or_page(FRAGMENT, PAGE, 422, **picture(action, form))
    behalf = acting_for(action)
    writing()
    try:
        action.record_progress(
            confidence=form.confidence.data, note=form.note.data, by=current_user, on=today(),
            version=form.version.data, on_behalf_of=behalf,
        )  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(f"{refusal} Your text is still here: read what changed, then save it again.")
        form.version.data = action.version
        return fragment_or_page(FRAGMENT, PAGE, 409, **picture(action, form))
    db.session.commit()
    url = url_for("actions.show", action_id=action.id)
    return fragment_or_redirect(FRAGMENT, url, said="Your update is saved.", **picture(action, ProgressForm(obj=action, formdata=None)))


@blueprint.get("/actions/<id:action_id>/completion")
@requires("action.complete")
def completion(action_id):
    """The form for saying that it is done."""
    action = find(Action, action_id)
    return render_template("actions/completion.html", action=action, form=CompletionForm(obj=None, version=action.version))


@blueprint.post("/actions/<id:action_id>/completion")
@requires("action.complete")
def create_completion(action_id):
    """The owner's word that it is done."""
    action, form = find(Action, action_id), CompletionForm()
    if not form.validate():
        return render_template("actions/completion.html", action=action, form=form), 422
    behalf = acting_for(action)
    writing()
    try:
        action.complete(
            completed_on=form.completed_on.data, note=form.note.data, by=current_user, on=today(),
            version=form.version.data, on_behalf_of=behalf,
        )  # fmt: skip
    except Refused as refusal:
        return _refused(action, form, refusal)
    db.session.commit()
    flash("The action is complete. A lead will now verify it.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


def _refused(action: Action, form: CompletionForm, refusal: Refused):
    db.session.rollback()
    form.refuse(str(refusal))
    form.version.data = action.version
    return render_template("actions/completion.html", action=action, form=form), 409
