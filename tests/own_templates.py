"""Word templates of a CCG for the tests: good ones, and parts of hostile ones."""

import io
import zipfile
from datetime import UTC, datetime
from functools import cache

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from flask import current_app

from tracker.demo.cast import CAST, CCG
from tracker.documents.word import TEMPLATE
from tracker.models import Organisation, User, WordTemplate

NAMES = ["{{ title }} for {{ area }}", "{%p for fact in facts %}", "{{ fact.name }}: {{ fact.value }}", "{%p endfor %}"]
PLAN = ["{%p for group in groups %}", "{{ group.name }}", "{%p for block in group.blocks %}", "{{ block.heading }} {{ block.text }}",
        "{%p for row in block.rows %}", "{{ row.words }} ({{ row.post }}, {{ row.due }})", "{%p endfor %}", "{%p endfor %}", "{%p endfor %}"]


def written(*paragraphs: str, header: str = "", change=None) -> bytes:
    """A template of plain paragraphs; `change(document)` does what else is wanted."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if change:
        change(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


@cache
def good() -> bytes:
    """A small template of one's own."""
    return written("Our own plan", *NAMES, *PLAN, header="{{ running_title }}")


def standard() -> bytes:
    """The tracker's own."""
    return TEMPLATE.read_bytes()


def in_table(*cells: str):
    """A change: a table with one row of these cells, after a row of headings."""
    def change(document) -> None:
        table = document.add_table(rows=2, cols=len(cells))
        for cell, words in zip(table.rows[1].cells, cells):
            cell.text = words
    return change  # fmt: skip


def with_xml(xml: str):
    """A change: this element at the end of the last paragraph; `w:` is known."""
    def change(document) -> None:
        document.paragraphs[-1]._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1) if "/>" not in xml.split(">")[0] + ">"
                                                    else xml.replace("/>", f" {nsdecls('w')}/>", 1)))
    return change  # fmt: skip


def with_member(data: bytes, name: str, content: bytes, replacing: tuple[bytes, bytes] | None = None, within: str = "") -> bytes:
    """The same file with one member more, and something replaced in another."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            found = source.read(member)
            target.writestr(member, found.replace(*replacing) if replacing and member == within else found)
        if name:
            target.writestr(name, content)
    return output.getvalue()


def keep_template(data: bytes | None = None, *, called: str = "lead", of: str = CCG) -> WordTemplate:
    """A template of a CCG, in the store and in the database and not in use; the caller commits."""
    data = data or good()
    sha256, at = current_app.extensions["store"].put(data), datetime(2016, 8, 26, 12, tzinfo=UTC)
    return WordTemplate.keep(Organisation.matching(of), filename="Ours.docx", sha256=sha256, size=len(data), by=User.with_email(CAST[called][1]), at=at)
