"""The Excel file of the plan of 23 recommendations. Word and PDF are their libraries' own time: no floor means anything."""

import io

import openpyxl
import xlsxwriter

from tests.bench.compare import Case
from tests.bench.world import World
from tracker.documents import render_xlsx
from tracker.extensions import db
from tracker.models import Submission


def case(world: World) -> Case:
    """The floor writes the same cells with the same library, without a format."""
    with world.app.app_context():
        submission = db.session.get(Submission, 1)
        plan, sign_off = submission.plan, submission.sign_off
    sheets = _cells(render_xlsx(plan, sign_off))
    count = sum(map(len, sheets.values()))
    return Case(
        "Excel file of the plan", f"{len(sheets)} sheets; floor: the same {count} cells by the bare library",
        ours=lambda: render_xlsx(plan, sign_off), floor=lambda: _write(sheets),
    )  # fmt: skip


def _cells(workbook: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: [(c.row - 1, c.column - 1, c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        for sheet in book
    }


def _write(sheets: dict[str, list[tuple]]) -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "d mmm yyyy"}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for cell in cells:
                sheet.write(*cell)
    return output.getvalue()
