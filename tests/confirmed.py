"""Something confirmed, for tests: an organisation's part of the plan, by the model's own verbs."""

from sqlalchemy import select

from tests.conftest import TODAY, person
from tracker.demo.cast import ACUTE
from tracker.extensions import db
from tracker.models import Confirmation, Organisation, Part, Participation, User
from tracker.models.confirmation import actions_of, plans_of, state_of

APPROVED = {"approved_by": "A. Nurse", "role": "Chief nurse"}


def part_of(organisation: str = ACUTE) -> Participation:
    """An organisation's part in the demonstration's review."""
    named = Organisation.matching(organisation)
    return db.session.scalar(select(Participation).where(Participation.part == Part.ADDRESSED, Participation.organisation_id == named.id))


def confirm(organisation: str = ACUTE, by: User | None = None, **more) -> Confirmation:
    """The part, confirmed as it stands, and committed."""
    part = part_of(organisation)
    said = APPROVED | {"approved_on": TODAY, "by": by or person("owner"), "on": TODAY, "seen": state_of(plans_of(actions_of(part)))}
    row = Confirmation.add(part, **said | more)
    db.session.commit()
    return row


def owners_confirmation() -> Confirmation:
    """The confirmation of the owner's trust; made when there was none yet."""
    return Confirmation.newest_of(part_of()) or confirm()
