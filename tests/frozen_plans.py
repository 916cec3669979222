"""Frozen plans for the tests of the documents: a whole one, a long one, a hostile one, and one that is almost empty."""

import hashlib
from collections import Counter
from datetime import date, timedelta
from itertools import chain

TRUST, CCG = "Medway NHS Foundation Trust", "NHS Medway CCG"
PARTNERSHIP, SUSSEX = "Kent and Medway NHS and Social Care Partnership Trust", "Sussex Partnership NHS Foundation Trust"
COMMUNITY, KENT = "Medway Community Healthcare C.I.C", "Kent Community Health NHS Foundation Trust"
GROUPS = [([TRUST], 13), ([CCG], 4), ([PARTNERSHIP], 3), ([SUSSEX], 1), ([COMMUNITY, TRUST], 1), ([KENT], 1)]

SUBJECTS = [
    ("Make sure that what family doctors know about an expectant mother reaches the midwife before the booking visit.",
     "Ask practices for a summary with every booking; the ward clerk chases within three working days.",
     "Head of midwifery", "Nine in ten records hold the summary at booking, sampled monthly."),
    ("Record in every case whether a young person was asked about safety at home.",
     "Add one required question to the assessment form and train all shifts in its use.",
     "Named nurse for safeguarding children", "Question answered in 95 of 100 records, two months running."),
    ("Give practitioners regular supervision in which they can think through the families that worry them most, and keep a note of what was decided.",
     "Monthly group supervision for the emergency department, led by the named nurse, with a sheet kept in the record. Cover is booked for night staff.",
     "Matron, emergency department", "Every practitioner attends at least four sessions a year; the register is read by the safeguarding committee each quarter."),
    ("Settle how many hours the named professionals need for their work.",
     "Compare hours, caseload and national guidance; bring a paper with options to the executive team.",
     "Chief nurse", "Paper decided; posts filled or a date set for each."),
    ("Let staff see at a glance that a child is known to be at risk.",
     "Switch on the alert of the patient system and test it with ten made-up records before it goes live.",
     "Clinical systems manager", "Alert shown in all ten test records, then in a sample of 30."),
]
LEGEND = [
    {"brag": "blue", "name": "Blue", "meaning": "verified or embedded"},
    {"brag": "green", "name": "Green", "meaning": "on track, nothing overdue"},
    {"brag": "amber", "name": "Amber", "meaning": "at risk, no recent update, or complete and waiting to be verified"},
    {"brag": "red", "name": "Red", "meaning": "overdue or off track"},
    {"brag": "grey", "name": "Grey", "meaning": "withdrawn"},
]
STATES = [("in progress", "on track", "green", ""), ("complete", None, "amber", "waiting to be verified"),
          ("verified", None, "blue", ""), ("in progress", "off track", "red", "off track"), ("not started", None, "green", ""),
          ("withdrawn", None, "grey", ""), ("in progress", "at risk", "amber", "at risk"), ("embedded", None, "blue", "")]
SIGN_OFF = {"schema": 1, "plan_sha256": hashlib.sha256(b"plan").hexdigest(), "name": "Ann Example", "role": "Accountable officer", "on": "2016-07-15"}
HOSTILE = ["=cmd|' /C calc'!A0", "{{7*7}}", "{% for %}", '#eval("1")', "<script>alert(1)</script>", "a\x00\x0bb", "\u202egnp.\u200fexe",
           "<r><t>rich</t></r>", "@SUM(1)", "$x$ *b* _i_ `c` <label> \\n // /*", "& &amp; ]]>", "😀 children ا", "../../etc/passwd", "{_{", "\ud800", "+1", "\t-1"]


def whole_plan(groups=GROUPS, *, longer=1) -> dict:
    """Make a realistic plan: 23 recommendations in 6 groups unless told otherwise; `longer` repeats every text."""
    recommendations = list(chain.from_iterable(_group(number, names, size, longer) for number, (names, size) in enumerate(groups, 1)))
    actions = _actions(recommendations, longer)
    return {**_frame(), "recommendations": recommendations, "actions": actions, **_summary(recommendations, actions)}


def long_plan() -> dict:
    """Make a plan of 60 recommendations with texts four times as long."""
    return whole_plan([([TRUST], 25), ([CCG], 12), ([PARTNERSHIP], 9), ([SUSSEX], 5), ([COMMUNITY, TRUST], 4), ([KENT], 5)], longer=4)


def draft(plan: dict) -> dict:
    """Make the draft of a plan: without a number and without the head of the audit log."""
    return {**plan, "number": None, "audit_head": None}


