"""The columns that a CCG chose, in Excel and Word: in order, under their titles, as wide as the page, and never more than text."""

import hashlib
import io
import json
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.frozen_plans import CCG, HOSTILE, SIGN_OFF, TRUST, draft, whole_plan
from tracker.documents import compliance_csv, compliance_json, render_docx, render_pdf, render_xlsx
from tracker.documents.columns import EXAMPLE, titles, widths
from tracker.documents.excel_columns import A3, A4, LEAST, LETTER, pages_across, plan_columns
from tracker.documents.flat import COLUMNS
from tracker.documents.text import readable
from tracker.documents.word_columns import WIDTH
from tracker.models.column_layout import ALWAYS

HEADS = {"Recommendation": "No.", "CQC's recommendation": "Recommendation", "Action": "Action", "Due": "Target date", "Accountable post": "Lead",
         "Progress": "Update", "BRAG": "RAG"}  # fmt: skip
# What came out before anybody could choose columns; a plan without a choice is printed so for ever.
BEFORE = {
    "word/document.xml": "28ec7a62a8f2b7019a1a41f3955df781f83329fcb0fed202ae4626151843e1dc",
    "xl/worksheets/sheet1.xml": "4e2e31155fe371916ee8ec55a0d83cfa71537f0c39b74df22ef7d8e8c099238b",
    "xl/tables/table1.xml": "fc1681f8135902727cea761f15815415b413c2dd622e570c196de8e40bb3ed5a",
}


def chosen(heads: dict[str, str], in_word: bool = True) -> dict:
    """A layout as a plan keeps it."""
    return {"layout": {"columns": [{"name": name, "title": title} for name, title in heads.items()], "in_word": in_word}}


def part(document: bytes, name: str) -> bytes:
    """One member of an Office file."""
    return zipfile.ZipFile(io.BytesIO(document)).read(name)


def own_tables(document: bytes) -> list:
    """The tables of the plan in a Word file with own columns."""
    return [t for t in Document(io.BytesIO(document)).tables if t._tbl.tblPr.find(qn("w:tblCaption")) is not None]


def headed(table) -> list[str]:
    return [cell.text for cell in table.rows[0].cells]


def test_a_plan_without_a_layout_is_printed_as_before():
    documents = {"word": render_docx(whole_plan(), SIGN_OFF), "xl": render_xlsx(whole_plan(), SIGN_OFF)}
    printed = {name: hashlib.sha256(part(documents[name.split("/")[0]], name)).hexdigest() for name in BEFORE}
    assert printed == BEFORE


def test_excel_has_the_columns_in_their_order_under_their_titles():
    data = render_xlsx(whole_plan() | chosen(HEADS), SIGN_OFF)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Plan"]
    assert [cell.value for cell in sheet[5]] == list(HEADS.values()) == [c.name for c in sheet.tables["Plan"].tableColumns]
    first, action = [cell.value for cell in sheet[6]], whole_plan()["actions"][0]
    assert first[0] == "1.1" and first[2] == action["words"] and first[3].date().isoformat() == action["due_on"] and first[6] == "Amber"
    assert sheet["G6"].fill.fgColor.rgb == "FFFFF0CC"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.print_title_rows) == (A4, None, "$5:$5")
    assert sheet.max_row == 5 + len(whole_plan()["actions"])


def test_word_has_them_in_a_table_for_each_organisation():
    tables = own_tables(render_docx(whole_plan() | chosen(HEADS), SIGN_OFF))
    assert len(tables) == len(whole_plan()["organisations"]) and all(headed(t) == list(HEADS.values()) for t in tables)
    first = [cell.text for cell in tables[0].rows[1].cells]
    assert first[0] == "1.1" and first[3] == "14\u00a0Aug\u00a02016" and first[6] == "Amber"
    assert tables[0].cell(1, 6)._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "FFF0CC"
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None and table.style.name == "Plan table"
        assert sum(c.width for c in table.columns) == pytest.approx(WIDTH * 36_000, rel=0.01)
        assert [c.width for c in table.rows[1].cells] == [c.width for c in table.columns]


def test_word_has_one_table_where_a_column_tells_the_organisation():
    plan = whole_plan() | chosen({"Organisation": "Who", **HEADS})
    (table,) = own_tables(render_docx(plan, SIGN_OFF))
    assert len(table.rows) == 1 + len(plan["actions"])
    assert {cell.text for cell in table.columns[0].cells} == {"Who", *(a["organisation"] for a in plan["actions"])}


def test_who_gave_no_answer_stands_there_too():
    plan = whole_plan() | chosen(HEADS)
    plan["recommendations"][0]["organisations"] = [TRUST, CCG]
    ccg = own_tables(render_docx(plan, SIGN_OFF))[1]
    assert [cell.text for cell in ccg.rows[1].cells][:3] == ["1.1", plan["recommendations"][0]["text"], "Not yet agreed"]


def test_word_keeps_our_table_unless_it_was_asked():
    ours = part(render_docx(whole_plan(), SIGN_OFF), "word/document.xml")
    assert part(render_docx(whole_plan() | chosen(HEADS, in_word=False), SIGN_OFF), "word/document.xml") == ours


def test_machines_and_pdf_keep_our_names():
    plan = whole_plan() | chosen(HEADS)
    assert compliance_csv(plan, SIGN_OFF) == compliance_csv(whole_plan(), SIGN_OFF)
    assert render_pdf(plan, SIGN_OFF) == render_pdf(whole_plan(), SIGN_OFF)
    assert json.loads(compliance_json(plan, SIGN_OFF))["plan"] == plan


# checks 68, 69
def test_hostile_titles_come_out_as_text():
    hostile = dict(zip(COLUMNS, ["Due", " ", *HOSTILE, "x" * 300, "_x0041_", "a\nb\tc"]))
    assert len(hostile) == len(COLUMNS)
    plan = draft(whole_plan([([TRUST], 1)])) | chosen(hostile)
    words = [" ".join(readable(title).split()) for title in hostile.values()]
    book = render_xlsx(plan, None)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Plan"]
    (head,) = [row for row in sheet.iter_rows() if row[0].value == "Due"]
    assert all(cell.data_type == "s" and len(cell.value) <= 255 for cell in head)
    table = etree.fromstring(part(book, "xl/tables/table1.xml"))
    assert [c.get("name") for c in table.iter("{*}tableColumn")] == [c.value for c in head]  # otherwise Excel repairs the file
    for title, name, cell, read in zip(words, hostile, head, headed(own_tables(render_docx(plan, None))[0])):
        assert read.startswith((title or name)[:199]) and cell.value.startswith(read[:199].replace("_x0041_", "_ x0041_"))


@given(st.lists(st.sampled_from(list(COLUMNS)), unique=True, min_size=1), st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_choice_fills_the_width_of_the_page(names, title):
    shown = titles(chosen(dict.fromkeys(names, "") | {names[0]: title}))
    shared = widths(shown, 269, least=LEAST, letter=LETTER)
    assert min(shared) > 4 and sum(shared) <= 269.01
    columns = plan_columns(chosen(dict.fromkeys(names, title)))
    assert len(columns) == len(names) and pages_across(columns)[0] in (A3, A4)


def test_a_title_that_stands_twice_names_its_column():
    assert titles(chosen({"Action": "Due", "Due": "", "Recommendation": "due"})) == {"Action": "Due", "Due": "Due (Due)", "Recommendation": "due (Recommendation)"}


def test_the_example_has_a_word_for_every_column():
    assert list(EXAMPLE) == list(COLUMNS) and set(ALWAYS) <= set(COLUMNS)
