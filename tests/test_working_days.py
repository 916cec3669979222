"""The clock: 20 working days of England, one-off holidays included, and how the days are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.working_days import (
    add_working_days, bank_holidays, counted_days, is_working_day, working_days_before, working_days_between,
)  # fmt: skip

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
NUMBERS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2016, 6, 20), date(2016, 7, 18)),
        (date(2014, 4, 16), date(2014, 5, 19)),  # Easter and May Day
        (date(2016, 8, 5), date(2016, 9, 5)),  # late summer
        (date(2015, 12, 31), date(2016, 1, 29)),  # across the year
        (date(2015, 12, 14), date(2016, 1, 14)),  # Christmas; Boxing Day moved to Monday
        (date(2022, 5, 23), date(2022, 6, 22)),  # the Jubilee, a one-off
        (date(2022, 9, 5), date(2022, 10, 4)),  # the funeral, a one-off
        (date(2016, 2, 1), date(2016, 2, 29)),  # a leap day counts
    ],
)
def test_known_cases(received, due):
    assert add_working_days(received, 20) == due


def test_the_day_of_receipt_is_day_nought():
    assert add_working_days(date(2016, 7, 1), 1) == date(2016, 7, 4)
    assert working_days_between(date(2016, 6, 20), date(2016, 6, 20)) == 0


@given(DAYS, NUMBERS)
def test_the_due_day_is_a_working_day_that_many_days_on(start, number):
    due = add_working_days(start, number)
    assert is_working_day(due) and working_days_between(start, due) == number


@given(DAYS, NUMBERS)
def test_the_count_that_is_shown_is_the_count_that_is_made(start, number):
    rows = counted_days(start, number)
    assert [r["number"] for r in rows if r["number"]] == list(range(1, number + 1))
    assert rows[-1]["day"] == add_working_days(start, number)
    assert all((r["number"] is None) == bool(r["reason"]) for r in rows)
    assert [r["day"] for r in rows] == [start + timedelta(days=n + 1) for n in range(len(rows))]


@given(DAYS, NUMBERS)
def test_counting_back_finds_the_latest_such_day(end, number):
    start = working_days_before(end, number)
    assert working_days_between(start, end) >= number > working_days_between(start + timedelta(days=1), end)


@given(DAYS, DAYS)
def test_time_that_has_passed_is_counted_below_nought(one, other):
    assert working_days_between(one, other) == -working_days_between(other, one)


def test_a_day_that_does_not_count_says_why():
    rows = {r["day"]: r["reason"] for r in counted_days(date(2016, 8, 5), 20)}
    assert rows[date(2016, 8, 29)] == "Late Summer Bank Holiday" and rows[date(2016, 8, 6)] == "weekend"


def test_a_newly_announced_holiday_moves_the_day():
    def announced(year):
        return bank_holidays(year) | {date(2016, 7, 14): "Day of celebration"}

    assert add_working_days(date(2016, 6, 20), 20, announced) == date(2016, 7, 19)


@pytest.mark.parametrize("number", [0, -1])
def test_no_days_is_an_error(number):
    with pytest.raises(ValueError, match="positive"):
        add_working_days(date(2016, 6, 20), number)
