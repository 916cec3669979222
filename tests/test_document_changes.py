"""What changed since the last version, follow-ups, and plans without names, in every document."""

import io
import json

import openpyxl
import pytest

from tests.frozen_plans import CCG, HOSTILE, SIGN_OFF, TRUST, draft, whole_plan
from tests.later_plans import CHANGES, follow_up, later, revised_plan, roles_only
from tests.test_document_figures import below
from tests.test_documents import assert_no_formula, pdf_text, squeezed
from tracker.charts.drawing import WIDTH, lines
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
    assert [(row[0], row[3], row[5]) for row in below(book, "Changes")][:2] == [("Action 4", "Due date", "31\u00a0Oct\u00a02016"), ("Action 4", "Accountable post", "Chief nurse")]
    assert len(below(book, "Changes")) == len(CHANGES)


def test_without_a_version_before_nothing_is_said_about_changes():
    for plan in (whole_plan(), later(whole_plan()), draft(whole_plan())):
        assert (contents(plan, None)["since"], contents(plan, None)["changes"], contents(plan, None)["comparison"]) == ("", [], None)
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
@pytest.mark.parametrize("texts", [HOSTILE, ["word " * 20_000], ["x" * 100_000]], ids=["signs", "words", "one word"])
def test_hostile_changes_come_out_as_text(texts):
    named = [t if len(t) < 100 else "Long" for t in texts]
    changes = [{"about": f"Action 1 {n}", "organisation": n, "recommendations": [n], "field": n, "before": t, "after": n} for t, n in zip(texts, named)]
    plan = later(whole_plan([([TRUST], 1)]), kind="revised plan", number=2, since=revised_plan(changes=changes)["since"])
    said = squeezed(pdf_text(render_pdf(plan, SIGN_OFF))).replace(" ", "")
    short = [drawable(readable(t)).replace(" ", "").strip() for t in texts if len(t) < 100]
    assert all(t in said for t in short) and all(said.count(t[:4]) >= 15_000 for t in texts if len(t) > 100)  # over many pages
    cells = {str(value).strip()[:30_000] for value in assert_no_formula(render_xlsx(plan, SIGN_OFF))} | {""}
    assert all(readable(t).strip()[:30_000] in cells for t in texts)


# checks 68, 69
@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "😀 children ا", "\u202egnp.\u200fexe", "x" * 100_000], ids=ascii)
def test_hostile_names_stay_text_on_charts_and_in_organisations(name):
    plan = whole_plan([([TRUST], 1), ([CCG], 1)])
    plan = json.loads(json.dumps(plan).replace(json.dumps(TRUST), json.dumps(name)))
    shown = lines(drawable(readable(name)).replace("\u200b", ""), WIDTH)[0]
    assert pdf_text(render_pdf(plan, SIGN_OFF)).replace("\u200b", "").count(shown.rstrip("…")[:40]) >= 3  # chart, table, heading
    assert readable(name)[:30_000] in {row[0][:30_000] for row in below(openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, SIGN_OFF))), "Organisations")}
