"""The parts of a Word template: which of them are filled in, and what none of them may hold."""

import re
from collections.abc import Iterator

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

FURNITURE = {"header": "a header", "footer": "a footer", "footnotes": "the footnotes"}
UNFILLED = {"endnotes": "the endnotes", "comments": "the comments"}
ANY_TAG = re.compile(r"\{\{|\{%|\{#")
PLAIN_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "PAGEREF", "REF", "NOTEREF", "SEQ", "STYLEREF", "HYPERLINK", "TITLE", "="}
EMBEDDED = {"oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument", "attachedTemplate", "frame", "keyMapCustomizations",
            "attachedToolbars", "mailMergeSource", "mailMergeHeaderSource"}  # fmt: skip
LINK = re.compile(r"https?:|mailto:|#", re.IGNORECASE)  # a path of a computer would travel with every document, and a script would run
FIELD_LINK = re.compile(r'\s*HYPERLINK\s+(?!\\[a-z]\s)(?!"?(?:https?:|mailto:|#))\S', re.IGNORECASE)
NO_LINK = "There is a link that leads neither to a website nor to an email address. Take it out"
TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


def filled_parts(document) -> Iterator[tuple[str, object]]:
    """("" for the body or the name of the furniture, root element) of everything that tags are filled into, in that order."""
    yield "", document.element.body
    for kind in ("header", "footer", "footnotes"):
        for part in _related(document, kind):
            yield FURNITURE[kind], _root(part)


def forbidden(document) -> Iterator[tuple[str, str]]:
    """(place, what is wrong and what to do) for what would travel with every document, or reach out of it."""
    for part in document.part.package.iter_parts():
        name = str(part.partname).rpartition("/")[2]
        for relation in part.rels.values():
            if wrong := _wrong_relation(relation):
                yield name, wrong
    for name, root in filled_parts(document):
        yield from ((name or "the text", wrong) for wrong in _wrong_elements(root))
    for kind, name in UNFILLED.items():
        for part in _related(document, kind):
            yield from ((name, wrong) for wrong in _wrong_unfilled(kind, _root(part)))


def _related(document, kind: str) -> list:
    relations = sorted(document.part.rels.values(), key=lambda relation: relation.rId)
    return [r.target_part for r in relations if not r.is_external and r.reltype == f"{RELATIONSHIP_TYPE.HEADER.rpartition('/')[0]}/{kind}"]


def _root(part):
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _wrong_relation(relation) -> str:
    kind = relation.reltype.rpartition("/")[2]
    if kind in EMBEDDED:
        return f"It holds or fetches another file ({kind}). Take that out, or paste it as a picture"
    if relation.is_external and kind == "hyperlink" and not LINK.match(relation.target_ref):
        return NO_LINK
    if relation.is_external and kind != "hyperlink":
        return f"It fetches something from another place ({kind}). Put it into the file itself"
    return ""


def _wrong_elements(root) -> Iterator[str]:
    if next(root.iter(*map(qn, TRACKED)), None) is not None:
        yield "There are tracked changes. Accept or reject all of them, as they would stand in every document"
    for code in filter(str.strip, _field_codes(root)):
        if ANY_TAG.search(code) or (code.split()[0].upper() not in PLAIN_FIELDS and not code.lstrip().startswith("=")):
            yield f"There is a field that works by itself (“{' '.join(code.split())[:60]}”). Write a tag such as {{{{ title }}}} instead"
        elif FIELD_LINK.match(code):
            yield NO_LINK


def _field_codes(root) -> list[str]:
    """What every field does, also where it stands in another or goes over several paragraphs."""
    codes, opened = [field.get(qn("w:instr")) or "" for field in root.iter(qn("w:fldSimple"))], []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText")):
        kind = element.get(qn("w:fldCharType"))
        if element.tag == qn("w:instrText"):
            codes += [] if opened else [""]
            codes[opened[-1] if opened else -1] += element.text or ""
        elif kind == "begin":
            opened.append(len(codes))
            codes.append("")
        elif kind == "end" and opened:
            opened.pop()
    return codes


def _wrong_unfilled(kind: str, root) -> Iterator[str]:
    if kind == "comments" and next(root.iter(qn("w:comment")), None) is not None:
        yield "There are comments. Delete all of them, as they would stand in every document"
    if kind == "endnotes" and ANY_TAG.search("".join(text.text or "" for text in root.iter(qn("w:t")))):
        yield "There is a tag, which is not filled in there. Move it to the text or to a footnote"
