"""Removed texts: what was redacted since a plan was frozen stands beside no other plan; the frozen plan itself stays as it is."""

from collections.abc import Callable

from sqlalchemy import select

from tracker.documents.comparing import REMOVED
from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.plan_change import FREE_TEXT
from tracker.models.redaction import KINDS, Redaction

# Where a frozen action holds the texts of a kind of entry; the other kinds are never frozen.
PLACES = {
    "progress": lambda a: _of(a["progress"], "note"),
    "verifications": lambda a: _of(a["verification"], "found", "without_evidence"),
    "extensions": lambda a: [place for e in a.get("extensions", []) for place in _of(e, "words")],
    "decisions": lambda a: [place for e in a.get("extensions", []) for place in _of(e, "decision_words")],
    "plan-changes": lambda a: _of(a, *FREE_TEXT),
}


def without_removed(plan: dict, review_id: int) -> dict:
    """The same plan with a sentence in place of each text that no entry of its kind holds any more."""
    redacted = _redacted(review_id)
    if not redacted:
        return plan
    gone = {kind: _is_gone(kind, {id for of, id in redacted if of == kind}) for kind in {kind for kind, _ in redacted}}
    return plan | {"actions": [_clean(a, [(kind, gone[kind]) for kind in PLACES if (kind, a["id"]) in redacted]) for a in plan["actions"]]}


def _redacted(review_id: int) -> set[tuple[str, int]]:
    """The kinds of entries that were redacted, each with its action."""
    query = select(Redaction.kind, Redaction.action_id).join(Action, Action.id == Redaction.action_id).where(Action.review_id == review_id)
    return {(kind, id) for kind, id in db.session.execute(query.execution_options(own_verb=True)) if kind in PLACES}


def _is_gone(kind: str, actions: set[int]) -> Callable[[int, str], bool]:
    model = KINDS[kind][0]
    rows = db.session.scalars(select(model).where(model.action_id.in_(actions)).execution_options(own_verb=True))
    held = {(row.action_id, text) for row in rows for text in Redaction.texts(kind, row)}
    if kind == "plan-changes":
        own = db.session.scalars(select(Action).where(Action.id.in_(actions)).execution_options(own_verb=True))
        held |= {(action.id, getattr(action, name)) for action in own for name in FREE_TEXT}
    return lambda action_id, text: (action_id, text) not in held


def _clean(action: dict, gone: list[tuple[str, Callable[[int, str], bool]]]) -> dict:
    if not gone:
        return action
    action = _copied(action)
    for kind, is_gone in gone:
        for held, name in PLACES[kind](action):
            if is_gone(action["id"], held[name]):
                held[name] = REMOVED
    return action


def _copied(action: dict) -> dict:
    told = {name: action[name] and dict(action[name]) for name in ("progress", "verification")}
    return action | told | {"extensions": [dict(e) for e in action.get("extensions", [])]}


def _of(held: dict | None, *names: str) -> list[tuple[dict, str]]:
    """The places of texts that can be replaced: what holds each, and its name there."""
    return [(held, name) for name in names if held.get(name)] if held else []
