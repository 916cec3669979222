"""Audit names: what the entries of one review are about, in words and titles, for its leads; in as many queries as there are nouns."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.audit_words import kind
from tracker.models.confirmation import Confirmation
from tracker.models.contribution import Contribution
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.extension import Extension
from tracker.models.held_file import HeldFile
from tracker.models.mail import Mail
from tracker.models.move import Move
from tracker.models.opinion import Opinion
from tracker.models.organisation import Organisation
from tracker.models.outcome import Outcome
from tracker.models.plan_change import PlanChange
from tracker.models.plan_file import PlanFile
from tracker.models.progress import ProgressUpdate
from tracker.models.public_extract import PublicExtract
from tracker.models.recheck import Recheck
from tracker.models.recommendation import Recommendation
from tracker.models.request_answer import RequestAnswer
from tracker.models.request_part import RequestPart
from tracker.models.review import Participation, Review
from tracker.models.step import Step
from tracker.models.submission import Submission
from tracker.models.verification import Verification
from tracker.models.workbook import Workbook

Names = dict[int, str]  # by id
OF_ACTION = (Contribution, Extension, HeldFile, Move, Opinion, PlanChange, ProgressUpdate, Recheck, Step, Verification)
OF_ORGANISATION = (Confirmation, Participation, RequestPart, Workbook)


def names(review: Review, entries: Iterable[AuditEntry]) -> dict[int, str]:
    """What each entry of this review is about, by the entry's id; what is gone keeps its kind and number."""
    wanted = defaultdict(set)
    for entry in entries:
        wanted[entry.noun].add(entry.noun_id)
    known = {noun: NAMED[noun](ids) for noun, ids in sorted(wanted.items()) if noun in NAMED}
    removed = _removed(review)
    return {e.id: _name(e, known, removed) for e in entries}


def _name(entry: AuditEntry, known: dict[str, Names], removed: dict[tuple[str, int], int]) -> str:
    # SQLite may give the id of a removed row again: what was written before the removal is not about the row of today.
    is_gone = entry.id <= removed.get((entry.noun, entry.noun_id), 0)
    name = None if is_gone else known.get(entry.noun, {}).get(entry.noun_id)
    return name or f"{kind(entry.noun)} {entry.noun_id}{' (removed)' if is_gone else ''}"


def _removed(review: Review) -> dict[tuple[str, int], int]:
    """The last entry that removed a thing, by noun and id."""
    going = or_(AuditEntry.verb.endswith(".remove"), AuditEntry.verb.endswith(".discard"))
    query = select(AuditEntry.noun, AuditEntry.noun_id, func.max(AuditEntry.id)).where(AuditEntry.review_id == review.id, going)
    return {(noun, id): last for noun, id, last in _rows(query.group_by(AuditEntry.noun, AuditEntry.noun_id))}


def _rows(query):
    return db.session.execute(query.execution_options(own_verb=True)).all()


def _actions(ids: Iterable[int]) -> Names:
    query = Action.listed(select(Action).where(Action.id.in_(ids))).execution_options(own_verb=True)
    return {action.id: f"{action.name} – {action.organisation}" for action in db.session.scalars(query)}


def _of_actions(model):
    def named(ids: Iterable[int]) -> Names:
        owners = dict(map(tuple, _rows(select(model.id, model.action_id).where(model.id.in_(ids)))))
        actions = _actions(set(owners.values()))
        return {id: f"{kind(model.__tablename__)}, {actions[action]}" for id, action in owners.items()}
    return named  # fmt: skip


def _of_organisations(model):
    def named(ids: Iterable[int]) -> Names:
        query = select(model.id, Organisation.name).join(Organisation, Organisation.id == model.organisation_id).where(model.id.in_(ids))
        return {id: f"{kind(model.__tablename__)} – {name}" for id, name in _rows(query)}
    return named  # fmt: skip


def _recommendations(ids: Iterable[int]) -> Names:
    query = select(Recommendation.id, Recommendation.number).where(Recommendation.id.in_(ids))
    return {id: f"recommendation {number}" for id, number in _rows(query)}


def _evidence(ids: Iterable[int]) -> Names:
    query = select(Evidence.id, Evidence.title, Organisation.name).join(Organisation, Organisation.id == Evidence.organisation_id)
    return {id: f"evidence “{title}” – {name}" for id, title, name in _rows(query.where(Evidence.id.in_(ids)))}


def _versions(ids: Iterable[int]) -> Names:
    rows = _rows(select(EvidenceVersion.id, EvidenceVersion.evidence_id, EvidenceVersion.number).where(EvidenceVersion.id.in_(ids)))
    items = _evidence({evidence for _, evidence, _ in rows})
    return {id: f"version {number} of {items[evidence]}" for id, evidence, number in rows}


def _answers(ids: Iterable[int]) -> Names:
    query = select(RequestAnswer.id, Organisation.name).join(RequestPart, RequestPart.id == RequestAnswer.part_id)
    query = query.join(Organisation, Organisation.id == RequestPart.organisation_id)
    return {id: f"answer – {name}" for id, name in _rows(query.where(RequestAnswer.id.in_(ids)))}


def _submissions(ids: Iterable[int]) -> Names:
    light = select(Submission).options(defer(Submission.plan_json), defer(Submission.sign_off_json)).execution_options(own_verb=True)
    rows = db.session.scalars(light.where(Submission.id.in_(ids)))
    return {row.id: row.label for row in rows}


def _mails(ids: Iterable[int]) -> Names:
    return {id: f"email “{subject}”" for id, subject in _rows(select(Mail.id, Mail.subject).where(Mail.id.in_(ids)))}


def _of_submissions(model):
    def named(ids: Iterable[int]) -> Names:
        owners = dict(map(tuple, _rows(select(model.id, model.submission_id).where(model.id.in_(ids)))))
        submissions = _submissions(set(owners.values()))
        return {id: f"{kind(model.__tablename__)}, {submissions[submission]}" for id, submission in owners.items()}
    return named  # fmt: skip


def _plan_files(ids: Iterable[int]) -> Names:
    query = select(PlanFile.id, PlanFile.filename).where(PlanFile.id.in_(ids))
    return {id: f"existing plan “{filename}”" for id, filename in _rows(query)}


NAMED = {
    "actions": _actions, "recommendations": _recommendations, "evidence": _evidence, "evidence_versions": _versions,
    "request_answers": _answers, "submissions": _submissions, "mails": _mails,
    "outcomes": _of_submissions(Outcome), "public_extracts": _of_submissions(PublicExtract), "plan_files": _plan_files,
    "reviews": lambda ids: dict.fromkeys(ids, "the review"), "askings": lambda ids: dict.fromkeys(ids, "letter to all"),
    "legal_holds": lambda ids: dict.fromkeys(ids, "the review"),
} | {model.__tablename__: _of_actions(model) for model in OF_ACTION} | {model.__tablename__: _of_organisations(model) for model in OF_ORGANISATION}  # fmt: skip
