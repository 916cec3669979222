"""The headings of the body, and which of them a finding stands under."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.reading.lines import Line
from tracker.reading.contents import heading_key

NUMBERED = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?(?:\.[0-9]{1,2})?)[.)]? (\S.*)$")
_CITES = re.compile(r"\brecommendations? [0-9]", re.IGNORECASE)
_LONGEST_WORDS = 10
_ENDS_SENTENCE = tuple(".:;?!)]”’\"'")


@dataclass(frozen=True)
class Heading:
    """A heading as printed."""

    number: str  # "5" or "5.1"; "" for one without a number
    name: str


@dataclass
class Headings:
    """The headings met so far; `contents` are the section names that the report lists."""

    contents: Mapping[str, str]
    nearest: Heading = Heading("", "")
    names: dict[str, str] = field(default_factory=dict)  # by number

    def add(self, heading: Heading) -> None:
        """Note a heading that later findings may stand under."""
        self.nearest = heading
        self.names[heading.number] = heading.name

    def section(self, finding_number: str) -> str:
        """The name of the heading that a finding stands under; "" when it is missing."""
        parent = finding_number.rpartition(".")[0]
        if self.nearest.number in ("", parent):
            return self.nearest.name
        return self.names.get(parent, "")

    def read(self, line: Line, after: str) -> Heading | None:
        """The heading that a line is, if any; `after` is the number of the last finding or ""."""
        if not looks_like_heading(line):
            return None
        numbered = NUMBERED.match(line.text)
        if not numbered:
            return Heading("", line.text) if heading_key(line.text) in self.contents else None
        number, name = numbered.groups()
        # a numbered list inside a finding starts at 1 again
        onward = "." in number or int(number) > int(after.partition(".")[0] or 0)
        return Heading(number, name) if onward else None

    def closes(self, line: Line) -> bool:
        """Whether a line is a heading for certain, so that the next line is no part of it."""
        if heading_key(line.text) in self.contents:
            return True
        numbered = NUMBERED.match(line.text)
        return bool(numbered and "." not in numbered.group(1) and looks_like_heading(line))

    def lists(self, heading: Heading) -> bool:
        """Whether the contents name the heading of a section, as far as there are contents."""
        listed = heading_key(heading.name) in self.contents
        return listed or "." in heading.number or not self.contents


def looks_like_heading(line: Line) -> bool:
    """Whether a line is short, cites nothing and does not end like a sentence."""
    if line.bullet or line.text.endswith(_ENDS_SENTENCE) or _CITES.search(line.text):
        return False
    return len(line.text.split()) <= _LONGEST_WORDS
