"""One variant of a report: its bytes, what must be read from it, and where a doubt is allowed or due."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.reports.fenmarsh import EXPECTED, changed
from tests.reports.judge import Look, assert_doubts_are_real, assert_right_or_doubted, exact
from tracker.reading import ReadReport, read_report


@dataclass(frozen=True)
class Variant:
    """A report in one shape; without `may` and `must` it must be read right and without any doubt."""

    name: str  # reads well as the id of a test
    make: Callable[[], bytes]  # builds the file
    expected: ReadReport = EXPECTED
    known: tuple[str, ...] = ()  # organisations already in the database
    may: tuple[str, ...] = ()  # places where a careful person could be unsure; "*" is any
    must: tuple[str, ...] = ()  # places that need a doubt; "a|b" is either of two
    look: Look = exact  # how values are compared

    def judge(self) -> None:
        """Read the file and fail on a silent error, a needless doubt or a missing one."""
        report = read_report(self.make(), known=self.known)
        assert_right_or_doubted(report, self.expected, self.look)
        assert_doubts_are_real(report, self.may, self.must)


def text_variant(name: str, *changes: tuple[str, str], **how) -> Variant:
    """The plain text of the report with pieces exchanged."""
    text = changed(*changes)
    return Variant(name, text.encode, **how)
