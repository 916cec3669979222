"""CSV files and tables of Word documents become tables; what is hostile or damaged is refused by name."""

import time

import docx
import pytest

from tests.existing_plans import as_csv, saved
from tests.forged_files import GIBIBYTE_OF_ZEROS, with_member
from tests.reports.word import add_change, add_list, element, number_paragraph
from tests.sample_files import office, ole
from tracker.workbooks.csv_tables import csv_tables
from tracker.workbooks.tables import NotAWorkbook, Table, read_tables
from tracker.workbooks.word_tables import word_tables

ROWS = [["Rec", "Action", "Lead"], ["1.1", "Café – write it,\nthen “train”", "Nurse"], ["1.2", "Second; and third", ""]]


# --- CSV -------------------------------------------------------------------------------------------------------------


def written(rows: list[list[str]], mark: str, encoding: str, ends: str = "\r\n") -> bytes:
    """A CSV file with every cell quoted."""
    return ends.join(mark.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_csv_file_is_read_whoever_wrote_it(mark, encoding):
    assert csv_tables(written(ROWS, mark, encoding), "Plan") == [Table("Plan", ROWS)]


def test_rows_are_made_alike_and_excels_own_mark_is_believed():
    assert csv_tables(b"sep=;\nA;B,C\n1;2,3")[0].rows == [["A", "B,C"], ["1", "2,3"]]
    assert csv_tables(b"A,B,C\n1\n")[0].rows == [["A", "B", "C"], ["1", "", ""]]
    assert csv_tables(b"A,B\n'=1+1,a\x07b\n'quoted',-5")[0].rows[1:] == [["=1+1", "ab"], ["'quoted'", "-5"]]


@pytest.mark.parametrize("data,part", [
    (b" \n\n", "empty"), (b"\x81\x8d\xff,\xfe", "cannot be read as text"), (b"a,b\0c", "cannot be read as text"), (b"\xff\xfea", "cannot be read as text"),
    (b"a,b\n" * 3_001, "more than 3,000 rows"), (b"," * 200, "more than 100 columns"), (b'"' + b"x" * 40_000 + b'"', "Row 1 of this file cannot be read"),
    (b'"a,b\n' + b"x" * 40_000, "cannot be read"),
])  # fmt: skip
def test_a_csv_file_that_cannot_be_used_says_why(data, part):
    with pytest.raises(NotAWorkbook, match=part):
        csv_tables(data)


# --- Word ------------------------------------------------------------------------------------------------------------


def document_with(rows: list[list[str]]):
    """A document with one table, and that table."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return document, table


def test_tables_are_read_in_their_order_with_places():
    document, _ = document_with([["Rec", "Action"], ["1.1", "First line\nsecond line"]])
    document.add_paragraph("Between")
    document.add_table(1, 1).cell(0, 0).text = "Alone"
    first, second = word_tables(saved(document))
    assert (first.name, first.is_sheet, first.rows) == ("Table 1", False, [["Rec", "Action"], ["1.1", "First line\nsecond line"]])
    assert second.rows == [["Alone"]]


def test_merged_cells_are_filled_across_and_down():
    document, table = document_with([["Rec", "Action", "Lead"], ["", "A", "x"], ["", "B", "y"], ["", "", ""]])
    table.cell(1, 0).merge(table.cell(2, 0)).text = "1.1"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "2. The CCG should:"
    rows = word_tables(saved(document))[0].rows
    assert rows[1:] == [["1.1", "A", "x"], ["1.1", "B", "y"], ["2. The CCG should:"] * 3]


def test_only_accepted_and_visible_text_counts():
    document, table = document_with([["Rec", "Action"], ["1.1", "Keep "], ["1.2", "Gone"]])
    add_change(table.cell(1, 1).paragraphs[0], "new", "ins")
    add_change(table.cell(1, 1).paragraphs[0], "old", "del")
    hidden = table.cell(1, 0).paragraphs[0].add_run("secret")
    hidden.font.hidden = True
    row = table.rows[2]._tr.get_or_add_trPr()
    row.append(element('<w:del w:id="9" w:author="A"/>'))
    assert word_tables(saved(document))[0].rows == [["Rec", "Action"], ["1.1", "Keep new"]]


def test_automatic_numbers_are_printed_and_tables_within_cells_become_lines():
    document, table = document_with([["Rec", "Action"], ["", "Write it"], ["", "Outer"]])
    number = add_list(document, [("decimal", "1.%1.", 1)])
    for row in (1, 2):
        paragraph = table.cell(row, 0).paragraphs[0]
        paragraph.add_run("Rec")
        number_paragraph(paragraph, number, 0)
    inner = table.cell(2, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "left", "right"
    assert word_tables(saved(document))[0].rows[1:] == [["1.1. Rec", "Write it"], ["1.2. Rec", "Outer\nleft\nright"]]


def test_the_ground_of_a_cell_is_kept():
    document, table = document_with([["Rec", "RAG"], ["1.1", ""]])
    table.cell(1, 1)._tc.get_or_add_tcPr().append(element('<w:shd w:val="clear" w:fill="FF0000"/>'))
    assert word_tables(saved(document))[0].fills == {(1, 1): "FF0000"}


def test_a_document_without_a_table_says_so():
    document = docx.Document()
    document.add_paragraph("1.1 Do it")
    with pytest.raises(NotAWorkbook, match="has no table"):
        word_tables(saved(document))


# --- hostile files, in the child process ------------------------------------------------------------------------------


@pytest.mark.parametrize("data,name,part", [  # checks 37
    (with_member("word/media/a.bin", GIBIBYTE_OF_ZEROS, 2**30), "plan.docx", "would unpack to far more"),
    (office("docx", ("word/vbaProject.bin", b"x")), "plan.docx", "holds macros"),
    (ole("WordDocument"), "plan.doc", "older Office file"), (b"%PDF-1.7", "plan.pdf", "content is something else"), (b"", "plan.csv", "empty"),
    (b"PK\3\4 not a zip", "plan.docx", "damaged or not what its name says"), (office("docx"), "plan.docx", "Word document is damaged"), (b"a,b", "plan.xlsx", "content is something else"),
    (b"x" * (5 * 2**20 + 1), "plan.csv", "larger than 5 MB"),
], ids=["bomb", "macros", "old", "pdf", "empty", "no zip", "empty document", "another name", "large"])  # fmt: skip
def test_a_hostile_file_is_refused_by_name_and_soon(data, name, part):
    start = time.process_time()
    with pytest.raises(NotAWorkbook, match=part) as refusal:
        read_tables(data, name)
    assert refusal.value.problems[0][-1] == "." and time.process_time() - start < 2


def test_deep_nesting_and_wide_spans_are_bounded():
    document, table = document_with([["Rec", "Action"], ["1.1", "Do it"]])
    cell, last = table.cell(0, 0), table.cell(1, 1)
    for _ in range(60):
        cell = cell.add_table(1, 1).cell(0, 0)
    last._tc.get_or_add_tcPr().append(element('<w:gridSpan w:val="99999999"/>'))
    found = word_tables(saved(document))[0]
    assert max(map(len, found.rows)) == 100 and found.rows[0][0] == "Rec"


def test_the_child_gives_the_same_as_we_would():
    rows = [["1.1", "Text", "Do it.", "Sept 2016", "Nurse", "", "", "", ""]]
    assert read_tables(as_csv(rows), "plan.csv")[0].rows[1] == rows[0]
    document, table = document_with(ROWS)
    table.cell(1, 1)._tc.get_or_add_tcPr().append(element('<w:shd w:val="clear" w:fill="00B050"/>'))
    assert read_tables(saved(document), "plan.docx") == word_tables(saved(document))
