"""Word files built with python-docx and raw XML: automatic numbers, tables, links, tracked changes, text boxes."""

import io
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from tests.reports.blocks import Block


def word_file(document) -> bytes:
    """The bytes of a document, the same for the same content."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def element(xml: str):
    """An element of a Word file from XML whose prefix "w" need not be declared."""
    head, _, rest = xml.partition(">") if not xml.partition(">")[0].endswith("/") else (xml[:-2], "", "/>")
    return parse_xml(f"{head} {nsdecls('w', 'r')}{'>' if rest != '/>' else ''}{rest}")


def add_list(document, levels: list[tuple[str, str, int]], style: str = "") -> int:
    """Define a multi-level list, one (format, text, start) a level, and return its number; `style` ties level 0 to one."""
    numbering = document.part.numbering_part.element
    taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
    abstract = max(taken, default=0) + 1
    drawn = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style and level == 0 else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (form, text, start) in enumerate(levels)
    )
    defined = element(f'<w:abstractNum w:abstractNumId="{abstract}">{drawn}</w:abstractNum>')
    first = numbering.find(qn("w:num"))
    first.addprevious(defined) if first is not None else numbering.append(defined)
    return add_number(document, abstract)


def add_number(document, abstract: int, starts: dict[int, int] | None = None) -> int:
    """Make an instance of a list's definition, whose levels may start anew, and return its number."""
    numbering = document.part.numbering_part.element
    number = max((int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))), default=0) + 1
    anew = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in (starts or {}).items()
    )
    numbering.append(element(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{anew}</w:num>'))
    return number


def number_paragraph(paragraph: Paragraph, number: int, level: int) -> None:
    """Let a paragraph be numbered by a list."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))


def add_link(paragraph: Paragraph, text: str) -> None:
    """A hyperlink inside the document around words."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    paragraph._p.append(element(f'<w:hyperlink w:anchor="there">{run}</w:hyperlink>'))


def add_change(paragraph: Paragraph, text: str, kind: str) -> None:
    """Words that a tracked change put in ("ins") or took out ("del")."""
    tag = "t" if kind == "ins" else "delText"
    words = f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
    paragraph._p.append(element(f'<w:{kind} w:id="7" w:author="A" w:date="2015-09-01T09:00:00Z">{words}</w:{kind}>'))


def add_block(document, block: Block) -> Paragraph | None:
    """A block in the styles that Word's own templates give it; rows become a table."""
    if block.kind in ("row", "entry"):
        _add_row(document, block)
        return None
    if block.kind == "bullet":
        return document.add_paragraph(block.text, "List Bullet")
    if block.kind in ("heading", "title"):
        return document.add_heading(block.text, 1 if block.kind == "heading" else 0)
    return document.add_paragraph(block.text)


def _add_row(document, block: Block) -> None:
    last = document.element.body[-2] if len(document.element.body) > 1 else None
    if last is None or last.tag != qn("w:tbl"):
        document.add_table(0, 2)
    row = document.tables[-1].add_row()
    row.cells[0].text, row.cells[1].text = block.text, block.beside


def document_of(blocks, header: str = "", footer: str = ""):
    """A document of all blocks, with a running header and footer if given."""
    document = Document()
    for block in blocks:
        add_block(document, block)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return document
