"""The frozen plan: everything that the documents of a submission print, as one dict. Its schema is published under documents/schemas."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.documents.comparing import PRIVATE, REMOVED
from tracker.documents.schemas import NEWEST
from tracker.extensions import db
from tracker.models.action import Action, answers
from tracker.models.action_status import Status, least_advanced
from tracker.models.brag import COLOUR, brag_reason, legend
from tracker.models.column_layout import ColumnLayout
from tracker.models.evidence import Check, Evidence, EvidenceVersion, evidence_actions
from tracker.models.extension import Extension
from tracker.models.finding import Finding
from tracker.models.progress import ProgressUpdate
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Review
from tracker.models.verification import Verification

ROLE = "CCG lead"  # who assembled it, where persons are not named
LISTED = (joinedload(Action.organisation), selectinload(Action.recommendations))


def freeze(review: Review, *, on: date, by: str, number: int | None, head: str | None, gap_reason: str | None, demonstration: bool,
           kind: str = "plan", names: bool = True) -> dict:  # fmt: skip
    """The plan of a review as it stands on a day; `number` and `head` are None in a draft.

    Without `names` no person is named, by whom it is assembled and checked neither.
    Raises NotAllowed while the review waits for its report: there is nothing yet that a plan answers.
    """
    if review.awaits_report:
        raise NotAllowed("The report has not arrived yet, so there is no plan to draft or to send.")
    actions = _actions(review, on, names)
    told = (selectinload(Recommendation.organisations), selectinload(Recommendation.findings))
    recommendations = [_recommendation(r, actions) for r in _rows(Recommendation, review, Recommendation.position, *told)]
    return {
        "schema": NEWEST, "demonstration": demonstration, "kind": kind, "number": number, "names": names, "since": None,
        "assembled_on": on.isoformat(), "assembled_by": by if names else ROLE, "audit_head": head,
        "review": _review(review),
        "organisations": _organisations(recommendations, actions),
        "recommendations": recommendations,
        "actions": actions,
        "drawn_to_attention": [
            {"finding": f.number, "section": f.section, "of": f.drawn_to_attention_of}
            for f in _rows(Finding, review, Finding.position) if f.drawn_to_attention_of
        ],
        "gaps": gaps(review), "gap_reason": gap_reason, "legend": legend(),
        "counts": _counts(review, recommendations, actions),
    } | _layout(review)  # fmt: skip


def without_others(plan: dict, own: set[str]) -> dict:
    """The copy that an addressed organisation reads: notes and evidence of the others are left out. Source: design §2.

    `own` are the names of the reader's organisations.
    """
    kept = [a if a["organisation"] in own else a | {"progress": None, "evidence": [], "verification": None, "extensions": []} for a in plan["actions"]]
    readers = sorted({a["organisation"] for a in plan["actions"]} & own)
    since = _since(plan, lambda c: c["organisation"] in own or c["field"] not in PRIVATE)
    return plan | since | {"actions": kept, "copy_for": ", ".join(readers) or "an addressed organisation"}


def only(plan: dict, number: str) -> dict:
    """The part of a plan that answers one recommendation: its actions, and the counts of these."""
    actions = [a for a in plan["actions"] if number in a["recommendations"]]
    recommendations, ids = [r for r in plan["recommendations"] if r["number"] == number], {a["id"] for a in actions}
    return plan | {
        **_since(plan, lambda c: number in c["recommendations"]),
        "kind": f"file on recommendation {number}", "recommendations": recommendations, "actions": actions, "drawn_to_attention": [],
        "gaps": [g for g in plan["gaps"] if g["action_id"] in ids or (g["action_id"] is None and number in g["recommendations"])],
        "organisations": _organisations(recommendations, actions),
        "counts": _counts_of(recommendations, actions, sum(len(r["findings"]) for r in recommendations)),
    }  # fmt: skip


def _since(plan: dict, is_told) -> dict:
    """What changed since the last version, as far as it is told."""
    since = plan.get("since")
    return {"since": since and since | {"changes": [c for c in since["changes"] if is_told(c)]}}


def gaps(review: Review) -> list[dict]:
    """What the plan still needs, an entry for each action that lacks something, then one for each recommendation without an action."""
    return [
        {"action_id": a.id, "organisation": a.organisation.name,
         "recommendations": [r.number for r in a.recommendations], "missing": a.missing}
        for a in _rows(Action, review, Action.id, *LISTED) if a.missing
    ] + [
        {"action_id": None, "organisation": ", ".join(o.name for o in r.organisations), "recommendations": [r.number], "missing": ["no action yet"]}
        for r in unanswered(review)
    ]  # fmt: skip


def unanswered(review: Review) -> list[Recommendation]:
    """The recommendations that no action answers, in the report's order."""
    told = selectinload(Recommendation.organisations)
    return _rows(Recommendation, review, Recommendation.position, told, where=Recommendation.id.not_in(select(answers.c.recommendation_id)))


