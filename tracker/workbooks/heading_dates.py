"""The day that the heading of a progress column names: "Update Nov 16", "Progress at 31/3/17"."""

from datetime import date

from tracker.workbooks.date_words import found_dates


def day_of(heading: str, on: date) -> date | None:
    """The latest day that a heading names, no later than today (`on`); None when it names none."""
    found, _ = found_dates(" ".join(heading.split())[:200], None)
    return min(max(item.on for item in found), on) if found else None
