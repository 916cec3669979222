"""Frozen plans of schema 2: a revised plan with its changes, a follow-up, and a plan without names."""

import hashlib

from tests.frozen_plans import PARTNERSHIP, TRUST, whole_plan

CHANGES = [
    {"about": "Action 4", "organisation": TRUST, "recommendations": ["1.4"], "field": "due date", "before": "2016-09-22", "after": "2016-10-31"},
    {"about": "Action 4", "organisation": TRUST, "recommendations": ["1.4"], "field": "accountable post", "before": "", "after": "Chief nurse"},
    {"about": "Recommendation 3.1", "organisation": PARTNERSHIP, "recommendations": ["3.1"], "field": "status", "before": "not started", "after": "in progress"},
    {"about": "Action 18", "organisation": PARTNERSHIP, "recommendations": ["3.1", "3.2"], "field": "words",
     "before": "Ask practices for a summary with every booking.",
     "after": "Ask practices for a summary with every booking; the ward clerk chases within three working days, and the named midwife reads the list on Fridays."},
]  # fmt: skip


def later(plan: dict, **changed) -> dict:
    """The same plan in schema 2: a first plan unless told otherwise."""
    return {**plan, "schema": 2, "names": True, "since": None, **changed}


def revised_plan(*, changes=CHANGES) -> dict:
    """Version 2, with what changed since version 1."""
    return later(whole_plan(), kind="revised plan", number=2, since=_since("plan", changes))


def follow_up(*, changes=CHANGES) -> dict:
    """Follow-up 1, with what is new since version 1."""
    return later(whole_plan(), kind="follow-up", number=1, assembled_on="2016-11-14", since=_since("plan", changes))


def roles_only() -> dict:
    """A first plan with "Roles, no names": who assembled and who checked are posts."""
    plan = whole_plan()
    actions = [{**a, "verification": a["verification"] and {**a["verification"], "checked_by": ""}} for a in plan["actions"]]
    return later(plan, names=False, assembled_by="Designated nurse", actions=actions)


def _since(kind: str, changes: list[dict]) -> dict:
    return {"kind": kind, "number": 1, "plan_sha256": hashlib.sha256(b"version 1").hexdigest(), "changes": changes}
