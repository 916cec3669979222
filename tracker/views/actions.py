"""Actions: one action with its story, and its plan."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.forms.actions import PlanForm, ProgressForm
from tracker.models import Action, Evidence, Membership, ProgressUpdate, Stale, Verification
from tracker.models.action_status import OPEN
from tracker.models.brag import COLOUR, coloured, legend

blueprint = Blueprint("actions", __name__)


@blueprint.get("/actions/<id:action_id>")
@requires("action.read")
def show(action_id):
    """CQC's words, what we will do, and everything that came of it."""
    return render_template("actions/show.html", **picture(find(Action, action_id)))


@blueprint.get("/actions/<id:action_id>/plan")
@requires("action.plan")
def plan(action_id):
    """The form with who does what by when."""
    action = find(Action, action_id)
    return render_template("actions/plan.html", action=action, form=_form(action, obj=action), now=None)


@blueprint.post("/actions/<id:action_id>/plan")
@requires("action.plan")
def create_plan(action_id):
    """Set who does what by when."""
    action = find(Action, action_id)
    form = _form(action)
    if not form.validate():
        return render_template("actions/plan.html", action=action, form=form, now=None), 422
    writing()
    try:
        action.plan(version=form.version.data, by=current_user, **form.planned)
    except Stale as refusal:
        db.session.rollback()
        form.refuse(f"{refusal} What they saved stands beside each of your answers. Press Save again to keep yours.")
        form.version.data = action.version
        return render_template("actions/plan.html", action=action, form=form, now=_form(action, obj=action, formdata=None)), 409
    db.session.commit()
    flash("The action is saved.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


def picture(action: Action, form: ProgressForm | None = None) -> dict:
    """Everything that the action's page and its fragment print."""
    of_action = visible(Action).where(Action.id == action.id)
    reason = db.session.execute(coloured(of_action, today())).one()[1]
    updates = db.session.scalars(ProgressUpdate.listed(visible(ProgressUpdate).where(ProgressUpdate.action_id == action.id)))
    return {
        "action": action,
        "acts": acts_on(action),
        "reason": reason,
        "colour": COLOUR,
        "legend": legend(),
        "is_open": action.status in OPEN,
        "acting_for": acting_for(action),
        "updates": updates.all(),
        "evidence": db.session.scalars(Evidence.listed(visible(Evidence).where(Evidence.of(action)))).all(),
        "verifications": db.session.scalars(Verification.listed(visible(Verification).where(Verification.action_id == action.id))).all(),
        "form": form or ProgressForm(obj=action),
    }


def _form(action: Action, **given) -> PlanForm:
    form = PlanForm(**given)
    form.offer_owners(Membership.owners_of(action.organisation))
    # After CQC has the plan, an owner asks for another date and a lead decides.
    if action.review.first_sent_on and "review.correct" not in acts_on(action.review):
        del form.due_on
    return form
