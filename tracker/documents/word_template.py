"""Write the Word template `plan.docx`, which a user may then edit in Word: `python -m tracker.documents.word_template`.

The tags in double braces and {% %} are docxtpl's; the names in them are those of `contents.contents`.
"""

import io
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from tracker.documents.colours import BLUE, INK, LINE, PALE, SECONDARY
from tracker.documents.word_fill import fixed_zip
from tracker.documents.word_columns import OWN_COLUMNS, WIDTH

TEMPLATE = Path(__file__).with_name("plan.docx")
FONT = "Arial"


def word_template() -> bytes:
    """Make the template from nothing; the same bytes every time."""
    document = Document()
    _page(document)
    _styles(document)
    _running_lines(document.sections[0])
    _cover(document)
    _plan(document)
    _appendices(document)
    return fixed_zip(_saved(document))


def _saved(document) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _page(document) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)


def _styles(document) -> None:
    _text_style(document, "Normal", 9, INK, after=3)
    _text_style(document, "Title", 28, BLUE, bold=True, after=4)
    _text_style(document, "Subtitle", 14, INK, bold=True, after=3)
    _text_style(document, "Heading 1", 15, BLUE, bold=True, before=16, after=7)
    _text_style(document, "Heading 2", 11, BLUE, bold=True, before=12, after=5)
    _text_style(document, "Header", 8, SECONDARY)
    _text_style(document, "Footer", 7, SECONDARY, after=2)
    _text_style(document, "Small", 7.5, SECONDARY, after=1)
    _text_style(document, "Note", 7.5, SECONDARY, before=5, after=2)
    _text_style(document, "Table text", 9, INK, after=1)
    _text_style(document, "Table heading", 9, "FFFFFF", bold=True)
    _text_style(document, "Colour word", 9, INK, bold=True, before=2)
    _text_style(document, "Fact", 9.5, INK, after=3).paragraph_format.tab_stops.add_tab_stop(Mm(40))
    _text_style(document, "Mark", 11, INK, bold=True, before=4, after=8)
    _text_style(document, "Recommendation", 9, INK, bold=True, before=1, after=1).paragraph_format.keep_with_next = True
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB"/>')
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    document.styles.element.append(parse_xml(_table_style()))


def _text_style(document, name: str, size: float, colour: str, *, bold=False, before=0, after=0):
    known = name in [style.name for style in document.styles]
    style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.05
    _plain(style)
    return style


def _plain(style) -> None:
    # The built-in titles carry theme fonts, letter spacing and a rule, which would win over what is set here.
    for tag in ("w:spacing", "w:kern"):
        for found in style.element.rPr.findall(qn(tag)):
            style.element.rPr.remove(found)
    for found in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(found)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for key in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[key]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)


def _table_style() -> str:
    rule = f'w:val="single" w:sz="4" w:color="{LINE}"'
    margins = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in (("top", 70), ("left", 90), ("bottom", 50), ("right", 90)))
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">
    <w:name w:val="Plan table"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblInd w:w="90" w:type="dxa"/>
    <w:tblBorders><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>
    <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{BLUE}"/></w:tcPr></w:tblStylePr></w:style>"""


