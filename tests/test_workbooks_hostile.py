"""Files that no office wrote: refused before they are unpacked, or by a child that ends at its limits; nothing is applied."""

import io
import time
import zipfile

import pytest

from tests import sample_files
from tests.test_workbooks_out import part
from tracker import isolated
from tracker.workbooks import child, xlsx
from tracker.workbooks.tables import MOST_BYTES, NotAWorkbook, read_tables
from tracker.workbooks.writing import written

OURS = written(part({"values": {"words": "Words"}}))


def refusal(data: bytes, name: str = "actions.xlsx") -> str:
    with pytest.raises(NotAWorkbook) as refused:
        read_tables(data, name)
    return " ".join(refused.value.problems)


def with_part(name: str, content: bytes | str) -> bytes:
    """Our workbook with one of its parts replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(OURS)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet2.xml"
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'


def rows_of(count: int, cells: str = '<c t="inlineStr"><is><t>x</t></is></c>') -> str:
    rows = f"<row>{cells}</row>" * count
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("data, name, told", [
    (b"", "a.xlsx", "The file is empty"),
    (b"PK\3\4" + bytes(100), "a.xlsx", "damaged"),
    (OURS[: len(OURS) // 2], "a.xlsx", "damaged"),
    (OURS, "a.xlsm", "The file holds macros"),
    (OURS, "a.xls", "This is an older Office file"),
    (OURS, "actions", "no ending"),
    (OURS, "a.docx", "the content is something else"),
    (sample_files.office("xlsx", ("xl/vbaProject.bin", "x")), "a.xlsx", "The file holds macros"),
    (sample_files.ole("EncryptedPackage"), "a.xlsx", "The file needs a password"),
    (sample_files.office("xlsx", ("../evil.xml", "x")), "a.xlsx", "points to places outside itself"),
    (sample_files.office("xlsx", ("xl/media/more.zip", "x")), "a.xlsx", "another archive"),
    (sample_files.PDF, "plan.pdf", "This is a PDF, and not one that can be read here"),
    (OURS + bytes(MOST_BYTES), "a.xlsx", "larger than 5 MB"),
    (with_part("xl/media/zeros.bin", bytes(60 * 2**20)), "a.xlsx", "would unpack to far more than its size"),
], ids=range(14))  # fmt: skip
def test_a_file_is_refused_before_anything_is_unpacked(data, name, told, monkeypatch):  # checks 37
    monkeypatch.setattr(child, "run_apart", lambda *_a, **_k: pytest.fail("it was opened"))
    began = time.process_time()
    assert told in refusal(data, name) and time.process_time() - began < 2


def test_bombs_inside_the_sheets_are_refused_while_they_stream_by():  # checks 37
    for content in (BILLION, OUTSIDE, "<worksheet>", b"\xff\xfe\x00", ""):
        with pytest.raises(NotAWorkbook, match="damaged"):
            xlsx.xlsx_tables(with_part(SHEET, content))
    for content in (rows_of(100_000), rows_of(1, "<c/>" * 300_000), "<worksheet>" + " " * (xlsx.MOST_UNPACKED + 1) + "</worksheet>"):
        with pytest.raises(NotAWorkbook, match="more than 3,000 filled rows"):
            xlsx.xlsx_tables(with_part(SHEET, content))
    assert len(xlsx.xlsx_tables(with_part(SHEET, rows_of(2_000) + ""))[1].rows) == 2_000
    assert len(xlsx.xlsx_tables(with_part(SHEET, rows_of(50_000, "")))[1].rows) == 0  # formatted and empty


@pytest.mark.parametrize("content", [
    rows_of(1).replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    rows_of(1).replace("</sheetData>", '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'),
    rows_of(1, '<c r="XFD1048576"><v>1</v></c>').replace("<row>", '<row r="1048576">'),
], ids=["merged", "linked", "far away"])  # fmt: skip
def test_ranges_and_places_without_end_are_refused(content):
    with pytest.raises(NotAWorkbook, match="more than 3,000 filled rows"):
        xlsx.xlsx_tables(with_part(SHEET, content))


def test_one_long_text_in_many_cells_is_refused():
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    file = io.BytesIO(with_part("xl/sharedStrings.xml", shared))
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(new := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.namelist():
            archive.writestr(member, rows_of(500, '<c t="s"><v>0</v></c>') if member.startswith("xl/worksheets/sheet") else old.read(member))
    with pytest.raises(NotAWorkbook, match="more text than any plan"):
        xlsx.xlsx_tables(new.getvalue())


def test_an_empty_cell_far_away_costs_nothing():
    content = rows_of(1, '<c r="A1"><v>1</v></c><c r="XFD1"/>').replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"/></row></sheetData>')
    assert xlsx.xlsx_tables(with_part(SHEET, content))[1].rows == [[1.0]]


def test_the_child_reads_our_workbook_and_passes_refusals_on():
    tables = read_tables(OURS, "Actions.XLSX")
    assert [t.name for t in tables] == ["How to fill this in", "Actions", "Tracker"] and tables == xlsx.xlsx_tables(OURS)
    assert "more than 3,000 filled rows" in refusal(with_part(SHEET, rows_of(4_000)))


@pytest.mark.parametrize("program, told", [
    ("import time; time.sleep(60)", "longer than 20 seconds"), ("bytearray(3 << 30)", "damaged or needs too much memory"),
])  # fmt: skip
def test_a_child_that_does_not_end_well_is_a_refusal(monkeypatch, tmp_path, program, told):
    (tmp_path / "child.py").write_text(f"import runpy\nrunpy.run_path({isolated.__file__!r})['_limit']()\n{program}")
    monkeypatch.setattr(isolated, "_CHILD", tmp_path / "child.py")
    with pytest.raises(NotAWorkbook, match=told):
        child.tables_apart(OURS, "a.xlsx", seconds=1)
