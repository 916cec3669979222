"""Standing: how far the answer of each organisation in a review is: drafted, confirmed, last heard of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Status
from tracker.models.confirmation import Confirmation, Word, plans_of
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.extension import Extension
from tracker.models.membership import Membership
from tracker.models.organisation import Organisation
from tracker.models.plan_change import PlanChange
from tracker.models.progress import ProgressUpdate
from tracker.models.request import Request
from tracker.models.request_answer import RequestAnswer
from tracker.models.request_part import RequestPart
from tracker.models.review import Part, Participation, Review

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Standing:
    """One row: of `total` live actions so many are drafted and have an owner; `heard_on` is the day of the newest entry."""

    part: Participation
    total: int
    drafted: int
    owned: int
    confirmation: Confirmation | None
    changed: list[int]  # ids of actions whose plan is not what was confirmed
    heard_on: date | None

    @property
    def is_drafted(self) -> bool:
        """Whether every action has words, a post and a date."""
        return self.drafted == self.total

    @property
    def is_confirmed(self) -> bool:
        """Whether the part, as it stands now, is confirmed and was not returned."""
        return self.confirmation is not None and self.confirmation.word is not Word.RETURNED and not self.changed


def standings(review: Review) -> list[Standing]:
    """A row for each organisation that has a part in the review, as the report orders them."""
    parts = Participation.listed(select(Participation).where(Participation.review_id == review.id, Participation.part == Part.ADDRESSED))
    actions = Action.listed(select(Action).where(Action.review_id == review.id))
    newest = select(Confirmation).where(Confirmation.review_id == review.id, Confirmation.is_newest())
    by_organisation, heard = defaultdict(list), _heard(review)
    for action in _rows(actions):
        by_organisation[action.organisation_id].append(action)
    confirmed = {c.organisation_id: c for c in _rows(newest.options(selectinload(Confirmation.confirmed)))}
    return [
        _standing(part, by_organisation[part.organisation_id], confirmed.get(part.organisation_id), heard.get(part.organisation_id))
        for part in _rows(parts)
    ]  # fmt: skip


def unconfirmed(review: Review) -> list[Standing]:
    """The organisations whose part is not confirmed as it stands; none while the review uses no confirmations."""
    rows = standings(review)
    in_use = review.confirm_by or any(row.confirmation for row in rows)
    return [row for row in rows if not row.is_confirmed and row.total] if in_use else []


def _standing(part: Participation, actions: list[Action], confirmation: Confirmation | None, heard_on: date | None) -> Standing:
    live = [a for a in actions if a.status is not Status.WITHDRAWN]
    return Standing(
        part=part, total=len(live), drafted=sum(bool(a.words and a.post and a.due_on) for a in live),
        owned=sum(a.owner_id is not None for a in live), confirmation=confirmation,
        changed=confirmation.changed(plans_of(actions)) if confirmation else [], heard_on=heard_on,
    )  # fmt: skip


def _heard(review: Review) -> dict[int, date]:
    """For each organisation by its id, the day of the newest entry that it made, or that a lead made for it."""
    queries = (
        _newest(ProgressUpdate, ProgressUpdate.on, Action).join(Action, Action.id == ProgressUpdate.action_id),
        _newest(EvidenceVersion, EvidenceVersion.at, Evidence).join(Evidence, Evidence.id == EvidenceVersion.evidence_id),
        _newest(RequestAnswer, RequestAnswer.on, RequestPart).join(RequestPart, RequestPart.id == RequestAnswer.part_id).join(Request),
        _newest(Confirmation, Confirmation.on, Confirmation),
        _newest(PlanChange, PlanChange.on, Action).join(Action, Action.id == PlanChange.action_id),
        _newest(Extension, Extension.on, Action).join(Action, Action.id == Extension.action_id),
    )
    places = (Action, Evidence, Request, Confirmation, Action, Action)
    heard: dict[int, date] = {}
    for query, place in zip(queries, places, strict=True):
        for organisation_id, newest in db.session.execute(query.where(place.review_id == review.id).execution_options(own_verb=True)):
            heard[organisation_id] = max(_day(newest), heard.get(organisation_id, date.min))
    return heard


def _newest(entry, day, place):
    """The newest day of entries of one kind for each organisation, counting those made by it or on its behalf."""
    member, own = aliased(Organisation), aliased(Organisation)
    by_it = exists().where(
        Membership.user_id == entry.by_id, Membership.organisation_id == member.id,
        own.id == place.organisation_id, own.current_id == member.current_id,
    )  # fmt: skip
    query = select(place.organisation_id, func.max(day)).select_from(entry)
    return query.where(or_(entry.on_behalf_of_id.is_not(None), by_it)).group_by(place.organisation_id)


def _day(moment: date | datetime) -> date:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


def _rows(query) -> list:
    return db.session.scalars(query.execution_options(own_verb=True)).all()
