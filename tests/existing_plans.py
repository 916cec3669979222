"""The demonstration's plan as a CCG would have typed it: a sheet like Bury's, a table in Word, a CSV file."""

import csv
import io
from datetime import date

import docx
import openpyxl
from openpyxl.styles import PatternFill

from tracker.demo.cast import ACUTE, CCG, COMMUNITY, MENTAL_HEALTH
from tracker.demo.plan import PROMISES, Promise
from tracker.extensions import db
from tracker.models import PlanFile, Review, User
from tracker.reading import read_report
from tracker.workbooks.tables import Table

HEADINGS = ["Rec", "Recommendation", "Action", "Target date", "Lead", "Update Nov 15", "Update Jul 16", "RAG", "Cost code"]
GROUPS = {"1": ACUTE, "2": CCG, "3": MENTAL_HEALTH, "4": "Sussex Partnership NHS Foundation Trust",
          "5": f"{COMMUNITY} and {ACUTE}", "6": "Kent Community Health NHS Foundation Trust"}  # fmt: skip
SECOND = {"1.1": "Report the figures to the safeguarding committee.", "2.4": "Repeat the audit after six months."}
RATINGS = {"1.1": "Amber", "1.2": "Green", "1.3": "Red", "1.4": "Complete", "1.6": "G", "3.1": "Not started"}
UPDATES = {"1.1": ("Field was designed.", "Field was tested."), "1.3": ("", "Building work is delayed.")}
LEADS = {"1.5": "Jane Example", "1.7": "JE", ("5.1", 0): "Head of children's services, MCH", ("5.1", 1): "Paediatric liaison nurse, MFT"}
DATES = {"1.4": "Completed 31/7/2016", "1.9": "TBC", "2.2": "Ongoing", "3.2": "5/9/16", "4.1": date(2016, 9, 30), "6.1": "Q3 2016/17"}


def month(promise: Promise) -> str:
    """A date as plans give it: "Sept 2016"."""
    return f"{promise.due_on:%B %Y}".replace("September", "Sept")


def plan_rows(texts: dict[str, str]) -> list[list]:
    """The rows below the headings; `texts` are CQC's words by number."""
    rows, group = [], ""
    for promise in PROMISES:
        number = promise.number
        if number.partition(".")[0] != group:
            group = number.partition(".")[0]
            rows.append([f"{group}. {GROUPS[group]} should:"])
        words, due = promise.words, DATES.get(number, month(promise))
        if number in SECOND:
            words, due = f"1. {words}\n2. {SECOND[number]}", f"{month(promise)}\nMarch 2017"
        lead = LEADS.get((number, promise.group), LEADS.get(number, promise.post))
        rows.append([float(number), texts[number], words, due, lead, *UPDATES.get(number, ("", "")), RATINGS.get(number, ""), "X1"])
    return rows


def texts_of(report: bytes) -> dict[str, str]:
    """CQC's words by number."""
    return {r.number: r.text for r in read_report(report).recommendations}


def as_sheet(rows: list[list]) -> bytes:
    """A workbook with a title, merged group headings, and one rating as a colour only."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet.append(["Medway action plan"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
        if len(row) == 1:
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=len(HEADINGS))
        elif row[0] == 1.2:
            sheet.cell(sheet.max_row, 8).value = None
            sheet.cell(sheet.max_row, 8).fill = PatternFill("solid", start_color="FF00B050")
    return saved(book)


def as_word(rows: list[list]) -> bytes:
    """A document with a table for each group, each with its headings; the group's name stands above as a row."""
    document = docx.Document()
    document.add_paragraph("Medway action plan")
    table = None
    for row in rows:
        if len(row) == 1:
            document.add_paragraph("")
            table = document.add_table(0, len(HEADINGS))
            _fill(table.add_row(), HEADINGS)
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = row[0]
        else:
            number = f"{row[0]:g}" if row[0] != 1.1 or "paediatric liaison role" not in row[1] else "1.10"
            _fill(table.add_row(), [number, *(f"{c:%d/%m/%Y}" if isinstance(c, date) else c for c in row[1:])])
    return saved(document)


def as_csv(rows: list[list], encoding: str = "utf-8-sig", mark: str = ",") -> bytes:
    """A CSV file, as Excel writes it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=mark)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def saved(book) -> bytes:
    """The bytes of a workbook or document."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def keep_plan_file(rows: list[list] = ()) -> PlanFile:
    """A plan file of the first review, brought by its lead; the caller commits."""
    table = Table("Plan", [HEADINGS, *(rows or [["1.4", "", "Ask every week.", "Sept 2016", "Matron", "", "", "", ""]])])
    lead = User.with_email("designated.nurse@medway-ccg.example")
    return PlanFile.keep(db.session.get(Review, 1), [table], filename="plan.xlsx", by=lead, on=date(2016, 8, 26))


def _fill(row, texts: list) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = str(text)
