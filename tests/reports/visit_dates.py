"""Dates as they were seen: lost days, lost dashes, ordinals that float off, ranges over months and years."""

from datetime import date

from tests.reports.fenmarsh import expecting
from tests.reports.variant import Variant, text_variant

PRINTED = "11th May 2015 to 15th May 2015"
REVIEW = "date of review"


def visit(name: str, printed: str, first: date | None, last: date | None, **how) -> Variant:
    """The report with its dates of review printed in another way."""
    expected = expecting(visit_started_on=first, visit_ended_on=last)
    return text_variant(name, (PRINTED, printed), expected=expected, **how)


MAY = date(2015, 5, 11), date(2015, 5, 15)
OVER_MONTHS = date(2015, 4, 27), date(2015, 5, 1)
OVER_YEARS = date(2014, 12, 29), date(2015, 1, 2)

VARIANTS = (
    visit("floating ordinals", "11 th May 2015 to 15 th May 2015", *MAY),
    visit("ordinals on lines of their own", "11\nth\nMay 2015 to 15\nth\nMay 2015", *MAY),
    visit("no ordinals, one month", "11 – 15 May 2015", *MAY),
    visit("range with a hyphen and no spaces", "11-15 May 2015", *MAY),
    visit("range with an em dash", "11th May 2015 — 15th May 2015", *MAY),
    visit("range from and until", "From 11th May until 15th May 2015", *MAY),
    visit("days of the week", "Monday 11th May to Friday 15th May 2015", *MAY),
    visit("months cut to three letters", "27 Apr 2015 - 1 May 2015", *OVER_MONTHS),
    visit("range over two months", "27th April to 1st May 2015", *OVER_MONTHS),
    visit("range over two months, dash lost", "27th April 2015 1st May 2015", *OVER_MONTHS),
    visit("range over two years", "29th December 2014 to 2nd January 2015", *OVER_YEARS),
    visit("range over two years, first year not printed", "29th December to 2nd January 2015", *OVER_YEARS, may=(REVIEW,)),
    visit("dash of one month lost", "11th 15th May 2015", *MAY, may=(REVIEW,)),
    visit("one day", "11th May 2015", date(2015, 5, 11), date(2015, 5, 11), may=(REVIEW,)),
    visit("numbers with slashes", "11/05/2015 - 15/05/2015", *MAY),
    visit("numbers with dots", "11.05.2015 – 15.05.2015", *MAY),
    visit("month before day", "May 11th to May 15th 2015", *MAY, may=(REVIEW,)),
    visit("two visits", "11th to 15th May 2015 and 20th May 2015", date(2015, 5, 11), date(2015, 5, 20), may=(REVIEW,)),
    visit("week commencing", "Week commencing 11th May 2015", date(2015, 5, 11), date(2015, 5, 15), must=(REVIEW,)),
    visit("a month alone", "May 2015", None, None, must=(REVIEW,)),
    visit("comma before the year", "11th May, 2015 to 15th May, 2015", *MAY),
    visit("ordinals in the wrong place", "11th May 2015 to 15 May th 2015", *MAY, may=(REVIEW,)),
    visit("first day number lost", "th May 2015 to 15th May 2015", None, date(2015, 5, 15), must=(REVIEW,)),
    visit("last day number lost", "11th May 2015 to th May 2015", date(2015, 5, 11), None, must=(REVIEW,)),
    visit("a day that no calendar has", "11th May 2015 to 35th May 2015", date(2015, 5, 11), None, must=(REVIEW,)),
    visit("last day before the first", "15th May 2015 to 11th May 2015", *reversed(MAY), must=(REVIEW,)),
    text_variant("date of publication with a floating ordinal", ("3rd September", "3 rd September")),
    text_variant("date of publication with its weekday", ("3rd September", "Thursday, 3rd September")),
    text_variant(
        "publication by month alone", ("3rd September 2015", "September 2015"),
        expected=expecting(published_on=None), must=("date of publication",),
    ),
    text_variant("date of publication in numbers", ("3rd September 2015", "03/09/2015")),
    text_variant("date of publication over two lines", ("3rd September 2015", "3rd September\n2015")),
    text_variant(
        "day of publication lost", ("3rd September", "rd September"),
        expected=expecting(published_on=None), must=("date of publication",),
    ),
    text_variant(
        "published before the visit", ("3rd September", "3rd March"),
        expected=expecting(published_on=date(2015, 3, 3)), must=("date of publication",),
    ),
)  # fmt: skip
