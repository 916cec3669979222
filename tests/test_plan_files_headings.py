"""Headings as real plans have them: what each column holds is guessed, and nothing is guessed twice."""

import pytest

from tracker.workbooks.headings import KINDS, SEVERAL, guess, heading_row
from tracker.workbooks.table_groups import columns, groups, likeliest, name_of
from tracker.workbooks.tables import Table

HEADINGS = [
    ("Rec no", "number"), ("Rec. No.", "number"), ("Ref", "number"), ("Recommendation number", "number"), ("No", "number"), ("#", "number"),
    ("CQC ref", "number"), ("Recommendation", "recommendation"), ("CQC recommendation", "recommendation"),
    ("Recommendations from the report", "recommendation"), ("Area for improvement", "recommendation"),
    ("Action", "words"), ("Action required", "words"), ("Actions agreed:", "words"), ("Agreed action(s) to address this", "words"),
    ("What we will do", "words"), ("Planned action", "words"), ("Lead", "post"), ("Responsible officer", "post"), ("Lead (role)", "post"),
    ("Person responsible", "post"), ("By whom", "post"), ("Accountable lead", "post"), ("Action owner", "post"),
    ("Target date", "due_on"), ("By when", "due_on"), ("Timescale", "due_on"), ("Completion date", "due_on"), ("Date due", "due_on"),
    ("Target completion date (month)", "due_on"), ("Date completed", "completed_on"), ("Actual completion date", "completed_on"),
    ("Update Nov 16", "note"), ("Progress", "note"), ("Progress at 31/3/17", "note"), ("Update <date>", "note"), ("Comments", "note"),
    ("RAG", "rating"), ("BRAG", "rating"), ("RAG rating (Nov)", "rating"), ("Status", "rating"), ("Success measure", "success_measure"),
    ("Expected outcome", "success_measure"), ("How will we know?", "success_measure"), ("Evidence", "evidence_expected"),
    ("Evidence required for closure", "evidence_expected"), ("Monitoring", "monitored_by"), ("Monitoring arrangements", "monitored_by"),
    ("Lead organisation", "organisation"), ("Agency", "organisation"), ("Provider", "organisation"), ("Cost code", ""), ("", ""), (None, ""),
]  # fmt: skip


@pytest.mark.parametrize("heading,kind", HEADINGS, ids=lambda value: str(value))
def test_a_heading_tells_what_its_column_holds(heading, kind):
    assert guess([heading]) == [kind]


def test_a_kind_is_guessed_once_but_for_progress():
    kinds = guess(["Rec", "Recommendation", "Action", "Action taken", "Lead", "Lead officer", "Update Nov 16", "Update Mar 17", "RAG"])
    assert kinds == ["number", "recommendation", "words", "note", "post", "", "note", "note", "rating"]
    assert set(kinds) - {""} <= set(KINDS) and SEVERAL == {"note"}


def test_the_revised_date_and_the_newest_rating_count():
    kinds = guess(["Rec", "Action", "Original target date", "Revised target date", "RAG Nov 16", "RAG Mar 17"])
    assert kinds == ["number", "words", "", "due_on", "", "rating"]


def test_the_headings_are_found_below_a_title():
    table = Table("Plan", [["Action plan of Medway CCG", "", ""], ["", "", ""], ["Rec", "Action", "Lead"], ["1.1", "Do it", "Lead"]])
    assert heading_row(table) == 2
    assert heading_row(Table("Plan", [["a", "b"], ["c", "d"]])) == 0


def test_tables_with_the_same_headings_belong_together():
    head = ["Rec", "Action", "Lead"]
    tables = [Table("MFT", [head, ["1.1", "a", "x"]]), Table("Notes", [["Who was there"]]), Table("KMPT", [head, ["3.1", "b", "y"]]), Table("Empty", [])]
    found = groups(tables)
    assert [name_of(group) for group in found] == ["MFT, KMPT", "Notes"] and likeliest(found) == 0
    assert [column.examples for column in columns(found[0], 0)] == [["1.1", "3.1"], ["a", "b"], ["x", "y"]]
    goes_on = [Table("Table 1", [head, ["1.1", "a", "x"]], is_sheet=False), Table("Table 2", [["1.2", "It goes on here", "z"]], is_sheet=False)]
    assert [name_of(group) for group in groups(goes_on)] == ["Table 1, Table 2"]


def test_hidden_sheets_and_many_sheets_are_named():
    assert name_of([Table("A", [["x"]], is_hidden=True)]) == "A (hidden)"
    assert name_of([Table(str(n), [["x"]]) for n in range(5)]) == "0, 1 and 3 more"
