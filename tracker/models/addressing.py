"""Addressing: what follows when a recommendation comes to an organisation or leaves it: its action, its part in the review."""

from sqlalchemy import exists, select

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Review


def known_organisations() -> list[Organisation]:
    """Every organisation as it is called today, by name."""
    return db.session.scalars(select(Organisation).where(Organisation.current_id == Organisation.id).order_by(Organisation.name)).all()


def address(row: Recommendation, organisation: Organisation) -> None:
    """Give the organisation its part in the review and an action of its own; nothing when it is addressed already."""
    if organisation.current_id in {o.current_id for o in row.organisations}:
        return
    row.organisations.append(organisation)
    db.session.add(Action(review=row.review, organisation=organisation, recommendations=[row]))
    row.review.address(organisation)


def release(row: Recommendation, organisation: Organisation) -> None:
    """Take both away again. Raises NotAllowed when something was recorded on an action that answers nothing else."""
    for action in _actions(row, organisation):
        if action.recommendations == [row]:
            check_untouched(action)
            db.session.delete(action)
        else:
            action.recommendations.remove(row)
    row.organisations.remove(organisation)
    end_part(row.review, organisation)


def follow(action: Action, old: Organisation) -> None:
    """The action has left `old`: what it answers now addresses its new organisation, and the old one only where it acts still."""
    new = action.organisation
    for row in action.recommendations:
        row.version += 1
        if new.current_id not in {o.current_id for o in row.organisations}:
            row.organisations.append(new)
        if not _actions(row, old):
            row.organisations = [o for o in row.organisations if o.current_id != old.current_id]
    action.review.address(new, asked_on=next((p.asked_on for p in action.review.parts if p.organisation is old), None))
    end_part(action.review, old)


def check_untouched(action: Action) -> None:
    """Raises NotAllowed when somebody has planned, recorded or brought something."""
    if not action.is_untouched:
        raise NotAllowed(f"Something was recorded on {action.name} of {action.organisation}, so it stays. Nothing was removed.")


def end_part(review: Review, organisation: Organisation) -> None:
    """The organisation has no part in the review any more, unless something of it is left there."""
    db.session.flush()
    own = exists().where(Action.review_id == review.id, Action.organisation_id.in_(organisation.line))
    told = exists().where(Recommendation.review_id == review.id, Recommendation.addressed_to(organisation))
    if not db.session.scalar(select(own | told).execution_options(own_verb=True)):
        gone = [p for p in review.participations if p.organisation.current_id == organisation.current_id and p.part is Part.ADDRESSED]
        for participation in gone:
            review.participations.remove(participation)


def _actions(row: Recommendation, organisation: Organisation) -> list[Action]:
    own = select(Action).where(Action.organisation_id.in_(organisation.line), Action.answering(row))
    return db.session.scalars(own.execution_options(own_verb=True)).all()
