"""Running headers, footers and page numbers: what a printed page repeats is no part of the report."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from tracker.reading.lines import RawLine

_PAGE_OF = re.compile(r"\bpage\s[0-9]{1,3}\s?(?:of|/)\s?[0-9]{1,3}\b", re.IGNORECASE)
_PAGE = re.compile(r"(?:care quality commission\s)?page\s[0-9]{1,3}(?:\s?(?:of|/)\s?[0-9]{1,3})?", re.IGNORECASE)
_CITES = re.compile(r"recommendation", re.IGNORECASE)
_AT_TOP, _AT_BOTTOM = 2, 3  # lines of a page among which running ones are looked for
_LEAST_SHARE = 3  # a running line stands on one page of three, and on two pages at least
_LEAST_TITLE = 40  # letters
_MOST_WORDS = 25  # of a running line


def without_running(raw_lines: Sequence[RawLine]) -> dict[int, str]:
    """What is left of each line that holds a running one, by its place from 1; "" when nothing is left."""
    texts = [line.text for line in raw_lines]
    numbers = {place for place, text in enumerate(texts, start=1) if _PAGE.fullmatch(text.strip("*_# "))}
    left = dict.fromkeys(numbers | _beside(texts, numbers) | _at_edges(raw_lines, texts), "")
    return left | _within(texts, left)


def _masked(text: str) -> str:
    return re.sub("[0-9]+", "#", text.casefold())


def _beside(texts: list[str], numbers: set[int]) -> set[int]:
    """Places of the lines next to page numbers that stand next to others too."""
    beside = {place for number in numbers for place in _neighbours(texts, number, numbers)}
    counts = Counter(_masked(texts[place - 1]) for place in beside)
    return {place for place in beside if counts[_masked(texts[place - 1])] > 1}


def _neighbours(texts: list[str], number: int, numbers: set[int]) -> list[int]:
    """The nearest filled lines before and behind a place."""
    found = []
    for step in (-1, 1):
        place = number + step
        while 1 <= place <= len(texts) and (not texts[place - 1] or place in numbers):
            place += step
        if 1 <= place <= len(texts):
            found.append(place)
    return found


def _at_edges(raw_lines: Sequence[RawLine], texts: list[str]) -> set[int]:
    """Places of lines that stand at the edge of many pages, but for their digits; the cover's own lines stay."""
    filled = [(line.page, place) for place, line in enumerate(raw_lines, start=1) if line.page and texts[place - 1]]
    pages = [[place for _, place in lines] for _, lines in groupby(filled, key=lambda pair: pair[0])]
    edges = [page[:_AT_TOP] + page[_AT_TOP:][-_AT_BOTTOM:] for page in pages]
    if edges:
        edges[0] = edges[0][_AT_TOP:]
    counts = Counter(key for edge in edges for key in {_masked(texts[place - 1]) for place in edge})
    running = {key for key, count in counts.items() if count >= 2 and count * _LEAST_SHARE >= len(pages) and not _CITES.search(key)}
    found = {place for edge in edges for place in edge if _masked(texts[place - 1]) in running}
    words = {key for key in running if len(key.split()) > 1}
    found |= {place for page in pages[1:] for place in page if _masked(texts[place - 1]) in words}
    return found | _titles(texts, pages)


def _titles(texts: list[str], pages: list[list[int]]) -> set[int]:
    """Places of the report's title at the top of pages, the cover's own excepted."""
    if len(pages) < 2:
        return set()
    cover = [_squeezed(texts[place - 1]) for place in pages[0]]
    tops = [place for page in pages[1:] for place in page[:_AT_TOP] if _is_on(texts[place - 1], "".join(cover))]
    above = pages[0][0] if _is_on(texts[pages[0][0] - 1], "".join(cover[1:])) else None
    return {*tops, *([above] if above else [])}


def _is_on(text: str, cover: str) -> bool:
    return len(text) > _LEAST_TITLE and _squeezed(text) in cover


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _within(texts: list[str], left: dict[int, str]) -> dict[int, str]:
    """Page numbers within lines go, with the words that stand before or behind every one of them."""
    if not _PAGE_OF.search("\n".join(texts)):
        return {}
    marks = [
        (place, match) for place, text in enumerate(texts, start=1) if place not in left for match in _PAGE_OF.finditer(text)
    ]
    if len(marks) < 2:
        return {}
    before = _shared([texts[place - 1][: m.start()].split()[::-1][:_MOST_WORDS] for place, m in marks])
    behind = _shared([texts[place - 1][m.end() :].split()[:_MOST_WORDS] for place, m in marks])
    rest = dict.fromkeys(place for place, _ in marks)
    for place in rest:
        rest[place] = _cut(texts[place - 1], before, behind)
    return rest


def _shared(contexts: list[list[str]]) -> int:
    """How many words all contexts have in common, counted from the page number; one word may be chance."""
    shared = 0
    for words in zip(*contexts, strict=False):
        if len({word.casefold() for word in words}) > 1:
            break
        shared += 1
    return shared if shared > 1 else 0


def _cut(text: str, before: int, behind: int) -> str:
    pieces = _PAGE_OF.split(text)
    words = [piece.split() for piece in pieces]
    for index in range(len(words) - 1):
        words[index] = words[index][: len(words[index]) - before]
        words[index + 1] = words[index + 1][behind:]
    return " ".join(word for piece in words for word in piece)
