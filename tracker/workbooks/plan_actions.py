"""The actions in a row of an existing plan: split where a cell holds several, each with its dates, lead and news."""

from dataclasses import dataclass, field
from datetime import date

from tracker.workbooks.date_words import day_words
from tracker.workbooks.fields import FIELDS
from tracker.workbooks.heading_dates import day_of
from tracker.workbooks.plan_dates import ReadDate, has_no_date, read_date
from tracker.workbooks.plan_rows import PlanRow, written
from tracker.workbooks.posts import check_post
from tracker.workbooks.ratings import read_rating
from tracker.workbooks.splitting import MOST, split_actions, split_alike, split_with_dates, too_many
from tracker.workbooks.tables import Cell

_TEXTS = {"success_measure": "the success measure", "evidence_expected": "the evidence", "monitored_by": "the monitoring"}
_SHARED = {"due_on": "the date", "post": "the lead", "rating": "the rating", "completed_on": "the completion date"} | _TEXTS
_NEWS = "the progress update"
NO_DAY = "The progress update has no date: it is recorded on the day on which you accept it."


@dataclass(frozen=True)
class PlanAction:
    """One action as the plan has it: `values` by the names of FIELDS, only those that say something; `lost` says what was left out."""

    values: dict[str, Cell] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def actions_of(row: PlanRow, received_on: date | None, on: date) -> list[PlanAction]:
    """The actions of a row, at least one; `on` is today."""
    words = split_actions(row.text("words"))
    if len(words) == 1:
        words = split_with_dates(words[0], row.text("due_on"))
    pieces = words or [""]
    return [_action(row, piece, at, len(pieces), received_on, on) for at, piece in enumerate(pieces)]


def _action(row: PlanRow, words: str, at: int, number: int, received_on: date | None, on: date) -> PlanAction:
    said, share = [*row.assumptions, *row.refused], _Share(at, number)
    if number == 1 and (listed := too_many(words)):
        said.append(f"The cell lists {listed} items, more than the {MOST} that are split, so it stays one action. Split it in the file, or add the others later.")
    if number > 1:
        said.append(f"The cell holds {number} actions: this is number {at + 1}.")
    cells = {kind: share.of(row.cells.get(kind), what) for kind, what in _SHARED.items()}
    if number > 1 and not row.text("due_on"):
        cells["due_on"] = _date_within(words)
    values: dict[str, Cell] = {"words": words} if words else {}
    values |= {kind: written(cells[kind]) for kind in _TEXTS if written(cells[kind])} | _post(cells["post"], said)
    values |= _dates_and_rating(row, cells, received_on, on, said)
    values |= _news([(heading, str(share.of(text, _NEWS))) for heading, text in row.notes], on, said)
    fitting, too_long = _fitting(values)
    return PlanAction(fitting, tuple(dict.fromkeys([*said, *too_long, *share.said])), (*row.refused, *too_long))


class _Share:
    """What of a row's cells belongs to one of several actions: its part where a cell divides alike, else all of it."""

    def __init__(self, at: int, number: int):
        self._at, self._number = at, number
        self._whole: dict[str, None] = {}
        self._divided: dict[str, None] = {}

    def of(self, cell: Cell, what: str) -> Cell:
        """This action's part of a cell; sentences of news are no list."""
        if self._number == 1 or not written(cell):
            return cell
        parts = split_alike(cell, self._number, by_lines=what != _NEWS) if isinstance(cell, str) else None
        (self._divided if parts else self._whole)[what] = None
        return parts[self._at] if parts else cell

    @property
    def said(self) -> list[str]:
        """What was divided, and what was taken for each."""
        told = (("Divided like the actions", self._divided), ("Taken from the row for each of them", self._whole))
        return [f"{how}: {', '.join(which)}." for how, which in told if which]


def _date_within(words: str) -> Cell:
    """The words themselves when they name a date that no other cell has."""
    return None if has_no_date(words) else words


def _post(cell: Cell, said: list[str]) -> dict[str, Cell]:
    post = "" if cell is None or isinstance(cell, bool) else " ".join(str(cell).split())
    said.extend(check_post(post))
    return {"post": post} if post else {}


def _dates_and_rating(row: PlanRow, cells: dict, received_on: date | None, on: date, said: list[str]) -> dict[str, Cell]:
    due = read_date(cells["due_on"], received_on)
    completed = read_date(cells["completed_on"], None, "completion date") if cells["completed_on"] else ReadDate(None)
    rating = read_rating(cells["rating"], row.fill)
    is_ticked = str(cells["completed_on"] or "").strip().lower() in ("y", "yes", "✓", "✔", "x")
    said += [*due.assumptions, *completed.assumptions, *rating.assumptions]
    values: dict[str, Cell] = {"confidence": rating.confidence} if rating.confidence else {}
    if not (completed.on or due.is_done or rating.is_done or completed.is_done or is_ticked):
        return values | ({"due_on": due.on} if due.on else {})
    day = completed.on or (due.on if due.is_done else None)
    if due.on and not due.is_done:
        values["due_on"] = due.on
    if day is None:
        said.append("The plan says complete, but gives no day: it stays open until somebody enters the completion date.")
    elif day > on:
        said.append(f"{day_words(day)} lies in the future, so it is not taken as a completion date.")
    else:
        said.append(f"It is proposed as complete on {day_words(day)}.")
        values = {name: value for name, value in values.items() if name != "confidence"} | {"status": "complete", "completed_on": day}
    return values


def _news(notes: list[tuple[str, str]], on: date, said: list[str]) -> dict[str, Cell]:
    """The progress of all columns in the order of their dates, as one entry; `note_on` is its day when a heading names one."""
    parts = sorted(((day_of(heading, on), heading, text) for heading, text in notes), key=lambda part: part[0] or date.max)
    if not parts:
        return {}
    day, heading, text = parts[-1]
    said.append(f"“{heading}” was read as {day_words(day)}: the progress update gets that date." if day else NO_DAY)
    if len(parts) > 1:
        said.append(f"{len(parts)} progress updates were joined in the order of their dates.")
        text = "\n\n".join(f"{heading}: {text}" for _, heading, text in parts)
    return {"note": text} | ({"note_on": day} if day else {})


def _fitting(values: dict[str, Cell]) -> tuple[dict[str, Cell], list[str]]:
    """(without what is longer than the tracker keeps, what was left out)."""
    long = [name for name, value in values.items() if isinstance(value, str) and len(value) > FIELDS[name].longest]
    said = [f"{FIELDS[name].title}: longer than {FIELDS[name].longest:,} characters, so it was left out." for name in long]
    return {name: value for name, value in values.items() if name not in long}, said
