"""HTML becomes lines: one for each block, with list numbers and table cells as a browser shows them."""

import re
from html.parser import HTMLParser

from tracker.reading.lines import RawLine
from tracker.reading.refusal import DAMAGED, NotAReport

_LOOKS_LIKE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|h1|article|main|div|p)\b", re.IGNORECASE | re.DOTALL)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody tfoot thead title tr ul".split()
)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "title", "svg", "select", "textarea"))
_CELLS = frozenset(("td", "th"))


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of HTML does."""
    return bool(_LOOKS_LIKE.match(text[:2000].lstrip("\ufeff")))


def html_lines(text: str) -> list[RawLine]:
    """The text of each block on a line of its own; `NotAReport` when it cannot be told from its marks."""
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:  # what html.parser raises for a marked section that it does not know
        raise NotAReport(DAMAGED) from error
    page.end_line()
    return page.lines


class _Page(HTMLParser):
    """Collects lines while the tags pass."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[RawLine] = []
        self._words: list[str] = []
        self._marker = ""
        self._unseen = 0
        self._opens = True
        self._lists: list[int | None] = []  # the next number of each open list; None for bullets

    def handle_starttag(self, tag: str, attrs) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS or tag == "br":
            self.end_line(then_opens=tag != "br")
        if tag in ("ol", "ul"):
            self._lists.append(_start(dict(attrs)) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item(dict(attrs))
        elif tag in _CELLS and self._words:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.end_line()
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)

    def end_line(self, *, then_opens: bool = True) -> None:
        """What was collected becomes a line; the next one opens a paragraph unless a <br> stands between."""
        text = " ".join("".join(self._words).split())
        if text:
            self.lines.append(RawLine(f"{self._marker}{text}", self._opens))
            self._marker = ""
        if text or then_opens:
            self._opens = then_opens
        self._words = []

    def _begin_item(self, attrs: dict) -> None:
        if not self._lists or self._lists[-1] is None:
            self._marker = "• "
            return
        number = _number(attrs.get("value"), self._lists[-1])
        self._lists[-1] = number + 1
        self._marker = f"{number}. "


def _start(attrs: dict) -> int:
    return _number(attrs.get("start"), 1)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,4}", text) else otherwise
