"""Lines of a report: as a file gives them, and cleaned; each knows its place in the file."""

from dataclasses import dataclass

from tracker.reading.report import Doubt

_LONGEST_READ = 120  # letters of what a doubt quotes


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

    def doubt(self, what: str, read: str, reason: str) -> Doubt:
        """A doubt about `what` begins on this line; its place names the page, or else the line."""
        place = f"{what}, page {self.page}" if self.page else f"{what}, line {self.place}"
        return Doubt(place, read[:_LONGEST_READ], reason, self.place)
