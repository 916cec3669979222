"""The workbook that goes out: what may be filled in and what not, no formula, the same bytes, and what the office makes of it."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import action
from tests.workbook_edits import COLUMNS, download, part_url, row_of
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.workbooks.fields import FIELDS
from tracker.workbooks.layout import ACTIONS, BASE
from tracker.workbooks.part import read_part
from tracker.workbooks.proposals import edited
from tracker.workbooks.writing import written
from tracker.workbooks.xlsx import xlsx_tables


def part(*actions: dict, **more) -> dict:
    """A part as `part_of` gives it."""
    rows = [{"id": n, "number": f"1.{n}", "text": "CQC's words", "open": list(FIELDS), "values": {}} | a for n, a in enumerate(actions, 1)]
    return {"review": {"id": 1, "title": "A review", "area": "Fenmarsh"}, "organisation": {"id": 2, "name": "A trust"}, "on": None,
            "due_on": None, "numbers": ["1.1", "1.10"], "actions": rows} | more  # fmt: skip


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))[ACTIONS]


def test_an_owner_gets_his_own_actions_with_what_stands_there(app, open_as):
    data = download(open_as("owner"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [(s.title, s.sheet_state, s.protection.sheet) for s in book] == [
        ("How to fill this in", "visible", True), (ACTIONS, "visible", True), (BASE, "veryHidden", True)]  # fmt: skip
    sheet, own = book[ACTIONS], action("1.4")
    row = row_of(sheet, own.id)
    told = {name: sheet.cell(row, column).value for name, column in COLUMNS.items()}
    assert told["Recommendation"] == "1.4" and told["What CQC says"] == own.recommendations[0].text
    assert (told["words"], told["post"], told["due_on"].date(), told["status"]) == (own.words, own.post, own.due_on, "in progress")
    assert told["note"] is None and data == download(open_as("owner"))
    words = {c.value for r in sheet.iter_rows() for c in r}
    assert action("5.1", ACUTE).words in words and not words & {a.words for a in (action("5.1", COMMUNITY), action("2.1"))}


def test_only_what_may_be_filled_in_is_unlocked(app, open_as):
    sheet = sheet_of(download(open_as("owner")))
    kept = lambda number, name: sheet.cell(row_of(sheet, action(number, ACUTE).id), COLUMNS[name]).protection.locked  # noqa: E731
    assert not kept("1.4", "words") and not kept("1.4", "note")
    assert kept("1.4", "Key") and kept("1.4", "What CQC says")
    assert kept("1.4", "due_on")  # CQC was told this date
    assert kept("1.13", "words") and kept("1.13", "note")  # it is verified
    new = row_of(sheet, "new 1")
    assert sheet.cell(new, 1).protection.locked and not sheet.cell(new, 2).protection.locked and not sheet.cell(new, COLUMNS["due_on"]).protection.locked


def test_lists_dates_and_the_paper(app, open_as):
    sheet = sheet_of(download(open_as("lead")))
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert {"list", "date", "textLength"} == set(rules)
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert {'"not started,in progress,complete"', '"on track,at risk,off track"'} < lists and any("1.1,1.2" in words for words in lists)
    assert sheet.freeze_panes == "C6" and sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$5:$5"


@pytest.mark.parametrize("called, number, organisation, expect", [
    ("lead", "5.1", COMMUNITY, 200), ("both", "5.1", COMMUNITY, 200), ("owner", "5.1", COMMUNITY, 404), ("outsider", "1.4", None, 404),
])  # fmt: skip
def test_a_lead_gets_every_part_and_an_owner_his_own(app, open_as, called, number, organisation, expect):
    open_as(called).get(part_url(number, organisation), expect)


HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", '=HYPERLINK("http://evil")', "<r>x</r>", "http://evil.example",
    "007", "_x0041_",
)  # fmt: skip


def test_text_stays_text(app):  # checks 68
    data = written(part(*({"values": {"words": words, "post": words}, "text": words} for words in HOSTILE)))
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    assert b"<f>" not in data
    assert edited(read_part(xlsx_tables(data)).proposals) == []


texts = st.text(st.characters(codec="utf-8"), max_size=60)
values = st.fixed_dictionaries({"words": texts, "post": texts, "status": st.sampled_from(FIELDS["status"].choices), "due_on": st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))})


@settings(max_examples=20, deadline=None)
@given(st.lists(values, max_size=4), texts)
def test_what_goes_out_and_comes_back_untouched_says_nothing(said, name):
    data = written(part(*({"values": one} for one in said), organisation={"id": 2, "name": name}))
    read = read_part(xlsx_tables(data))
    assert (read.review_id, read.organisation_id, edited(read.proposals), read.notes) == (1, 2, [], [])
    assert [p.action_id for p in read.proposals] == list(range(1, len(said) + 1))
