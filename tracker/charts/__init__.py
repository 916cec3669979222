"""Numbers → charts: SVG for pages and PDF alike, each with its words and its table. Pure: no Flask, no model."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.charts.done import done_against_agreed
from tracker.charts.drawing import Chart
from tracker.charts.due import due_dates
from tracker.charts.status import by_organisation

__all__ = ["Chart", "Counted", "charts"]


@dataclass(frozen=True)
class Counted:
    """What a chart needs to know of one action; `status` is a word of the table of transitions."""

    organisation: str
    status: str
    due_on: date | None
    completed_on: date | None


def charts(counted: list[Counted], today: date) -> list[Chart]:
    """Draw status by organisation, done against agreed, and due dates; a chart without anything to show is left out."""
    return list(_drawn(tuple(counted), today))


@lru_cache(maxsize=64)  # a page is read more often than its numbers change
def _drawn(counted: tuple[Counted, ...], today: date) -> tuple[Chart, ...]:
    drawn = (by_organisation(counted), done_against_agreed(counted, today), due_dates(counted, today))
    return tuple(chart for chart in drawn if chart)
