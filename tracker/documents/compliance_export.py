"""The compliance export: what was promised to CQC, and where it stood at the follow-up, from two frozen plans. Pure; schema 1.

Its JSON is described by `schemas/compliance-export-1.json`.
"""

from collections import Counter
from pathlib import Path

SCHEMA = 1
SCHEMA_FILE = Path(__file__).parent / "schemas" / f"compliance-export-{SCHEMA}.json"
PROMISED = ("words", "post", "due_on", "first_due_on", "success_measure", "evidence_expected", "monitored_by", "status")
STANDING = ("due_on", "status", "confidence", "brag", "brag_reason", "completed_on", "verified_on", "verification", "progress")
MOVED = ("decided_on", "from_on", "agreed_on", "reason", "words", "decision_words", "meeting", "meeting_on")
EVIDENCE = ("id", "version", "title", "shows", "dated_on", "filename", "size", "sha256")
# What may have changed since the promise, by the words of the pages.
COMPARED = {"what will be done": "words", "accountable post": "post", "due date": "due_on", "success measure": "success_measure"}


def compliance_export(promised: dict, standing: dict, *, organisation: str = "", recommendation: str = "") -> dict:
    """Set what was promised beside where it stands, whole or one organisation's or one recommendation's part.

    Each side is {"plan", "sign_off", "plan_sha256", "label", "sent_on"}: a frozen plan, its sign-off or None, its hash (None for
    today), what it is called, and when it was sent as ISO text or None.
    """
    then, now = promised["plan"], standing["plan"]
    pairs = [(old, new) for old, new in _pairs(then, now) if _within(old, new, organisation, recommendation)]
    actions = [_action(old, new) for old, new in pairs]
    return {
        "schema": SCHEMA, "demonstration": bool(then["demonstration"]), "copy_for": then.get("copy_for"), "review": then["review"],
        "part": {"organisation": organisation or None, "recommendation": recommendation or None},
        "promised": _side(promised), "standing": _side(standing),
        "recommendations": _recommendations(then, now, actions, organisation, recommendation), "actions": actions,
        "legend": now["legend"], "counts": _counts(actions),
    }  # fmt: skip


def offered(promised: dict, standing: dict) -> dict[str, list[str]]:
    """What an export can be narrowed to: the names of the organisations, and the numbers of the recommendations."""
    plans = (promised["plan"], standing["plan"])
    named = [n for p in plans for n in [*(o["name"] for o in p["organisations"]), *(a["organisation"] for a in p["actions"])]]
    return {
        "organisations": list(dict.fromkeys(named)),
        "recommendations": list(dict.fromkeys(r["number"] for p in plans for r in p["recommendations"])),
    }


def part(plan: dict, export: dict) -> dict:
    """The frozen plan with nothing but the actions and recommendations of an export, and counts of these, for its evidence pack.

    Its kind says what it is a part of: packs and their pages are titled by it. `part_of` is the hash of the whole, which this has not.
    For the whole export it is the plan itself, untouched: its hash can be counted again.
    """
    if not any(export["part"].values()):
        return plan
    ids, numbers = {a["id"] for a in export["actions"]}, {r["number"] for r in export["recommendations"]}
    actions = [a for a in plan["actions"] if a["id"] in ids]
    recommendations = [r | {"action_ids": [i for i in r["action_ids"] if i in ids]} for r in plan["recommendations"] if r["number"] in numbers]
    names = dict.fromkeys(a["organisation"] for a in actions)
    narrowed = [export["part"]["organisation"], export["part"]["recommendation"] and f"recommendation {export['part']['recommendation']}"]
    return plan | {
        "kind": f"evidence for {', '.join(filter(None, narrowed))}", "part_of": export["standing"]["plan_sha256"],
        "recommendations": recommendations, "actions": actions, "drawn_to_attention": [], "since": None,
        "gaps": [g for g in plan["gaps"] if g["action_id"] in ids or (g["action_id"] is None and numbers & set(g["recommendations"]))],
        "organisations": [{"name": n, "actions": sum(a["organisation"] == n for a in actions),
                           "recommendations": sum(n in r["organisations"] for r in recommendations)} for n in names],
        "counts": {"recommendations": len(recommendations), "actions": len(actions), "findings": sum(len(r["findings"]) for r in recommendations),
                   "by_status": dict(Counter(a["status"] for a in actions)), "by_brag": dict(Counter(a["brag"] for a in actions))},
    }  # fmt: skip


def _pairs(then: dict, now: dict) -> list[tuple[dict | None, dict | None]]:
    """Every action of either plan as (promised, standing), in the order of the promise; None where one plan lacks it."""
    old, new = ({a["id"]: a for a in plan["actions"]} for plan in (then, now))
    return [(old.get(id), new.get(id)) for id in dict.fromkeys([*old, *new])]


def _within(old: dict | None, new: dict | None, organisation: str, recommendation: str) -> bool:
    either = [a for a in (old, new) if a]
    named = not organisation or any(a["organisation"] == organisation for a in either)
    return named and (not recommendation or any(recommendation in a["recommendations"] for a in either))


def _action(old: dict | None, new: dict | None) -> dict:
    newest = new or old
    return {
        "id": newest["id"], "organisation": newest["organisation"], "recommendations": newest["recommendations"],
        "promised": old and {name: old.get(name) for name in PROMISED},
        "standing": new and {name: new.get(name) for name in STANDING},
        "changed": [{"field": said, "before": old[name] or "", "after": new[name] or ""}
                    for said, name in COMPARED.items() if old and new and (old[name] or "") != (new[name] or "")],
        "dates_moved": [{name: e[name] for name in MOVED} for e in (new or {}).get("extensions", []) if e["decision"] == "agreed"],
        "evidence": [{name: e[name] for name in EVIDENCE} | {"withheld": e.get("withheld")} for e in (new or {}).get("evidence", [])],
    }  # fmt: skip


def _recommendations(then: dict, now: dict, actions: list[dict], organisation: str, recommendation: str) -> list[dict]:
    answered = {number for a in actions for number in a["recommendations"]}
    found = {r["number"]: r for plan in (then, now) for r in plan["recommendations"]}
    wanted = [r for n, r in found.items() if (n in answered or not organisation or organisation in r["organisations"])
              and recommendation in ("", n)]  # fmt: skip
    return [{name: r[name] for name in ("number", "text", "organisations")} for r in wanted]


def _side(side: dict) -> dict:
    plan, sign_off = side["plan"], side["sign_off"]
    return {
        "label": side["label"], "kind": plan["kind"], "number": plan["number"], "assembled_on": plan["assembled_on"],
        "sent_on": side["sent_on"], "plan_sha256": side["plan_sha256"], "audit_head": plan["audit_head"],
        "signed_off": sign_off and {name: sign_off[name] for name in ("name", "role", "on")},
    }  # fmt: skip


def _counts(actions: list[dict]) -> dict:
    standing = [a["standing"] for a in actions if a["standing"]]
    return {
        "actions": len(actions), "promised": sum(bool(a["promised"]) for a in actions),
        "by_status": dict(Counter(s["status"] for s in standing)), "by_brag": dict(Counter(s["brag"] for s in standing)),
        "evidence": len({(e["id"], e["version"]) for a in actions for e in a["evidence"]}),
        "dates_moved": sum(len(a["dates_moved"]) for a in actions),
    }  # fmt: skip
