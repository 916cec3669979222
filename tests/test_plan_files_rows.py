"""No row of an existing plan is lost, and none goes to a recommendation that it may not mean: each is proposed or named with the reason."""

import openpyxl
import pytest

from tests.test_plan_files_rules import HEAD, REVIEW, TODAY, one, read, recommendation, with_actions
from tests.workbook_edits import saved
from tracker.models.plan_file import nothing_new
from tracker.workbooks.existing_plan import read_plan
from tracker.workbooks.exchange import tables_from_json, tables_to_json
from tracker.workbooks.headings import guess
from tracker.workbooks.known import KnownReview
from tracker.workbooks.numbers import DOUBT
from tracker.workbooks.proposals import from_json, to_json
from tracker.workbooks.tables import Table
from tracker.workbooks.xlsx import xlsx_tables

TOO_LONG = "What will be done: longer than 4,000 characters, so it was left out."


def test_an_action_that_is_too_long_is_not_placed_and_says_why():
    found = read(["1.1", "", "long " * 1500], ["1.4", "", "Short one."])
    assert [p.recommendation for p in found.proposals] == ["1.4"]
    assert [(u.place, u.reason) for u in found.unplaced] == [("Plan!2", TOO_LONG)] and found.unplaced[0].words.startswith("1.1 | long long")
    second = read(["1.1", "", "1. Do it.\n2. " + "long " * 1500, "", "Nurse"])
    assert [p.values["words"] for p in second.proposals] == ["Do it."] and second.unplaced[0].reason.startswith(TOO_LONG)
    kept = read(["1.1", "", "long " * 1500, "", "Nurse"], review=with_actions({"post": "Nurse"}))
    assert kept.already == 0 and kept.unplaced[0].reason == f"{TOO_LONG} The tracker has the rest of the row already."


def test_what_cannot_be_read_of_a_row_is_why_it_is_not_placed():
    found = read(["1.1", "", "", "TBC"], ["1.2", "", ""], ["1.3", "", "", "", "", "", "purple"], refused={(2, 2): "holds a formula"})
    assert {u.place: u.reason for u in found.unplaced} == {
        "Plan!2": "“TBC” names no day, so there is no date.", "Plan!3": "Plan!C3 holds a formula, so it was left out.",
        "Plan!4": "“purple” is no colour or status that is known here, so it was left out.",
    }  # fmt: skip
    assert read([None], refused={(1, 2): "holds a formula"}).unplaced[0].place == "Plan!2"


def test_rows_without_an_answer_and_rows_that_stand_twice_are_named():
    bare = read(["1.1", "Write down"], ["1.2", "Ask"], ["", "", "Do it."], ["1.3 Topic 3"] * len(HEAD), ["1.4", "", "Do."], ["1.4", "", "Do."])
    assert bare.notes[-2:] == ["Nothing was taken from these rows, as no action is filled in: Plan!2, Plan!5.", "These rows say the same as one above them: Plan!7."]
    assert read(["日本"], head=["Rec", "Action"]).notes == ["Read as headings for the rows below them: Plan!2 “日本”."]
    assert "addressed to nobody" in read(["1.1", "", "Do it."], review=KnownReview((recommendation("1.1", "T."),), TODAY)).unplaced[0].reason


def test_a_file_with_nothing_to_propose_names_what_could_not_be_placed():
    only = nothing_new(read(["1.1", "", "long " * 1500]))
    assert only.startswith("No action was found by these columns.") and only.endswith(f"Plan!2: {TOO_LONG}")
    rest = nothing_new(read(["1.1", "", "Do it."], *[["7.1", "", "Do it."]] * 4, review=with_actions({"words": "Do it."})))
    assert rest.startswith("The tracker has 1 of its actions already, and the other rows") and rest.endswith("And 1 more.")


def test_what_a_later_table_says_of_its_cells_counts_too():
    head = ["Rec", "Action", "RAG"]
    later = Table("Two", [["1.2", "Ask.", ""], [1.1, "Ten.", ""]], fills={(0, 2): "FFC000"}, shown={(1, 0): "1.10"})
    found = read_plan([Table("One", [head, ["1.1", "Write.", ""]]), later], 0, guess(head), REVIEW).proposals
    assert [(p.recommendation, p.place, p.values.get("confidence")) for p in found] == [("1.1", "One!2", None), ("1.2", "Two!1", "at risk"), ("1.10", "Two!2", None)]


def test_a_cell_with_very_many_items_stays_as_it_is_and_says_so():
    for text in ("\n".join(f"{n}) do thing" for n in range(1, 50)), " ".join(f"{n}. Do." for n in range(1, 50)), "\n".join(["• do thing"] * 49)):
        proposal = one(["1.1", "", text])
        assert proposal.values["words"] == text
        assert proposal.assumptions[0].startswith("The cell lists 49 items, more than the 40 that are split, so it stays one action.")
    assert len(read(["1.1", "", "\n".join(f"{n}) do thing {n}" for n in range(1, 41))]).proposals) == 40


# --- the number 1.10, which Excel may keep as 1.1 --------------------------------------------------------------------


def sheet_with(value: float, number_format: str):
    """A sheet as another program may have written it, whose one row is about the number `value`."""
    book = openpyxl.Workbook()
    book.active.append(["Rec", "Action"])
    book.active.append([value, "Do it."])
    book.active["A2"].number_format = number_format
    return tables_from_json(tables_to_json(xlsx_tables(saved(book))))


@pytest.mark.parametrize("value, shown, meant, said", [
    (1.1, "0.00", "1.10", "The cell shows “1.10”, so it was read as that."), (1.1, "General", "1.1", DOUBT.format("1.1", "1.10")),
    (1.1, "0.0", "1.1", DOUBT.format("1.1", "1.10")), (1.1, "0.000", "1.1", DOUBT.format("1.1", "1.10")), (1.2, "0.00", "1.2", None), (1.9, "General", "1.9", None),
])  # fmt: skip
def test_a_number_that_may_have_lost_its_nought_is_shown_so_or_said_and_not_ticked(value, shown, meant, said):
    proposal = read_plan(sheet_with(value, shown), 0, ["number", "words"], REVIEW).proposals[0]
    assert (proposal.recommendation, proposal.assumptions) == (meant, (said,) if said else ())
    assert proposal.is_doubtful is (said == DOUBT.format("1.1", "1.10")) and from_json(to_json([proposal])) == [proposal]


def test_a_text_and_words_leave_no_doubt_about_a_number():
    assert not one(["1.1", "", "Do it."]).is_doubtful and not one([1.1, REVIEW.by_number["1.1"].text, "Do it."]).is_doubtful
    assert [p.is_doubtful for p in read([1.1, "", "Do it."], ["", "", "More."]).proposals] == [True, True]
    alone = KnownReview((recommendation("1.10", "Text.", "A trust"),), TODAY)
    assert one([1.1, "", "Do it."], review=alone).recommendation == "1.10"
