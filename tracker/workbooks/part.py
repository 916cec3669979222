"""Our own workbook when it came back: each row becomes a proposal beside what stood there when it was written."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.workbooks.cells import Unreadable, cell_at, text_of, value_at
from tracker.workbooks.fields import FIELDS, Kind
from tracker.workbooks.layout import ACTIONS, BASE, FIXED, FORMAT, GUIDANCE, KEY, MARK, NUMBER, TITLES
from tracker.workbooks.numbers import with_nought
from tracker.workbooks.proposals import Proposal
from tracker.workbooks.tables import NotAWorkbook, Table, letters, place

KEYS = re.compile(r"A[1-9][0-9]{0,17}")
HEAD_WITHIN = 20  # rows from the top
MOST_PROBLEMS = 100  # told at once
NOT_OURS = (
    "This is not a workbook that was downloaded from the tracker, or its hidden sheet was lost. "
    "Download a new one, copy what you filled in into it, and upload that."
)
OLD = "This workbook was made for another version of the tracker. Download a new one, and copy what you filled in into it."
NO_SHEET = f"The sheet “{ACTIONS}” with its row of titles was not found. Give the sheet its name back, or copy what you filled in into a new workbook."
TWICE = "{}: the key {} stands in {} as well. Each action has one row: remove one of the two."
UNKNOWN = "{}: the key {} is not in this workbook. Put back the key that stood there, or clear the cell to add a new action."
FORMULA = "{}: the cell holds a formula. Put back what stood there."
NO_KEY = "{}: this row has no key and no recommendation. Put back the key that stood there, or choose the recommendation of a new action."


@dataclass(frozen=True)
class ReadPart:
    """What came back; `notes` say which sheets and columns were not read."""

    review_id: int
    organisation_id: int
    proposals: list[Proposal]
    notes: list[str]


def read_part(tables: list[Table]) -> ReadPart:
    """Raises NotAWorkbook with a sentence for every cell that is wrong."""
    hidden = next((t for t in tables if t.name == BASE and t.rows and t.rows[0][:1] == [MARK]), None)
    if hidden is None:
        raise NotAWorkbook(NOT_OURS)
    ids, name, base, numbers = _written(hidden)
    sheet, head = _actions(tables)
    columns, ignored = _columns(sheet, head)
    proposals, problems = _proposals(sheet, head, columns, base, numbers, name)
    if problems:
        more = [f"And {len(problems) - MOST_PROBLEMS} more."] if len(problems) > MOST_PROBLEMS else []
        raise NotAWorkbook(*problems[:MOST_PROBLEMS], *more)
    return ReadPart(*ids, proposals, _notes(tables, sheet, ignored) + _gone(proposals, base))


def is_ours(tables: list[Table]) -> bool:
    """Whether the tracker wrote this workbook."""
    return any(t.name == BASE and t.rows and t.rows[0][:1] == [MARK] for t in tables)


def _written(hidden: Table) -> tuple[list[int], str, dict[str, dict], dict[str, str]]:
    """The ids of review and organisation, the organisation's name, and of each key what stood in its fields, and its number."""
    rows = [[text_of(cell) for cell in row] for row in hidden.rows]
    if rows[0][1] != FORMAT:
        raise NotAWorkbook(OLD)
    try:
        ids, names = [int(rows[n][1]) for n in (1, 2)], rows[3][2:]
        base = {_key(row[0]): {name: _kept(name, words) for name, words in zip(names, row[2:], strict=True)} for row in rows[4:]}
        return ids, rows[2][2], base, {row[0]: row[1] for row in rows[4:]}
    except (ValueError, IndexError, KeyError):  # somebody changed the hidden sheet
        raise NotAWorkbook(NOT_OURS) from None


def _key(words: str) -> str:
    if not KEYS.fullmatch(words):
        raise ValueError(words)
    return words


def _kept(name: str, words: str) -> str | date | None:
    value = json.loads(words)
    if not isinstance(value, str | None):
        raise ValueError(words)
    return date.fromisoformat(value) if value and FIELDS[name].kind is Kind.DAY else value


def _actions(tables: list[Table]) -> tuple[Table, int]:
    """The sheet with the actions, and the row of its titles."""
    for table in sorted(tables, key=lambda t: t.name != ACTIONS):
        for row in range(min(HEAD_WITHIN, len(table.rows))):
            titles = {_title(cell) for cell in table.rows[row]}
            if table.name != BASE and KEY in titles and titles & set(TITLES):
                return table, row
    raise NotAWorkbook(NO_SHEET)


