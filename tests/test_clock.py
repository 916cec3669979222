"""What day it is: in London, whatever the server thinks; # checks 66 as far as the clock goes."""

from datetime import UTC, date, datetime

import pytest

from tracker import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),  # summer time: midnight comes an hour early
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_is_londons(app, monkeypatch, moment, day):
    class Frozen(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Frozen)
    app.config["CALENDAR_DAY"] = None
    assert clock.today() == day


def test_the_demonstrations_calendar_stands_still(app):
    assert clock.today() == date(2016, 8, 26) and clock.now().date() == date(2016, 8, 26)
    assert clock.now().tzinfo is not None
