"""One row of the list of actions: plain columns, because building whole actions would take a third of the page's time."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.models.action import Action, answers, numbers_said
from tracker.models.action_status import Status
from tracker.models.organisation import Organisation, called_today
from tracker.models.recommendation import Recommendation
from tracker.models.review import Review, review_label
from tracker.models.user import User

ITS_OWN = 4  # the last columns: owner, success measure, last update, reason; told to those alone who work on the action
# Under names of their own, because the conditions of sight ask the same tables. TODAYS answers for the action's own organisation.
ITS_REVIEW, ITS, TODAYS, OWNER = aliased(Review), aliased(Organisation), aliased(Organisation), aliased(User)


class ListedAction(NamedTuple):
    """An action as a list tells it; owner, success measure, last update and reason are None where the action is another organisation's own.

    `reason` is that of its colour; `key` is what it is sorted by; `text` is that of the first recommendation it answers.
    """

    id: int
    words: str
    post: str
    due_on: date | None
    first_due_on: date | None
    promised_on: date | None
    times_moved: int
    status: Status
    area: str
    title: str
    received_on: date | None
    closed_on: date | None
    organisation_name: str
    todays_name: str
    is_own: bool
    is_due_soon: bool | None
    key: object
    owner: str | None
    success_measure: str | None
    updated_on: date | None
    reason: str | None
    numbers: list[str]
    text: str

    @property
    def number(self) -> str:
        """The numbers of its recommendations, as pages and documents print them."""
        return numbers_said(self.numbers)

    @property
    def organisation(self) -> str:
        """The name of its organisation, and of the one that answers for it today."""
        return called_today(self.organisation_name, self.todays_name)

    @property
    def review(self) -> str:
        """Its review's area, and the month in which the report came."""
        return review_label(self.area, self.received_on)

    @property
    def broken_promise(self) -> date | None:
        """The date that CQC was told, while it differs from the due date."""
        return self.promised_on if self.promised_on != self.due_on else None

    @property
    def can_be_planned(self) -> bool:
        """Whether it is open, and mine to plan."""
        return self.is_own and self.status.is_open and self.closed_on is None


def listed_actions(actions: Select, own: ColumnElement, soon: ColumnElement, key: ColumnElement, reason: ColumnElement) -> list[ListedAction]:
    """The rows of a select of actions, in its order, with these columns of the list. Two statements, however many there are."""
    found = db.session.execute(_joined(actions, own, soon, key, reason)).all()
    answered = _answered([row.id for row in found])
    return [_told(row, answered.get(row.id, [])) for row in found]


def _told(row: Row, answered: list[tuple[str, str]]) -> ListedAction:
    shared, its_own = row[:-ITS_OWN], row[-ITS_OWN:]
    return ListedAction(*shared, *(its_own if row.is_own else [None] * ITS_OWN), [number for number, _ in answered], answered[0][1] if answered else "")


def _joined(actions: Select, own: ColumnElement, soon: ColumnElement, key: ColumnElement, reason: ColumnElement) -> Select:
    columns = (
        Action.id, Action.words, Action.post, Action.due_on, Action.first_due_on, Action.promised_on, Action.times_moved, Action.status,
        ITS_REVIEW.area, ITS_REVIEW.title, ITS_REVIEW.received_on, ITS_REVIEW.closed_on, ITS.name, TODAYS.name, own.label("is_own"), soon, key,
        OWNER.name, Action.success_measure, Action.updated_on, reason,
    )  # fmt: skip
    return with_names(actions).with_only_columns(*columns).outerjoin(ITS_REVIEW, ITS_REVIEW.id == Action.review_id)


def with_names(actions: Select) -> Select:
    """The actions beside their organisation, the one that answers for it today, and their owner."""
    # Outer joins keep SQLite from starting anywhere but at the actions.
    return (
        actions.select_from(Action)
        .outerjoin(ITS, ITS.id == Action.organisation_id)
        .outerjoin(TODAYS, TODAYS.id == ITS.current_id)
        .outerjoin(OWNER, OWNER.id == Action.owner_id)
    )


def _answered(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Numbers and texts of what each action answers, as the report orders them; whoever sees an action sees these."""
    query = (
        select(answers.c.action_id, Recommendation.number, Recommendation.text)
        .join(Recommendation, Recommendation.id == answers.c.recommendation_id)
        .where(answers.c.action_id.in_(ids))
        .order_by(Recommendation.position)
    )
    known: dict[int, list[tuple[str, str]]] = {}
    for id, number, text in db.session.execute(query.execution_options(own_verb=True)):
        known.setdefault(id, []).append((number, text))
    return known
