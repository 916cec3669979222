"""Bulk plan: the same words, post, date or success measure for several actions, all or none."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import OPEN
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.review import Review
from tracker.models.user import User


def plannable(actions: Select, review: Review) -> list[Action]:
    """The open actions of a review among these, organisation by organisation, in the order of the plan."""
    listed = (joinedload(Action.organisation), joinedload(Action.review), selectinload(Action.recommendations))
    rows = db.session.scalars(actions.where(Action.review_id == review.id, Action.status.in_(OPEN)).options(*listed)).all()
    return sorted(rows, key=lambda a: (a.organisation.name, [r.position for r in a.recommendations] or [10**6], a.id))


def ticked(actions: Select, ids: list[int]) -> list[Action]:
    """Those with these ids among these, whatever review they belong to, review by review in the order of the plan."""
    listed = (joinedload(Action.organisation), joinedload(Action.owner), joinedload(Action.review), selectinload(Action.recommendations))
    rows = db.session.scalars(actions.where(Action.id.in_(ids)).options(*listed)).all()
    return sorted(rows, key=lambda a: (a.review.area, a.review_id, a.organisation.name, a.place))


def owners_for(actions: list[Action]) -> dict[int, tuple[str, list[str]]]:
    """Who could own one of these actions: name, and the organisations of today that he is an owner in, by id; by name."""
    acting = {a.organisation.current_id for a in actions}
    members = (
        select(Membership).join(Organisation).join(User).options(contains_eager(Membership.organisation), contains_eager(Membership.user))
        .where(Organisation.current_id.in_(acting), Membership.role == Role.OWNER, Membership.ended_on.is_(None), User.suspended_at.is_(None))
        .order_by(User.name, User.id, Organisation.name)
    )  # fmt: skip
    found: dict[int, tuple[str, list[str]]] = {}
    for member in db.session.scalars(members):
        names = found.setdefault(member.user_id, (member.user.name, []))[1]
        if member.organisation.current.name not in names:
            names.append(member.organisation.current.name)
    return found


def plan_together(actions: list[Action], *, versions: dict[int, int], by: User, on: date, for_whom: dict, far: bool = False, **fields) -> None:
    """Set these fields of every action; `versions` are those that the page showed, `for_whom` the organisations that a lead speaks for.

    One audit entry for each action. Raises Stale or NotAllowed naming all the actions that forbid it; the caller then
    rolls back, so that none is changed. `far` names them with review and organisation.
    """
    stale = [a for a in actions if a.version != versions.get(a.id)]
    if stale:
        raise Stale(f"Somebody changed {named(stale, far)} while you were writing.")
    refused = []
    for action in actions:
        try:
            action.plan(version=action.version, by=by, on=on, on_behalf_of=for_whom.get(action.id), **fields)
        except Refused as refusal:
            name = named([action], far)
            refused.append(f"{name[:1].upper()}{name[1:]}: {refusal}")
    if refused:
        raise NotAllowed(*refused)


def named(actions: list[Action], far: bool = False) -> str:
    """ "action 1.4 and action 1.5", as it stands in a sentence; `far` adds review and organisation."""
    *most, last = [f"{a.name} ({a.review.area}, {a.organisation})" if far else a.name for a in actions]
    return f"{', '.join(most)} and {last}" if most else last
