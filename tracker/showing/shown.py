"""What there is to show of a file."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Block:
    """Neighbouring lines of one part, "sheet 2" or "": rows of cells when `is_table`, otherwise rows of one text each."""

    part: str
    is_table: bool
    rows: list[list[str]]


@dataclass(frozen=True)
class Shown:
    """How many `pages` can be drawn, and the text: of the one page that was asked for, or else of the beginning of the file.

    `lines` are (place, text); `whole` says whether that is all the text there is.
    """

    pages: int
    lines: list[tuple[str, str]]
    whole: bool

    @property
    def blocks(self) -> list[Block]:
        """The lines, put together where they belong together."""
        parts = [(place.rpartition(", ")[0], "\t" in text, text) for place, text in self.lines if text.strip()]
        grouped = groupby(parts, key=lambda line: line[:2])
        return [Block(part, is_table, [line[2].split("\t") for line in lines]) for (part, is_table), lines in grouped]
