"""What tests of workbooks share: download a part, edit it as somebody would, send it back."""

import io

import openpyxl

from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tracker.extensions import db
from tracker.models import Part, Participation, Workbook
from tracker.workbooks.proposals import Proposal
from tracker.workbooks.fields import FIELDS
from tracker.workbooks.layout import ACTIONS, FIXED, KEY, key_of

COLUMNS = {name: column for column, name in enumerate([*FIXED, *FIELDS], 1)}


def part_url(number: str = "1.4", organisation: str | None = None) -> str:
    """Where the workbook of the organisation of an action is downloaded."""
    row = action(number, organisation)
    part = db.session.query(Participation).filter_by(review_id=row.review_id, organisation_id=row.organisation_id, part=Part.ADDRESSED).one()
    return f"/parts/{part.id}/workbook"


def download(browser, url: str | None = None) -> bytes:
    """The bytes of a part; the owner's when no address is given."""
    return browser.get(url or part_url()).response.get_data()


def edited(data: bytes, edits: dict, change=None) -> bytes:
    """The workbook with these cells changed: {(action id or row number from the end of the list, field): value}."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[ACTIONS]
    for (where, name), value in edits.items():
        sheet.cell(row_of(sheet, where), COLUMNS[name]).value = value
    if change:
        change(book)
    return saved(book)


def row_of(sheet, where) -> int:
    """The row of an action by its id, or of the n-th empty row ("new 1")."""
    keys = [row[0].value for row in sheet.iter_rows(max_col=1)]
    if isinstance(where, int):
        return keys.index(key_of(where)) + 1
    return max(n for n, key in enumerate(keys, 1) if key and (key.startswith("A") or key == KEY)) + int(where.split()[1])


def saved(book) -> bytes:
    """The bytes of a workbook of openpyxl."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(browser, data: bytes, expect: int | None = 303, name: str = "actions.xlsx", review: int = 1):
    """Upload a workbook through the real form; the page that it leads to."""
    url = f"/reviews/{review}/workbooks"
    page = browser.get(url).submit(url, expect, workbook=(io.BytesIO(data), name))
    return page.follow() if page.status == 303 else page


def waiting_workbook() -> Workbook:
    """A workbook of the owner's trust that waits, with one change; kept when there is none yet."""
    own = action("1.4")
    proposal = Proposal("Actions!9", own.id, "1.4", own.organisation.name, {"post": "Matron"}, {"post": own.post})
    waiting = db.session.scalar(select(Workbook).where(Workbook.waits(), Workbook.organisation_id == own.organisation_id))
    row = waiting or Workbook.keep(own.review, own.organisation, [proposal], filename="actions.xlsx", notes=[], by=person("owner"), on=TODAY)
    db.session.commit()
    return row
