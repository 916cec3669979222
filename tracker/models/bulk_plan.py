"""Bulk plan: the same words, post, date or success measure for several actions of a review, all or none."""

from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import OPEN
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.review import Review
from tracker.models.user import User


def plannable(actions: Select, review: Review) -> list[Action]:
    """The open actions of a review among these, organisation by organisation, in the order of the plan."""
    listed = (joinedload(Action.organisation), joinedload(Action.review), selectinload(Action.recommendations))
    rows = db.session.scalars(actions.where(Action.review_id == review.id, Action.status.in_(OPEN)).options(*listed)).all()
    return sorted(rows, key=lambda a: (a.organisation.name, [r.position for r in a.recommendations] or [10**6], a.id))


def plan_together(actions: list[Action], *, versions: dict[int, int], by: User, on: date, for_whom: dict, **fields) -> None:
    """Set these fields of every action; `versions` are those that the page showed, `for_whom` the organisations that a lead speaks for.

    One audit entry for each action. Raises Stale or NotAllowed naming the actions that forbid it; then none is changed.
    """
    stale = [a for a in actions if a.version != versions.get(a.id)]
    if stale:
        raise Stale(f"Somebody changed {named(stale)} while you were writing.")
    for action in actions:
        try:
            action.plan(version=action.version, by=by, on=on, on_behalf_of=for_whom.get(action.id), **fields)
        except Refused as refusal:
            raise NotAllowed(f"{action.name[:1].upper()}{action.name[1:]}: {refusal}") from refusal


def named(actions: list[Action]) -> str:
    """ "action 1.4 and action 1.5", as it stands in a sentence."""
    *most, last = [action.name for action in actions]
    return f"{', '.join(most)} and {last}" if most else last
