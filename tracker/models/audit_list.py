"""The list of audit entries: which ones were asked for, newest first, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.audit import READ, AuditEntry

LONDON = ZoneInfo("Europe/London")
PAGE = 50
NOBODY = 0  # as a person: a command of the tracker's own


@dataclass(frozen=True)
class AuditFilter:
    """What was chosen; None, "" and False choose everything. `user_id` may be NOBODY, `day` is a day in London, `reads` are what CQC opened."""

    user_id: int | None = None
    verb: str = ""
    day: date | None = None
    reads: bool = False

    def conditions(self) -> list[ColumnElement]:
        """What entries must meet."""
        found = []
        if self.user_id is not None:
            found.append(AuditEntry.user_id == (self.user_id or None))
        if self.verb:
            found.append(AuditEntry.verb == self.verb)
        if self.reads:
            found.append(AuditEntry.verb.startswith(READ, autoescape=True))
        if self.day:
            found += [AuditEntry.at >= _begins(self.day), AuditEntry.at < _begins(self.day + timedelta(1))]
        return found


@dataclass(frozen=True)
class Page:
    """Entries, newest first; `newer` and `older` are the ids beyond which the neighbouring pages lie, None where there is none."""

    entries: list[AuditEntry]
    newer: int | None
    older: int | None


def page(entries: Select, *, after: int | None = None, before: int | None = None, size: int = PAGE) -> Page:
    """The newest page, the one of entries older than `before`, or the one of entries newer than `after`."""
    rising = after is not None
    asked = _listed(entries).order_by(AuditEntry.id if rising else AuditEntry.id.desc()).limit(size + 1)
    if rising or before is not None:
        asked = asked.where(AuditEntry.id > after if rising else AuditEntry.id < before)
    found = db.session.scalars(asked).all()
    rows, more = found[:size], len(found) > size
    if rising:
        rows = rows[::-1]
    has_newer, has_older = (more, True) if rising else (before is not None, more)
    return Page(rows, rows[0].id if rows and has_newer else None, rows[-1].id if rows and has_older else None)


def verbs(entries: Select) -> list[str]:
    """Every verb among them, by name."""
    return list(db.session.scalars(entries.with_only_columns(AuditEntry.verb).distinct().order_by(AuditEntry.verb)))


def every(entries: Select) -> Iterator[AuditEntry]:
    """All of them, newest first, a thousand at a time."""
    yield from db.session.scalars(_listed(entries).order_by(AuditEntry.id.desc()).execution_options(yield_per=1000))


def _listed(entries: Select) -> Select:
    return entries.options(joinedload(AuditEntry.user))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
