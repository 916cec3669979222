"""Lines of a report: as a file gives them, and cleaned; each knows its place in the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as the file's format gives it."""

    text: str
    opens: bool  # something stands between it and the line before: a blank line, a gap, a new paragraph
    page: int | None = None  # from 1; None where the format has no pages


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line, or a paragraph joined from several."""

    text: str  # single spaces; no bullet, no emphasis marks
    place: int  # number of its (first) line in the source, from 1
    opens: bool  # like `RawLine.opens`
    bullet: bool  # it began with a bullet or a letter in brackets
    page: int | None = None

    def at(self, what: str) -> str:
        """`what`, followed by the page, or else the line, for a doubt's place."""
        return f"{what}, page {self.page}" if self.page else f"{what}, line {self.place}"
