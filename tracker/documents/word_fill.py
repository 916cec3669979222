"""Filling a Word template: the one place where docxtpl runs. A stranger's template is filled in a child process alone."""

import io
import zipfile
from typing import BinaryIO

from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from tracker.documents.columns import own_table, titles
from tracker.documents.contents import contents
from tracker.documents.dates import document_date
from tracker.documents.text import cut
from tracker.documents.word_columns import WIDTH, set_widths

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PROPERTY_LIMIT = 255
NARROWEST = 50  # millimetres of text across a page


class Template(DocxTemplate):
    """A template whose tags stand in its text, header, footer and footnotes, and nowhere else; what it gives is whole XML."""

    def render_properties(self, context, jinja_env=None) -> None:
        """The properties are ours: no tag in a title or an author is run."""

    def build_xml(self, context, jinja_env=None) -> str:
        """The filled text. Raises XMLSyntaxError where tags begin in one row or paragraph and end in another."""
        xml = super().build_xml(context, jinja_env)
        etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))
        return xml


def fill(file: BinaryIO, plan: dict, sign_off: dict | None) -> bytes:
    """Fill a template from a frozen plan; the same template, plan and sign-off give the same bytes."""
    said = contents(plan, sign_off)
    template = Template(file)
    template.render(said | {"own": own_table(plan)}, environment())
    set_widths(template.docx.element.body, titles(plan), _text_width(template.docx))
    _properties(template.docx.core_properties, said, document_date(plan, sign_off).replace(tzinfo=None))
    output = io.BytesIO()
    template.save(output)
    return fixed_zip(output.getvalue())


def environment() -> ImmutableSandboxedEnvironment:
    """The environment of the tags: sandboxed, as users write them, and an unknown name is an error."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_text)


def fixed_zip(archive: bytes) -> bytes:
    """Rewrite a ZIP with one date for all members, so that its bytes follow from its contents alone."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return output.getvalue()


def _as_text(value):
    # docxtpl rewrites some braces after filling in; as entities they stay what was typed.
    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))


def _text_width(document) -> float:
    """Millimetres between the margins of the first page."""
    first = next(iter(document.sections), None)
    sizes = (first.page_width, first.left_margin, first.right_margin) if first else (None,)
    return WIDTH if None in sizes else max((sizes[0] - sizes[1] - sizes[2]) / Mm(1), NARROWEST)


def _properties(properties, said: dict, made) -> None:
    properties.title = cut(f"{said['title']} – {said['review']}", PROPERTY_LIMIT)
    properties.author = properties.last_modified_by = ""
    properties.subject = properties.comments = properties.keywords = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made
    properties.revision = 1
