"""The list of actions: their order, pages that neither repeat nor miss one, and counts that agree with the rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from tracker.extensions import db
from tracker.models.action import Action, answers
from tracker.models.action_filter import ActionFilter, due_within, told
from tracker.models.action_status import Status
from tracker.models.brag import COLOUR, Brag, brag_reason
from tracker.models.listed_action import OWNER, TODAYS, ListedAction, listed_actions, with_names
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.review import Review, review_label
from tracker.models.user import User

PAGE = 50
SOON = 10  # working days
WORST_FIRST = [Brag.RED, Brag.AMBER, Brag.GREEN, Brag.BLUE, Brag.GREY]
# What a list is sorted by, and what the key of a row is.
SORTS = {"number": int, "review": str, "organisation": str, "owner": str, "due": date, "status": int, "brag": int, "update": date}


@dataclass(frozen=True)
class Order:
    """One of SORTS, up or down; what has no such key stands last, and equal keys stand by id."""

    by: str = "due"
    down: bool = False


@dataclass(frozen=True)
class Place:
    """A row's place in an order: the page after it, or before it."""

    id: int
    key: object
    before: bool = False


@dataclass(frozen=True)
class Page:
    """Rows in order, and the places where the neighbouring pages begin."""

    rows: list[ListedAction]
    earlier: Place | None
    later: Place | None

    @property
    def can_be_planned(self) -> bool:
        """Whether there is anything to tick."""
        return any(row.can_be_planned for row in self.rows)


@dataclass(frozen=True)
class Counts:
    """How many rows there are, by status, by colour, and `untold`: those whose colour is not told."""

    total: int
    statuses: dict[Status, int]
    colours: dict[Brag, int]
    untold: int


class ActionList:
    """The actions that somebody sees, as he asked for them. `own` selects those that he works on: the others' owner, colour and updates are never told."""

    def __init__(self, seen: Select, own: Select, asked: ActionFilter, order: Order, on: date):
        self.own, self.order, self.on = own.whereclause, order, on
        self.actions = seen.where(*asked.conditions(self.own, on))
        self._reason = told(self.own, brag_reason(on))

    def page(self, place: Place | None = None, size: int = PAGE) -> Page:
        """One page, the first or the one next to a place."""
        backwards = place is not None and place.before
        found = self._rows(self._ordered(place, backwards).limit(size + 1))
        rows, more = found[:size], len(found) > size
        if backwards:
            rows.reverse()
        has_earlier, has_later = (more, True) if backwards else (place is not None, more)
        return Page(
            rows,
            Place(rows[0].id, rows[0].key, before=True) if rows and has_earlier else None,
            Place(rows[-1].id, rows[-1].key) if rows and has_later else None,
        )

    def counts(self) -> Counts:
        """All of them in one statement, counted from the same rows."""
        grouped = self.actions.with_only_columns(Action.status, self._reason.label("reason"), func.count()).group_by(Action.status, "reason")
        statuses, colours = Counter(), Counter()
        for status, reason, count in db.session.execute(grouped):
            statuses[status] += count
            colours[reason and COLOUR[reason]] += count
        return Counts(
            statuses.total(), {s: statuses[s] for s in Status if statuses[s]}, {b: colours[b] for b in WORST_FIRST if colours[b]}, colours[None]
        )

    def ids(self) -> list[int]:
        """The ids of all of them, in order."""
        return list(db.session.scalars(self._ordered(None, False).with_only_columns(Action.id)))

    def rows(self, ids: list[int]) -> list[ListedAction]:
        """The rows with these ids, in this order."""
        found = {row.id: row for row in self._rows(self.actions.where(Action.id.in_(ids)))}
        return [found[id] for id in ids if id in found]

    def _rows(self, actions: Select) -> list[ListedAction]:
        return listed_actions(actions, self.own, due_within(SOON, self.on), self._key, brag_reason(self.on))

    @property
    def _key(self) -> ColumnElement:
        return KEYS[self.order.by](self.own, self.on)

    def _ordered(self, place: Place | None, backwards: bool) -> Select:
        key = self._key
        rising = self.order.down is backwards
        order = (key.is_(None), key, Action.id) if not backwards else (key.is_not(None), key, Action.id.desc())
        actions = self.actions.order_by(order[0], key.asc() if rising else key.desc(), order[2])
        return actions if place is None else actions.where(self._beyond(key, place, rising))

    def _beyond(self, key: ColumnElement, place: Place, rising: bool) -> ColumnElement:
        """Rows on the far side of a place; rows without a key stand last."""
        further = Action.id < place.id if place.before else Action.id > place.id
        if place.key is None:
            same = and_(key.is_(None), further)
            return or_(key.is_not(None), same) if place.before else same
        passed = or_(key > place.key if rising else key < place.key, and_(key == place.key, further))
        return passed if place.before else or_(passed, key.is_(None))


def _position(_own, _on) -> ColumnElement:
    """Where the report has the first recommendation that it answers; none for an immediate action."""
    of_action = and_(answers.c.recommendation_id == Recommendation.id, answers.c.action_id == Action.id)
    return select(func.min(Recommendation.position)).where(of_action).correlate(Action).scalar_subquery()


def _named(name, condition) -> ColumnElement:
    return select(func.lower(name)).where(condition).correlate(Action).scalar_subquery()


KEYS = {
    "number": _position,
    "review": lambda own, on: _named(Review.area + ": " + Review.title, Review.id == Action.review_id),
    "organisation": lambda own, on: _named(Organisation.name, Organisation.id == Action.organisation_id),
    "owner": lambda own, on: told(own, _named(User.name, User.id == Action.owner_id)),
    "due": lambda own, on: Action.due_on,
    "status": lambda own, on: case(*((Action.status == s, n) for n, s in enumerate(Status))),
    "brag": lambda own, on: told(own, case({r: WORST_FIRST.index(b) for r, b in COLOUR.items()}, value=brag_reason(on))),
    "update": lambda own, on: told(own, Action.updated_on),
}


@dataclass(frozen=True)
class Choices:
    """What a list can be filtered by: names by id."""

    reviews: dict[int, str]
    organisations: dict[int, str]
    owners: dict[int, str]


def choices(seen: Select, own: Select, reviews: Select) -> Choices:
    """The reviews, today's organisations of the actions that somebody sees, and the owners of those that he works on."""
    names = TODAYS.id, TODAYS.name, told(own.whereclause, OWNER.id), OWNER.name
    known = db.session.execute(Review.listed(reviews).with_only_columns(Review.id, Review.area, Review.received_on, Review.title))
    organisations, owners = {}, {}
    for id, name, owner_id, owner in db.session.execute(with_names(seen).with_only_columns(*names).distinct()):
        organisations[id], owners[owner_id] = name, owner
    return Choices({id: f"{review_label(area, received)}: {title}" for id, area, received, title in known}, _by_name(organisations), _by_name(owners))


def _by_name(names: dict[int | None, str | None]) -> dict[int, str]:
    return dict(sorted(((id, name) for id, name in names.items() if id), key=lambda pair: (pair[1], pair[0])))
