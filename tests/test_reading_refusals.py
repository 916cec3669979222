"""What is no report is refused with a sentence that a lead understands and that says what to do."""

import re

import pytest

from tests.reports import damaged_files as files
from tests.reports import other_papers as papers
from tests.reports.blocks import blocks_of
from tests.reports.fenmarsh import TEXT
from tests.reports.pdf import lines_of, pages_of, written
from tests.reports.word import document_of, word_file
from tests.sample_files import ole
from tracker.reading import MAX_BYTES, NotAReport, read_report
from tracker.reading.child import read_apart

PAGE_1 = b"BT /F 9 Tf 40 20 Td (Page 1) Tj ET"
JARGON = re.compile(r"error|exception|byte|pars|encod|xml|xref|stream|null|none\b|traceback|invalid|pdfium|U\+", re.IGNORECASE)
ADVICE = re.compile(r"\b(upload|save|ask|use|remove|check|choose|open|import|send)\b", re.IGNORECASE)


def refusal(data: bytes, read=read_report) -> str:
    """The sentences with which these bytes are refused; they must be plain and say what to do."""
    with pytest.raises(NotAReport) as refused:
        read(data)
    words = str(refused.value)
    assert ADVICE.search(words) and words.endswith("."), words
    assert not JARGON.search(words) and len(words) <= 300, words
    return words


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("paper", "words"),
    [
        pytest.param(papers.JOINT_INSPECTION, "Ofsted", id="joint inspection with Ofsted"),
        pytest.param(papers.HEALTH_ANNEX, "Ofsted|2010", id="health's part of a joint inspection"),
        pytest.param(papers.NOTIFICATION, "letter", id="notification letter"),
        pytest.param(papers.ACTION_PLAN, "action plan", id="action plan"),
        pytest.param(papers.TITLED_PLAN, "action plan", id="action plan under the report's title"),
        pytest.param(papers.PROVIDER_REPORT, "not the report|another kind", id="report on one hospital"),
        pytest.param(papers.MINUTES, "not the report|No recommendations", id="minutes"),
    ],
)
def test_another_paper_is_refused_by_name(paper, words):
    assert re.search(words, refusal(paper.encode()))
    assert re.search(words, refusal(written([pages_of(lines_of(blocks_of(paper)))[0]])))
    assert re.search(words, refusal(word_file(document_of(blocks_of(paper)))))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(files.scanned, "scan|picture", id="scanned PDF"),
        pytest.param(lambda: files.scanned(PAGE_1), "scan|picture", id="scanned PDF with page numbers"),
        pytest.param(files.locked, "password|protected|locked", id="encrypted PDF"),
        pytest.param(lambda: files.RIGHT_PDF[:700], "damaged|PDF", id="PDF cut short"),
        pytest.param(lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged", id="damaged PDF"),
        pytest.param(lambda: files.RIGHT_WORD[:-900], "damaged", id="Word file cut short"),
        pytest.param(lambda: files.remade(document="<w:document><w:body>"), "damaged", id="damaged Word file"),
        pytest.param(lambda: files.RIGHT_WORD[:49] + b"\0\0" + files.RIGHT_WORD[51:], "damaged", id="Word file, broken list"),
        pytest.param(lambda: files.broken_member(300, b"\0" * 40), "damaged", id="Word file whose text is broken"),
        pytest.param(files.word_without_text, "damaged|ZIP", id="Word file without its text"),
        pytest.param(files.deep_word, "damaged|large", id="Word file nested too deep"),
        pytest.param(files.other_zip, "ZIP", id="another ZIP"),
        pytest.param(files.spreadsheet, "spreadsheet|Excel", id="spreadsheet"),
        pytest.param(lambda: ole("EncryptedPackage", "EncryptionInfo"), "password|protected", id="Word file with a password"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old", id="old Word file"),
        pytest.param(lambda: rb"{\rtf1\ansi " + TEXT.encode() + b"}", "RTF|rich text", id="RTF"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(300), "picture", id="PNG"),
        pytest.param(lambda: b"\xff\xd8\xff\xe0" + bytes(300), "picture", id="JPEG"),
        pytest.param(lambda: b"", "empty", id="empty"),
        pytest.param(lambda: b" \r\n\t\n", "empty", id="white space"),
        pytest.param(lambda: word_file(document_of([])), "empty|no text", id="empty Word file"),
        pytest.param(lambda: written([[]]), "scan|no text|empty", id="empty PDF"),
        pytest.param(lambda: b"<html><body><script>1.1 should</script></body></html>", "empty|no text", id="empty web page"),
        pytest.param(lambda: TEXT.encode() + b" " * MAX_BYTES, "larger|large|big", id="text too large"),
        pytest.param(lambda: files.RIGHT_PDF + b" " * MAX_BYTES, "larger|large|big", id="PDF too large"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(make, words):
    said = refusal(make())
    assert re.search(words, said, re.IGNORECASE), said


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(files.many_pages, "pages", id="too many pages"),
        pytest.param(files.swollen_word, "large|memory|damaged|more text", id="Word file that swells"),
        pytest.param(files.word_of_entities, "damaged|large|memory|recommendations", id="Word file that multiplies words"),
    ],
)
def test_a_hostile_file_is_refused_by_the_child(make, words):
    said = refusal(make(), read_apart)
    assert re.search(words, said, re.IGNORECASE), said


def test_the_files_that_were_damaged_can_be_read_whole():
    # otherwise the refusals above would prove nothing
    for data in (files.RIGHT_PDF, files.RIGHT_WORD, files.remade()):
        assert len(read_report(data).recommendations) == 5
