"""Acceptance: what somebody chose of a workbook happens, by the same verbs as on the pages, all of it or nothing."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Confidence, Status
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.user import User
from tracker.models.workbook import Workbook
from tracker.models.workbook_comparison import Line, compared, fingerprint, weigh
from tracker.workbooks.fields import PLANNED

NO_NOTE = "Recorded from a {}, without a note."
TOGETHER = "Accept the status and the completion date together, or neither."


def accept(
    workbook: Workbook, chosen: Collection[str], *, seen: str, by: User, on: date, for_whom: Callable[[Action], Organisation | None]
) -> None:
    """Do what was chosen, named as in `Line.choices`, and end the wait; `seen` is the fingerprint of the page.

    `for_whom` tells on whose behalf an action is changed. Raises Stale when the comparison is another by now, and NotAllowed
    naming the action when a rule forbids it.
    """
    if workbook.is_accepted:
        raise NotAllowed(f"This {workbook.kind} was accepted before, on {workbook.accepted_on.day} {workbook.accepted_on:%B %Y}.")
    lines = compared(workbook, on)
    if fingerprint(lines) != seen:
        raise Stale("Something changed since you opened this page. Nothing was accepted. Look at the newest comparison, then accept it.")
    offered = [choice for line in lines for choice in line.choices]
    for line in lines:
        names = {choice.partition("-")[2] for choice in line.choices if choice in chosen}
        if names:
            _apply(line, names, workbook, by=by, on=on, for_whom=for_whom)
    workbook.end(accepted=len(set(chosen) & set(offered)), offered=len(offered), by=by, on=on)
    others = select(Workbook).where(Workbook.review_id == workbook.review_id, Workbook.asks(), Workbook.id != workbook.id)
    for other in db.session.scalars(others.execution_options(own_verb=True)).all():
        weigh(other, on)  # the same change may stand in two of them


def _apply(line: Line, names: set[str], workbook: Workbook, *, by: User, on: date, for_whom: Callable) -> None:
    """One row: add the action, plan it, record how it is going."""
    wanted = {d.name: d.wanted for d in line.of("CHANGE", "CONFLICT") if d.name in names or line.is_new}
    try:
        action = line.action or _added(line, workbook, wanted.pop("words"), by=by, on=on)
        who = {"by": by, "on": on, "on_behalf_of": for_whom(action)}
        planned = {name: value if name == "due_on" else value or "" for name, value in wanted.items() if name in PLANNED}
        if planned:
            action.plan(version=action.version, **planned, **who)
        _report(action, workbook, {name: value for name, value in wanted.items() if name not in PLANNED}, line.proposal.values, who)
    except Refused as refusal:
        raise NotAllowed(f"{line.proposal.place}: {refusal} Nothing was accepted.") from refusal


def _added(line: Line, workbook: Workbook, words: str, *, by: User, on: date) -> Action:
    if line.recommendation is None:
        return Action.add(workbook.review, line.organisation, words=words, by=by, on=on)
    organisation = next(o for o in line.recommendation.organisations if o.current_id == line.organisation.current_id)
    return Action.add_to(line.recommendation, organisation, words=words, by=by)


def _report(action: Action, workbook: Workbook, said: dict, sheet: dict, who: dict) -> None:
    """Progress, completion, or both where the sheet also says anew how it is going."""
    completes = [said.get("status") == Status.COMPLETE.value, "completed_on" in said]
    if any(completes) and not all(completes) and sheet.get("status") == Status.COMPLETE.value:
        raise NotAllowed(TOGETHER)
    note = said.get("note") or NO_NOTE.format(workbook.kind)
    if said and not any(completes) or "confidence" in said:
        confidence = Confidence(said["confidence"]) if "confidence" in said else action.confidence
        day = sheet.get("note_on", who["on"]) if "note" in said else who["on"]  # an existing plan may say when it was
        action.record_progress(confidence=confidence, note=note, version=action.version, **who | {"on": day})
    if any(completes):
        action.complete(completed_on=said["completed_on"], note=note, version=action.version, **who)
