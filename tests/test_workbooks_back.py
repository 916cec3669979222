"""The workbook that comes back, cell by cell: what is read, what is ignored and named, what is wrong and where."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from tests.test_workbooks_out import part
from tests.workbook_edits import COLUMNS, saved
from tracker.workbooks.days import day_of
from tracker.workbooks.layout import ACTIONS, BASE
from tracker.workbooks.part import NOT_OURS, OLD, is_ours, read_part
from tracker.workbooks.proposals import edits
from tracker.workbooks.tables import NotAWorkbook, Table, letters, place
from tracker.workbooks.writing import written
from tracker.workbooks.xlsx import xlsx_tables

OURS = written(part({"values": {"words": "Old words", "due_on": date(2016, 9, 30), "status": "not started"}}, {}, {}))


def back(change):
    """What is read of our workbook after `change(book, sheet)`."""
    book = openpyxl.load_workbook(io.BytesIO(OURS))
    change(book, book[ACTIONS])
    return read_part(xlsx_tables(saved(book)))


def put(**cells):
    """Fill in cells of the first action, or of row `row`."""
    at = cells.pop("row", 6)

    def change(_book, sheet):
        for name, value in cells.items():
            sheet.cell(at, COLUMNS.get(name) or COLUMNS[name.replace("_", " ").capitalize()]).value = value

    return change


def problems(change) -> list[str]:
    with pytest.raises(NotAWorkbook) as refused:
        back(change)
    return refused.value.problems


@pytest.mark.parametrize("typed, read", [
    ("18/07/2016", date(2016, 7, 18)), ("18/7/16", date(2016, 7, 18)), ("18 July 2016", date(2016, 7, 18)), ("7/8/2016", date(2016, 8, 7)),
    ("Monday 18th July 2016", date(2016, 7, 18)), ("18-Jul-2016", date(2016, 7, 18)), ("18.07.2016", date(2016, 7, 18)), (" 2016-07-18 ", date(2016, 7, 18)),
    ("2016-07-18T23:30:00-05:00", date(2016, 7, 18)), (42569, date(2016, 7, 18)), (42569.99, date(2016, 7, 18)),
    (date(2016, 7, 18), date(2016, 7, 18)),
])  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed, read):
    assert day_of(typed) == read


@pytest.mark.parametrize("typed", [
    "07/18/2016", "soon", "31/02/2016", "July 2016", "18/07", "18/07/1066", 5, -1, 10**9, 1e300, True, "12:30", "", None, "18/07/2016 or later", "٣/٧/2016x",
])  # fmt: skip
def test_what_is_no_day_is_refused(typed):
    with pytest.raises((ValueError, OverflowError)):
        day_of(typed)


def test_days_in_a_workbook():
    def change(book, sheet):
        put(due_on=datetime(2016, 7, 18, 23, 59, 59), completed_on="18/07/2016")(book, sheet)
        put(row=7, due_on=42569, completed_on="  ")(book, sheet)

    first, second, _ = back(change).proposals
    assert (first.values["due_on"], first.values["completed_on"]) == (date(2016, 7, 18), date(2016, 7, 18))
    assert (second.values["due_on"], second.values["completed_on"]) == (date(2016, 7, 18), None)


def test_what_is_no_day_is_an_error_that_names_the_cell():
    def change(book, sheet):
        for row, typed in ((6, "07/18/2016"), (7, time(12, 30)), (8, 10**9)):
            put(row=row, due_on=typed)(book, sheet)

    assert problems(change) == [
        "Actions!F6: “07/18/2016” is no day. Enter day, month and year, for example 30/09/2016.",
        "Actions!F7: “12:30:00” is no day. Enter day, month and year, for example 30/09/2016.",
        "Actions!F8: the cell holds an error. Type the day itself.",
    ]


@pytest.mark.parametrize("name, value, told", [
    ("words", "=1+1", "Actions!D6: the cell holds a formula. Type the text itself."),
    ("due_on", "=TODAY()", "Actions!F6: the cell holds a formula. Type the day itself."),
    ("words", "#N/A", "Actions!D6: the cell holds an error. Type the text itself."),
    ("post", "x" * 201, "Actions!E6: “Accountable post” has 201 characters. Shorten it to 200."),
    ("confidence", "going well", "Actions!K6: “going well” is no answer to “How is it going?”. Choose on track, at risk or off track."),
    ("Key", "A99", "Actions!A6: the key A99 is not in this workbook. Put back the key that stood there, or clear the cell to add a new action."),
    ("Key", "A2", "Actions!A7: the key A2 stands in Actions!A6 as well. Each action has one row: remove one of the two."),
    ("Key", "=A7", "Actions!A6: the cell holds a formula. Put back what stood there."),
])  # fmt: skip
def test_what_is_wrong_is_said_by_cell(name, value, told):
    assert told in problems(put(**{name: value}))


def test_every_wrong_cell_is_told_at_once():
    def change(book, sheet):
        put(words="=1", due_on="soon")(book, sheet)
        put(row=7, status="nearly")(book, sheet)
        put(row=9, words="New, and for nothing")(book, sheet)
        sheet.merge_cells("D7:D8")
        sheet["D7"] = "Both"

    told = problems(change)
    assert [words.split(":")[0] for words in told] == ["Actions!D6", "Actions!F6", "Actions!D7", "Actions!J7", "Actions!D8", "Actions!A9"]
    assert "the cells D7:D8 are merged" in told[2] and "no key and no recommendation" in told[5]


def test_a_key_that_was_cleared_is_not_guessed():
    assert edits(back(put(Key=None, words="Else")).proposals[0])["words"] == "Else"
    assert back(put(Key=None, words="Else")).proposals[0].action_id is None
    assert "no key and no recommendation" in problems(put(Key=None, Recommendation=None))[0]


def test_answers_are_read_in_any_case_and_numbers_as_text():
    (first, *_) = back(put(status=" In  Progress ", confidence="AT RISK", words=12.0, post=True)).proposals
    assert edits(first) == {"status": "in progress", "confidence": "at risk", "words": "12", "post": "Yes"}


def test_a_new_row_is_a_further_action():
    *_, new = back(put(row=9, Recommendation="1.10", words="More")).proposals
    assert (new.action_id, new.recommendation, new.organisation, new.values, new.place) == (None, "1.10", "A trust", {"words": "More"}, "Actions!9")


def test_a_recommendation_that_came_back_as_a_number_is_asked_about():
    ours = written(part({"number": "1.1"}, {"number": "1.10"}, {"number": "2.10"}))
    for value, shown, meant, is_doubtful in ((1.1, "@", "1.1", True), (1.1, "0.00", "1.10", False), (2.1, "@", "2.10", False), ("1.1", "@", "1.1", False)):
        book = openpyxl.load_workbook(io.BytesIO(ours))
        put(row=9, Recommendation=value, words="More")(book, book[ACTIONS])
        book[ACTIONS].cell(9, COLUMNS["Recommendation"]).number_format = shown
        *_, new = read_part(xlsx_tables(saved(book))).proposals
        assert (new.recommendation, new.is_doubtful, bool(new.assumptions)) == (meant, is_doubtful, not isinstance(value, str))


def test_columns_moved_renamed_and_left_out_and_sheets_of_their_own():
    def change(book, sheet):
        sheet.cell(6, COLUMNS["post"]).value = "Matron"
        sheet.delete_cols(COLUMNS["words"])
        sheet.insert_cols(4)
        sheet["D5"], sheet["D6"], sheet["D7"] = "Our own number", "=1+1", 7
        sheet["J5"] = "Condition"  # it was "Status"
        book.create_sheet("Working out").append(["=2+2"])
        book.move_sheet(ACTIONS, 3)
        sheet.title = "Returned"

    read = back(change)
    assert edits(read.proposals[0]) == {"post": "Matron"} and read.proposals[0].place == "Returned!6"
    assert read.notes == [
        "Columns that the tracker does not know were not read: “Our own number”, “Condition”.",
        "Sheets that the tracker does not know were not read: “Working out”.",
    ]


def test_rows_sorted_and_rows_missing():
    def change(_book, sheet):
        rows = [[c.value for c in row] for row in sheet["A6:M8"]]
        rows[1][COLUMNS["post"] - 1] = "Matron"
        for row, cells in enumerate([rows[1], rows[0]], 6):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column).value = value
        for column in range(1, 14):
            sheet.cell(8, column).value = None

    read = back(change)
    assert [(p.action_id, edits(p)) for p in read.proposals] == [(2, {"post": "Matron"}), (1, {})]
    assert read.notes == ["1 row is missing. What is missing stays as it is in the tracker."]


def test_a_title_twice_is_an_error():
    (told,) = problems(lambda _, sheet: sheet.__setitem__("O5", "Due date"))
    assert told == "Actions!O5: the title “Due date” stands twice. Remove one of the two columns."


@pytest.mark.parametrize("change, told", [
    (lambda book, _: book.remove(book[BASE]), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("A1", "x"), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("B2", "x"), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("A6", "B2"), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("C5", "{"), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("C5", "[1]"), NOT_OURS),
    (lambda book, _: book[BASE].__setitem__("D4", "unheard"), None),
    (lambda book, _: book[BASE].__setitem__("B1", "2"), OLD),
    (lambda _, sheet: sheet.delete_rows(5), "The sheet “Actions” with its row of titles was not found."),
])  # fmt: skip
def test_a_workbook_that_is_not_ours_or_was_broken(change, told):
    if told is None:  # a field of another version: the sheet goes on, that field counts as never written
        assert back(change).proposals
    else:
        assert problems(change)[0].startswith(told)


def test_the_same_workbook_with_other_formats_is_the_same():
    def change(_book, sheet):
        sheet.add_data_validation(DataValidation(type="whole"))
        sheet["F6"].number_format = "0"
        sheet.conditional_formatting.add("A1:B9", openpyxl.formatting.rule.FormulaRule(formula=["A1>2"]))

    assert not any(edits(p) for p in back(change).proposals)


def test_places_and_other_workbooks():
    table = Table("Table 2", [[None]], is_sheet=False)
    assert place(table, 2, 5) == "Table 2, row 3" and [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert is_ours(xlsx_tables(OURS)) and not is_ours([table])
