"""Whatever is cut, moved or garbled: nothing but a refusal is raised, nothing is invented, no error is silent.

The examples are the same in every run; READING_EXAMPLES=50 tries fifty times as many, new ones each time.
"""

import io
import os
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.blocks import blocks_of
from tests.reports.damaged_files import RIGHT_PDF, RIGHT_WORD, remade
from tests.reports.fenmarsh import EXPECTED, TEXT
from tests.reports.judge import place_of, spaced_anyhow
from tests.reports.oracle import LINES, MIDDLE, NUMBERED, STARTS, Edit, silent_errors
from tests.reports.pdf import lines_of, pages_of, written
from tests.reports.web import in_html
from tests.reports.word import document_of, word_file
from tracker.reading import NotAReport, ReadReport, read_report
from tracker.reading.child import read_apart

FULL = [number for number, line in enumerate(LINES) if line]
BEGINNINGS = [b"%PDF-1.7\n", b"PK\x03\x04", b"<p>", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"{\\rtf", TEXT.encode()]
RUBBISH = st.text("0123456789. \n\t-[]()#*:|<&@\u2013\u2019\u00ad\x02\x00aS", max_size=12)
MORE = int(os.environ.get("READING_EXAMPLES", "1"))
pytestmark = pytest.mark.timeout(60 * MORE)


def examples(count: int) -> settings:
    """So many examples, or more on demand."""
    slow = [HealthCheck.too_slow]
    return settings(max_examples=count * MORE, derandomize=MORE == 1, deadline=None, suppress_health_check=slow)


def read_or_refuse(data: bytes, read=read_report) -> ReadReport | None:
    try:
        return read(data)
    except NotAReport:
        return None


def places(length: int = len(TEXT)) -> st.SearchStrategy:
    """A place in something of this length, each as likely as the next."""
    return st.integers(0, length - 1)


@st.composite
def cut_lines(draw) -> Edit:
    """Some whole lines cut out."""
    first = draw(st.integers(0, len(FULL) - 1))
    last = min(len(FULL) - 1, first + draw(st.integers(0, 12)))
    return Edit(STARTS[FULL[first]], STARTS[FULL[last]] + len(LINES[FULL[last]]) + 1)


@st.composite
def edits(draw) -> Edit:
    """One place cut or garbled, anywhere."""
    start = draw(places())
    length = draw(st.integers(0, 8) | st.integers(0, 300))
    return Edit(start, min(len(TEXT), start + length), draw(st.just("") | RUBBISH))


def judge(report: ReadReport | None, edit: Edit) -> None:
    """Fail on a silent error of a report that was read after an edit; a refusal is no silent error."""
    errors = silent_errors(report, edit) if report else []
    told = [doubt.place for doubt in report.doubts] if report else []
    assert not errors, f"after {edit}, with doubts at {told}:\n" + "\n".join(map(str, errors))


@examples(150)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_refusal(start, data):
    read_or_refuse(start + data)


@examples(60)
@given(places(len(RIGHT_WORD)), st.integers(0, 40), st.binary(max_size=40))
def test_no_damaged_word_file_raises_anything_but_a_refusal(place, length, data):
    read_or_refuse(RIGHT_WORD[:place] + data + RIGHT_WORD[place + length :])


XML = zipfile.ZipFile(io.BytesIO(RIGHT_WORD)).read("word/document.xml").decode()
NUMBERING = zipfile.ZipFile(io.BytesIO(RIGHT_WORD)).read("word/numbering.xml").decode()
ODD_LIST = '<w:numPr><w:numId w:val="x"/></w:numPr>'
TAGS = [match.span() for match in re.finditer(r"<[^>]+>", XML)]


@examples(60)
@given(places(len(TAGS)), st.sampled_from(TAGS), st.sampled_from(["", "<w:p/>", ODD_LIST, "<w:tbl/>", "<w:br/>"]))
def test_no_odd_xml_in_a_word_file_raises_anything_but_a_refusal(place, other, new):
    start, end = TAGS[place]
    read_or_refuse(remade(document=XML[:start] + (new or XML[slice(*other)]) + XML[end:]))


@examples(40)
@given(places(len(NUMBERING)), st.integers(0, 30), st.sampled_from(["", "9" * 30, "-1", "%1.%9", "<w:lvl/>"]))
def test_no_odd_list_in_a_word_file_raises_anything_but_a_refusal(place, length, new):
    read_or_refuse(remade(numbering=NUMBERING[:place] + new + NUMBERING[place + length :]))


@examples(8)
@given(places(len(RIGHT_PDF)), st.integers(0, 60), st.binary(max_size=40) | st.sampled_from([b"<<", b"]", b"9999999999", b"-1 "]))
def test_no_damaged_pdf_raises_anything_but_a_refusal(place, length, data):
    # in the child, which is started anew for each: a hostile file may crash it
    read_or_refuse(RIGHT_PDF[:place] + data + RIGHT_PDF[place + length :], read_apart)


