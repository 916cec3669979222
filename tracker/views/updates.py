"""Updates: a round through the open actions of one organisation, a line each, saved line by line or all at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, find, my_organisations, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.forms.updates import LineForm, sent_ids
from tracker.htmx import wants_fragment
from tracker.models import Action, ProgressUpdate
from tracker.models.brag import COLOUR, coloured, legend
from tracker.models.update_round import LONGEST, can_stay_the_same, newest_of, offered, record_no_change, rows_of
from tracker.saving import saving

blueprint = Blueprint("updates", __name__)


@blueprint.get("/updates")
@requires("progress.record")
def index():
    """Every open action of one organisation, a line each."""
    return _page(request.args.get("organisation"))


@blueprint.post("/updates")
@requires("progress.record")
def create():
    """Save every line that somebody filled in; those that fail are named, the others are saved."""
    forms = {action: LineForm.of(action) for action in _sent()}
    filled = {action: form for action, form in forms.items() if form.is_filled or form.says_no_change}
    answers = {action: _save(action, form) for action, form in filled.items()}
    failed = {action.id: filled[action] for action, answer in answers.items() if answer != 200}
    wanted, saved = request.args.get("organisation"), len(filled) - len(failed)
    if failed or not filled:
        return _page(wanted, failed, saved=saved, asked=True), 409 if 409 in answers.values() else 422
    flash(f"{saved} {'action is' if saved == 1 else 'actions are'} updated.")
    return redirect(url_for("updates.index", organisation=wanted), 303)


@blueprint.post("/updates/<id:action_id>")
@requires("progress.record")
def create_line(action_id):
    """Save one line."""
    action = find(Action, action_id)
    form, its = LineForm.of(action), str(action.organisation.current_id)
    answer = _save(action, form)
    if not wants_fragment():
        return redirect(url_for("updates.index", organisation=its), 303) if answer == 200 else (_page(its, {action_id: form}), answer)
    form = LineForm.of(action, formdata=None) if answer == 200 else form
    (line,) = _lines([(action, _reason(action))], {action_id: form})
    return render_template("updates/_line.html", **line, colour=COLOUR, said=answer == 200, is_fragment=True), answer


def _save(action: Action, form: LineForm) -> int:
    """Write one line in a transaction of its own: 200, or 422 and 409 when `form` says why not."""
    if not form.is_good():
        return 422
    said = {"by": current_user, "on": today(), "version": form.version.data, "on_behalf_of": acting_for(action)}
    with saving(form, action):
        if form.says_no_change:
            record_no_change(action, **said)
        else:
            action.record_progress(confidence=form.confidence.data, note=form.note.data, **said)
    if not form.form_errors:
        return 200
    form.refuse("Your text is still here." + (" Read what is saved now, then press Save again to add yours." if action.status.is_open else ""))
    return 409


def _sent() -> list[Action]:
    return db.session.scalars(workable(Action, "progress.record").where(Action.id.in_(sent_ids())).order_by(Action.id)).all()


def _page(wanted, failed: dict | None = None, **done) -> str:
    choices = offered(workable(Action, "progress.record"))
    chosen = _chosen(choices, wanted)
    rows = rows_of(workable(Action, "progress.record"), chosen, today(), [*(failed or {})]) if chosen else []
    return render_template(
        "updates/index.html", choices=choices, chosen=chosen, count=dict(choices).get(chosen, 0), lines=_lines(rows, failed or {}),
        failed=failed or {}, form=next(iter((failed or {}).values()), None), colour=COLOUR, legend=legend(), longest=LONGEST,
        acting_for=acting_for(rows[0][0]) if rows else None, **{"saved": 0, "asked": False} | done,
    )  # fmt: skip


def _chosen(choices: list, wanted):
    """The organisation that was asked for, else the only one, else my own; None when somebody must choose."""
    if len(choices) == 1:
        return choices[0][0]
    mine = my_organisations() if wanted is None else set()
    return next((o for o, _ in choices if str(o.id) == wanted or o.name in mine), None)


def _lines(rows: list, forms: dict) -> list[dict]:
    """What each line prints."""
    last = newest_of(visible(ProgressUpdate), [action.id for action, _ in rows])
    return [
        {"action": action, "reason": reason, "form": forms.get(action.id) or LineForm.of(action, formdata=None),
         "last": last.get(action.id), "can_stay": can_stay_the_same(action), "is_done": action.updated_on == today()}
        for action, reason in rows
    ]  # fmt: skip


def _reason(action: Action) -> str:
    return db.session.execute(coloured(visible(Action).where(Action.id == action.id), today())).one()[1]