def hostile_plan(text: str) -> dict:
    """Put `text` into every free text of a small plan, the file names and the numbers of recommendations included."""
    plan = whole_plan([([TRUST], 2), ([COMMUNITY, TRUST], 1)])
    names = {name: f"{name} {text}" for name in (TRUST, COMMUNITY)}
    free = {"text", "section", "words", "post", "success_measure", "evidence_expected", "monitored_by", "note", "title", "shows", "filename",
            "area", "gap_reason", "of", "assembled_by", "brag_reason"}

    def poison(value, key=None):
        if isinstance(value, dict):
            return {name: poison(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [poison(item, key) for item in value]
        if key in ("organisation", "organisations", "name") and value in names:
            return names[value]
        return text if key in free else value

    return poison(plan)


def empty_plan() -> dict:
    """Make the barest plan that is possible: one recommendation, no action, no date but that of the assembly."""
    plan = {**_frame(), "actions": [], "recommendations": [
        {"number": "1", "text": "Improve.", "organisations": [], "status": "not started", "findings": [], "action_ids": []}]}
    plan["review"] = {**dict.fromkeys(plan["review"]), "id": 1, "title": "A review", "area": "Medway", "working_days": 20, "commissioners": []}
    return draft({**plan, **_summary(plan["recommendations"], []), "organisations": [], "drawn_to_attention": [], "gap_reason": None})


def blobs(plan: dict) -> dict[str, bytes]:
    """Give the bytes of every piece of evidence by checksum, as a store would hold them."""
    return {item["sha256"]: _bytes(item["id"]) for action in plan["actions"] for item in action["evidence"]}


def _frame() -> dict:
    return {
        "schema": 1, "demonstration": False, "kind": "plan", "number": 1, "assembled_on": "2016-07-14", "assembled_by": "Designated nurse",
        "audit_head": hashlib.sha256(b"head").hexdigest(),
        "review": {"id": 1, "title": "Review of health services for children looked after and safeguarding in Medway", "area": "Medway",
                   "visit_started_on": "2016-02-22", "visit_ended_on": "2016-02-26", "published_on": "2016-06-20", "received_on": "2016-06-20",
                   "due_on": "2016-07-18", "working_days": 20, "send_to": "plans@regulator.example", "submitted_by": CCG, "commissioners": [CCG]},
        "drawn_to_attention": [{"finding": "1.16", "section": "Early help", "of": "Public health, Medway Council"},
                               {"finding": "1.21", "section": "Early help", "of": "Public health, Medway Council"}],
        "legend": LEGEND,
        "gap_reason": "The post has been advertised; interviews are on 2 August and the date will be set by whoever is appointed.",
    }


def _group(number: int, organisations: list[str], size: int, longer: int) -> list[dict]:
    return [_recommendation(f"{number}.{item}", organisations, number + item, longer) for item in range(1, size + 1)]


def _recommendation(number: str, organisations: list[str], seed: int, longer: int) -> dict:
    finding = {"number": f"{seed % 5 + 1}.{seed}", "section": ["Early help", "Children in need", "Child protection"][seed % 3],
               "text": " ".join(["We saw records in which the question had not been asked, and others in which the answer led to nothing."] * longer)}
    return {"number": number, "text": " ".join([SUBJECTS[seed % 5][0]] * longer), "organisations": organisations,
            "status": "not started", "findings": [finding], "action_ids": []}


def _actions(recommendations: list[dict], longer: int) -> list[dict]:
    actions = []
    for recommendation in recommendations:
        for organisation in recommendation["organisations"]:
            actions.append(_action(len(actions) + 1, organisation, [recommendation["number"]], longer))
            recommendation["action_ids"].append(len(actions))
        recommendation["status"] = actions[-1]["status"]
    immediate = _action(len(actions) + 1, TRUST, [], longer)
    return [*actions, immediate]


def _action(number: int, organisation: str, recommendations: list[str], longer: int) -> dict:
    _, words, post, measure = SUBJECTS[number % 5]
    status, confidence, brag, reason = STATES[number % 8]
    due = date(2016, 8, 1) + timedelta(days=13 * number % 200)
    gap = number % 11 == 0
    return {
        "id": number, "organisation": organisation, "recommendations": recommendations, "words": " ".join([words] * longer),
        "post": "" if gap else post, "due_on": None if gap else due.isoformat(),
        "first_due_on": (due - timedelta(days=30 * (number % 7 == 0))).isoformat(), "success_measure": " ".join([measure] * longer),
        "evidence_expected": "Sample of records; minutes of the committee", "monitored_by": "Safeguarding committee, quarterly" if number % 3 else "",
        "status": status, "confidence": confidence, "brag": brag, "brag_reason": reason,
        "completed_on": "2016-07-08" if status in ("complete", "verified", "embedded") else None,
        "verified_on": "2016-07-13" if status in ("verified", "embedded") else None,
        "verification": _verification(longer) if status in ("verified", "embedded") else None,
        "progress": {"on": "2016-07-12", "note": "Form agreed; training begins on Monday."} if number % 4 else None,
        "evidence": [_evidence(number)] if number % 3 == 2 else [],
    }


def _verification(longer: int) -> dict:
    return {"on": "2016-07-13", "checked_by": "Quality review group, 13 July", "method": "records dip-sample",
            "found": " ".join(["The question was answered in 28 of 30 records."] * longer), "without_evidence": ""}


def _evidence(number: int) -> dict:
    return {"id": number, "version": 1 + number % 2, "title": "Sample of records, June", "shows": "Question asked in 28 of 30 records",
            "dated_on": "2016-06-30", "filename": f"sample-{number}.pdf", "size": len(_bytes(number)), "sha256": hashlib.sha256(_bytes(number)).hexdigest()}


def _bytes(number: int) -> bytes:
    return f"%PDF-1.7 evidence {number} ".encode() * 300


def _summary(recommendations: list[dict], actions: list[dict]) -> dict:
    names = dict.fromkeys(chain.from_iterable(recommendation["organisations"] for recommendation in recommendations))
    return {
        "organisations": [{"name": name, "recommendations": sum(name in one["organisations"] for one in recommendations),
                           "actions": sum(name == one["organisation"] for one in actions)} for name in names],
        "gaps": [{"action_id": one["id"], "organisation": one["organisation"], "recommendations": one["recommendations"],
                  "missing": ["accountable post", "due date"]} for one in actions if not one["post"]],
        "counts": {"recommendations": len(recommendations), "actions": len(actions), "findings": 160,
                   "by_status": dict(Counter(one["status"] for one in actions)), "by_brag": dict(Counter(one["brag"] for one in actions))},
    }
