"""Text that lost its line breaks gets some of them back: before numbers, headings and parts."""

import re
from collections.abc import Iterable, Sequence

from tracker.reading.lines import RawLine
from tracker.reading.report import Doubt

_LONG = 400  # letters; a line with fewer holds one paragraph
_LEAST_BEGINNINGS = 3
_NUMBERED = re.compile(
    r"(?<!\bto)(?<!\band)(?<!ecommendation)(?<!ecommendations)(?<![,&–-])\s"
    r"(?=[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}[.)]?\s[^a-z0-9\s])"
)  # a number that a capital follows, but not one that is cited
_GROUP = re.compile(r"\s(?=(?:[0-9]{1,2}\.?\s)(?:[^\s.]+\s){1,30}should:)|(?<=\bshould:)\s")
_CONTENTS = re.compile(r"(?:^|\s)(?:Table of )?Contents(?=\s)", re.IGNORECASE)
_ENTRY = re.compile(r"\s+((?:[0-9.]{1,5}\s)?[^\W\d][^0-9]{2,80}?)[\s.…]+([0-9]{1,3})(?=\s|$)")
_LAST_PARTS = ("Recommendations", "Next steps")


def with_line_breaks(lines: Sequence[RawLine]) -> tuple[Sequence[RawLine], tuple[Doubt, ...]]:
    """(the lines, those that hold many paragraphs broken up; a doubt when there are any)."""
    if not any(_is_flat(line.text) for line in lines):
        return lines, ()
    names = _LAST_PARTS + tuple(name for line in lines for name, _ in _entries(line.text))
    broken = [piece for line in lines for piece in (_broken_up(line, names) if len(line.text) > _LONG else [line])]
    reason = "Line breaks were lost, so where paragraphs begin and end was guessed."
    return broken, (Doubt("the whole file", "", reason),)


def _is_flat(text: str) -> bool:
    return len(text) > _LONG and len(_NUMBERED.findall(text)) + len(_GROUP.findall(text)) >= _LEAST_BEGINNINGS


def _broken_up(line: RawLine, names: Iterable[str]) -> list[RawLine]:
    before, contents, text = _without_contents(line.text)
    for name in sorted(set(names), key=len, reverse=True):
        text = re.sub(_heading(name), r"\n\g<heading>\n", text)
    text = _NUMBERED.sub("\n", _GROUP.sub("\n", text))
    pieces = [*([before] if before else []), *contents, *text.split("\n")]
    return [RawLine(piece.strip(), opens=True, page=line.page) for piece in pieces if piece.strip()]


def _heading(name: str) -> str:
    """A pattern for a heading in mid-text: behind a sentence, a citation or another heading, and before a capital or number."""
    return rf"(?:^|(?<=[.?!)\]”’*\n])\s|\s(?=[0-9]))(?P<heading>(?:[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?\.?\s)?{re.escape(name)})(?=\s[A-Z0-9\n]|$)"


def _without_contents(text: str) -> tuple[str, list[str], str]:
    """(what stands before the contents, the contents a line each, what stands behind them)."""
    start = _CONTENTS.search(text)
    entries = _entries(text)
    if not start or not entries:
        return "", [], text
    lines = ["Contents", *(f"{name}\t{page}" for name, page in entries)]
    return text[: start.start()], lines, text[_contents_end(text) :].strip()


def _entries(text: str) -> list[tuple[str, str]]:
    """(section, page) for each entry of the contents, as long as pages do not fall."""
    return [(name.strip(), page) for name, page, _ in _walk(text)]


def _contents_end(text: str) -> int:
    return [end for _, _, end in _walk(text)][-1]


def _walk(text: str) -> list[tuple[str, str, int]]:
    start = _CONTENTS.search(text)
    found, place, last = [], start.end() if start else len(text), 0
    while entry := _ENTRY.match(text, place):
        name, page = entry.groups()
        if int(page) < last or len(name.split()) > 12:
            break
        found.append((name, page, entry.end()))
        place, last = entry.end(), int(page)
    return found
