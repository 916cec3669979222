"""Columns of tables in plain lines: cells are parted by tabs, or by commas and semicolons as in CSV."""

import re
from collections.abc import Iterator

MOST_ROWS = 5_000  # below one row of headings


def cells_of(text: str) -> list[str]:
    """The cells of a line; one when it is no row of a table."""
    for mark in ("\t", ";", ","):
        if mark in text:
            return [cell.strip().strip('"') for cell in text.split(mark)]
    return [text]


def in_column(lines: list[tuple[str, str]], heading: re.Pattern, *, beside: re.Pattern | None = None) -> Iterator[tuple[str, str]]:
    """(place, cell) of every cell below such a heading; `beside` is a heading that must stand in the same row."""
    column, left, width = None, 0, 0
    for place, text in lines:
        found = _place_of(heading, text, beside) if heading.search(text) else None
        if found:
            (column, width), left = found, MOST_ROWS
        elif left:
            cells, left = cells_of(text), left - 1
            if column < len(cells) and abs(len(cells) - width) <= 2:
                yield place, cells[column]


def _place_of(heading: re.Pattern, text: str, beside: re.Pattern | None) -> tuple[int, int] | None:
    """Which cell it is, of how many; None when the line is no row of headings with it."""
    cells = cells_of(text)
    at = next((at for at, cell in enumerate(cells) if heading.fullmatch(cell)), None)
    stands = len(cells) > 1 and at is not None and (beside is None or any(beside.fullmatch(cell) for cell in cells))
    return (at, len(cells)) if stands else None
