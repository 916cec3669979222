"""Update round: the open actions of one organisation, to be updated one after the other."""

from datetime import date

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import OPEN
from tracker.models.brag import coloured
from tracker.models.organisation import Organisation
from tracker.models.progress import ProgressUpdate
from tracker.models.refusals import NotAllowed
from tracker.models.user import User

LONGEST = 50  # actions on one page


def offered(actions: Select) -> list[tuple[Organisation, int]]:
    """The organisations of today that have open actions among these, with how many, by name."""
    today_s = aliased(Organisation)
    query = actions.join(Organisation, Organisation.id == Action.organisation_id).join(today_s, today_s.id == Organisation.current_id)
    counted = query.with_only_columns(today_s, func.count()).where(Action.status.in_(OPEN))
    return [(o, count) for o, count in db.session.execute(counted.group_by(today_s.id).order_by(today_s.name, today_s.id))]


def rows_of(actions: Select, organisation: Organisation, on: date, besides: list[int] = ()) -> list:
    """(action, reason of its colour): its open ones and those `besides`; not updated that day first, then soonest first.

    At most LONGEST of them.
    """
    its = Action.organisation_id.in_(select(Organisation.id).where(Organisation.current_id == organisation.id))
    wanted = actions.where(or_(Action.status.in_(OPEN) & its, Action.id.in_(besides)))
    first = (Action.id.in_(besides).desc(), Action.updated_on.is_not_distinct_from(on))
    ordered = coloured(wanted, on).order_by(None).order_by(*first, Action.due_on.is_(None), Action.due_on, Action.id)
    return db.session.execute(ordered.limit(LONGEST)).all()


def newest_of(updates: Select, action_ids: list[int]) -> dict[int, ProgressUpdate]:
    """The newest update of each of these actions that has one."""
    later = aliased(ProgressUpdate)
    is_later = tuple_(later.on, later.id) > tuple_(ProgressUpdate.on, ProgressUpdate.id)
    outrun = select(later.id).where(later.action_id == ProgressUpdate.action_id, is_later).exists()
    found = ProgressUpdate.listed(updates.where(ProgressUpdate.action_id.in_(action_ids), ~outrun))
    return {update.action_id: update for update in db.session.scalars(found)}


def can_stay_the_same(action: Action) -> bool:
    """Whether "no change" means something: there is an update that it can be said of."""
    return action.updated_on is not None and action.confidence is not None


def record_no_change(action: Action, *, by: User, on: date, version: int, on_behalf_of=None) -> ProgressUpdate:
    """It goes as it went. Raises NotAllowed before the first update."""
    if not can_stay_the_same(action):
        raise NotAllowed("There is no update yet that could stay as it is. Say how it is going.")
    note = f"No change since {action.updated_on.day} {action.updated_on:%B %Y}."
    return action.record_progress(confidence=action.confidence, note=note, by=by, on=on, version=version, on_behalf_of=on_behalf_of)