def _layout(review: Review) -> dict:
    """The columns of the documents where the CCG chose some; without them the tracker's own are meant."""
    chosen = ColumnLayout.chosen_for(review)
    return {"layout": chosen.frozen} if chosen else {}


def _rows(model, review: Review, order, *options, where=True) -> list:
    query = select(model).where(model.review_id == review.id, where).options(*options).order_by(order)
    return db.session.scalars(query.execution_options(own_verb=True)).all()


def _review(review: Review) -> dict:
    dates = ("visit_started_on", "visit_ended_on", "published_on", "received_on", "due_on")
    plain = ("id", "title", "area", "working_days", "send_to", "submitted_by")
    return (
        {name: getattr(review, name) for name in plain}
        | {name: _iso(getattr(review, name)) for name in dates}
        | {"commissioners": [o.name for o in review.organisations(Part.COMMISSIONER)]}
    )


def _recommendation(row: Recommendation, actions: list[dict]) -> dict:
    own = [a for a in actions if row.number in a["recommendations"]]
    return {
        "number": row.number, "text": row.text, "organisations": [o.name for o in row.organisations],
        "status": least_advanced([Status(a["status"]) for a in own]).value,
        "findings": [{"number": f.number, "section": f.section, "text": f.text} for f in row.findings],
        "action_ids": [a["id"] for a in own],
    }  # fmt: skip


def _actions(review: Review, on: date, names: bool) -> list[dict]:
    query = select(Action, brag_reason(on)).where(Action.review_id == review.id).options(*LISTED).order_by(Action.id)
    rows = db.session.execute(query.execution_options(own_verb=True)).all()
    notes, evidence, verified, moved = _newest_notes(review), _accepted(review), _verifications(review, names), _extensions(review)
    frozen = [_action(a, reason, notes.get(a.id), evidence.get(a.id, []), verified.get(a.id)) for a, reason in rows]
    return [a | {"extensions": moved.get(a["id"], [])} for a in frozen]


def _action(a: Action, reason: str, note: dict | None, evidence: list[dict], verification: dict | None) -> dict:
    verification = verification if a.status in (Status.VERIFIED, Status.EMBEDDED) else None
    return {
        "id": a.id, "organisation": a.organisation.name, "recommendations": [r.number for r in a.recommendations],
        "words": a.words, "post": a.post, "due_on": _iso(a.due_on), "first_due_on": _iso(a.first_due_on),
        "success_measure": a.success_measure, "evidence_expected": a.evidence_expected, "monitored_by": a.monitored_by,
        "status": a.status.value, "confidence": a.confidence and a.confidence.value,
        "brag": COLOUR[reason].value, "brag_reason": reason,
        "completed_on": _iso(a.completed_on), "verified_on": verification and verification["on"],
        "verification": verification, "progress": note, "evidence": evidence,
    }  # fmt: skip


def _newest_notes(review: Review) -> dict[int, dict]:
    newest = select(func.max(ProgressUpdate.id)).join(Action).where(Action.review_id == review.id, ProgressUpdate.contribution_id.is_(None)).group_by(Action.id)
    query = select(ProgressUpdate).where(ProgressUpdate.id.in_(newest)).execution_options(own_verb=True)
    removed = _removed_notes(review)
    return {u.action_id: {"on": u.on.isoformat(), "note": REMOVED if u.id in removed else u.note} for u in db.session.scalars(query)}


