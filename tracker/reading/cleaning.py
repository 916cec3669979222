"""Raw lines become clean lines: no running headers, page numbers, bullets, emphasis or odd characters."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from tracker.reading.hyphens import mended
from tracker.reading.lines import Line, RawLine
from tracker.reading.lone_marks import LONE_BULLET, with_marks
from tracker.reading.report import Doubt
from tracker.reading.running_lines import without_running

_BULLET = re.compile(r"(?:[•▪◦‣·●○■\uf0b7\uf0a7]\s*|(?:[*–—-]|o(?= \S+ \S))\s+)(?=\S)")
_LETTER = re.compile(r"(?:\((?:[a-z]|[ivx]{1,4}|[0-9]{1,2})\)|[a-z]\))\s+(?=\S)")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]+)(?<=\S)\1(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_ENDS_SENTENCE = tuple(".:;?!)]”’\"'")
_CONTROL = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e]|\u00ad(?=.)")
_LIGATURE = re.compile("[\ufb00-\ufb06]")  # ff, fi, fl, ffi, ffl, st
_BROKEN_HYPHEN = re.compile("[\ufffe\x02]")


def clean_lines(raw_lines: Sequence[RawLine]) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """(the lines that hold something of the report, doubts about characters that were lost)."""
    left = without_running(raw_lines)
    lines: list[Line] = []
    lost, page, gap, new_page = 0, None, True, False
    for place, raw in enumerate(raw_lines, start=1):
        text, controls = _characters(left.get(place, raw.text))
        lost += controls + text.count("\ufffd")
        gap = gap or raw.opens or not text
        new_page = new_page or place in left or raw.page != page
        page = raw.page
        opens = _opens_page(lines[-1], text) if new_page and lines and not raw.opens else gap
        cleaned = _clean(text, place, opens, raw) if text else []
        if cleaned:
            lines += cleaned
            gap = new_page = False
    marked, doubts = with_marks(lines)
    return mended(marked), (*_lost_characters(lost), *doubts)


def without_emphasis(text: str) -> str:
    """The text without the marks of Markdown emphasis; "2 * 3" stays."""
    return _EMPHASIS.sub(r"\2", text) if "*" in text or "_" in text else text


def _characters(text: str) -> tuple[str, int]:
    """(the text without what cannot be seen, how many characters were lost)."""
    if text.isascii() and text.isprintable():
        return text, 0
    text, controls = _CONTROL.subn("", _BROKEN_HYPHEN.sub("\x02", text))
    visible = _INVISIBLE.sub("", text)
    return " ".join(_LIGATURE.sub(lambda found: normalize("NFKC", found.group()), visible).split()), controls


def _clean(text: str, place: int, opens: bool, raw: RawLine) -> list[Line]:
    """The line, or none when only a mark of a list stood there."""
    text = _ESCAPED.sub(r"\1", text) if "\\" in text else text
    if text[0] == "|":
        text = "" if _TABLE_RULE.fullmatch(text) else " ".join(text.replace("|", " ").split())
    unmarked = _HEADING_MARK.sub("", text, count=1) if text[:1] == "#" else text
    marker = _BULLET.match(unmarked)
    rest = unmarked[marker.end() :] if marker else unmarked
    bullet = bool(marker or _LETTER.match(rest))
    rest = without_emphasis(rest).strip()
    return [Line(rest, place, opens, bullet, raw.page)] if rest and (LONE_BULLET.fullmatch(rest) or not _is_rule(rest)) else []


def _opens_page(last: Line, text: str) -> bool:
    """Whether a page begins with a new paragraph; a sentence that did not end goes on overleaf."""
    return last.text.endswith(_ENDS_SENTENCE) or (text[:1].isupper() and last.bullet)


def _is_rule(text: str) -> bool:
    """A line of nothing but strokes, as Markdown and typewriters draw them."""
    return not text[0].isalnum() and not re.search(r"\w", text) and len(set(text)) <= 2 and text[0] in "-_=*•·–—|"


def _lost_characters(lost: int) -> tuple[Doubt, ...]:
    if not lost:
        return ()
    return (Doubt("the whole file", "", f"{lost} characters could not be read, so words may be incomplete."),)
