"""Every page that each of the cast can reach, on a screen and on a phone: accessible, in one column, without an error."""

import re
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import html

from tests.browser.window import DOWNLOADS, NARROW, WIDE, Window
from tracker.demo import CAST

SAMPLES = 3  # pages of one kind that differ in what they offer


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("called", list(CAST))
def test_every_page_of_everybody_is_accessible_and_fits(window, called, width):
    visitor = window(called, width=width)
    paths = reachable(visitor)
    assert "/" in paths and "/privacy" in paths and len(paths) >= 4
    for path in paths:
        visitor.open(path)
        visitor.check()


def reachable(visitor: Window) -> list[str]:
    """Addresses of pages, crawled from home: of each kind a few that offer different things."""
    seen, waiting, kinds = {"/"}, ["/"], {}
    while waiting:
        path = waiting.pop(0)
        links, offers = _read(visitor, path)
        variants = kinds.setdefault(_kind(path), {})
        if offers not in variants and len(variants) < SAMPLES:
            variants[offers] = path
        fresh = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(fresh)
        waiting += fresh
    return [path for variants in kinds.values() for path in variants.values()]


def _read(visitor: Window, path: str) -> tuple[list[str], tuple]:
    answer = visitor.context.request.get(path)
    assert answer.status == 200, f"{path} is linked and answers {answer.status}"
    tree = html.document_fromstring(answer.text())
    links = [urldefrag(href)[0] for href in tree.xpath("//a/@href") if not urlsplit(href).netloc]
    links = [link for link in links if link and not DOWNLOADS.search(link)]
    forms = tree.xpath("//form/@action")
    return links, tuple(sorted({_kind(each) for each in links + forms}))


def _kind(path: str) -> str:
    return re.sub(r"\d+", "N", path)
