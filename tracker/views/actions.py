"""Actions: one action with its story, and its plan."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.actions import PlanForm, ProgressForm
from tracker.models import Action, Evidence, Membership, ProgressUpdate, Verification
from tracker.models.brag import COLOUR, coloured, legend
from tracker.saving import saving

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
    with saving(form, action):
        action.plan(version=form.version.data, by=current_user, may_move_date=_may_move_date(action), **form.planned)
    if form.form_errors:
        form.refuse("What is saved now stands beside each of your answers that differs. Press Save again to keep yours.")
        return render_template("actions/plan.html", action=action, form=form, now=_form(action, obj=action, formdata=None)), 409
    flash("The action is saved.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


def picture(action: Action, form: ProgressForm | None = None) -> dict:
    """Everything that the action's page and its fragment print."""
    of_action = visible(Action).where(Action.id == action.id)
    reason = db.session.execute(coloured(of_action, today())).one()[1]
    updates = db.session.scalars(ProgressUpdate.listed(visible(ProgressUpdate).where(ProgressUpdate.action_id == action.id)))
    verified = db.session.scalars(Verification.listed(visible(Verification).where(Verification.action_id == action.id)))
    return {
        "action": action,
        "acts": acts_on(action),
        "reason": reason,
        "colour": COLOUR,
        "legend": legend(),
        "acting_for": acting_for(action),
        "story": sorted([*updates.all(), *verified.all()], key=lambda entry: entry.at, reverse=True),
        "evidence": db.session.scalars(Evidence.listed(visible(Evidence).where(Evidence.of(action)))).all(),
        "form": form or ProgressForm(obj=action),
    }


def _form(action: Action, **given) -> PlanForm:
    form = PlanForm(**given)
    form.offer_owners(Membership.owners_of(action.organisation))
    # A page that was opened while the date was free may still send one: the model decides.
    if "due_on-day" not in request.form and (form.is_submitted() or not _may_move_date(action)):
        del form.due_on
    return form


def _may_move_date(action: Action) -> bool:
    """After CQC has the plan, an owner asks for another date and a lead decides."""
    return action.review.first_sent_on is None or action.due_on is None or "review.correct" in acts_on(action.review)
