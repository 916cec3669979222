"""Word and Excel files, opened by a real office: header rows repeat, and nothing is ever calculated. # checks 68"""

import shutil
import subprocess

import openpyxl
import pypdfium2
import pytest

from tests.conftest import missing
from tests.frozen_plans import SIGN_OFF, hostile_plan, whole_plan
from tests.test_column_documents import chosen
from tracker.documents import render_docx, render_xlsx
from tracker.documents.own_word.samples import samples
from tracker.documents.own_word.trial import problems
from tracker.documents.word import TEMPLATE


@pytest.fixture
def office(tmp_path):
    """Turns a document into another format with LibreOffice, in a profile of its own."""
    program = shutil.which("soffice") or missing("LibreOffice (soffice)")

    def convert(data: bytes, name: str, to: str):
        (tmp_path / name).write_bytes(data)
        out = tmp_path / "out"
        subprocess.run(
            [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", to, "--outdir", out, tmp_path / name],
            check=True, capture_output=True, timeout=100,
        )  # fmt: skip
        return out / f"{name.rsplit('.', 1)[0]}.{to}"

    return convert


def test_word_opens_and_repeats_its_header_rows(office):
    pdf = pypdfium2.PdfDocument(office(render_docx(whole_plan(), SIGN_OFF), "plan.docx", "pdf"))
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    with_header = [text for text in pages if "Accountable post" in text and "Success measure" in text]
    assert len(pages) > 3 and len(with_header) > 2


def test_our_template_saved_by_another_office_is_still_a_template(office):
    saved = office(TEMPLATE.read_bytes(), "plan.docx", "docx").read_bytes()
    assert saved != TEMPLATE.read_bytes() and problems(saved, [*samples(), [whole_plan(), SIGN_OFF]]) == []


@pytest.mark.parametrize("columns", [{}, chosen({"Recommendation": "=1+1", "Action": "+2", "Due": "@SUM(1)"})], ids=["ours", "own"])
def test_excel_recalculated_is_what_it_was(office, tmp_path, columns):
    data = render_xlsx(hostile_plan("=1+1") | columns, SIGN_OFF)
    (tmp_path / "ours.xlsx").write_bytes(data)
    before, after = _texts(tmp_path / "ours.xlsx"), _texts(office(data, "plan.xlsx", "xlsx"))
    assert "=1+1" in before and after == before


def _texts(path) -> list[str]:
    """Every text of the workbook; a formula would be none."""
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c.value for c in cells if c.data_type == "f"]
    return [c.value for c in cells if c.data_type == "s"]
