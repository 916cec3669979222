"""The columns of the plan in Excel: how wide they are, how high their heading is, and the paper that they are printed on."""

import re
import textwrap

from tracker.documents.columns import is_own, titles, widths
from tracker.documents.flat import COLUMNS

LEAST = {"text": 16, "short": 11, "date": 13, "brag": 10}  # digits of Arial 10, the unit of a column's width
LETTER, BUTTON = 1.2, 3  # a bold letter; the filter's button at the end of a heading
A3, A4 = 8, 9
FULL_A4, MOST_A4, MOST_A3 = 150, 190, 290  # digits across a page: as large as on the screen, and as small as can be read
MOST_STRETCHED = 1.6
HEADING_LINE = 15
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ in the name of a table's column as A


def plan_columns(plan: dict) -> dict[str, tuple[float, str]]:
    """Give title → (width, kind of cell) for the sheet of the plan."""
    if not is_own(plan):
        return COLUMNS
    shown = titles(plan)
    natural = sum(COLUMNS[name][0] for name in shown)
    total = max(natural, min(FULL_A4, natural * MOST_STRETCHED))
    wide = widths({name: f"{title}{'x' * BUTTON}" for name, title in shown.items()}, total, least=LEAST, letter=LETTER)
    return {ESCAPE.sub("_ ", title): (round(width, 1), COLUMNS[name][1]) for (name, title), width in zip(shown.items(), wide)}


def heading_height(columns: dict[str, tuple[float, str]]) -> int:
    """Give the height of the heading in points: two lines, or as many as the longest title needs."""
    lines = max(_lines(title, width) for title, (width, _) in columns.items())
    return min(max(2, lines), 12) * HEADING_LINE


def pages_across(columns: dict[str, tuple[float, str]]) -> tuple[int, int]:
    """Give the paper, and over how many pages of it the columns go: one where they fit, otherwise two."""
    total = sum(width for width, _ in columns.values())
    if total > MOST_A3:
        return A3, 2
    return (A4 if total <= MOST_A4 else A3), 1


def _lines(title: str, width: float) -> int:
    return len(textwrap.wrap(title, max(1, int(width / LETTER))))
