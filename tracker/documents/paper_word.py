"""A paper as Word: headings, facts and tables in styles, so that a secretary can go on editing it."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from tracker.documents.colours import BLUE, INK, LINE, SECONDARY
from tracker.documents.paper import made
from tracker.documents.text import cut, readable
from tracker.documents.word_fill import PROPERTY_LIMIT, fixed_zip

WIDTH = 269  # millimetres between the margins
FONT, TABLE = "Arial", "Paper table"
# style → (points, colour, bold, points before, points after)
STYLES = {"Normal": (9, INK, False, 0, 4), "Title": (24, BLUE, True, 0, 4), "Subtitle": (13, INK, True, 0, 3), "Heading 1": (14, BLUE, True, 14, 6),
          "Header": (8, SECONDARY, False, 0, 0), "Footer": (8, SECONDARY, False, 0, 0)}  # fmt: skip


def paper_docx(paper: dict) -> bytes:
    """Write a paper as Word; the same paper gives the same bytes."""
    said, document = readable(paper), Document()
    _page(document, said)
    _styles(document)
    document.add_paragraph(said["title"], "Title")
    document.add_paragraph(said["review"], "Subtitle")
    document.add_paragraph(said["area"])
    if said["marks"]:
        document.add_paragraph().add_run(" · ".join(said["marks"])).bold = True
    for fact in said["facts"]:
        paragraph = document.add_paragraph(f"{fact['name']}\t{fact['value']}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(42))
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(42), Mm(-42)
    for section in said["sections"]:
        _section(document, section)
    _properties(document.core_properties, said)
    output = io.BytesIO()
    document.save(output)
    return fixed_zip(output.getvalue())


def _section(document, section: dict) -> None:
    document.add_heading(section["heading"], 1)
    for words in section["words"]:
        document.add_paragraph(words)
    if section["rows"]:
        _table(document, section["columns"], section["rows"])


def _table(document, columns: list[dict], rows: list[list[dict]]) -> None:
    table = document.add_table(1 + len(rows), len(columns), TABLE)
    table.autofit = False
    whole = sum(column["width"] for column in columns)
    widths = [Mm(WIDTH * column["width"] / whole) for column in columns]
    for column, width in zip(table.columns, widths):
        column.width = width
    heads = [{"words": column["name"], "tint": BLUE} for column in columns]
    for position, (row, cells) in enumerate(zip(table.rows, [heads, *rows])):
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if position == 0:
            row._tr.trPr.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, said, width in zip(row.cells, cells, widths):
            _cell(cell, said, width, is_head=position == 0)


def _cell(cell, said: dict, width, *, is_head: bool) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(said["words"])
    if is_head:
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
    if said["tint"]:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{said["tint"]}"/>'))


def _table_style() -> str:
    rule = f'w:val="single" w:sz="4" w:color="{LINE}"'
    margins = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in (("top", 60), ("left", 80), ("bottom", 60), ("right", 80)))
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PaperTable">
    <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblInd w:w="80" w:type="dxa"/>
    <w:tblBorders><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"""


def _page(document, said: dict) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(19)
    section.header.paragraphs[0].text = "\t".join(filter(None, [cut(said["title"], 120), " · ".join(said["marks"])]))
    foot = section.footer.paragraphs[0]
    foot.text = f"{said['foot']}\tPage "
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    for paragraph in (section.header.paragraphs[0], foot):
        paragraph.style.paragraph_format.tab_stops.clear_all()
        paragraph.style.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph, code: str) -> None:
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _styles(document) -> None:
    for name, (size, colour, bold, before, after) in STYLES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _plain(style)
    document.styles.element.append(parse_xml(_table_style()))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _plain(style) -> None:
    # The built-in titles carry theme fonts, letter spacing and a rule, which would win over what is set here.
    for parent, tags in ((style.element.rPr, ("w:spacing", "w:kern")), (style.element.pPr, ("w:pBdr",))):
        for found in [found for tag in tags for found in parent.findall(qn(tag))]:
            parent.remove(found)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for key in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[key]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)


def _properties(properties, said: dict) -> None:
    properties.title = cut(f"{said['title']} – {said['review']}", PROPERTY_LIMIT)
    properties.author = properties.last_modified_by = ""
    properties.subject = properties.comments = properties.keywords = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made(said).replace(tzinfo=None)
    properties.revision = 1
