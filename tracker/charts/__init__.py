"""Numbers → charts: SVG for pages and PDF alike, each with its words and its table. Pure: no Flask, no model."""

from dataclasses import dataclass
from datetime import date

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
    drawn = (by_organisation(counted), done_against_agreed(counted, today), due_dates(counted, today))
    return [chart for chart in drawn if chart]
