"""A real round trip through a real office: LibreOffice opens our workbook, somebody types, it is saved and comes back. # checks 68"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
from datetime import date

import pypdfium2
import pytest

from tests.conftest import missing
from tests.test_workbooks_out import HOSTILE, part
from tests.workbook_edits import COLUMNS
from tracker.workbooks.guidance import guidance
from tracker.workbooks.layout import ACTIONS, BASE
from tracker.workbooks.part import read_part
from tracker.workbooks.proposals import edits
from tracker.workbooks.writing import written
from tracker.workbooks.xlsx import xlsx_tables

# What somebody does at the keyboard: LibreOffice reads what is typed, as it would from a person.
TYPIST = """
import contextlib, json, sys, time, uno
from com.sun.star.beans import PropertyValue
def option(name, value):
    one = PropertyValue(); one.Name, one.Value = name, value
    return one
given = json.load(sys.stdin)
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % given["pipe"]); break
    except Exception:
        time.sleep(0.2)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(given["from"], "_blank", 0, (option("Hidden", True),))
sheet = book.Sheets.getByName(given["sheet"])
for column, row, typed in given["typed"]:
    cell = sheet.getCellByPosition(column, row)
    if typed.startswith("="):
        cell.setString(typed)
    else:
        cell.setFormula(typed)
book.storeToURL(given["to"], (option("FilterName", "Calc MS Excel 2007 XML"),))
book.storeToURL(given["paper"], (option("FilterName", "calc_pdf_Export"),))
book.close(True)
with contextlib.suppress(Exception):  # it may be gone before it can answer
    desktop.terminate()
"""


@pytest.fixture
def type_in_office(tmp_path):
    """Types into cells of a workbook in LibreOffice and gives the bytes that it saves."""
    program = shutil.which("soffice") or missing("LibreOffice (soffice)")
    python = shutil.which("python3", path="/usr/bin") or missing("the python that LibreOffice is driven with")

    def type_in(data: bytes, typed: list) -> bytes:
        (tmp_path / "ours.xlsx").write_bytes(data)
        given = {"pipe": f"p{tmp_path.name}", "from": f"file://{tmp_path}/ours.xlsx", "to": f"file://{tmp_path}/back.xlsx", "sheet": ACTIONS, "typed": typed}
        given["paper"] = f"file://{tmp_path}/paper.pdf"
        office = subprocess.Popen(
            [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore", f"--accept=pipe,name={given['pipe']};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            subprocess.run([python, "-c", TYPIST], input=json.dumps(given), text=True, check=True, capture_output=True, timeout=90)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGTERM)
            office.wait(20)
        return (tmp_path / "back.xlsx").read_bytes()

    return type_in


def test_what_is_typed_in_libreoffice_and_nothing_else_comes_back(type_in_office, tmp_path):
    told = {"words": "Old words", "due_on": date(2016, 9, 30), "status": "in progress", "confidence": "on track", "post": "Head of midwifery"}
    rows = [{"values": told}, *({"values": {"words": words, "post": words}, "text": words} for words in HOSTILE)]
    at = lambda row, name: (COLUMNS[name] - 1, row - 1)  # noqa: E731
    ours = part(*rows, due_on=date(2016, 7, 18))
    back = type_in_office(written(ours), [
        [*at(6, "post"), "Head of audit"], [*at(6, "due_on"), "2016-10-31"], [*at(6, "confidence"), "at risk"], [*at(6, "note"), "=said\nin two lines"],
        [*at(8, "success_measure"), "Nine of ten"],
    ])  # fmt: skip
    tables = xlsx_tables(back)
    read = read_part(tables)
    assert (read.review_id, read.organisation_id, read.notes) == (1, 2, []) and next(t for t in tables if t.name == BASE).is_hidden
    assert [p.action_id for p in read.proposals] == list(range(1, len(rows) + 1))
    assert {p.action_id: edits(p) for p in read.proposals if edits(p)} == {
        1: {"post": "Head of audit", "due_on": date(2016, 10, 31), "confidence": "at risk", "note": "=said\nin two lines"}, 3: {"success_measure": "Nine of ten"},
    }  # fmt: skip
    assert not any(t.refused for t in tables)  # no cell became a formula
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as paper:  # printed, no line of the guidance runs over the edge
        page = paper[0]
        width, printed = page.get_width(), page.get_textpage()
        assert sorted(printed.get_text_range().split()) == sorted(" ".join(words for _, words in guidance(ours)).split())
        assert max(printed.get_rect(n)[2] for n in range(printed.count_rects())) < width - 36  # points
