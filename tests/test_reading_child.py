"""The child process: it reads as the parent would, ends at its limits, and takes no worker with it."""

import subprocess
import sys
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented_report import EXAMPLE, read
from tests.reports.fenmarsh import TEXT
from tests.reports.pdf_files import plain
from tests.reports.typeset import typeset
from tracker import isolated
from tracker.reading import NotAReport, SourceLine
from tracker.reading import read as read_here
from tracker.reading.child import draw_apart, read_apart
from tracker.reading.exchange import published_form, reading_from_json, reading_to_json, report_from_json, report_to_json
from tracker.reading.report import Reading

PDF = typeset(plain(TEXT))


@pytest.fixture
def hostile(monkeypatch, tmp_path):
    """Put another program in the child's place."""

    def put(program: str) -> None:
        (tmp_path / "child.py").write_text(program)
        monkeypatch.setattr(isolated, "_CHILD", tmp_path / "child.py")

    return put


def own_limits(program: str) -> str:
    """A program that first takes on the limits of the real child."""
    return f"import runpy\nrunpy.run_path({str(isolated._CHILD)!r})['_limit']()\n{program}"


def test_the_child_reads_what_the_parent_would():
    for data in (EXAMPLE.encode(), PDF):
        apart, here = read_apart(data), read_here(data)
        assert asdict(apart.report) == asdict(here.report) and apart.source == here.source
    joint = EXAMPLE.replace("2. Exampleshire Clinical Commissioning Group", "2. Mill and Stone Care").encode()
    assert read_apart(joint, ["Mill and Stone Care"]).report == read_here(joint, ["Mill and Stone Care"]).report


def test_the_child_passes_its_refusal_on():
    with pytest.raises(NotAReport, match="rich text"):
        read_apart(b"{\\rtf1 hello}")


def test_a_child_that_takes_too_long_is_killed(hostile):
    hostile("import time\ntime.sleep(60)")
    with pytest.raises(NotAReport, match="longer than 20 seconds"):
        read_apart(b"x", seconds=0.5)


@pytest.mark.parametrize(
    "program",
    ["import os; os.kill(os.getpid(), 11)", "bytearray(3 << 30)", "raise SystemExit(3)", "file = open('written', 'w'); file.write('x'); file.flush()"],
    ids=["crash", "memory", "exit", "writing a file"],
)
def test_a_child_that_dies_is_a_refusal(hostile, program, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    hostile(own_limits(program))
    with pytest.raises(NotAReport, match="damaged or needs too much memory"):
        read_apart(b"x")


def test_the_child_knows_no_framework_and_no_environment():
    program = "import sys, os; print(sorted({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)), len(os.environ))"
    code = f"import runpy, sys\nrunpy.run_path({str(isolated._CHILD)!r})['_be_alone']()\nimport tracker.reading\n{program}"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, env={}, timeout=20, check=True)
    assert done.stdout.split("]")[0] == "["


def test_a_page_is_drawn():
    picture = draw_apart(PDF, 1, width=300)
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20]) == 300


@pytest.mark.parametrize(("data", "page"), [(PDF, 0), (PDF, 999), (b"%PDF-1.7 nonsense", 1), (b"text", 1)])
def test_what_cannot_be_drawn_is_refused(data, page):
    with pytest.raises(NotAReport, match="cannot be shown"):
        draw_apart(data, page, width=300)


lines = st.builds(SourceLine, st.text(max_size=20), st.none() | st.integers(1, 99), st.text(max_size=20))


@given(st.lists(lines, max_size=5).map(tuple), st.integers(0, len(EXAMPLE)))
def test_a_reading_survives_its_journey(source, cut):
    report = read(EXAMPLE[:cut] + EXAMPLE[cut + 9 :]) if cut > 1700 else read(EXAMPLE)
    reading = Reading(report, source)
    back = reading_from_json(reading_to_json(reading))
    assert back == reading and asdict(back.report) == asdict(report)
    assert report_from_json(report_to_json(report)) == report


def test_the_published_form_has_exactly_the_documented_keys():
    form = published_form(read(EXAMPLE))
    assert list(form) == [
        "area", "title", "visit_started_on", "visit_ended_on", "published_on", "inspectors", "providers", "commissioners",
        "nhs_england_area", "cqc_region", "signatory", "findings", "recommendations", "plan", "doubts",
    ]  # fmt: skip
    assert (form["published_on"], form["signatory"]["name"]) == ("2016-03-14", "Cy Yew")
    assert form["findings"][1] == {
        "number": "1.2", "section": "Early help", "text": "Records are late.", "recommendations": ("1.1",), "drawn_to_attention_of": None,
    }  # fmt: skip
    assert list(form["recommendations"][0]) == ["number", "organisations", "text"] and list(form["plan"]) == ["working_days", "send_to", "submitted_by"]
