"""Which actions of a list were asked for, as conditions on its rows."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from tracker.models.action import Action
from tracker.models.action_status import OPEN, Status
from tracker.models.brag import COLOUR, Brag, brag_reason
from tracker.models.organisation import Organisation
from tracker.working_days import add_working_days, working_days_before

NOBODY = 0  # as an owner: nobody has it
STILL_OPEN = "open"  # as a status: not started or in progress
OVERDUE = "overdue"  # as a status: open, and the due date has passed


@dataclass(frozen=True)
class ActionFilter:
    """What was chosen; None, "" and False choose everything.

    `organisation_id` is the organisation as it is today, `owner_id` may be NOBODY, `status` the word of a Status,
    STILL_OPEN or OVERDUE, `due_within` a number of working days, `no_update_since` such a number or a date.
    """

    review_id: int | None = None
    organisation_id: int | None = None
    owner_id: int | None = None
    post: str = ""
    status: str = ""
    brag: Brag | None = None
    due_within: int | None = None
    no_update_since: int | date | None = None
    promised: bool = False

    def conditions(self, own: ColumnElement, on: date) -> list[ColumnElement]:
        """What rows must meet. `own` says whose owner, colour and updates may be told: by these, others' are never found."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return [CONDITIONS[name](value, own, on) for name, value in chosen.items() if value != "" and value is not None and value is not False]


def told(own: ColumnElement, column) -> ColumnElement:
    """A column as it may be told: nothing for what is another organisation's. Source: design §2."""
    return case((own, column))


def due_within(days: int, on: date) -> ColumnElement:
    """A condition: open, and due today or within so many working days."""
    last = add_working_days(on, days) if days else on
    return and_(Action.status.in_(OPEN), Action.due_on.between(on, last))


def _silent(since: int | date, on: date) -> ColumnElement:
    """Open, and nothing was said since a day, or for at least so many working days."""
    before = Action.updated_on <= working_days_before(on, since) if isinstance(since, int) else Action.updated_on < since
    return and_(Action.status.in_(OPEN), or_(Action.updated_on.is_(None), before))


def _standing(status: str, on: date) -> ColumnElement:
    if status == OVERDUE:
        return and_(Action.status.in_(OPEN), Action.due_on < on)
    return Action.status.in_(OPEN if status == STILL_OPEN else [Status(status)])


CONDITIONS = {
    "review_id": lambda id, own, on: Action.review_id == id,
    "organisation_id": lambda id, own, on: Action.organisation_id.in_(select(Organisation.id).where(Organisation.current_id == id)),
    # A plain comparison would make SQLite start from everybody's actions without an owner (0.5 → 40 ms over 30,000).
    "owner_id": lambda id, own, on: and_(own, func.coalesce(Action.owner_id, NOBODY) == id),
    "post": lambda words, own, on: Action.post.icontains(words, autoescape=True),
    "status": lambda status, own, on: _standing(status, on),
    "brag": lambda brag, own, on: and_(own, brag_reason(on).in_([reason for reason, colour in COLOUR.items() if colour is brag])),
    "due_within": lambda days, own, on: due_within(days, on),
    "no_update_since": lambda since, own, on: and_(own, _silent(since, on)),
    "promised": lambda yes, own, on: and_(Action.promised_on.is_not(None), Action.promised_on.is_distinct_from(Action.due_on)),
}
