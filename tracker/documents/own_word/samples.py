"""Two plans that a template is tried with: one that has everything, and the barest that there can be."""

LEGEND = [{"brag": brag, "name": brag.capitalize(), "meaning": "Example"} for brag in ("blue", "green", "amber", "red", "grey")]
TRUST, CCG = "Example NHS Trust", "NHS Example CCG"
EVIDENCE = {"id": 1, "version": 1, "title": "Sample of records", "shows": "Asked in 28 of 30 records", "dated_on": "2016-06-30",
            "filename": "sample.pdf", "size": 14_000, "sha256": "0" * 64}  # fmt: skip
SIGN_OFF = {"schema": 1, "plan_sha256": "1" * 64, "name": "Ann Example", "role": "Accountable officer", "on": "2016-07-15"}
CHANGE = {"about": "Action 1", "organisation": TRUST, "recommendations": ["1.1"], "field": "due date", "before": "2016-08-31", "after": "2016-09-30"}
COLUMNS = [{"name": name, "title": name} for name in ("Recommendation", "Action", "Due", "BRAG")]


def samples() -> list[list]:
    """[plan, sign-off] of each."""
    return [[_everything(), SIGN_OFF], [_everything() | {"layout": {"columns": COLUMNS, "in_word": True}}, SIGN_OFF], [_bare(), None]]


def _everything() -> dict:
    recommendations = [_recommendation("1.1", [TRUST], [1, 2]), _recommendation("2.1", [CCG, TRUST], [])]
    verified = _action(1, ["1.1", "2.1"]) | {
        "status": "verified", "brag": "blue", "verified_on": "2016-07-13", "evidence": [EVIDENCE], "progress": {"on": "2016-07-12", "note": "Done."},
        "verification": {"on": "2016-07-13", "checked_by": "Quality group", "method": "documents", "found": "As agreed.", "without_evidence": ""},
    }  # fmt: skip
    actions = [verified, _action(2, ["1.1"]), _action(3, []) | {"words": "", "post": "", "due_on": None}]
    return _frame() | {
        "number": 2, "kind": "revised plan", "demonstration": True, "recommendations": recommendations, "actions": actions, "gap_reason": "Example",
        "gaps": [{"action_id": 3, "organisation": TRUST, "recommendations": [], "missing": ["words", "post"]}],
        "organisations": [{"name": TRUST, "recommendations": 2, "actions": 3}, {"name": CCG, "recommendations": 1, "actions": 0}],
        "drawn_to_attention": [{"finding": "1.2", "section": "Early help", "of": "Example Council"}],
        "since": {"kind": "plan", "number": 1, "plan_sha256": "2" * 64, "changes": [CHANGE]},
        "counts": {"recommendations": 2, "actions": 3, "findings": 12, "by_status": {"verified": 1, "in progress": 2}, "by_brag": {"blue": 1, "amber": 2}},
    }  # fmt: skip


def _bare() -> dict:
    plan = _frame() | {"assembled_by": "", "audit_head": None, "legend": [], "recommendations": [_recommendation("1", [], []) | {"findings": []}]}
    return plan | {"review": dict.fromkeys(plan["review"]) | {"id": 1, "title": "", "area": "", "working_days": 20, "commissioners": []}}


def _frame() -> dict:
    return {
        "schema": 2, "demonstration": False, "kind": "plan", "number": None, "names": True, "assembled_on": "2016-07-14", "assembled_by": "Designated nurse",
        "audit_head": "3" * 64, "legend": LEGEND, "actions": [], "gaps": [], "gap_reason": None, "organisations": [], "drawn_to_attention": [], "since": None,
        "review": {"id": 1, "title": "A review with {{ braces }} & <marks>", "area": "Example", "visit_started_on": "2016-02-22", "visit_ended_on": "2016-02-26",
                   "published_on": "2016-06-20", "received_on": "2016-06-20", "due_on": "2016-07-18", "working_days": 20, "send_to": "plans@cqc.example",
                   "submitted_by": CCG, "commissioners": [CCG]},
        "counts": {"recommendations": 1, "actions": 0, "findings": 0, "by_status": {}, "by_brag": {}},
    }  # fmt: skip


def _recommendation(number: str, organisations: list[str], actions: list[int]) -> dict:
    finding = {"number": "1.4", "section": "Early help", "text": "An example of a finding."}
    return {"number": number, "text": "An example.", "organisations": organisations, "status": "in progress", "findings": [finding], "action_ids": actions}


def _action(number: int, recommendations: list[str]) -> dict:
    return {
        "id": number, "organisation": TRUST, "recommendations": recommendations, "words": "Ask in every assessment.\nThen look again.", "post": "Named nurse",
        "due_on": "2016-09-30", "first_due_on": "2016-08-31", "success_measure": "95 of 100 records", "evidence_expected": "Sample", "monitored_by": "Board",
        "status": "in progress", "confidence": "at risk", "brag": "amber", "brag_reason": "at risk", "completed_on": None, "verified_on": None,
        "verification": None, "progress": None, "evidence": [], "extensions": [],
    }  # fmt: skip
