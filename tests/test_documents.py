"""The documents of a frozen plan: whole, the same every time, and never more than text."""

import ast
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import TOP
from tests.frozen_plans import CCG, HOSTILE, SIGN_OFF, TRUST, draft, empty_plan, hostile_plan, long_plan, whole_plan
from tests.later_plans import revised_plan
from tracker.documents import EXPORTS, FORMATS, compliance_csv, compliance_json, render_docx, render_pdf, render_xlsx
from tracker.documents.compliance import harmless
from tracker.documents.excel import CELL_LIMIT
from tracker.documents.glyphs import drawable
from tracker.documents.text import cut, readable
from tracker.documents.word import TEMPLATE
from tracker.documents.word_template import word_template

ALL = {**FORMATS, **EXPORTS}
PLANS = {"whole": (whole_plan(), SIGN_OFF), "draft": (draft(whole_plan()), None), "long": (long_plan(), SIGN_OFF), "empty": (empty_plan(), None),
         "revised": (revised_plan(), SIGN_OFF)}  # fmt: skip
SOUGHT = ["23", "160", "20 June 2016", "18 July 2016", "20 working days after receipt", "22 to 26 February 2016", "Ann Example", "15 July 2016",
          SIGN_OFF["plan_sha256"], whole_plan()["audit_head"], "Not yet agreed", "What is not yet in place", "interviews are on 2 August",
          "First agreed", "Monitored by", "Immediate action", "Joint with", "verified or embedded", "Public health, Medway Council", "sample-2.pdf"]


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("form", ALL)
def test_the_same_records_give_the_same_bytes(form, name):
    plan, sign_off = PLANS[name]
    assert ALL[form]["render"](plan, sign_off) == ALL[form]["render"](json.loads(json.dumps(plan)), sign_off)


def test_another_process_gives_the_same_bytes():
    told = """
import hashlib
from tests.frozen_plans import SIGN_OFF
from tests.later_plans import revised_plan
from tracker.documents import EXPORTS, FORMATS
print({form: hashlib.sha256(kind["render"](revised_plan(), SIGN_OFF)).hexdigest() for form, kind in {**FORMATS, **EXPORTS}.items()})
"""
    other = subprocess.run([sys.executable, "-c", told], cwd=TOP, env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}, capture_output=True, text=True, timeout=100, check=True)
    assert ast.literal_eval(other.stdout) == {form: hashlib.sha256(kind["render"](*PLANS["revised"])).hexdigest() for form, kind in ALL.items()}


@pytest.fixture(scope="module", params=["pdf", "docx"])
def printed(request):
    """The whole plan's text as a person reads it, in one line."""
    read = {"pdf": pdf_text, "docx": word_text}[request.param]
    return squeezed(read(ALL[request.param]["render"](whole_plan(), SIGN_OFF)))


@pytest.mark.parametrize("sought", SOUGHT)
def test_what_a_board_looks_for_is_there(printed, sought):
    assert squeezed(sought) in printed


def test_every_recommendation_action_and_finding_is_printed(printed):
    plan, said = whole_plan(), printed
    for recommendation in plan["recommendations"]:
        assert squeezed(f"Recommendation {recommendation['number']} {recommendation['text']}") in said
        assert squeezed(recommendation["findings"][0]["text"]) in said
    for action in plan["actions"]:
        assert squeezed(f"{action['words']} Action {action['id']}") in said
        assert all(item["sha256"] in said for item in action["evidence"])


def test_every_pdf_page_of_a_draft_demonstration_says_so_and_is_numbered():
    pages = pdf_pages(render_pdf({**draft(whole_plan()), "demonstration": True}, None))
    for number, words in enumerate(pages, 1):
        assert "Draft – not submitted" in words
        assert "Demonstration – not a real plan" in words
        assert f"Page {number} of {len(pages)}" in words


def test_a_signed_plan_is_no_draft_and_carries_its_seals_and_legend_on_every_page():
    pages = pdf_pages(render_pdf(whole_plan(), SIGN_OFF))
    for words in pages:
        assert "Draft" not in words and "Demonstration" not in words
        assert SIGN_OFF["plan_sha256"] in words and whole_plan()["audit_head"] in words and "Version 1" in words
    assert all("overdue or off track" in words for words in pages[1:])  # wherever there are colours


def test_pdf_is_tagged_landscape_titled_and_in_english():
    document = render_pdf(whole_plan(), SIGN_OFF)
    assert b"<pdfuaid:part>1" in document and b"<pdfaid:part>2" in document and b"<pdfaid:conformance>A" in document
    assert b"/StructTreeRoot" in document
    opened = pypdfium2.PdfDocument(document)
    assert opened[0].get_size()[0] > opened[0].get_size()[1]
    assert opened.get_metadata_value("Title").startswith("Action plan – Review of health services")
    assert b"en-GB" in document


