"""BRAG: the colour of an action, derived and never typed. The first rule that matches wins. Source: design §4."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.models.action import Action
from tracker.models.action_status import OPEN, Confidence, Status
from tracker.models.organisation import Organisation
from tracker.models.review import Review
from tracker.working_days import working_days_before

RHYTHM = 30  # working days within which an open action should be updated
UNVERIFIED = 20  # working days after which a completed action should be verified


class Brag(Enum):
    """The colours; the word is always printed beside the colour."""

    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


MEANING = {
    Brag.BLUE: "Verified by somebody other than the person who completed it",
    Brag.RED: "Overdue, or off track",
    Brag.AMBER: f"At risk, or no update for {RHYTHM} working days, or complete and not verified for {UNVERIFIED} working days",
    Brag.GREEN: "None of these: on track, not yet due, or complete and waiting to be verified",
    Brag.GREY: "Withdrawn",
}

COLOUR = {
    "withdrawn": Brag.GREY,
    "verified": Brag.BLUE,
    "embedded": Brag.BLUE,
    "overdue": Brag.RED,
    "off track": Brag.RED,
    "at risk": Brag.AMBER,
    "no update": Brag.AMBER,
    "not verified yet": Brag.AMBER,
    "on track": Brag.GREEN,
    "complete": Brag.GREEN,
}


@lru_cache(maxsize=2)  # to build it takes longer than to ask it
def brag_reason(on: date):
    """A column: the reason of each action's colour on a day, a key of COLOUR."""
    return brag_reason_of(Action, on)


def brag_reason_of(of, on: date):
    """The same for any rows with the columns that it asks: status, confidence, lead_confidence, due_on, updated_on, review_id."""
    is_open = of.status.in_(OPEN)
    sent_on = select(Review.first_sent_on).where(Review.id == of.review_id).scalar_subquery()
    silent_since = working_days_before(on, RHYTHM + 1)
    silent = and_(sent_on <= silent_since, (of.updated_on.is_(None)) | (of.updated_on <= silent_since))
    return case(
        (of.status == Status.WITHDRAWN, "withdrawn"),
        (of.status == Status.EMBEDDED, "embedded"),
        (of.status == Status.VERIFIED, "verified"),
        (and_(is_open, of.due_on < on), "overdue"),
        (and_(is_open, _says(of, Confidence.OFF_TRACK)), "off track"),
        (and_(is_open, _says(of, Confidence.AT_RISK)), "at risk"),
        (and_(is_open, silent), "no update"),
        (and_(of.status == Status.COMPLETE, of.updated_on <= working_days_before(on, UNVERIFIED)), "not verified yet"),
        (of.status == Status.COMPLETE, "complete"),
        else_="on track",
    )


def _says(of, confidence: Confidence):
    """The owner or the lead says so; asked from the worst on, the worse of the two counts."""
    return or_(of.confidence == confidence, of.lead_confidence == confidence)


def coloured(actions: Select, on: date) -> Select:
    """The actions with the reason of their colour: rows of (action, reason), ready to list, soonest first."""
    listed = (joinedload(Action.organisation), joinedload(Action.owner), joinedload(Action.review), selectinload(Action.recommendations))
    return actions.add_columns(brag_reason(on)).options(*listed).order_by(Action.due_on.is_(None), Action.due_on, Action.id)


def needing(organisations: Iterable[Organisation], on: date):
    """A condition: open actions of these organisations, and of others what is red or amber on a day."""
    ids = {organisation.current_id for organisation in organisations}
    urgent = [reason for reason, shade in COLOUR.items() if shade in (Brag.RED, Brag.AMBER)]
    theirs = Action.organisation_id.in_(select(Organisation.id).where(Organisation.current_id.in_(ids)))
    return and_(Action.status.in_(OPEN), or_(theirs, brag_reason(on).in_(urgent)))


def legend() -> list[dict]:
    """The legend, as pages and documents print it wherever the colours are."""
    return [{"brag": b.value, "name": b.value.capitalize(), "meaning": MEANING[b]} for b in Brag]
