"""What day it is: the one place that asks. Rules take the day as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    """The day in London; in the demonstration the calendar stands still."""
    return current_app.config["CALENDAR_DAY"] or datetime.now(LONDON).date()


def real_now() -> datetime:
    """The moment as it is, in UTC, in the demonstration too: for what waits until then."""
    return datetime.now(UTC)


def now() -> datetime:
    """The moment that is written on records, in UTC; in the demonstration, the time on its day."""
    moment = datetime.now(UTC)
    day = current_app.config["CALENDAR_DAY"]
    return datetime.combine(day, moment.timetz()) if day else moment
