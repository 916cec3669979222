"""The real report as text, Word and PDF: three files, one reading. Skipped where the files are not beside the checkout."""

import re
from dataclasses import asdict

import pytest

from tests.conftest import REAL_REPORT
from tracker.reading import Reading, ReadReport, read

pytestmark = pytest.mark.skipif(not REAL_REPORT.exists(), reason="the real report is not beside this checkout")
FORMS = ("txt", "docx", "pdf")


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """The reading of each file."""
    return {form: read(REAL_REPORT.with_suffix(f".{form}").read_bytes()) for form in FORMS}


def spaced_anyhow(value):
    """The value with every run of white space as one space."""
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value)
    if isinstance(value, dict):
        return {key: spaced_anyhow(each) for key, each in value.items() if key != "line"}
    return [spaced_anyhow(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_read_whole_and_without_a_doubt(readings, form):
    report = readings[form].report
    assert report.doubts == ()
    assert (len(report.recommendations), len(report.findings)) == (23, 160)
    assert sum(len(finding.recommendations) for finding in report.findings) == 27


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_forms_differ_in_white_space_alone(readings, form):
    plain: ReadReport = readings["txt"].report
    assert spaced_anyhow(asdict(readings[form].report)) == spaced_anyhow(asdict(plain))


@pytest.mark.parametrize("form", FORMS)
def test_everything_is_marked_in_the_source(readings, form):
    report, source = readings[form].report, readings[form].source
    for kind, rows in (("finding", report.findings), ("recommendation", report.recommendations)):
        for row in rows:
            line = source[row.line - 1]
            assert line.mark == f"{kind} {row.number}"
            assert re.sub(r"\W", "", row.text)[:15] in re.sub(r"\W", "", line.text)
    marks = {line.mark for line in source}
    assert {"date of review", "CCGs included", "signatory", "heading of a group", "next steps"} <= marks
    assert [line.page for line in source if line.mark == "recommendation 1.13"] == [37 if form == "pdf" else None]