def test_pdf_repeats_its_headings_on_every_page_of_a_long_table():
    pages = pdf_pages(render_pdf(long_plan(), SIGN_OFF))
    with_actions = [words for words in pages if re.search(r"\bAction \d+", words)]
    assert len(with_actions) > 10
    assert all("Accountable post" in words for words in with_actions)


def test_a_recommendation_stays_with_its_first_action():
    for words in pdf_pages(render_pdf(whole_plan(), SIGN_OFF)):
        bands = len(re.findall(r"Recommendation \d+\.\d+ +[A-Z]", words))
        assert len(re.findall(r"\bAction \d+", words)) >= bands


def test_word_has_styles_language_title_and_repeated_headers():
    document = Document(io.BytesIO(render_docx(whole_plan(), SIGN_OFF)))
    assert document.core_properties.title.startswith("Action plan – Review of health services")
    assert document.core_properties.language == "en-GB"
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert document.sections[0].page_width > document.sections[0].page_height
    assert [p.style.name for p in document.paragraphs][:2] == ["Title", "Subtitle"]
    assert TRUST in [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    for table in document.tables:
        assert table.style.name == "Plan table"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_word_marks_a_draft_in_the_header_and_numbers_pages_in_the_footer():
    section = Document(io.BytesIO(render_docx({**draft(whole_plan()), "demonstration": True}, None))).sections[0]
    assert "Draft – not submitted" in section.header.paragraphs[0].text
    assert "Demonstration" in section.header.paragraphs[0].text
    assert 'w:instr="PAGE"' in etree.tostring(section.footer._element).decode()


def test_the_word_template_is_the_one_its_script_writes():
    assert TEMPLATE.read_bytes() == word_template()


def test_excel_holds_a_filtered_table_with_dates_and_colours():
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(whole_plan(), SIGN_OFF)))
    assert book.sheetnames == ["Plan", "Evidence", "Organisations", "Legend"]
    sheet = book["Plan"]
    table = sheet.tables["Plan"]
    assert table.autoFilter is not None and sheet.freeze_panes == "B6"
    heads = [cell.value for cell in sheet[5]]
    first = dict(zip(heads, sheet[6]))
    assert first["Recommendation"].value == "1.1" and first["Organisation"].value == TRUST
    assert first["Due"].is_date and first["Due"].value.date().isoformat() == whole_plan()["actions"][0]["due_on"]
    assert first["BRAG"].value == "Amber" and first["BRAG"].fill.fgColor.rgb == "FFFFF0CC"
    assert len(rows_below(sheet, 5)) == len(whole_plan()["actions"])
    assert "Not yet agreed" in [cell.value for cell in sheet["G"]]


def test_an_organisation_that_gave_no_answer_stands_in_every_document():
    plan = whole_plan()
    plan["recommendations"][0]["organisations"] = [TRUST, CCG]
    rows = list(csv.DictReader(io.StringIO(compliance_csv(plan, SIGN_OFF).decode("utf-8-sig"))))
    assert [row["Status"] for row in rows if row["Recommendation"] == "1.1" and row["Organisation"] == CCG] == ["No action yet"]
    assert "No action yet" in pdf_text(render_pdf(plan, SIGN_OFF))
    assert "No action yet" in word_text(render_docx(plan, SIGN_OFF))


def test_why_an_action_was_verified_without_evidence_is_printed_where_there_is_none():
    plan = whole_plan()
    seen, *others = [action["verification"] for action in plan["actions"] if action["verification"]]
    seen["without_evidence"] = "Shown on the ward, no copy was kept."
    for said in (pdf_text(render_pdf(plan, SIGN_OFF)), word_text(render_docx(plan, SIGN_OFF)), compliance_csv(plan, SIGN_OFF).decode()):
        assert squeezed(f"{seen['found']} Without evidence: Shown on the ward, no copy was kept.") in squeezed(said)
        assert squeezed(said).count("Without evidence:") == 1 and others


def test_an_action_for_two_recommendations_stands_under_both():
    plan = whole_plan()
    plan["actions"][0]["recommendations"] = ["1.1", "1.2"]
    plan["recommendations"][1]["action_ids"] = [1, 2]
    said = squeezed(pdf_text(render_pdf(plan, SIGN_OFF)))
    assert "Action 1 · Also answers 1.2" in said and "Action 1 · Also answers 1.1" in said
    rows = list(csv.DictReader(io.StringIO(compliance_csv(plan, SIGN_OFF).decode("utf-8-sig"))))
    assert [row["Recommendation"] for row in rows if row["Action number"] == "1"] == ["1.1", "1.2"]


