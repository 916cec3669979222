"""Progress: a dated entry of an owner, or of a lead on his behalf; and his word that it is done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, find, requires
from tracker.clock import today
from tracker.forms.actions import CompletionForm, ProgressForm
from tracker.htmx import fragment_or_page, fragment_or_redirect
from tracker.models import Action
from tracker.saving import saving
from tracker.views.actions import meanwhile, picture

blueprint = Blueprint("progress", __name__)
FRAGMENT, PAGE = "actions/_action.html", "actions/show.html"


@blueprint.post("/actions/<id:action_id>/progress")
@requires("progress.record")
def create(action_id):
    """Add a dated entry; the first one starts the action."""
    action, form = find(Action, action_id), ProgressForm()
    if not form.validate():
        return fragment_or_page(FRAGMENT, PAGE, 422, **picture(action, form))
    said = {"confidence": form.confidence.data, "note": form.note.data, "on_behalf_of": acting_for(action)}
    with saving(form, action):
        action.record_progress(**said, by=current_user, on=today(), version=form.version.data)
    if form.form_errors:
        form.refuse("Your text is still here: read what changed, then save it again.")
        return fragment_or_page(FRAGMENT, PAGE, 409, **picture(action, form))
    url, fresh = url_for("actions.show", action_id=action.id), ProgressForm(obj=action, formdata=None)
    return fragment_or_redirect(FRAGMENT, url, said="Your update is saved.", **picture(action, fresh))


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
    seen = form.version.data
    said = {"completed_on": form.completed_on.data, "note": form.note.data, "on_behalf_of": acting_for(action)}
    with saving(form, action):
        action.complete(**said, by=current_user, on=today(), version=seen)
    if form.form_errors:
        return render_template("actions/completion.html", action=action, form=form, meanwhile=meanwhile(action, seen)), 409
    flash("The action is complete. A lead will now verify it.")
    return redirect(url_for("actions.show", action_id=action.id), 303)

