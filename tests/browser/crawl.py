"""Which pages somebody can reach by links from home, and what they are made of."""

import re
from urllib.parse import urldefrag, urlsplit

from lxml import html

from tests.browser.window import DOWNLOADS, Window

ALIKE = 4  # pages of one kind that offer the same, one after the other: the rest will, too


def reachable(visitor: Window, samples: int) -> dict[str, frozenset]:
    """Addresses of pages, crawled from home, with their shapes: of each kind up to so many samples that offer different things."""
    seen, waiting, kinds, alike = {"/"}, ["/"], {}, {}
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if alike.get(kind, 0) > ALIKE:
            continue
        links, offers, shape = _read(visitor, path)
        variants = kinds.setdefault(kind, {})
        alike[kind] = alike[kind] + 1 if offers in variants else 0
        variants.setdefault(offers, (path, shape))
        fresh = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(fresh)
        waiting += fresh
    pages = dict(sample for variants in kinds.values() for sample in list(variants.values())[:samples])
    return {path: shape for path, shape in pages.items() if not _is_chosen_from(pages, path)}


def _is_chosen_from(pages: dict[str, frozenset], path: str) -> bool:
    """Whether it is the same page as without its query, with other rows."""
    plain = [shape for other, shape in pages.items() if "?" not in other and _kind(other) == _kind(path).partition("?")[0]]
    return "?" in path and any(pages[path] <= shape for shape in plain)


def unlike(pages: dict[str, frozenset], checked: dict[str, set]) -> list[str]:
    """The home page, and those with an element that no page of their kind had so far; `checked` gains the shapes of all."""
    found = [path for path, shape in pages.items() if path == "/" or not shape <= checked.get(_kind(path), set())]
    for path, shape in pages.items():
        checked.setdefault(_kind(path), set()).update(shape)
    return found


def _read(visitor: Window, path: str) -> tuple[list[str], tuple, frozenset]:
    answer = visitor.context.request.get(path)
    assert answer.status == 200, f"{path} is linked and answers {answer.status}"
    tree = html.document_fromstring(answer.text())
    links = [urldefrag(href)[0] for href in tree.xpath("//a/@href") if not urlsplit(href).netloc]
    links = [link for link in links if link and not DOWNLOADS.search(link)]
    if "?" in path:  # a list that is chosen from can be chosen from without end
        links = [link for link in links if urlsplit(link).path != urlsplit(path).path]
    return links, tuple(sorted({_kind(each) for each in links + tree.xpath("//form/@action")})), frozenset(_shape(tree.body))


def _kind(path: str) -> str:
    """The address without the ids in it and without the values of its query: another order of a list is the same kind."""
    return re.sub(r"=[^&]*", "=", re.sub(r"\d+", "N", path))


def _shape(element, above: str = "") -> set[str]:
    """What an element is made of: every place in it, by tags, classes, kinds and names of attributes from the top."""
    said = {name: value if name in ("class", "role", "type") else "" for name, value in sorted(element.items())}
    place = f"{above}/{element.tag}{said}"
    return {place}.union(*(_shape(child, place) for child in element.iterchildren(tag="*")))