def _running_lines(section) -> None:
    header = section.header.paragraphs[0]
    header.add_run("{{ running_title }}\t")
    header.add_run("{{ marks|join(' · ') }}").bold = True
    section.footer.paragraphs[0].text = _listed("entry in legend", "{{ entry.name }}: {{ entry.meaning }}")
    seals = section.footer.add_paragraph("{{ seals }}\tPage ", "Footer")
    _field(seals, "PAGE")
    seals.add_run(" of ")
    _field(seals, "NUMPAGES")
    for paragraph in (header, seals):
        stops = paragraph.style.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph, code: str) -> None:
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _cover(document) -> None:
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{{ review }}", "Subtitle")
    document.add_paragraph("{{ area }}")
    _paragraphs(document, ["{%p if marks %}", ("Mark", "{{ marks|join(' · ') }}"), "{%p endif %}"])
    document.add_heading("Summary", 1)
    _paragraphs(document, ["{%p for fact in facts %}", ("Fact", "{{ fact.name }}\t{{ fact.value }}"), "{%p endfor %}"])
    document.add_heading("Actions by colour and status", 2)
    _paragraphs(document, [_listed("total in totals", "{{ total.name }}: {{ total.count }}")])
    _table(document, [30, 209, 30], ["Colour", "Meaning", "Actions"], [
        _loop("entry in legend"), ["{% cellbg entry.tint %}{{ entry.name }}", "{{ entry.meaning }}", "{{ entry.count }}"], _end()])
    _paragraphs(document, [("Note", "Actions by status: " + _listed("one in statuses", "{{ one.name }} {{ one.count }}"))])
    _paragraphs(document, ["{%p if organisations %}"])
    document.add_heading("By organisation", 2)
    _table(document, [209, 32, 28], ["Organisation", "Recommendations", "Actions"], [
        _loop("one in organisations"), ["{{ one.name }}", "{{ one.recommendations }}", "{{ one.actions }}"], _end(),
        ["Whole plan", "{{ totals[0].count }}", "{{ totals[1].count }}"]])
    joint = "A joint recommendation counts once for each of its organisations, and once in the whole plan."
    _paragraphs(document, [("Note", joint), "{%p endif %}", "{%p if gaps %}"])
    document.add_heading("What is not yet in place", 1)
    _paragraphs(document, ["{%p if gap_reason %}", "Reason: {{ gap_reason }}", "{%p endif %}"])
    _table(document, [70, 99, 100], ["Where", "Organisation", "Not yet agreed"], [
        _loop("gap in gaps"), ["{{ gap.name }}", "{{ gap.organisation }}", "{{ gap.missing }}"], _end()])
    _paragraphs(document, ["{%p endif %}"])


def _plan(document) -> None:
    _paragraphs(document, ["{%p if own.groups %}"])
    _own_columns(document)
    _paragraphs(document, ["{%p else %}", "{%p for group in groups %}"])
    document.add_heading("{{ group.name }}", 1)
    band = [("Recommendation", "{{ block.heading }}  {{ block.text }}"), *_if("block.notes", "{{ block.notes }}")]
    heads = ["Action", "Accountable post", "Due", "Success measure", "Evidence", "Progress", "Status"]
    _table(document, [57, 34, 24, 42, 42, 44, 26], heads, [
        _loop("block in group.blocks"), [band], _loop("row in block.rows"), _action_cells(), _end(), _end()])
    _paragraphs(document, ["{%p endfor %}", "{%p endif %}"])


