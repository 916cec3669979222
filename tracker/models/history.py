"""History: the rows of an action, told as one time line: who did what, for whom, when, and what became of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.models.action_status import Status

LONDON = ZoneInfo("Europe/London")
FIELDS = {
    "words": "what will be done", "post": "accountable post", "owner_id": "owner", "due_on": "due date",
    "success_measure": "success measure", "evidence_expected": "evidence expected", "monitored_by": "who monitors it",
}  # fmt: skip
TURNS = {
    (Status.COMPLETE, Status.IN_PROGRESS): "returned", (Status.VERIFIED, Status.IN_PROGRESS): "reopened",
    (Status.EMBEDDED, Status.IN_PROGRESS): "reopened", (Status.WITHDRAWN, Status.IN_PROGRESS): "reinstated",
}  # fmt: skip
ARRIVED = {Status.COMPLETE: "marked as complete", Status.WITHDRAWN: "withdrawn", Status.EMBEDDED: "found to have lasted"}


@dataclass(frozen=True)
class Entry:
    """One sentence after its date; `texts` are (label, words) below it; `kind` and `row` name what can be redacted."""

    on: date
    at: datetime | None
    said: str
    texts: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    row: object = None
    evidence_id: int | None = None
    tombstone: object = None


def history(
    action, *, updates=(), verifications=(), rechecks=(), opinions=(), handovers=(), moves=(), changes=(), extensions=(), evidence=(), redactions=()
) -> list[Entry]:
    """The entries, newest first; each list holds rows of this action, oldest first."""
    told = [
        *_received(action), *_updates(updates, verifications, rechecks), *map(_verified, verifications), *map(_rechecked, rechecks),
        *map(_judged, opinions), *map(_handed, handovers), *map(_moved, moves), *map(_changed, changes),
        *(entry for row in extensions for entry in _extension(row)),
        *(entry for item in evidence for version in item.versions for entry in _version(item, version)),
    ]  # fmt: skip
    tombstones = {(r.kind, r.row_id): r for r in redactions}
    buried = [_buried(entry, tombstones.get((entry.kind, entry.row and entry.row.id))) for entry in told]
    return sorted(buried, key=moment_of, reverse=True)


def moment_of(entry: Entry) -> tuple:
    """Where an entry stands among others of its time line."""
    # In the demonstration the calendar stands still while clocks go on: what was written on another day comes last on its own.
    at = entry.at and entry.at.astimezone(LONDON)
    return entry.on, at is not None, at is not None and at.date() != entry.on, at and at.timestamp()


def _buried(entry: Entry, tombstone) -> Entry:
    return Entry(**{**entry.__dict__, "tombstone": tombstone}) if tombstone else entry


def _received(action) -> Iterable[Entry]:
    if action.recommendations and action.review.received_on:
        yield Entry(action.review.received_on, None, f"CQC's report received, with recommendation {action.number}")


def _updates(updates, verifications, rechecks) -> Iterable[Entry]:
    """An update tells the state after it; what was done follows from the state before it."""
    before = None
    ends = [*((row, Status.VERIFIED) for row in verifications), *((row, Status.EMBEDDED) for row in rechecks)]
    moves = [*((row, row.status) for row in updates), *ends]
    for row, now in sorted(moves, key=lambda move: (move[0].on, move[0].at)):
        if hasattr(row, "note"):
            turn = TURNS.get((before, now)) or (ARRIVED.get(now) if now is not before else None)
            tail = f": {row.confidence.value}" if not turn and row.confidence else ""
            said = f"{turn or 'progress updated'}{_who(row)}{tail}"
            yield Entry(row.on, row.at, said, _texts(("", row.note)), "progress", row)
        before = now


def _verified(row) -> Entry:
    who = row.who if row.who == row.by.name else f"{row.who}, recorded by {row.by.name}"
    texts = _texts(("", row.found), ("Without accepted evidence, because", row.without_evidence))
    return Entry(row.on, row.at, f"verified by {who} ({row.method.value})", texts, "verifications", row)


def _rechecked(row) -> Entry:
    return Entry(row.on, row.at, f"re-checked by {row.by.name}: it has lasted", _texts(("", row.found)), "rechecks", row)


def _judged(row) -> Entry:
    said = f"the CCG says {row.confidence.value}" if row.confidence else "the CCG agrees again"
    return Entry(row.on, row.at, f"{said}, {row.by.name}", _texts(("", row.reason)), "opinions", row)


def _handed(row) -> Entry:
    to = f"handed over to {row.receiver.name}" if row.receiver else "fell back to the organisation"
    giver, by = (f" by {person.name}" if person else "" for person in (row.giver, row.by))
    recorded = f", recorded{by}" if row.by and row.by is not row.giver else ""
    return Entry(row.on, row.at, f"{to}{giver}{recorded}")


def _moved(row) -> Entry:
    said = f"moved from {row.old.name} to {row.new.name}, recorded by {row.by.name}"
    return Entry(row.on, row.at, said, _texts(("", row.reason)), "moves", row)


def _changed(row) -> Entry:
    names = [FIELDS.get(name, name) for name in row.changes]
    if row.added:
        return Entry(row.on, row.at, f"immediate action added{_who(row)}", _plan_texts(row), "plan-changes", row)
    first = all(not old for old, _ in row.changes.values())
    said = f"{_listed(names)} {'set' if first else 'changed'}{_who(row)}"
    return Entry(row.on, row.at, said, _plan_texts(row), "plan-changes", row)


def _plan_texts(row) -> tuple:
    return _texts(*(part for name, (old, new) in row.changes.items() for part in _pair(name, old, new)))


def _pair(name: str, old, new) -> list[tuple[str, str]]:
    if old is None and new is None and name not in ("owner_id", "due_on"):
        return []  # redacted
    label, shown = FIELDS.get(name, name).capitalize(), {"owner_id": "Nobody", "due_on": "No date"}.get(name, "Nothing")
    return [(label, _plain(name, new) or shown), *([("Before", _plain(name, old))] if old else [])]


def _plain(name: str, value) -> str:
    return _day(date.fromisoformat(value)) if name == "due_on" and value else value


def _extension(row) -> Iterable[Entry]:
    if row.at_once:
        said = f"due date moved from {_day(row.from_on)} to {_day(row.agreed_on)} by {row.by.name}{_meeting(row)}: {row.reason.value}"
        yield Entry(row.on, row.at, said, _texts(("", row.words)), "extensions", row)
        return
    said = f"another due date ({_day(row.proposed_on)}) asked for{_who(row)}: {row.reason.value}"
    yield Entry(row.on, row.at, said, _texts(("", row.words), ("", _outcome(row))), "extensions", row)
    if row.decided_on:
        yield Entry(row.decided_on, row.decided_at, _decided(row), _texts(("", row.decision_words)), "decisions", row)


def _outcome(row) -> str:
    if not row.decided_on:
        return "It waits for a decision."
    became = f"the date became {_day(row.agreed_on)}" if row.agreed_on else "the date stayed"
    return f"{row.decision.value.capitalize()} on {_day(row.decided_on)}: {became}."


def _decided(row) -> str:
    by = f" by {row.decided_by.name}{_meeting(row)}"
    if row.agreed_on:
        return f"due date moved from {_day(row.from_on)} to {_day(row.agreed_on)}{by}"
    return f"another due date ({_day(row.proposed_on)}) declined{by}"


def _meeting(row) -> str:
    return f", at {row.meeting}, {_day(row.meeting_on)}" if row.meeting else ""


def _version(item, version) -> Iterable[Entry]:
    name = f"evidence “{item.title}”{f', version {version.number},' if version.number > 1 else ''}"
    yield Entry(_london(version.at), version.at, f"{name} added{_who(version)}", evidence_id=item.id)
    if version.checked_by:
        said = f"{name} {version.check.value} by {version.checked_by.name}"
        yield Entry(_london(version.checked_at), version.checked_at, said, _texts(("", version.reason)), evidence_id=item.id)
    if version.is_infected:
        yield Entry(_london(version.scanned_at), version.scanned_at, f"{name} {version.standing}", evidence_id=item.id)
    if version.withheld_at:
        said, at = f"{name} withheld by {version.withheld_by.name}", version.withheld_at
        yield Entry(_london(at), at, said, _texts(("", version.withheld_because)), evidence_id=item.id)
    if version.taken_down_at:
        said, at = f"{name} taken down by {version.taken_down_by.name}", version.taken_down_at
        yield Entry(_london(at), at, said, _texts(("", version.taken_down_because)), evidence_id=item.id)


def _london(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _who(row) -> str:
    return f", recorded by {row.by.name} for {row.on_behalf_of.name}" if row.on_behalf_of else f" by {row.by.name}"


def _texts(*pairs: tuple[str, str]) -> tuple:
    return tuple((label, words) for label, words in pairs if words)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
