"""Word files of the small report: numbers typed and automatic, front tables, links, tracked changes, text boxes."""

import re
from collections.abc import Callable, Iterable

from docx import Document

from tests.reports.blocks import Block, blocks_of
from tests.reports.fenmarsh import TEXT, changed, expecting, with_finding, with_recommendation
from tests.reports.variant import Variant
from tests.reports.word import (
    add_block, add_change, add_link, add_list, add_number, document_of, element, number_paragraph, word_file,
)

PLAIN = TEXT.replace("](#)", "]")
HEADER = "Review of Health Services for Children Looked after and Safeguarding in Fenmarsh"
NUMBER = re.compile(r"([\d.]+)[\s](?=\D)")
DECIMAL = [("decimal", "%1.", 1), ("decimal", "%1.%2", 1), ("decimal", "%1.%2.%3", 1)]
SMALL = [("decimal", "%1", 1), ("decimal", "%1.%2", 1), ("decimal", "%1.%2.%3", 1)]


def of_blocks(text: str = PLAIN, **running) -> bytes:
    """The text in Word's own styles, its numbers typed."""
    return word_file(document_of(blocks_of(text), **running))


def numbered(levels: list[tuple[str, str, int]] = DECIMAL, anew: bool = False) -> bytes:
    """Every number computed by Word: one list for findings, one for recommendations, or one list that starts anew."""
    document = Document()
    lists = {False: add_list(document, levels)}
    lists[True] = add_number(document, _abstract(document, lists[False]), {0: 1}) if anew else add_list(document, levels)
    late = False
    for block in blocks_of(PLAIN):
        late = late or block == Block("heading", "Recommendations")
        match = NUMBER.match(block.text) if block.kind in ("heading", "paragraph") else None
        paragraph = add_block(document, Block(block.kind, block.text[match.end() :]) if match else block)
        if match:
            number_paragraph(paragraph, lists[late], match[1].rstrip(".").count("."))
    return word_file(document)


def _abstract(document, number: int) -> int:
    numbering = document.part.numbering_part.element
    return int(numbering.num_having_numId(number).abstractNumId.val)


def numbered_by_style() -> bytes:
    """Section headings numbered by their style, findings and recommendations typed."""
    document = Document()
    number = add_list(document, [("decimal", "%1.", 1)], "Heading1")
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(element(f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'))
    for block in blocks_of(PLAIN):
        match = re.match(r"\d\. (?=[ECM])", block.text)
        heading = block.kind == "heading"
        paragraph = add_block(document, Block(block.kind, block.text[match.end() :]) if match and heading else block)
        if heading and not match:
            number_paragraph(paragraph, 0, 0)  # 0 switches a style's numbers off
    return word_file(document)


def edited(edit: Callable, text: str = PLAIN) -> bytes:
    """The plain document after `edit(document)` has changed it."""
    document = document_of(blocks_of(text))
    edit(document)
    return word_file(document)


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


ROMAN = expecting(with_recommendation("1.2", text="Write down what children say:\n\n- in their own words\n- with the date."))

VARIANTS = (
    Variant("Word with typed numbers", of_blocks),
    Variant("Word with header and footer", lambda: of_blocks(header=HEADER, footer="Page 1 of 9")),
    Variant("Word with automatic numbers", numbered),
    Variant("Word with automatic numbers without dots", lambda: numbered(SMALL)),
    Variant("Word with one list that starts anew", lambda: numbered(anew=True)),
    Variant("Word with numbers by style", numbered_by_style),
    Variant("Word with citations as links", lambda: edited(with_links)),
    Variant("Word with tracked changes", lambda: edited(with_changes)),
    Variant("Word with a text box", lambda: edited(with_text_box)),
    Variant("Word with soft line breaks", lambda: edited(with_soft_breaks)),
    Variant("Word with many runs", lambda: edited(with_many_runs)),
    Variant("Word with its own hyphens", lambda: edited(with_special_characters)),
    Variant("Word with a field", lambda: edited(with_hidden_parts)),
    Variant("Word with a content control", lambda: edited(in_a_content_control)),
    Variant(
        "Word with bullets inside an item",
        lambda: of_blocks(changed(("say in every letter.", "say:\n\n- in their own words\n- with the date."), text=PLAIN)),
        ROMAN,
    ),
    Variant(
        "Word with the front table as paragraphs",
        lambda: word_file(document_of(_flat(block) for block in blocks_of(PLAIN))),
    ),
    Variant(
        "Word with a citation alone in its paragraph",
        lambda: of_blocks(changed((" [Recommendation 2.2]", "\n\n[Recommendation 2.2]"), text=PLAIN)), with_finding("3.1.1"),
    ),
)  # fmt: skip


def _flat(block: Block) -> Block:
    return Block("paragraph", f"{block.text} {block.beside}") if block.kind == "row" else block