# checks 68, 69
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_every_format(text):
    plan = hostile_plan(text)
    assert squeezed(drawable(readable(text))) in squeezed(pdf_text(render_pdf(plan, SIGN_OFF)))
    assert squeezed(readable(text)) in squeezed(word_text(render_docx(plan, SIGN_OFF)))
    assert json.loads(compliance_json(plan, None)) == {"plan": plan, "sign_off": None}
    values = assert_no_formula(render_xlsx(plan, SIGN_OFF))
    assert readable(text).strip() in {str(value).strip() for value in values} | {""}
    assert_csv_is_harmless(compliance_csv(plan, SIGN_OFF))


# checks 68, 69
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_leaves_every_document_whole(text):
    plan = hostile_plan(text)
    assert len(pypdfium2.PdfDocument(render_pdf(plan, None))) > 0
    assert squeezed(readable(text)) in squeezed(word_text(render_docx(plan, None)))
    assert_no_formula(render_xlsx(plan, None))
    assert_csv_is_harmless(compliance_csv(plan, None))
    assert json.loads(compliance_json(plan, None))["plan"] == plan


# checks 68, 69
@pytest.mark.parametrize("cell", ["word " * 20_000, "x" * 100_000], ids=["words", "one word"])
def test_a_cell_of_100_kb_opens_everywhere_and_excel_says_that_it_was_cut(cell):
    plan = whole_plan()
    plan["actions"][0]["words"] = cell
    assert pdf_text(render_pdf(plan, SIGN_OFF)).replace("\u200b", "").count(cell[:5]) >= 15_000
    assert cell.strip() in word_text(render_docx(plan, SIGN_OFF))
    written = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, SIGN_OFF)))["Plan"]["E6"].value
    assert len(written) <= CELL_LIMIT and "cut here" in written


def test_a_very_long_recommendation_is_printed_to_its_end():
    plan = whole_plan()
    plan["recommendations"][0]["text"] = "word " * 3000 + "THE END"
    assert "THE END" in pdf_text(render_pdf(plan, SIGN_OFF))


# checks 68
@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", '"=1', "'=1", "\ufeff=1", "＝1", " \"' -1"])
def test_csv_puts_an_apostrophe_before_a_formula(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["1 = 1", "a-b", "mail@example.org", "", "(see 1.1)", "yes; no"])
def test_csv_leaves_other_text_alone(cell):
    assert harmless(cell) == cell


# checks 68
def test_csv_disarms_a_formula_behind_a_semicolon():
    assert harmless("a;=cmd") == "a;'=cmd"
    assert harmless(";=1") == ";'=1"


def test_csv_and_json_are_utf_8_for_spreadsheets_and_machines():
    assert compliance_csv(whole_plan(), SIGN_OFF).startswith(b"\xef\xbb\xbf")
    text = compliance_json(whole_plan(), SIGN_OFF).decode()
    assert json.loads(text) == {"plan": whole_plan(), "sign_off": SIGN_OFF}
    assert list(json.loads(text)["plan"]) == sorted(whole_plan())


def test_text_is_cut_by_the_units_that_office_counts():
    assert cut("😀" * 10, 9) == "😀" * 4 + "…"
    assert cut("short", 9) == "short"


def test_letters_that_the_font_lacks_are_spelled_out():
    assert drawable("ok 😀 e\u0301") == "ok [grinning face] é"


def pdf_pages(document: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(document)
    return [opened[number].get_textpage().get_text_range() for number in range(len(opened))]


def pdf_text(document: bytes) -> str:
    return "\n".join(pdf_pages(document))


def word_text(document: bytes) -> str:
    """Read every paragraph, those in tables and in header and footer included; check that each part is XML."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
    opened = Document(io.BytesIO(document))
    parts = [opened.element.body, opened.sections[0].header._element, opened.sections[0].footer._element]
    return "\n".join(paragraph_text(paragraph) for part in parts for paragraph in part.iter(qn("w:p")))


def paragraph_text(paragraph) -> str:
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(signs.get(node.tag, node.text or "") for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def rows_below(sheet, head: int) -> list:
    return [row for row in sheet.iter_rows(min_row=head + 1, values_only=True) if row[0]]


def assert_no_formula(workbook: bytes) -> set:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert all(cell.hyperlink is None for cell in cells)
    return {cell.value for cell in cells}


def assert_csv_is_harmless(exported: bytes) -> None:
    for row in csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline="")):
        assert not any(cell.lstrip(" \"';,\ufeff\n").startswith(tuple("=+-@\t\r")) and not cell.startswith("'") for cell in row)