@pytest.mark.parametrize("part", range(1, 8))
@pytest.mark.parametrize("whole", [RIGHT_PDF, RIGHT_WORD], ids=["PDF", "Word"])
def test_a_file_cut_short_is_refused_or_doubted(whole, part):
    report = read_or_refuse(whole[: len(whole) * part // 8])
    assert report is None or report.doubts


PAGE = in_html(nested=True)


@examples(100)
@given(places(len(PAGE)), st.integers(0, 60), st.text("<>/&;!-\"'=ph1 .\x00", max_size=12))
def test_no_garbled_web_page_raises_anything_or_gains_a_recommendation(place, length, rubbish):
    report = read_or_refuse((PAGE[:place] + rubbish + PAGE[place + length :]).encode())
    assert report is None or len(report.recommendations) <= len(EXPECTED.recommendations) or report.doubts


@pytest.mark.parametrize("line", FULL, ids=lambda number: LINES[number][:40])
def test_any_line_that_is_lost_is_noticed_where_it_can_be(line):
    edit = Edit(STARTS[line], STARTS[line] + len(LINES[line]) + 1)
    judge(read_or_refuse(edit.text.encode()), edit)


@examples(150)
@given(cut_lines())
def test_no_error_is_silent_when_lines_are_cut(edit):
    judge(read_or_refuse(edit.text.encode()), edit)


@examples(400)
@given(edits())
def test_no_error_is_silent_when_a_place_is_garbled(edit):
    judge(read_or_refuse(edit.text.encode(errors="replace")), edit)


@examples(25)
@given(cut_lines())
def test_no_error_is_silent_when_lines_are_cut_from_a_word_file(edit):
    judge(read_or_refuse(word_file(document_of(blocks_of(edit.text)))), edit)


@examples(60)
@given(cut_lines())
def test_no_error_is_silent_when_lines_are_cut_from_a_pdf(edit):
    plain = edit.text.replace("](#)", "").replace("[", "")
    judge(read_or_refuse(written(pages_of(lines_of(blocks_of(plain)), footer="Page {} of {}", top=500))), edit)


@examples(200)
@given(edits(), edits())
def test_no_recommendation_is_invented(edit, other):
    garbled = edit.text[: other.start] + other.rubbish + edit.text[other.end :]
    report = read_or_refuse(garbled.encode(errors="replace"))
    if report is None:
        return
    doubted = {place_of(doubt) for doubt in report.doubts}
    printed = _bare(garbled)
    for each in report.recommendations:
        # every word stands in the file in this order, and no number stands there that the file does not begin a line with
        assert _bare(each.text) in printed
        assert re.search(rf"(?m)^\W*{re.escape(each.number)}(?!\d)", garbled) or f"recommendation {each.number}" in doubted
    gained = {each.number for each in report.recommendations} - {each.number for each in EXPECTED.recommendations}
    printed_by_edits = re.findall(r"(?m)^\W*([\d.]+\d)", f"{edit.rubbish}\n{other.rubbish}")
    assert gained <= {place.rpartition(" ")[2] for place in doubted} | set(printed_by_edits)


def _bare(text: str) -> str:
    """Letters and digits alone: marks, bullets and spaces are the reader's to clean."""
    return re.sub(r"\W|_", "", text)


MOVABLE = [number for number in FULL if NUMBERED.match(LINES[number]) or re.match(r"\d\. ", LINES[number])]


@examples(150)
@given(st.sampled_from(MOVABLE), st.sampled_from(MOVABLE))
def test_numbered_lines_that_change_places_are_right_or_doubted(one, other):
    if (one < MIDDLE) != (other < MIDDLE):
        return  # findings and recommendations share their numbers, so nobody could tell
    lines = list(LINES)
    lines[one], lines[other] = lines[other], lines[one]
    report = read_or_refuse("\n".join(lines).encode())
    if report is None:
        return
    moved = {match[1] for match in map(NUMBERED.match, (LINES[one], LINES[other])) if match}
    doubted = {place_of(doubt) for doubt in report.doubts}
    general = doubted & {"heading of a group", "contents", "findings", "recommendations"}
    for number in _wrong_numbers(report):
        named = {f"{kind} {each}" for kind in ("finding", "recommendation") for each in (number, *moved)}
        assert general or doubted & named, (number, doubted)


def _wrong_numbers(report: ReadReport) -> set[str]:
    """Numbers whose records are not what they were; unnumbered paragraphs stay behind, so their words do not count."""
    def first(record):
        return spaced_anyhow(record)[:2], record.text.partition("\n")[0]

    read = {(each.number, first(each)) for each in (*report.findings, *report.recommendations)}
    right = {(each.number, first(each)) for each in (*EXPECTED.findings, *EXPECTED.recommendations)}
    return {number for number, _ in read ^ right}


FRONT = FULL[2:10]


@examples(60)
@given(st.permutations(FRONT))
def test_the_rows_of_the_front_table_may_stand_in_any_order(order):
    lines = list(LINES)
    for row, other in zip(FRONT, order, strict=True):
        lines[row] = LINES[other]
    report = read_report("\n".join(lines).encode())
    assert (report, report.doubts) == (EXPECTED, ())
