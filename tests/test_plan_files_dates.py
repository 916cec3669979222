"""Dates as plans write them: each cell becomes the day that it names, or none, and what was assumed is said."""

from datetime import date, datetime

import pytest

from tracker.workbooks.plan_dates import read_date

RECEIVED = date(2016, 6, 20)
WORKING, FIRST, LATEST = "last working day", "with the day first", "the latest was taken"
# cell, the day as ISO or "", and a part of each assumption
DATES = [
    (None, ""), ("", ""), ("  ", ""), (True, ""), (datetime(2016, 9, 30, 17, 0), "2016-09-30"), (date(2016, 9, 30), "2016-09-30"),
    ("30/09/2016", "2016-09-30"), ("30/9/16", "2016-09-30"), ("30.09.16", "2016-09-30"), ("30-09-2016", "2016-09-30"),
    ("2016-09-30", "2016-09-30"), ("2016-09-30 00:00:00", "2016-09-30"), ("30 September 2016", "2016-09-30"),
    ("30th Sept 2016", "2016-09-30"), ("30-Sep-16", "2016-09-30"), ("Friday 30th of September, 2016", "2016-09-30"),
    ("September 30, 2016", "2016-09-30"), ("by 30 Sep. 2016", "2016-09-30"), ("w/c 5 September 2016", "2016-09-05"),
    ("22nd August 2016", "2016-08-22"), ("Completed 12 August 2016", "2016-08-12"),
    ("5/9/2016", "2016-09-05", FIRST), ("1/7/16", "2016-07-01", FIRST), ("7/7/16", "2016-07-07"), ("9/30/2016", "2016-09-30", "month first"),
    ("Sept 2016", "2016-09-30", WORKING), ("September 2016", "2016-09-30", WORKING), ("Sep-16", "2016-09-30", WORKING),
    ("Sept '16", "2016-09-30", WORKING), ("sept. 2016", "2016-09-30", WORKING), ("End of October 2016", "2016-10-31", WORKING),
    ("Jul 2016", "2016-07-29", WORKING), ("December 2016", "2016-12-30", WORKING), ("Mid-Nov 2016", "2016-11-30", WORKING),
    ("April 2017", "2017-04-28", WORKING), ("12/2016", "2016-12-30", WORKING), ("Monthly, from October 2016", "2016-10-31", WORKING),
    ("Oct 16", "2016-10-31", WORKING, "16 was read as the year"), ("16 Oct", "2016-10-16", "No year was given"),
    ("1 April", "2017-04-01", "2017 is the first after the report"), ("September", "2016-09-30", WORKING, "No year was given"),
    ("May", "2017-05-31", WORKING, "No year was given"),
    ("Q2 2016/17", "2016-09-30", WORKING, "Quarters were counted from April"), ("End of Q4 2016-17", "2017-03-31", WORKING, "from April"),
    ("Quarter 3 2016/17", "2016-12-30", WORKING, "from April"), ("Q2", "2016-09-30", WORKING, "No year was given", "from April"),
    ("2016/17", "2017-03-31", WORKING, "financial year ends in March"), ("2016", "2016-12-30", WORKING, "Only a year"),
    ("Sept – Oct 2016", "2016-10-31", LATEST, WORKING), ("1/7/16 – 31/12/16", "2016-12-31", LATEST),
    ("Aug to 14 Sept 2016", "2016-09-14", LATEST), ("30 Sep 2016 (was 31 Aug 2016)", "2016-09-30", LATEST),
    ("42643", "2016-09-30", "Excel"), (42643.0, "2016-09-30", "Excel"),
    ("31 May 2016", "2016-05-31", "before the report was received"), (date(2015, 1, 5), "2015-01-05", "before the report was received"),
    ("31 September 2016", "", "no day of the calendar"), ("29/2/2017", "", "no day of the calendar"), ("00/00/2016", "", "no day of the calendar"),
    ("Autumn 2016", "", "no day of the calendar"), ("Q2 2016/18", "", "no day of the calendar"),
    ("TBC", "", "names no day"), ("Ongoing", "", "names no day"), ("Immediate", "", "names no day"), ("ASAP", "", "names no day"),
    ("Within 3 months", "", "names no day"), ("31st", "", "names no day"), ("n/a", "", "names no day"), ("May be later", "", "names no day"),
    ("Complete", "", "names no day"), ("30/9/3016", "", "cannot be right"),
]  # fmt: skip


@pytest.mark.parametrize("cell,day,said", [(row[0], row[1], row[2:]) for row in DATES], ids=lambda value: str(value)[:40])
def test_a_cell_becomes_its_day_and_says_what_was_assumed(cell, day, said):
    read = read_date(cell, RECEIVED)
    assert (read.on.isoformat() if read.on else "") == day
    assert len(read.assumptions) == len(said), read.assumptions
    for words, part in zip(read.assumptions, said, strict=True):
        assert part in words


@pytest.mark.parametrize("cell,is_done", [
    ("Complete", True), ("Completed 12 August 2016", True), ("Done", True), ("Not complete", False), ("Not yet complete", False),
    ("To be completed by Sept 2016", False), ("Incomplete", False), ("Partly completed", False), ("Sept 2016", False),
])  # fmt: skip
def test_only_what_is_done_says_so(cell, is_done):
    assert read_date(cell, RECEIVED).is_done is is_done


def test_without_the_reports_day_a_month_has_no_year():
    assert read_date("September").on is None and "no day" in read_date("September").assumptions[0]
    assert read_date("30 Sept").on is None and "has no year" in read_date("30 Sept").assumptions[0]
