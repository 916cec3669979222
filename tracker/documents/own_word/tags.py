"""The tags of a Word template, each with the place where its author finds it: page furniture, table, paragraph, and the words around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn

from tracker.documents.own_word.parts import filled_parts
from tracker.documents.text import cut

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LONE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
FOREIGN = re.compile(r"\$\{[^{}]*\}|«[^»]*»|<<[^<>]*>>|\[\[[^\[\]]*\]\]|(?<!\{)\{[A-Za-z_][\w. ]*\}(?!\})")
PLACED = re.compile(r"\{([%{])\s?(p|tr|tc|r)\s")  # docxtpl's letters: the tag stands for its whole paragraph, row, cell or run
BACKGROUND = re.compile(r"\{%\s*cellbg\s+(.*?)\s*%\}")
SPECIAL = re.compile(r"\{%\s*(colspan|hm)\b")
MERGED = re.compile(r"\{%\s*vm\s*%\}")
QUOTES = str.maketrans("“”‘’", "\"\"''")
AROUND = 80
HOLDERS = {"p": ("w:p", "paragraph"), "tr": ("w:tr", "row of the table"), "tc": ("w:tc", "cell of the table")}


@dataclass(frozen=True)
class Tag:
    """A tag as it is written, where it stands, and the same for Jinja on one line; `wrong` says what Word's side forbids."""

    written: str
    place: str
    plain: str
    wrong: str = ""


def tags(document) -> list[Tag]:
    """Every tag of an opened document in the order in which it is filled in, and every broken or foreign one."""
    return [tag for name, root in filled_parts(document) for place, paragraph in _placed(name, root) for tag in _of(paragraph, place)]


def words_of(paragraph) -> str:
    """What a paragraph says, without what stands in text boxes inside it."""
    texts = paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
    return "".join(text.text or " " for text in texts if _holder(text, "w:p") is paragraph)


def _placed(part: str, root) -> Iterator[tuple[str, object]]:
    """Every paragraph with its place."""
    count, heading, tables = 0, "", list(root.iter(qn("w:tbl")))
    for paragraph in root.iter(qn("w:p")):
        words, table = words_of(paragraph), _holder(paragraph, "w:tbl")
        if table is None:
            count += 1
            heading = words if _is_heading(paragraph) and words and not TAG.search(words) else heading
            place = f"paragraph {count}"
        else:
            place = _cell(paragraph, table, tables.index(table) + 1)
        under = f", under “{cut(heading, 40)}”" if heading and part == "" else ""
        yield f"{part + ', ' if part else ''}{place}{under}", paragraph


def _cell(paragraph, table, number: int) -> str:
    row, cell = _holder(paragraph, "w:tr"), _holder(paragraph, "w:tc")
    rows, cells = list(table.iter(qn("w:tr"))), list(row.iter(qn("w:tc")))
    return f"table {number}, row {rows.index(row) + 1}, cell {cells.index(cell) + 1}"


def _of(paragraph, place: str) -> Iterator[Tag]:
    words = words_of(paragraph)
    around = f"{place}: “{cut(' '.join(words.split()), AROUND)}”"
    for found in TAG.finditer(words):
        written = found.group()
        yield Tag(written, place if written == words.strip() else around, _plain(written), _wrong(paragraph, written))
    rest = TAG.sub("", words)
    for found in LONE.finditer(rest):
        yield Tag(found.group(), around, "", "is only half a tag. A tag begins and ends in one paragraph, as in {{ title }}")
    for found in FOREIGN.finditer(rest):
        yield Tag(found.group(), around, "", "is no tag of the tracker. Write it as {{ title }}")


def _plain(written: str) -> str:
    line = " ".join(written.translate(QUOTES).split())
    if MERGED.fullmatch(line) or SPECIAL.match(line):
        return ""
    if background := BACKGROUND.fullmatch(line):
        return f"{{{{ {background[1]} }}}}"
    return PLACED.sub(r"{\1 ", line)


def _wrong(paragraph, written: str) -> str:
    if any(control.find(f".//{qn('w:dataBinding')}") is not None for control in paragraph.iterancestors(qn("w:sdt"))):
        return "stands in a box that Word fills in by itself. Delete the box and write the tag as plain text"
    if SPECIAL.match(written):
        return "is not possible here. Join the cells in Word instead"
    if written[2:3] == "-" or written[-3:-2] == "-":
        return "has a dash, which would join paragraphs. Leave the dash out"
    if background := BACKGROUND.fullmatch(" ".join(written.split())):
        return "" if background[1].rpartition(".")[2] in ("tint", "solid") else "is no colour. Take a name that ends in .tint or .solid"
    letters = PLACED.match(written)
    if not letters:
        return ""
    if written[2:3].isspace():
        return f"has a space before “{letters[2]}”. Write {{%{letters[2]} … %}}"
    if letters[1] == "{":
        return f"begins with {{{{{letters[2]}, which is for pictures and other documents. Write {{{{ and a space"
    return _beside(paragraph, written, letters[2])


def _beside(paragraph, written: str, letter: str) -> str:
    """Such a tag takes the place of all that stands beside it."""
    if letter == "r":
        return ""
    kind, called = HOLDERS[letter]
    holder = _holder(paragraph, kind, itself=True)
    if holder is None:
        return "is for tables and stands outside of one. Write {%p … %} in a paragraph of its own"
    said = "".join(words_of(one) for one in holder.iter(qn("w:p")))
    return f"would swallow the words beside it. Give it a {called} of its own" if said.replace(written, "", 1).strip() else ""


def _holder(element, tag: str, *, itself: bool = False):
    """The nearest element around this one."""
    if itself and element.tag == qn(tag):
        return element
    return next(element.iterancestors(qn(tag)), None)


def _is_heading(paragraph) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val")).startswith(("Heading", "Title"))