def _own_columns(document) -> None:
    """The columns that a CCG chose: as many as it wants; `word.py` sets their widths by the caption of the table."""
    _paragraphs(document, ["{%p for group in own.groups %}"])
    document.add_heading("{{ group.name }}", 1)
    _table(document, [20, 229, 20], ["{%tc for title in own.titles %}", "{{ title }}", "{%tc endfor %}"], [
        _loop("row in group.rows"), ["{%tc for cell in row %}", "{% cellbg cell.tint %}{{ cell.words }}", "{%tc endfor %}"], _end()])
    document.tables[-1]._tbl.tblPr.append(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{OWN_COLUMNS}"/>'))
    _paragraphs(document, ["{%p endfor %}"])


def _action_cells() -> list:
    return [
        ["{{ row.words }}", *_if("row.name", "{{ row.name }}{% if row.also %} · {{ row.also }}{% endif %}")],
        "{{ row.post }}",
        ["{{ row.due }}", *_if("row.first_due", "{{ row.first_due }}")],
        ["{{ row.measure }}", *_if("row.monitored", "Monitored by: {{ row.monitored }}")],
        ["{% if row.expected %}Expected: {{ row.expected }}{% endif %}", "{%p for item in row.held %}", "Held: {{ item.title }}",
         ("Small", "{{ item.dated }} · {{ item.checksum }}…"), "{%p endfor %}"],
        ["{% if row.progress_on %}{{ row.progress_on }}: {% endif %}{{ row.progress }}"],
        ["{% cellbg row.tint %}{{ row.status }}", *_if("row.reached", "{{ row.reached }}"), ("Colour word", "{{ row.brag }}"),
         *_if("row.reason", "{{ row.reason }}")],
    ]


def _appendices(document) -> None:
    _paragraphs(document, ["{%p if drawn_to_attention %}"])
    document.add_heading("Drawn to the attention of others", 1)
    document.add_paragraph("CQC brought these findings to others. They are not recommendations and stand outside this plan.")
    _table(document, [28, 80, 161], ["Finding", "Section of the report", "Drawn to the attention of"], [
        _loop("one in drawn_to_attention"), ["{{ one.finding }}", "{{ one.section }}", "{{ one.of }}"], _end()])
    _paragraphs(document, ["{%p endif %}", "{%p if evidence %}"])
    document.add_heading("Evidence held", 1)
    _table(document, [38, 60, 50, 22, 18, 81], ["Recommendation", "Evidence", "What it shows", "Date", "Size", "SHA-256"], [
        _loop("item in evidence"),
        ["{{ item.for }}", ["{{ item.title }}, version {{ item.version }}", ("Small", "{{ item.filename }}")], "{{ item.shows }}",
         "{{ item.dated }}", "{{ item.size }}", [("Small", "{{ item.sha256 }}")]],
        _end()])
    _paragraphs(document, ["{%p endif %}", "{%p if findings %}"])
    document.add_heading("Findings behind the recommendations", 1)
    _table(document, [20, 45, 164, 40], ["Finding", "Section", "Text", "Behind"], [
        _loop("finding in findings"), ["{{ finding.number }}", "{{ finding.section }}", "{{ finding.text }}", "{{ finding.cited }}"], _end()])
    _paragraphs(document, ["{%p endif %}", "{%p if since.said %}"])
    _changes(document)
    _paragraphs(document, ["{%p endif %}"])


def _changes(document) -> None:
    document.add_heading("{{ since.title }}", 1)
    _paragraphs(document, ["{{ since.said }}", "{%p if since.rows %}"])
    _table(document, [32, 30, 61, 34, 56, 56], ["What", "Recommendation", "Organisation", "Changed", "Before", "After"], [
        _loop("change in since.rows"),
        ["{{ change.about }}", "{{ change.numbers }}", "{{ change.organisation }}", "{{ change.field }}", "{{ change.before }}", "{{ change.after }}"],
        _end()])
    _paragraphs(document, ["{%p endif %}"])


def _listed(over: str, words: str) -> str:
    return "{% for " + over + " %}" + words + "{% if not loop.last %} · {% endif %}{% endfor %}"


def _loop(over: str) -> list:
    return ["{%tr for " + over + " %}"]


def _end() -> list:
    return ["{%tr endfor %}"]


def _if(condition: str, words: str) -> list:
    return ["{%p if " + condition + " %}", ("Small", words), "{%p endif %}"]


def _table(document, widths: list[int], heads: list[str], rows: list[list]) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Plan table")
    table.autofit = False
    for column, width in zip(table.columns, widths):
        column.width = Mm(width)
    for cells in [[[("Table heading", head)] for head in heads], *rows]:
        _row(table, widths, cells)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader {nsdecls("w")}/>'))


def _row(table, widths: list[int], cells: list) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:cantSplit {nsdecls("w")}/>'))
    for cell, width in zip(row.cells, widths):
        cell.width = Mm(width)
    if len(cells) == 1:
        row.cells[0].merge(row.cells[-1])
        row.cells[0]._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{PALE}"/>'))
    for cell, words in zip(row.cells, cells):
        _paragraphs(cell, words if isinstance(words, list) else [words])


def _paragraphs(place, words: list) -> None:
    """Add paragraphs to a cell or to the document; a pair names the style first."""
    in_cell = hasattr(place, "_tc")
    for position, said in enumerate(words):
        style, text = said if isinstance(said, tuple) else ("Table text" if in_cell else "Normal", said)
        paragraph = place.paragraphs[0] if in_cell and position == 0 else place.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


if __name__ == "__main__":
    TEMPLATE.write_bytes(word_template())
