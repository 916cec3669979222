"""A paper for a committee or the public: a heading, facts, and sections of words and tables, as PDF and Word from one dict.

A paper is {"title", "review", "area", "made": ISO date, "marks": [text], "facts": [{"name", "value"}], "foot": text, "sections": [section]}.
A section is {"heading", "words": [text], "columns": [{"name", "width"}], "rows": [[{"words", "tint"}]]}; widths are in millimetres of 269,
a tint is a hexadecimal colour or "". A section may have no table, and a table no heading.
"""

import re
from datetime import date, datetime, timezone
from pathlib import Path

from tracker.documents.colours import tint
from tracker.documents.contents import RUNNING_LENGTH
from tracker.documents.glyphs import drawable
from tracker.documents.pdf import typeset
from tracker.documents.text import cut, readable

TEMPLATE = Path(__file__).with_name("paper.typ")
CHECKSUM = re.compile("[0-9a-f]{64}")  # printed unbroken, so that it can be copied
LONGEST_TITLE = 2000  # PDF/A takes 32,767 bytes in the title


def paper_pdf(paper: dict) -> bytes:
    """Lay out a paper as PDF/UA-1; the same paper gives the same bytes."""
    said = readable(paper)
    titles = {"running_title": cut(f"{said['title']} · {said['review']}", RUNNING_LENGTH), "document_title": cut(f"{said['title']} – {said['review']}", LONGEST_TITLE)}
    words = drawable(said | titles)
    words["facts"] = [whole if CHECKSUM.fullmatch(whole["value"]) else fact for fact, whole in zip(words["facts"], said["facts"], strict=True)]
    return typeset(TEMPLATE, words, made(paper))


def made(paper: dict) -> datetime:
    """Midnight UTC of the paper's day, its only clock."""
    day = date.fromisoformat(paper["made"])
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def section(heading: str, words: list[str] = (), columns: dict[str, int] | None = None, rows: list[list] = ()) -> dict:
    """One section; `columns` maps names to widths, a cell is a text or what `coloured` gives."""
    cells = [[cell if isinstance(cell, dict) else {"words": cell or "", "tint": ""} for cell in row] for row in rows]
    return {
        "heading": heading, "words": list(words), "rows": cells,
        "columns": [{"name": name, "width": width} for name, width in (columns or {}).items()] if cells else [],
    }  # fmt: skip


def coloured(words: str, brag: str | None) -> dict:
    """A cell with the pale colour of a BRAG word behind its words."""
    return {"words": words, "tint": tint(brag)}


def facts(found: dict[str, str | None]) -> list[dict]:
    """What is known, as {"name", "value"}."""
    return [{"name": name, "value": value} for name, value in found.items() if value]
