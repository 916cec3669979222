"""Actions: one action with its story, and its plan; immediate actions, and the recommendations that they come to answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, requires, visible
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.actions import ImmediateForm, LinkForm, PlanForm, ProgressForm
from tracker.forms.recommendations import ChangeForm
from tracker.models import Action, Handover, Membership, ProgressUpdate, Recommendation, Review
from tracker.models.addressing import known_organisations
from tracker.models.brag import COLOUR, coloured, legend
from tracker.saving import saving
from tracker.views import confirmations, requests
from tracker.views.contributions import contributors, my_part
from tracker.views.handovers import fallen_back
from tracker.views.history import story_of
from tracker.views.moves import moves_of
from tracker.views.recommendations import sent_version
from tracker.views.steps import steps_of

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
        action.plan(version=form.version.data, by=current_user, on=today(), on_behalf_of=acting_for(action), **form.planned)
    if form.form_errors:
        form.refuse("What is saved now stands beside each of your answers that differs. Press Save again to keep yours.")
        return render_template("actions/plan.html", action=action, form=form, now=_form(action, obj=action, formdata=None)), 409
    flash("The action is saved.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/reviews/<id:review_id>/actions/new")
@requires("action.add")
def new(review_id):
    """The form for an action that does not wait for a recommendation."""
    return _immediate(find(Review, review_id), _offering())


@blueprint.post("/reviews/<id:review_id>/actions/new")
@requires("action.add")
def create(review_id):
    """Add an immediate action; its organisation sees it from now on."""
    review, form = find(Review, review_id), _offering()
    if not form.validate():
        return _immediate(review, form), 422
    with saving(form, review):
        action = Action.add(review, form.organisation, words=form.words.data, by=current_user, on=today())
    if form.form_errors:
        return _immediate(review, form), 409
    flash(f"The immediate action is added. {action.organisation} can see it.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/actions/<id:action_id>/recommendations")
@requires("action.link")
def recommendations(action_id):
    """The form with the recommendations that it answers."""
    action = find(Action, action_id)
    return _links(action, _linking(action, recommendations=[r.id for r in action.recommendations], version=action.version))


@blueprint.post("/actions/<id:action_id>/recommendations")
@requires("action.link")
def create_recommendations(action_id):
    """Set the recommendations that it answers."""
    action = find(Action, action_id)
    form = _linking(action)
    if not form.validate():
        return _links(action, form), 422
    with saving(form, action):
        chosen = [r for r in form.offered if r.id in form.recommendations.data]
        action.link(chosen, version=form.version.data, by=current_user)
    if form.form_errors:
        return _links(action, form), 409
    flash(f"It is now {action.name}.")
    return redirect(url_for("actions.show", action_id=action.id), 303)


@blueprint.get("/actions/<id:action_id>/removal")
@requires("action.remove")
def removal(action_id):
    """Shall it go?"""
    action = find(Action, action_id)
    return _removal(action, ChangeForm(version=action.version))


@blueprint.post("/actions/<id:action_id>/removal")
@requires("action.remove")
def create_removal(action_id):
    """Take out an action that was added by mistake, or that another one stands for."""
    action, form = find(Action, action_id), ChangeForm()
    if not form.validate():
        return _removal(action, form), 422
    review_id = action.review_id
    with saving(form, action):
        action.remove(version=form.version.data, by=current_user)
    if form.form_errors:
        return _removal(action, form), 409
    flash("The action is removed.")
    return redirect(url_for("reviews.show", review_id=review_id), 303)


def picture(action: Action, form: ProgressForm | None = None) -> dict:
    """Everything that the action's page and its fragment print."""
    of_action = visible(Action).where(Action.id == action.id)
    reason = db.session.execute(coloured(of_action, today())).one()[1]
    return {
        "action": action,
        "acts": acts_on(action),
        "reason": reason,
        "colour": COLOUR,
        "legend": legend(),
        "acting_for": acting_for(action),
        "form": form or ProgressForm(obj=action),
        "contribution": None if "progress.record" in acts_on(action) else my_part(action),
        "contributors": contributors(action),
        "steps": steps_of(action)["steps"],
        "refused": None,
        "moves": moves_of(action),
        "fallen": fallen_back(Handover.of([action])),
        "requested": requests.asked_about(action),
        "returned_with": confirmations.said_of(action),
    } | story_of(action)


def meanwhile(action: Action, seen: int) -> dict | None:
    """What somebody else saved since a form was opened at version `seen`; None when nothing was."""
    if action.version == seen:
        return None
    updates = visible(ProgressUpdate).where(ProgressUpdate.action_id == action.id)
    return {"newest": db.session.scalar(ProgressUpdate.listed(updates).limit(1))}


def _form(action: Action, **given) -> PlanForm:
    form = PlanForm(**given)
    form.offer_owners(Membership.owners_of(action.organisation))
    # A page that was opened while the date was free may still send one: the model decides.
    if "due_on-day" not in request.form and (form.is_submitted() or action.date_is_kept):
        del form.due_on
    return form


def _offering() -> ImmediateForm:
    form = ImmediateForm()
    form.offer_organisations(known_organisations(), "Choose an organisation")
    return form


def _immediate(review: Review, form: ImmediateForm):
    return render_template("actions/new.html", review=review, form=form, sent=sent_version(review.id))


def _linking(action: Action, **given) -> LinkForm:
    form = LinkForm(**given)
    own = visible(Recommendation).where(Recommendation.review_id == action.review_id, Recommendation.addressed_to(action.organisation))
    form.offered = db.session.scalars(Recommendation.listed(own)).all()
    form.recommendations.offer(form.offered, lambda r: f"{r.number} {r.text}")
    return form


def _links(action: Action, form: LinkForm):
    return render_template("actions/recommendations.html", action=action, form=form, sent=sent_version(action.review_id))


def _removal(action: Action, form: ChangeForm):
    return render_template("actions/removal.html", action=action, form=form, sent=sent_version(action.review_id))
