"""A hyphen at the end of a line is part of the word, or it was set only to break the word: the report's own words tell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from string import punctuation

from tracker.reading.lines import Line

BROKEN = "\x02"  # what pdfium, too, prints for a hyphen at the end of a line
_BROKEN_WORD = re.compile(rf"([^\W\d_]+){BROKEN}([^\W\d_]+)")
_ADDRESS = re.compile(r"[\w.+-]*@|\.[a-z]")
_LONE = re.compile(rf"(?<![^\W\d_]){BROKEN}|{BROKEN}(?![^\W\d_])")
_LINE_ENDS = "-\u2010\u00ad"
_ENDS_BROKEN = re.compile(rf"(?<=[^\W\d_])[{_LINE_ENDS}]$")
_BEGINS_WITH_LETTER = re.compile(r"[^\W\d_]")
_SPACES = str.maketrans(dict.fromkeys("“”‘’–—…•/" + punctuation.replace("-", ""), " "))
_SECOND_WORDS = set(
    "appropriate aged based born bound care centred day depth down effective ended face focused friendly free going held house "
    "in level led line long made making minded new off old on one out over party place related risk set side specific term "
    "time to up way wide work year".split()
)  # of compounds that reports print


def mended(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with every word whole that was broken at a line's end; such lines are joined."""
    joined: list[Line] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line):
            before = joined[-1]
            # a soft hyphen is never part of the word
            mark = "" if before.text.endswith("\u00ad") else BROKEN
            joined[-1] = replace(before, text=f"{before.text[:-1]}{mark}{line.text}")
        else:
            joined.append(line)
    if any(BROKEN in line.text for line in joined):
        words = _words(" ".join(line.text for line in joined))
        return tuple(replace(line, text=_mended(line.text, words)) if BROKEN in line.text else line for line in joined)
    return tuple(joined)


def _goes_on(before: Line, line: Line) -> bool:
    if line.opens or line.bullet or before.text[-1] not in _LINE_ENDS:
        return False
    return bool(_ENDS_BROKEN.search(before.text) and _BEGINS_WITH_LETTER.match(line.text))


def _mended(text: str, words: set[str]) -> str:
    def mend(match: re.Match[str]) -> str:
        first, second = match.groups()
        if _ADDRESS.match(text, match.end()) or "@" in text[max(0, match.start() - 60) : match.start()].rpartition(" ")[2]:
            return match.group()  # an address is no word of any report: the next steps doubt it
        return f"{first}{'' if _was_split(first.casefold(), second.casefold(), words) else '-'}{second}"

    return _LONE.sub("-", _BROKEN_WORD.sub(mend, text))


def _was_split(first: str, second: str, words: set[str]) -> bool:
    """Whether the word has no hyphen of its own: the report prints it whole elsewhere, or its end is no word."""
    if f"{first}-{second}" in words:
        return False
    return f"{first}{second}" in words or not (second in _SECOND_WORDS or second in words)


def _words(text: str) -> set[str]:
    """All words of the report in small letters: compounds, their parts, and neighbours like "co-ordinate"."""
    words = set(text.casefold().translate(_SPACES).split())
    for compound in [word for word in words if "-" in word]:
        parts = compound.split("-")
        words.update(parts, ("-".join(pair) for pair in pairwise(parts)))
    return words
