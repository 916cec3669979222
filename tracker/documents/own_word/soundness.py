"""Whether Word opens a document that was filled in: rows in tables, cells in rows, a paragraph in each cell, and no words between them."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

from tracker.documents.own_word.parts import filled_parts

WORDLESS = {qn(tag) for tag in ("w:body", "w:hdr", "w:ftr", "w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:footnote", "w:footnotes", "w:hyperlink")}
NEEDS = {
    "w:tbl": ("w:tr", "A table has no row left when its list is empty. Put {%p if … %} before it and {%p endif %} after it"),
    "w:tr": ("w:tc", "A row has no cell left when its list is empty. Leave one cell that is always there"),
    "w:tc": ("w:p", "A cell has no paragraph left when its list is empty. Leave an empty paragraph in it"),
}  # fmt: skip


def unsound(document) -> Iterator[tuple[str, str]]:
    """(place, what is wrong) for everything that Word would call a damaged file."""
    for name, opened in filled_parts(document):
        root = etree.fromstring(etree.tostring(opened))  # python-docx gives `text` another meaning
        for element in root.iter(*WORDLESS):
            if words := _stray(element):
                yield f"{name or 'the text'}, near “{words[:80]}”", "Words stand between paragraphs or cells. Write {{ … }} without p, r, tr or tc"
        for tag, (needed, wrong) in NEEDS.items():
            for element in root.iter(qn(tag)):
                if next(element.iter(qn(needed)), None) is None:
                    yield f"{name or 'the text'}{_near(element)}", wrong


def _stray(element) -> str:
    return " ".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def _near(element) -> str:
    """The words before an element that has none of its own."""
    words = next((text.text for text in element.itersiblings(preceding=True) if text.text), "") or ""
    before = "".join(t.text or "" for sibling in element.itersiblings(preceding=True) for t in sibling.iter(qn("w:t")))
    return f", after “{(before or words)[-60:]}”" if before or words else ""