def _title(cell) -> str:
    return text_of(cell).partition("\n")[0].strip()


def _columns(sheet: Table, head: int) -> tuple[dict[str, int], list[str]]:
    """Where each field stands, with the key and the number; and the titles that are not read. Raises NotAWorkbook for a title twice."""
    columns, ignored, problems = {}, [], []
    for column, cell in enumerate(sheet.rows[head]):
        title = _title(cell)
        name = TITLES.get(title, title)
        if name in columns:
            problems.append(f"{place(sheet, head, column)}: the title “{title}” stands twice. Remove one of the two columns.")
        elif title in TITLES or title in (KEY, NUMBER):
            columns[name] = column
        elif title and title not in FIXED or any(_is_filled(row, column) for row in sheet.rows[head + 1 :]) and title not in FIXED:
            ignored.append(f"“{title}”" if title else f"{letters(column)} (without a title)")
    if problems:
        raise NotAWorkbook(*problems)
    return columns, ignored


def _is_filled(row: list, column: int) -> bool:
    return column < len(row) and row[column] is not None


def _proposals(sheet: Table, head: int, columns: dict[str, int], base: dict, numbers: dict, name: str) -> tuple[list[Proposal], list[str]]:
    proposals, problems, seen = [], [], {}
    fields = {name: column for name, column in columns.items() if name in FIELDS}
    for row in range(head + 1, len(sheet.rows)):
        key, number = (text_of(cell_at(sheet, row, columns[c])) if c in columns else "" for c in (KEY, NUMBER))
        if not key and not number and not any((row, c) in sheet.refused or _is_filled(sheet.rows[row], c) for c in fields.values()):
            continue
        formulas = [place(sheet, row, columns[c]) for c in (KEY, NUMBER) if (row, columns.get(c)) in sheet.refused]
        if formulas:
            problems.append(FORMULA.format(formulas[0]))
            continue
        values = _values(sheet, row, fields, problems)
        if key and key in seen:
            problems.append(TWICE.format(place(sheet, row, columns[KEY]), key, place(sheet, seen[key], columns[KEY])))
        elif key and key not in base:
            problems.append(UNKNOWN.format(place(sheet, row, columns[KEY]), key[:20]))
        elif key:
            seen[key] = row
            proposals.append(Proposal(_row(sheet, row), int(key[1:]), numbers[key], name, values, base[key]))
        elif any(values.values()):
            if not number:
                problems.append(NO_KEY.format(place(sheet, row, columns[KEY])))
            number, said, is_doubtful = _meant(sheet, row, columns.get(NUMBER), number, numbers.values())
            proposals.append(Proposal(_row(sheet, row), None, number, name, {n: v for n, v in values.items() if v}, {}, said, is_doubtful))
    return proposals, problems


def _meant(sheet: Table, row: int, column: int | None, number: str, known: Collection[str]) -> tuple[str, tuple[str, ...], bool]:
    """(the recommendation, what was assumed, whether it is in doubt): another program may have written 1.10 as the number 1.1."""
    is_number = column is not None and isinstance(cell_at(sheet, row, column), float)
    return with_nought(number, sheet.shown.get((row, column), ""), known) if is_number else (number, (), False)


def _values(sheet: Table, row: int, fields: dict[str, int], problems: list[str]) -> dict:
    values = {}
    for name, column in fields.items():
        try:
            values[name] = value_at(sheet, row, column, FIELDS[name])
        except Unreadable as wrong:
            problems.append(str(wrong))
    return values


def _row(sheet: Table, row: int) -> str:
    return f"{sheet.name}!{sheet.first_row + row}"


def _notes(tables: list[Table], sheet: Table, ignored: list[str]) -> list[str]:
    sheets = [f"“{t.name}”" for t in tables if t.name not in (GUIDANCE, BASE) and t is not sheet and t.rows]
    told = (("Columns", ignored), ("Sheets", sheets))
    return [f"{what} that the tracker does not know were not read: {', '.join(names)}." for what, names in told if names]


def _gone(proposals: list[Proposal], base: dict) -> list[str]:
    gone = len(base) - sum(p.action_id is not None for p in proposals)
    return [f"{gone} {'row is' if gone == 1 else 'rows are'} missing. What is missing stays as it is in the tracker."] if gone else []
