"""What changed since the last version, follow-ups, and plans without names, in every document."""

import io

import openpyxl
import pypdfium2
import pytest

from tests.frozen_plans import HOSTILE, SIGN_OFF, draft, hostile_plan, whole_plan
from tests.later_plans import CHANGES, follow_up, later, revised_plan, roles_only
from tests.test_document_figures import below
from tests.test_documents import assert_no_formula, pdf_text, squeezed
from tracker.documents import render_pdf, render_xlsx
from tracker.documents.contents import contents
from tracker.documents.glyphs import drawable
from tracker.documents.text import readable


def test_a_revised_plan_says_what_changed_since_the_version_before():
    said = squeezed(pdf_text(render_pdf(revised_plan(), SIGN_OFF)))
    assert "Revised action plan" in said and "Version 2" in said
    assert "What changed since version 1" in said and "4 changes since version 1." in said
    assert revised_plan()["since"]["plan_sha256"] in said
    assert "Due date 22 Sep 2016 31 Oct 2016" in said and "Accountable post – Chief nurse" in said
    assert "Action 18 Recommendations 3.1, 3.2" in said


def test_a_follow_up_has_its_own_title_and_number_and_says_what_is_new():
    said = squeezed(pdf_text(render_pdf(follow_up(), SIGN_OFF)))
    assert "Follow-up on progress" in said and "Follow-up 1" in said and "What is new since version 1" in said
    assert "Today, 14 Nov 2016" in said  # the charts stand at the follow-up's day


def test_excel_lists_the_changes_as_a_table():
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(revised_plan(), SIGN_OFF)))
    assert book.sheetnames == ["Plan", "Evidence", "Organisations", "Changes", "Legend"]
    assert [(row[0], row[3], row[5]) for row in below(book, "Changes")][:2] == [("Action 4", "Due date", "31 Oct 2016"), ("Action 4", "Accountable post", "Chief nurse")]
    assert len(below(book, "Changes")) == len(CHANGES)


def test_without_a_version_before_nothing_is_said_about_changes():
    for plan in (whole_plan(), later(whole_plan()), draft(whole_plan())):
        assert contents(plan, None)["since"] is None
        assert "since version" not in pdf_text(render_pdf(plan, None))
        assert "Changes" not in openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, None))).sheetnames


def test_nothing_changed_is_a_sentence_and_no_table():
    said = squeezed(pdf_text(render_pdf(revised_plan(changes=[]), SIGN_OFF)))
    assert "Nothing has changed since version 1." in said and "Before After" not in said


def test_a_plan_without_names_says_so_and_prints_roles_only():
    said = squeezed(pdf_text(render_pdf(roles_only(), SIGN_OFF)))
    assert "Roles, no names" in said and SIGN_OFF["name"] not in said and "15 July 2016, by Accountable officer" in said
    assert "Verified (records dip-sample): The question" in said  # nobody is named where nobody may be
    assert "Roles, no names" not in squeezed(pdf_text(render_pdf(later(whole_plan()), SIGN_OFF)))


# checks 68, 69
@pytest.mark.parametrize("text", [*HOSTILE, "word " * 20_000, "x" * 100_000], ids=lambda text: ascii(text)[:12])
def test_hostile_changes_come_out_as_text(text):
    change = {"about": f"Action 1 {text}", "organisation": text, "recommendations": [text], "field": text, "before": text, "after": text}
    plan = later(hostile_plan(text) if len(text) < 100 else whole_plan(), kind="revised plan", number=2,
                 since={"kind": "plan", "number": 1, "plan_sha256": "a" * 64, "changes": [change]})  # fmt: skip
    document = render_pdf(plan, SIGN_OFF)
    assert len(pypdfium2.PdfDocument(document)) > 0
    if len(text) < 100:
        assert squeezed(drawable(readable(text))) in squeezed(pdf_text(document))
    assert readable(text).strip()[:1000] in {str(value).strip()[:1000] for value in assert_no_formula(render_xlsx(plan, SIGN_OFF))} | {""}
