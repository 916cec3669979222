"""Raw lines become clean lines: no running headers, page numbers, bullets, emphasis or odd characters."""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

from tracker.reading.hyphens import mended
from tracker.reading.lines import Line, RawLine
from tracker.reading.report import Doubt

_BULLET = re.compile(r"(?:[•▪◦‣·●○■\uf0b7\uf0a7*–—-]|o(?=\s{2,}))\s*(?=\S)")
_LETTER = re.compile(r"(?:\([a-z]\)|[a-z]\))\s+(?=\S)")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]+)(?<=\S)\1(?!\w)")
_PAGE_NUMBER = re.compile(r"(?:.{0,60}\s)?page\s[0-9]{1,3}(\s?(?:of|/)\s?[0-9]{1,3})?", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"page\s[0-9]{1,3}(\s?(?:of|/)\s?[0-9]{1,3})?", re.IGNORECASE)
_CONTROL = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e]|\u00ad(?=.)")
_LIGATURE = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, ffi, ffl, st
_BROKEN_HYPHEN = re.compile("[\ufffe\x02]")


def clean_lines(raw_lines: Sequence[RawLine]) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """(the lines that hold something of the report, doubts about characters that were lost)."""
    running = _running(raw_lines)
    lines: list[Line] = []
    lost, opens = 0, True
    for place, raw in enumerate(raw_lines, start=1):
        text, controls = _characters(" ".join(raw.text.split()))
        lost += controls + text.count("\ufffd")
        opens = opens or raw.opens
        if not text:
            opens = True
        elif place not in running:
            line = _clean(text, place, opens, raw)
            opens = not line
            lines += line
    return mended(lines), _lost_characters(lost)


def without_emphasis(text: str) -> str:
    """The text without the marks of Markdown emphasis; "2 * 3" stays."""
    return _EMPHASIS.sub(r"\2", text)


def _characters(text: str) -> tuple[str, int]:
    """(the text without what cannot be seen, how many characters were lost)."""
    text, controls = _CONTROL.subn("", _BROKEN_HYPHEN.sub("\x02", text))
    visible = _INVISIBLE.sub("", text)
    return _LIGATURE.sub(lambda found: normalize("NFKC", found.group()), visible).strip(), controls


def _clean(text: str, place: int, opens: bool, raw: RawLine) -> list[Line]:
    """The line, or none when only a mark of a list stood there."""
    unmarked = _HEADING_MARK.sub("", text, count=1) if text[0] == "#" else text
    marker = _BULLET.match(unmarked)
    rest = unmarked[marker.end() :] if marker else unmarked
    bullet = bool(marker or _LETTER.match(rest))
    rest = without_emphasis(rest).strip()
    return [Line(rest, place, opens, bullet, raw.page)] if rest and not _is_rule(rest) else []


def _is_rule(text: str) -> bool:
    """A line of nothing but strokes, as Markdown and typewriters draw them."""
    return not re.search(r"\w", text) and len(set(text)) <= 2 and text[0] in "-_=*•·–—|"


def _running(raw_lines: Sequence[RawLine]) -> set[int]:
    """Places of page numbers, and of the repeated lines that stand beside them."""
    numbers = {place for place, raw in enumerate(raw_lines, start=1) if _is_page_number(raw.text)}
    beside = [p for number in sorted(numbers) for p in (number - 1, number + 1) if 1 <= p <= len(raw_lines) and p not in numbers]
    texts = {place: _folded(raw_lines[place - 1].text) for place in beside}
    counts = Counter(text for text in texts.values() if text)
    return numbers | {place for place, text in texts.items() if counts[text] > 1}


def _is_page_number(text: str) -> bool:
    stripped = " ".join(text.split()).strip("*_# ")
    if _ONLY_NUMBER.fullmatch(stripped):
        return True
    return bool(_PAGE_NUMBER.fullmatch(stripped)) and "care quality commission" in stripped.casefold()


def _folded(text: str) -> str:
    return re.sub("[0-9]+", "#", " ".join(text.split()).casefold())


def _lost_characters(lost: int) -> tuple[Doubt, ...]:
    if not lost:
        return ()
    return (Doubt("the whole file", "", f"{lost} characters could not be read, so words may be incomplete."),)
