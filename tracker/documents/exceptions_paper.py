"""The exceptions paper: what is overdue, at risk or off track, which dates were asked for, what was closed since. Pure: plans in, a paper out."""

from tracker.documents.dates import long_date, short_date
from tracker.documents.groups import NOT_AGREED, verification
from tracker.documents.paper import section
from tracker.documents.progress_report import CLOSED, LONGEST, colour, due, frame, in_order, note
from tracker.documents.text import cut, readable, sentence

OPEN = {"Number": 19, "Organisation": 42, "Action": 76, "Accountable post": 38, "Due": 30, "Colour": 28, "Newest note": 60}
ASKED = {"Number": 19, "Organisation": 42, "Action": 76, "Due now": 30, "Asked for": 30, "Asked on": 30, "Reason": 70}
ENDED = {"Number": 19, "Organisation": 42, "Action": 80, "Accountable post": 38, "Was": 26, "Now": 26, "How it was verified": 62}


def exceptions_paper(plan: dict, *, on: str, since: str, before: dict[int, str], asked: list[dict]) -> dict:
    """The paper. `on` and `since` are ISO dates; `before` gives the status of each action on that earlier day, by its id.

    `asked` are the requests for another date that wait: {"action_id", "proposed_on", "on", "reason", "words"}.
    """
    plan, asked = readable(plan), readable(asked)
    actions = in_order(plan)
    late = [(n, a) for n, a in actions if a["brag_reason"] == "overdue"]
    risky = sorted(((n, a) for n, a in actions if a["brag_reason"] in ("off track", "at risk")), key=lambda row: row[1]["brag"] != "red")
    waiting = [(n, a, request) for n, a in actions for request in asked if request["action_id"] == a["id"]]
    ended = [(n, a) for n, a in actions if a["status"] in CLOSED and before.get(a["id"]) not in CLOSED]
    known = {"As at": long_date(on), "Closed since": long_date(since), "In short": _short(late, risky, waiting, ended)}
    sections = [
        _part("Overdue", OPEN, [_open(n, a) for n, a in late], "No action is overdue."),
        _part("Off track or at risk", OPEN, [_open(n, a) for n, a in risky], "No other action is off track or at risk."),
        _part("Another date asked for", ASKED, [_asked(n, a, r) for n, a, r in waiting], "No request for another date waits for a decision."),
        _part(f"Closed since {long_date(since)}", ENDED, [_ended(n, a, before.get(a["id"])) for n, a in ended], "No action was closed."),
    ]
    return frame(plan, "Exceptions paper", on, known, sections)


def _part(heading: str, columns: dict, rows: list[list], nothing: str) -> dict:
    return section(f"{heading} ({len(rows)})" if rows else heading, [] if rows else [nothing], columns, rows)


def _short(late: list, risky: list, waiting: list, ended: list) -> str:
    asked = f"{len(waiting)} other date{'' if len(waiting) == 1 else 's'} asked for"
    return f"{len(late)} overdue, {len(risky)} off track or at risk, {asked}, {len(ended)} closed"


def _open(number: str, action: dict) -> list:
    return [number, action["organisation"], _words(action), action["post"] or NOT_AGREED, due(action), colour(action), note(action)]


def _asked(number: str, action: dict, request: dict) -> list:
    reason = ". ".join(filter(None, [sentence(request["reason"]), cut(request["words"], LONGEST, " …")]))
    return [number, action["organisation"], _words(action), short_date(action["due_on"]), short_date(request["proposed_on"]), short_date(request["on"]), reason]


def _ended(number: str, action: dict, before: str | None) -> list:
    return [number, action["organisation"], _words(action), action["post"] or NOT_AGREED, sentence(before) or "Not there yet",
            sentence(action["status"]), cut(verification(action), LONGEST, " …")]  # fmt: skip


def _words(action: dict) -> str:
    return cut(action["words"], LONGEST, " …") or NOT_AGREED