def _removed_notes(review: Review) -> set[int]:
    """The updates whose notes were redacted: a sentence says so, where an older version of the plan holds the note too."""
    from tracker.models.redaction import Redaction

    rows = select(Redaction.row_id).join(Action, Action.id == Redaction.action_id).where(Action.review_id == review.id, Redaction.kind == "progress")
    return set(db.session.scalars(rows.execution_options(own_verb=True)))


def _verifications(review: Review, names: bool) -> dict[int, dict]:
    """The newest verification of each action: when, by whom (a meeting alone where persons are not named), how, and what was found."""
    query = select(Verification).options(joinedload(Verification.by)).join(Action).where(Action.review_id == review.id)
    rows = db.session.scalars(query.order_by(Verification.id).execution_options(own_verb=True))
    return {
        v.action_id: {"on": v.on.isoformat(), "checked_by": v.who if names or v.meeting else "", "method": v.method.value, "found": v.found,
                      "without_evidence": v.without_evidence}
        for v in rows
    }  # fmt: skip


def _extensions(review: Review) -> dict[int, list[dict]]:
    """What was decided about due dates, oldest first; a request that waits is nobody's business yet."""
    query = select(Extension).where(Extension.of_review(review.id), Extension.decided_on.is_not(None)).order_by(Extension.id)
    decided: dict[int, list[dict]] = {}
    for row in db.session.scalars(query.execution_options(own_verb=True)):
        decided.setdefault(row.action_id, []).append(row.frozen)
    return decided


def _accepted(review: Review) -> dict[int, list[dict]]:
    query = (
        select(evidence_actions.c.action_id, EvidenceVersion).join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .join(evidence_actions, evidence_actions.c.evidence_id == Evidence.id)
        .where(Evidence.review_id == review.id, EvidenceVersion.check == Check.ACCEPTED, EvidenceVersion.is_available())
        .options(joinedload(EvidenceVersion.evidence), joinedload(EvidenceVersion.blob))
        .order_by(EvidenceVersion.evidence_id, EvidenceVersion.number)
    )  # fmt: skip
    newest = {(action_id, v.evidence_id): v for action_id, v in db.session.execute(query.execution_options(own_verb=True))}
    held: dict[int, list[dict]] = {}
    for (action_id, _), version in newest.items():
        held.setdefault(action_id, []).append(_evidence(version))
    return held


def _evidence(version: EvidenceVersion) -> dict:
    item = version.evidence
    return {
        "id": item.id, "version": version.number, "title": item.title, "shows": item.shows,
        "dated_on": _iso(item.dated_on), "filename": version.filename,
        "size": version.blob.size, "sha256": version.sha256,
    } | ({"withheld": version.withheld_because} if version.withheld else {})  # fmt: skip


def _organisations(recommendations: list[dict], actions: list[dict]) -> list[dict]:
    names = dict.fromkeys([n for r in recommendations for n in r["organisations"]] + [a["organisation"] for a in actions])
    return [
        {"name": n, "recommendations": sum(n in r["organisations"] for r in recommendations),
         "actions": sum(a["organisation"] == n for a in actions)}
        for n in names
    ]  # fmt: skip


def _counts(review: Review, recommendations: list[dict], actions: list[dict]) -> dict:
    findings = select(func.count(Finding.id)).where(Finding.review_id == review.id, ~Finding.is_heading).execution_options(own_verb=True)
    return _counts_of(recommendations, actions, db.session.scalar(findings))


def _counts_of(recommendations: list[dict], actions: list[dict], findings: int) -> dict:
    return {
        "recommendations": len(recommendations), "actions": len(actions), "findings": findings,
        "by_status": dict(Counter(a["status"] for a in actions)), "by_brag": dict(Counter(a["brag"] for a in actions)),
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
