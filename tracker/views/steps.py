"""Steps of an action: add one, tick it, take it out. The list is a fragment of the action's page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.steps import StepForm, TickForm
from tracker.htmx import fragment_or_page, fragment_or_redirect
from tracker.models import Action, Step
from tracker.saving import saving

blueprint = Blueprint("steps", __name__)
FRAGMENT, PAGE = "steps/_steps.html", "steps/index.html"
SAID = {"done": "The step is done.", "open": "The step is open again.", "gone": "The step is removed."}


@blueprint.get("/actions/<id:action_id>/steps")
@requires("action.read")
def index(action_id):
    """The steps of an action, and nothing else."""
    action = find(Action, action_id)
    return render_template(PAGE, **steps_of(action))


@blueprint.get("/actions/<id:action_id>/steps/new")
@requires("action.plan")
def new(action_id):
    """The form for one more step."""
    action = find(Action, action_id)
    return render_template("steps/new.html", action=action, form=StepForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/steps/new")
@requires("action.plan")
def create(action_id):
    """Add a step."""
    action, form = find(Action, action_id), StepForm()
    if not form.validate():
        return render_template("steps/new.html", action=action, form=form), 422
    with saving(form, action):
        Step.add(action, words=form.words.data, due_on=form.due_on.data, version=form.version.data, by=current_user)
    if form.form_errors:
        return render_template("steps/new.html", action=action, form=form), 409
    flash("The step is added.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.post("/steps/<id:step_id>/state")
@requires("action.plan")
def create_state(step_id):
    """Tick it, untick it, or take it out."""
    step, form = find(Step, step_id), TickForm()
    action = step.action
    if not form.validate():
        return fragment_or_page(FRAGMENT, PAGE, 422, **steps_of(action, form))
    with saving(form, step):
        _to(step, form.to.data, form.version.data)
    if form.form_errors:
        return fragment_or_page(FRAGMENT, PAGE, 409, **steps_of(action, form))
    url = url_for("actions.show", action_id=action.id, _anchor="steps")
    return fragment_or_redirect(FRAGMENT, url, said=SAID[form.to.data], **steps_of(action))


def steps_of(action: Action, refused: TickForm | None = None) -> dict:
    """What the list of steps prints."""
    steps = db.session.scalars(Step.listed(visible(Step).where(Step.action_id == action.id))).all()
    return {"action": action, "steps": steps, "acts": acts_on(action), "refused": refused}


def _to(step: Step, to: str, version: int) -> None:
    if to == "done":
        step.tick(version=version, by=current_user, on=today())
    elif to == "open":
        step.untick(version=version, by=current_user)
    else:
        step.remove(version=version, by=current_user)
