"""History: what the action's page tells of it, with one query for each kind of row."""

from tracker.access import acts_on, visible
from tracker.extensions import db
from tracker.models import Action, Evidence, Extension, Handover, Move, Opinion, PlanChange, ProgressUpdate, Recheck, Redaction, Verification
from tracker.models.history import history


def story_of(action: Action) -> dict:
    """The time line, the evidence, and the request for another date that waits.

    A contributor gets the evidence and its own notes; another organisation gets nothing.
    """
    if "history.redact" not in acts_on(action):
        seen = {"evidence": _evidence(action), "notes": _rows(ProgressUpdate, action)}
        return seen | {"story": [], "asked": None, "may_redact": lambda entry: False}
    kinds = {"updates": ProgressUpdate, "verifications": Verification, "rechecks": Recheck, "opinions": Opinion, "handovers": Handover, "moves": Move,
             "changes": PlanChange, "extensions": Extension, "redactions": Redaction}  # fmt: skip
    rows = {name: _rows(model, action) for name, model in kinds.items()}
    evidence = _evidence(action)
    return {
        "story": history(action, **rows, evidence=evidence),
        "evidence": evidence,
        "asked": next((row for row in rows["extensions"] if row.is_undecided), None),
        "may_redact": _may_redact(action),
    }


def _evidence(action: Action) -> list:
    return db.session.scalars(Evidence.listed_with_people(visible(Evidence).where(Evidence.of(action)))).all()


def _rows(model, action: Action) -> list:
    return db.session.scalars(model.listed(visible(model).where(model.action_id == action.id))).all()


def _may_redact(action: Action):
    """A question about an entry: may I remove its text?"""
    any_author = "history.redact_any" in acts_on(action)
    authors = set() if any_author else Redaction.authors(action)

    def ask(entry) -> bool:
        is_mine = entry.kind and (any_author or Redaction.is_own(entry.kind, entry.row, authors))
        return bool(is_mine and not entry.tombstone and Redaction.texts(entry.kind, entry.row))
    return ask  # fmt: skip
