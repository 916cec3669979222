"""Something asked, for tests: a request by the lead about actions of the plan, by the model's own verb."""

from datetime import date

from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tracker.extensions import db
from tracker.models import Action, Request, RequestPart
from tracker.models.request import Kind


def ask(*actions: Action, words: str = "How many records were checked?", answer_by: date = date(2016, 9, 9), **more) -> Request:
    """A request about these actions, committed."""
    row = Request.ask(actions[0].review, list(actions), kind=Kind.QUESTION, words=words, answer_by=answer_by, by=person("lead"), on=TODAY, **more)
    db.session.commit()
    return row


def part_of(row: Request, organisation: str) -> RequestPart:
    """One organisation's part of a request."""
    parts = db.session.scalars(select(RequestPart).where(RequestPart.request_id == row.id)).all()
    return next(p for p in parts if p.organisation.name == organisation)


def owners_part() -> RequestPart:
    """The part of the owner's trust; asked when it was not yet."""
    own = action("1.4")
    part = db.session.scalar(select(RequestPart).where(RequestPart.organisation_id == own.organisation_id))
    return part or part_of(ask(own), own.organisation.name)
