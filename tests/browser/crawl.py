"""Which pages somebody can reach by links from home."""

import re
from urllib.parse import urldefrag, urlsplit

from lxml import html

from tests.browser.window import DOWNLOADS, Window


def reachable(visitor: Window, samples: int) -> list[str]:
    """Addresses of pages, crawled from home: of each kind up to so many samples that offer different things."""
    seen, waiting, kinds = {"/"}, ["/"], {}
    while waiting:
        path = waiting.pop(0)
        links, offers = _read(visitor, path)
        variants = kinds.setdefault(_kind(path), {})
        if len(variants) < samples:
            variants.setdefault(offers, path)
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
    if "?" in path:  # a list that is chosen from can be chosen from without end
        links = [link for link in links if urlsplit(link).path != urlsplit(path).path]
    return links, tuple(sorted({_kind(each) for each in links + tree.xpath("//form/@action")}))


def _kind(path: str) -> str:
    return re.sub(r"\d+", "N", path)
