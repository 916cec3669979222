"""The charts of a frozen plan; its "today" is the day on which it was assembled."""

from datetime import date

from tracker.charts import Chart, Counted, charts


def plan_charts(plan: dict) -> list[Chart]:
    """Draw the charts of a plan from its actions alone."""
    counted = [Counted(a["organisation"], a["status"], _day(a["due_on"]), _day(a["completed_on"])) for a in plan["actions"]]
    return charts(counted, date.fromisoformat(plan["assembled_on"]))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
