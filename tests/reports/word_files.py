"""Word files of the small report: numbers typed and automatic, front tables, links, tracked changes, text boxes."""

import re
from collections.abc import Callable

from docx import Document

from tests.reports.blocks import Block, blocks_of
from tests.reports.fenmarsh import TEXT, changed, expecting, with_finding, with_recommendation
from tests.reports.judge import listed_anyhow
from tests.reports.variant import Variant
from tests.reports import word_edits
from tests.reports.word import add_block, add_list, add_number, document_of, element, number_paragraph, word_file

PLAIN = TEXT.replace("](#)", "]")
HEADER = "Review of Health Services for Children Looked after and Safeguarding in Fenmarsh"
NUMBER = re.compile(r"([\d.]+)[\s](?=\D)")
DECIMAL = [("decimal", "%1.", 1), ("decimal", "%1.%2", 1), ("decimal", "%1.%2.%3", 1)]
DOTTED = [("decimal", "%1.", 1), ("decimal", "%1.%2.", 1), ("decimal", "%1.%2.%3.", 1)]
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


def numbered_by_group() -> bytes:
    """Items numbered by a list of their own in every group, "2.%1", which starts at 1 each time; the rest typed."""
    document = Document()
    lists = {group: add_list(document, [("decimal", f"{group}.%1", 1)]) for group in "123"}
    late = False
    for block in blocks_of(PLAIN):
        late = late or block == Block("heading", "Recommendations")
        match = re.match(r"(\d)\.\d ", block.text) if late else None
        paragraph = add_block(document, Block(block.kind, block.text[match.end() :]) if match else block)
        if match:
            number_paragraph(paragraph, lists[match[1]], 0)
    return word_file(document)


def numbered_by_styles() -> bytes:
    """Sections, subsections and findings numbered by three styles of one list, recommendations by a second list."""
    document = Document()
    names = ("Heading 1", "Body Text", "Body Text 2")
    for late in (False, True):
        styled = [document.styles[name] for name in (names if not late else ("Heading 2", "Body Text 3", "List"))]
        number = add_list(document, DECIMAL)
        for level, style in enumerate(styled):
            properties = style.element.get_or_add_pPr()
            properties.append(element(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
    late = False
    for block in blocks_of(PLAIN):
        late = late or block == Block("heading", "Recommendations")
        match = NUMBER.match(block.text) if block.kind in ("heading", "paragraph") else None
        if not match:
            add_block(document, Block("paragraph", block.text) if block.kind == "heading" else block)
            continue
        level = match[1].rstrip(".").count(".")
        document.add_paragraph(block.text[match.end() :], (("Heading 2", "Body Text 3", "List") if late else names)[level])
    return word_file(document)


def lettered() -> bytes:
    """Letters (a), (b) computed by Word below a typed item."""
    document = Document()
    number = add_list(document, [("lowerLetter", "(%1)", 1)])
    for block in blocks_of(changed(("say in every letter.", "say:\n\n@in their own words\n\n@with the date."), text=PLAIN)):
        paragraph = add_block(document, Block(block.kind, block.text.removeprefix("@"), block.beside))
        if block.text.startswith("@"):
            number_paragraph(paragraph, number, 0)
    return word_file(document)


LETTERED = with_recommendation("1.2", text="Write down what children say: (a) in their own words (b) with the date.")
BULLETED = expecting(with_recommendation("1.2", text="Write down what children say:\n\n- in their own words\n- with the date."))

VARIANTS = (
    Variant("Word with typed numbers", of_blocks),
    Variant("Word with header and footer", lambda: of_blocks(header=HEADER, footer="Page 1 of 9")),
    Variant("Word with automatic numbers", numbered),
    Variant("Word with automatic numbers without dots", lambda: numbered(SMALL)),
    Variant("Word with one list that starts anew", lambda: numbered(anew=True)),
    Variant("Word with numbers by style", numbered_by_style),
    Variant("Word with citations as links", lambda: edited(word_edits.with_links)),
    Variant("Word with tracked changes", lambda: edited(word_edits.with_changes)),
    Variant("Word with a text box", lambda: edited(word_edits.with_text_box)),
    Variant("Word with soft line breaks", lambda: edited(word_edits.with_soft_breaks)),
    Variant("Word with many runs", lambda: edited(word_edits.with_many_runs)),
    Variant("Word with its own hyphens", lambda: edited(word_edits.with_special_characters)),
    Variant("Word with a field", lambda: edited(word_edits.with_hidden_parts)),
    Variant("Word with a content control", lambda: edited(word_edits.in_a_content_control)),
    Variant("Word with hidden words", lambda: edited(word_edits.with_hidden_words)),
    Variant("Word with a deleted paragraph", lambda: edited(word_edits.with_a_deleted_paragraph)),
    Variant("Word with moved words", lambda: edited(word_edits.with_moved_words)),
    Variant("Word with notes", lambda: edited(word_edits.with_notes)),
    Variant("Word with raised ordinals", lambda: edited(word_edits.with_raised_ordinals)),
    Variant("Word with recommendations in rows", lambda: edited(word_edits.with_recommendations_in_rows)),
    Variant("Word with values below labels", lambda: edited(word_edits.with_values_below_labels)),
    Variant("Word with providers as paragraphs", lambda: edited(word_edits.with_providers_as_paragraphs)),
    Variant("Word with automatic numbers and final dots", lambda: numbered(DOTTED)),
    Variant("Word with a list for every group", numbered_by_group),
    Variant("Word with every level numbered by style", numbered_by_styles),
    Variant("Word with letters inside an item", lettered, LETTERED, look=listed_anyhow),
    Variant(
        "Word with bullets inside an item",
        lambda: of_blocks(changed(("say in every letter.", "say:\n\n- in their own words\n- with the date."), text=PLAIN)),
        BULLETED,
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
