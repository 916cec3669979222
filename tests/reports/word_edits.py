"""Changes to the plain Word document: links, tracked changes, boxes, breaks, fields, hidden words, rows for items."""

import re
from copy import deepcopy

from docx.oxml.ns import qn

from tests.reports.word import add_change, add_link, element


def _paragraph(document, start: str):
    return next(each for each in document.paragraphs if each.text.startswith(start))


def with_links(document) -> None:
    """Each citation is a hyperlink."""
    for paragraph in document.paragraphs:
        found = re.search(r"\[Recommendation .*", paragraph.text)
        if found:
            paragraph.text = paragraph.text[: found.start()]
            for citation in re.findall(r"\[(Recommendation [\d.]+)\]", found[0]):
                add_link(paragraph, citation)
                paragraph.add_run(" ")


def with_changes(document) -> None:
    """Tracked changes: the words put in count, the words taken out do not."""
    paragraph = _paragraph(document, "2.1 See")
    paragraph.text = "2.1 See every "
    add_change(paragraph, "young person within six", "ins")
    add_change(paragraph, "child within nine", "del")
    paragraph.add_run(" weeks.")


def with_text_box(document) -> None:
    """A text box beside a finding holds words that are no part of it."""
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>4.4 A quotation in a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    _paragraph(document, "2.2 Young")._p.append(element(box))


def with_soft_breaks(document) -> None:
    """Line breaks and a tab inside paragraphs."""
    paragraph = _paragraph(document, "1.2 Write")
    paragraph.text = "1.2\tWrite down what\nchildren say in\nevery letter."
    _paragraph(document, "2. Reed").text = "2.\tReed and Willow Partnership\nNHS Trust should:"


def with_many_runs(document) -> None:
    """Each word in a run of its own, some bold, a spelling mark between."""
    for paragraph in document.paragraphs:
        pieces: Iterable[str] = re.findall(r"\S+\s*", paragraph.text)
        paragraph.clear()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = number % 2 == 0
            paragraph._p.append(element('<w:proofErr w:type="spellStart"/>'))


def with_special_characters(document) -> None:
    """Word's own hyphens: one that never breaks a line, one that shows only at a line's end."""
    runs = '<w:r><w:t>3.1.2 Nobo</w:t><w:softHyphen/><w:t xml:space="preserve">dy checks that follow</w:t><w:noBreakHyphen/>'
    paragraph = _paragraph(document, "3.1.2")
    paragraph.clear()
    paragraph._p.append(element(f'{runs}<w:t xml:space="preserve">up calls are made. [Recommendation 1.1]</w:t></w:r>'))


def with_hidden_parts(document) -> None:
    """A footnote's mark, a bookmark and a field with its code."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF rec_1_2 </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Recommendation 2.1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    paragraph = _paragraph(document, "2.2 Young")
    paragraph.text = "2.2 Young people wait too long for a first appointment. "
    for run in element(f"<w:p>{field}</w:p>"):
        paragraph._p.append(run)


def in_a_content_control(document) -> None:
    """A paragraph inside a content control (w:sdt), as templates use them."""
    paragraph = _paragraph(document, "2.2 Report")._p
    control = element("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
    paragraph.addprevious(control)
    control[0].append(paragraph)


def with_hidden_words(document) -> None:
    """Hidden words are not printed, so they do not count."""
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> Draft, do not send.</w:t></w:r>'
    _paragraph(document, "2.1 See")._p.append(element(hidden))


def with_a_deleted_paragraph(document) -> None:
    """A paragraph that a tracked change took out whole, its mark too."""
    paragraph = _paragraph(document, "2.1 See")
    gone = deepcopy(paragraph._p)
    paragraph._p.addnext(gone)
    gone.clear()
    gone.append(element('<w:pPr><w:rPr><w:del w:id="8" w:author="A" w:date="2015-09-01T09:00:00Z"/></w:rPr></w:pPr>'))
    words = '<w:r><w:delText>2.9 Close the clinic.</w:delText></w:r>'
    gone.append(element(f'<w:del w:id="9" w:author="A" w:date="2015-09-01T09:00:00Z">{words}</w:del>'))


def with_moved_words(document) -> None:
    """A paragraph that a tracked change moved: it counts where it is now."""
    paragraph = _paragraph(document, "2.2 Report")
    words = "<w:r><w:t>2.2 Report to the board four times a year.</w:t></w:r>"
    old = element(f'<w:p><w:moveFrom w:id="5" w:author="A">{words}</w:moveFrom></w:p>')
    _paragraph(document, "2.1 See")._p.addprevious(old)
    moved = element('<w:moveTo w:id="6" w:author="A"></w:moveTo>')
    for run in list(paragraph._p.findall(qn("w:r"))):
        moved.append(run)
    paragraph._p.append(moved)


def with_notes(document) -> None:
    """A footnote's mark and a comment's mark carry no words."""
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    for mark in element(f"<w:p>{marks}</w:p>"):
        _paragraph(document, "1.2 Nurses")._p.append(mark)


def with_raised_ordinals(document) -> None:
    """Ordinals of dates as raised letters, in runs of their own."""
    paragraph = document.tables[0].rows[0].cells[1].paragraphs[0]
    paragraph.clear()
    for piece in ("11", "th", " May 2015 to 15", "th", " May 2015"):
        paragraph.add_run(piece).font.superscript = piece == "th" or None


def with_recommendations_in_rows(document) -> None:
    """Each recommendation is a table row: number, text."""
    for start in ("1.1 Check", "1.2 Write", "2.1 See", "2.2 Report", "3.1 Give"):
        paragraph = _paragraph(document, start)
        table = document.add_table(1, 2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = start[:3], paragraph.text[4:]
        paragraph._p.addnext(table._tbl)
        paragraph._p.getparent().remove(paragraph._p)


def with_values_below_labels(document) -> None:
    """The front table has one column: each value below its label."""
    table = document.tables[0]
    for row in list(table.rows):
        label, value = row.cells[0].text, row.cells[1].text
        row.cells[0].merge(row.cells[1]).text = f"{label}\n{value}"


def with_providers_as_paragraphs(document) -> None:
    """Providers one a paragraph in their cell."""
    cell = document.tables[0].rows[3].cells[1]
    names = cell.text.replace(") ", ")|").split("|")
    cell.text = names[0]
    for name in names[1:]:
        cell.add_paragraph(name)
