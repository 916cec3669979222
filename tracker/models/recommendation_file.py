"""The file on one recommendation: everything that was said and done about it, as one dict of texts in the order of time. Pure.

Rows come in as their reader may see them; what he may not see is not among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.models.action import Action
from tracker.models.history import LONDON, Entry, history, moment_of
from tracker.models.recommendation import Recommendation
from tracker.models.review import Part


@dataclass(frozen=True)
class Told:
    """One action and its rows, each list oldest first; `whole` says that its notes and evidence are the reader's to see."""

    action: Action
    whole: bool
    rows: dict[str, list] = field(default_factory=dict)  # as `history` takes them
    steps: list = field(default_factory=list)
    contributions: list = field(default_factory=list)
    parts: list = field(default_factory=list)  # (part of a request, its answers)
    confirmations: list = field(default_factory=list)


def recommendation_file(
    recommendation: Recommendation, told: list[Told], *, submissions=(), successions=(), on: date, by: str, copy_for: str = "", demonstration: bool, head: str = ""
) -> dict:
    """What the document prints; `head` is that of the audit log, `copy_for` names the reader's organisation when others' notes and evidence are left out."""
    review = recommendation.review
    return {
        "number": recommendation.number, "text": recommendation.text, "demonstration": demonstration,
        "organisations": [o.called for o in recommendation.organisations],
        "commissioners": [o.called for o in review.organisations(Part.COMMISSIONER)],
        "review": {"title": review.title, "area": review.area, "published_on": _iso(review.published_on), "received_on": _iso(review.received_on)},
        "printed_on": on.isoformat(), "printed_by": by, "copy_for": copy_for, "audit_head": head,
        "findings": [{"number": f.number, "section": f.section, "text": f.text} for f in recommendation.findings],
        "names": [f"{s.organisation.name} was succeeded by {s.successor.name} on {_day(s.on)}." for s in successions],
        "versions": [{"number": s.number, "label": s.kind.numbered(s.number).capitalize(), "sent_on": _iso(s.sent_on), "to": s.sent_to} for s in submissions if s.sent_on],
        "actions": [_action(one) for one in told],
    }  # fmt: skip


def _action(told: Told) -> dict:
    action = told.action
    return {
        "id": action.id, "organisation": action.organisation.called, "number": action.number, "status": action.status.value,
        "whole": told.whole, "facts": _facts(action, told.whole),
        "contributors": [_contribution(c) for c in told.contributions],
        "steps": [{"words": s.words, "state": _step(s)} for s in told.steps],
        "entries": [_entry(e) for e in _entries(told)] if told.whole else [],
        "evidence": [_evidence(item) for item in told.rows.get("evidence", [])] if told.whole else [],
    }  # fmt: skip


def _facts(action: Action, whole: bool) -> list[dict]:
    known = {"What will be done": action.words, "Accountable post": action.post, "Due": _due(action)}
    if whole:
        known |= {
            "Owner": action.owner.name if action.owner else "", "Success measure": action.success_measure,
            "Evidence expected": action.evidence_expected, "Monitored by": action.monitored_by,
            "Completed": _day(action.completed_on), "Look again on": _day(action.recheck_on),
        }  # fmt: skip
    return [{"name": name, "value": value} for name, value in known.items() if value]


def _due(action: Action) -> str:
    if action.due_on is None:
        return ""
    moved = action.first_due_on and action.first_due_on != action.due_on
    return _day(action.due_on) + (f" (first agreed: {_day(action.first_due_on)})" if moved else "")


def _contribution(row) -> str:
    start = _day(row.at.astimezone(LONDON).date())
    return f"{row.organisation.called}, {f'from {start} to {_day(row.ended_on)}' if row.ended_on else f'since {start}'}"


def _step(row) -> str:
    due = f"due {_day(row.due_on)}" if row.due_on else ""
    done = f"done {_day(row.done_on)}{f' by {row.done_by.name}' if row.done_by else ''}" if row.done_on else ""
    return ", ".join(filter(None, [due, done])) or "no date"


def _entries(told: Told) -> list[Entry]:
    asked = [entry for part, answers in told.parts for entry in _request(part, answers)]
    confirmed = [entry for row in told.confirmations for entry in _confirmation(row, told.action.id)]
    return sorted([*history(told.action, **told.rows), *asked, *confirmed], key=moment_of)


def _request(part, answers) -> Iterable[Entry]:
    request = part.request
    received = f", received on {_day(request.received_on)}" if request.received_on else ""
    said = f"{request.asker} asked {part.organisation.name}{received}, recorded by {request.by.name}, to be answered by {_day(request.answer_by)}"
    yield Entry(request.asked_on, None, said, (("", request.words),))
    for answer in answers:
        yield Entry(answer.on, answer.at, f"answered{_who(answer)}", (("", answer.words), *(("Evidence", item.title) for item in answer.evidence)))
        if answer.decision:
            said = f"answer {answer.decision} by {answer.decided_by.name}"
            yield Entry(answer.decided_on, None, said, (("", answer.reason),) if answer.reason else ())
    if request.withdrawn_on:
        yield Entry(request.withdrawn_on, None, f"request withdrawn by {request.withdrawn_by.name}", (("", request.withdrawn_because),))


def _confirmation(row, action_id: int) -> Iterable[Entry]:
    committee = f", {row.committee}" if row.committee else ""
    ratified = f", to be ratified on {_day(row.ratified_on)}" if row.ratified_on else ""
    approved = f"{row.approved_by}, {row.role}, on {_day(row.approved_on)}{committee}{ratified}"
    yield Entry(row.on, row.at, f"part of {row.organisation.name} confirmed{_who(row)}", (("Approved by", approved),))
    if row.decided_on:
        comments = [c.comment for c in row.confirmed if c.action_id == action_id]
        texts = tuple((label, words) for label, words in [("", row.comment), *(("On this action", c) for c in comments)] if words)
        yield Entry(row.decided_on, None, f"confirmation {row.word.value} by {row.decided_by.name}", texts)


def _entry(entry: Entry) -> dict:
    gone = entry.tombstone
    removed = f"Personal data removed by {gone.by.name} on {_day(gone.on)}: {gone.why}" if gone else ""
    texts = [{"label": label, "words": words} for label, words in entry.texts]
    return {"on": entry.on.isoformat(), "said": entry.said, "texts": texts, "removed": removed}


def _evidence(item) -> dict:
    return {
        "title": item.title, "shows": item.shows, "dated_on": _iso(item.dated_on),
        "versions": [_version(v) for v in sorted(item.versions, key=lambda v: v.number)],
    }  # fmt: skip


def _version(version) -> dict:
    checked = f" by {version.checked_by.name} on {_day(version.checked_at.astimezone(LONDON).date())}" if version.checked_by else ""
    return {
        "number": version.number, "filename": "" if version.closed_because else version.filename + " (withheld)" * version.withheld,
        "closed": version.closed_because, "size": version.blob.size, "sha256": version.sha256,
        "added": f"{_day(version.at.astimezone(LONDON).date())}{_who(version)}", "check": version.check.value + checked, "reason": version.reason,
    }  # fmt: skip


def _who(row) -> str:
    return f", recorded by {row.by.name} for {row.on_behalf_of.name}" if row.on_behalf_of else f" by {row.by.name}"


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
