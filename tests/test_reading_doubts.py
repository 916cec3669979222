"""What reading is unsure of becomes a doubt; what is no report is refused; nothing else is raised."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented_report import EXAMPLE, changed, read

from tracker.reading import MAX_BYTES, NotAReport, ReadReport, read_report


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[Recommendation 1.1](#)", "[Recommendation 7.7](#)", "finding 1.2"),
        ("[Recommendation 1.1](#)", "[Recommendation 1.l](#)", "finding 1.2"),
        ("[Recommendation 1.1](#)", "as in recommendation 1.1 of 2011.", "finding 1.2"),
        ("*This has been drawn", "*This had been drawn", "finding 2.1.1"),
        ("1.2 Records", "1.1 Records", "finding 1.1"),
        ("1.2 Records", "1.3 Records", "finding 1.3"),
        ("2. Management\n", "", "finding 2.1"),
        ("1. Early help\n", "", "contents"),
        ("Early help 3\n", "", "findings"),
        ("1.2 Records", "A lost heading\n\n1.2 Records", "findings"),
        (" - 1.2. Bring", " - 1.1. Bring", "recommendation 1.1"),
        (" - 1.2. Bring", " - 1.3. Bring", "recommendation 1.3"),
        (" - 1.2. Bring", " - Bring", "recommendations"),
        (" - 1.2. Bring", " - 3.1. Bring", "recommendation 3.1"),
        ("2.1 Keep", "Keep", "recommendations"),
        ("2. Exampleshire Clinical", "3. Exampleshire Clinical", "heading of a group"),
        ("2. Exampleshire Clinical", "2. Otherland Clinical", "heading of a group"),
        ("**Oak & Ash NHS Trust should", "**All providers should", "heading of a group"),
        ("1. **Oak & Ash NHS Trust should:**\n", "", "recommendation 1.1"),
        ("Recommendations\n\n1", "1", "recommendations"),
        ("Next steps\n\nAn", "An", "next steps"),
        ("**20 working days**", "good time", "next steps"),
        ("plans@example.org", "the usual place", "next steps"),
        ("required from NHS Exampleshire CCG", "required", "next steps"),
        ("30th November 2015 to 4th", "November to 4th", "date of review"),
        ("30th November 2015 to 4th", "1 4", "date of review"),
        ("30th November 2015", "30th February 2015", "date of review"),
        ("14 March 2016", "March 2016", "date of publication"),
        ("14 March 2016", "14 March 2015", "date of publication"),
        ("NHS England area: Midlands\n", "", "front table"),
        ("Services: Cy Yew", "Services", "signatory"),
        ("(EH) Birch House", "Birch House", "provider services included"),
        ("Birch House", "Birch House\n1.1 Lost", "provider services included"),
        ("Birch House", "Birch House " * 20, "provider services included"),
        ("in Exampleshire\n", "\n", "title"),
        ("every", "e\ufffdery", "the whole file"),
        ("every", "e\x03very", "the whole file"),
    ],
)
def test_what_is_uncertain_is_doubted(old, new, place):
    doubts = read(changed((old, new))).doubts
    assert place in {doubt.place.rpartition(", line ")[0] or doubt.place for doubt in doubts}
    assert all(doubt.reason.endswith(".") for doubt in doubts)


def test_a_doubt_names_the_line_and_what_was_read():
    (doubt,) = read(changed(("2. Exampleshire Clinical", "2. Otherland Clinical"))).doubts
    assert EXAMPLE.splitlines()[int(doubt.place.rpartition(" ")[2]) - 1].startswith("2. Exampleshire")
    assert doubt.read.startswith("2. Otherland Clinical")


def test_without_certain_numbers_twenty_days_are_assumed_and_links_are_not_invented():
    report = read(changed(("**20 working days**", "time"), ("[Recommendation 1.1]", "[Recommendation 7.7]")))
    assert report.plan.working_days == 20
    assert report.findings[1].recommendations == ()
    assert len(report.doubts) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n...", "damaged"),
        (b"PK\x03\x04...word/document.xml", "damaged"),
        (b"PK\x03\x04...", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\x00\x01\x02", "cannot be read as text"),
        (b"\x81\x8d\x8f", "cannot be read as text"),
        (EXAMPLE.encode() + b"x" * MAX_BYTES, "larger than 20 MB"),
        (b"x\n" * 60_000, "more text"),
        (b"Minutes of a meeting\n\n1. The trust should:\n1.1 Do it.", "not the report"),
        (b"Ofsted\n\nInspection of safeguarding\n\n1. X should:\n1.1 Do it.", "Ofsted"),
        (b"Action plan: " + EXAMPLE.strip().encode(), "action plan, not the report"),
        (EXAMPLE.partition("Recommendations\n\n1")[0].encode(), "No recommendations"),
        (changed((" - 1.1.", "-"), (" - 1.2.", "-"), ("2.1 Keep", "Keep")).encode(), "No recommendations"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(data, words):
    with pytest.raises(NotAReport) as refusal:
        read_report(data)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


def read_or_refuse(data: bytes) -> ReadReport | None:
    try:
        return read_report(data)
    except NotAReport:
        return None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_refusal(data):
    assert read_or_refuse(data) is None
    report = read_or_refuse(EXAMPLE.encode() + data)
    assert report is None or len(report.recommendations) == 3


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(EXAMPLE)),
    st.integers(0, 60),
    st.text(alphabet="0123456789. \n-[]()#*:\u2013\x02\x00aS@", max_size=12),
)
def test_a_garbled_report_never_gains_a_recommendation(place, length, rubbish):
    """A dot, or a digit after a heading's own dot, can complete a number that makes one more: then there is a doubt."""
    report = read_or_refuse((EXAMPLE[:place] + rubbish + EXAMPLE[place + length :]).encode())
    gained = len(report.recommendations) - 3 if report else 0
    assert gained <= 0 or (gained <= 1 + rubbish.count(".") and report.doubts)


def test_a_numbered_line_that_is_lost_is_doubted():
    lines = EXAMPLE.splitlines()
    # nothing shows that the last finding of a section or item of a group is missing
    numbered = re.compile(r"[ *-]*(1|2)\.(?!2)")
    places = [place for place, line in enumerate(lines) if numbered.match(line)]
    assert len(places) == 9
    for place in places:
        report = read_or_refuse("\n".join(lines[:place] + lines[place + 1 :]).encode())
        assert report is None or report.doubts, lines[place]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("place", ["Birch House", "phone", "Write records", "30th November"])
@pytest.mark.parametrize(
    "piece",
    ["*a ", "(AB)", "Oak Trust and ", " to the attention of ", "[Recommendation 1.1](#) ", "\n1.1 a\n"],
)
def test_hostile_repetition_takes_no_more_than_linear_time(piece, place):
    text = changed((place, place + piece * (100_000 // len(piece))))
    report = read_or_refuse(text.encode())
    assert report is None or report.area == "Exampleshire"
