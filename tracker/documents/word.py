"""The plan as Word, filled into a template that its users can edit."""

import io
import zipfile
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tracker.documents.columns import own_table, titles
from tracker.documents.contents import contents
from tracker.documents.dates import document_date
from tracker.documents.text import cut
from tracker.documents.word_columns import set_widths

TEMPLATE = Path(__file__).with_name("plan.docx")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PROPERTY_LIMIT = 255


def render_docx(plan: dict, sign_off: dict | None) -> bytes:
    """Fill the Word template from a frozen plan; the same plan and sign-off give the same bytes."""
    said = contents(plan, sign_off)
    template = DocxTemplate(TEMPLATE)
    template.render(said | {"own": own_table(plan)}, _environment())
    set_widths(template.docx.element.body, titles(plan))
    _properties(template.docx.core_properties, said, document_date(plan, sign_off).replace(tzinfo=None))
    output = io.BytesIO()
    template.save(output)
    return fixed_zip(output.getvalue())


def fixed_zip(archive: bytes) -> bytes:
    """Rewrite a ZIP with one date for all members, so that its bytes follow from its contents alone."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return output.getvalue()


def _environment() -> ImmutableSandboxedEnvironment:
    # Users edit the template, so its tags are sandboxed.
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_text)


def _as_text(value):
    # docxtpl rewrites some braces after filling in; as entities they stay what was typed.
    return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))


def _properties(properties, said: dict, made) -> None:
    properties.title = cut(f"{said['title']} – {said['review']}", PROPERTY_LIMIT)
    properties.author = properties.last_modified_by = ""
    properties.subject = properties.comments = properties.keywords = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made
    properties.revision = 1
