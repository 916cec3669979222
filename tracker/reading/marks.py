"""The source beside what was read: each line that something begins on is marked with its name."""

from collections.abc import Mapping, Sequence

from tracker.reading.front_labels import Value
from tracker.reading.front_table import WHAT
from tracker.reading.lines import RawLine
from tracker.reading.parts import Parts, asks
from tracker.reading.report import ReadReport, SourceLine


def marked(raw: Sequence[RawLine], report: ReadReport, parts: Parts, values: Mapping[str, Value]) -> tuple[SourceLine, ...]:
    """All lines of the file, those marked that a finding, recommendation, label or part begins on."""
    marks = {line.place: "heading of a group" for line in parts.recommendations if asks(line)}
    marks |= {line.place: "next steps" for line in parts.next_steps[:1]}
    marks |= {value.line.place: WHAT[label] for label, value in values.items()}
    marks |= {finding.line: f"finding {finding.number}" for finding in report.findings}
    marks |= {each.line: f"recommendation {each.number}" for each in report.recommendations}
    return tuple(SourceLine(line.text, line.page, marks.get(place, "")) for place, line in enumerate(raw, start=1))
