"""A plain report's text taken apart into blocks, so that other formats can be built from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A piece of a report: "title", "heading", "row" (label, value), "entry" (section, page), "bullet" or "paragraph"."""

    kind: str
    text: str
    beside: str = ""  # a row's value, an entry's page


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a report written like `fenmarsh.TEXT`."""
    names = [line.partition("\t")[0] for line in text.splitlines() if re.search(r"\t\d+$", line)]
    heading = re.compile(rf"(?:[\d.]+ )?(?:Contents|{'|'.join(map(re.escape, names))})")
    return tuple(_blocks(text.strip().split("\n\n"), heading))


def _blocks(paragraphs: list[str], heading: re.Pattern) -> Iterator[Block]:
    yield Block("title", paragraphs[0])
    for paragraph in paragraphs[1:]:
        for line in _pieces(paragraph.strip()):
            left, tab, right = line.partition("\t")
            if tab:
                yield Block("row" if left.endswith(":") else "entry", left, right)
            elif line.startswith("- "):
                yield Block("bullet", line[2:])
            else:
                yield Block("heading" if heading.fullmatch(line) else "paragraph", line)


def _pieces(paragraph: str) -> list[str]:
    """The lines of a table or a list; any other paragraph whole, with its line breaks."""
    lines = paragraph.splitlines()
    return lines if any(line.startswith("- ") or "\t" in line for line in lines) else [paragraph]
