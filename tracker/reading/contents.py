"""The list of contents: where the front ends, where the body starts, and which sections there are."""

import re
from collections.abc import Mapping
from functools import lru_cache

from tracker.reading.lines import Line

_LONGEST_FRONT = 60  # lines
_LONGEST_HEADING = 150  # letters
_CONTENTS_PAGE = re.compile(r"[\s.…]([0-9]{1,3})$")
_HEADING_NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?[.)]?\s+")
_MOST_WORDS = 12  # of an entry


def read_contents(lines: tuple[Line, ...]) -> tuple[int, int, Mapping[str, str]]:
    """(end of the front, start of the body, the sections' names by `heading_key`)."""
    start = next((i for i, line in enumerate(lines) if heading_key(line.text) in ("contents", "tableofcontents")), None)
    if start is None:
        return min(len(lines), _LONGEST_FRONT), 0, {}
    entries: dict[str, str] = {}
    with_pages, end = False, start + 1
    while end < len(lines):
        if entries and lines[end].text.isdecimal():  # page numbers stand below all names
            with_pages, end = True, end + 1
            continue
        name, page, used = _entry(lines, end)
        if heading_key(name) in entries or len(name.split()) > _MOST_WORDS or (with_pages and not page):
            break
        with_pages, end = with_pages or page, end + used
        entries[heading_key(name)] = name
    if not with_pages:
        # without page numbers the entries and the first lines of the body look alike
        below = {heading_key(line.text) for line in lines[end:]}
        entries = {key: name for key, name in entries.items() if key in below}
    return start, end, entries


def _entry(lines: tuple[Line, ...], index: int) -> tuple[str, bool, int]:
    """(name, whether a page number stands behind it, lines used): the number may have a line of its own."""
    text = lines[index].text
    page = _CONTENTS_PAGE.search(text)
    if page:
        return text[: page.start()].rstrip(" .…"), True, 1
    apart = index + 1 < len(lines) and lines[index + 1].text.isdecimal()
    return text, apart, 2 if apart else 1


@lru_cache(8192)
def heading_key(text: str) -> str:
    """A heading in the form in which contents and body agree: no number, case, space, apostrophe or "&"; "" for what is too long."""
    if len(text) > _LONGEST_HEADING:
        return ""
    unnumbered = _HEADING_NUMBER.sub("", text, count=1)
    folded = unnumbered.casefold().replace("&", "and").rstrip(" :.")
    return re.sub(r"[\s'’‘`]", "", folded)
