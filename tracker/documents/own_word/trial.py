"""A CCG's template on trial: what it is made of, what its tags say, and whether a plan filled into it is a sound document."""

import io
import re
import zipfile

from docx import Document
from docx.opc.exceptions import OpcError
from jinja2 import TemplateError
from lxml.etree import LxmlError

from tracker.documents.own_word import language
from tracker.documents.own_word.parts import forbidden
from tracker.documents.own_word.soundness import unsound
from tracker.documents.own_word.tags import tags
from tracker.documents.word_fill import Template, fill

MOST = 30  # problems that are told at once
BROKEN = "The file cannot be opened. Open it in Word, save it as a Word document (.docx) and upload the new copy"
ACROSS = "A list or a condition begins in one row or paragraph and ends in another kind. Write {%tr … %} with {%tr … %}, and {%p … %} with {%p … %}"
MARKUP = re.compile("<[^>]*>")
LATER = re.compile(r"\{_[{%]|[}%]_\}")  # becomes a tag after the filling in; with two sections, footnotes are filled in twice


def problems(template: bytes, plans: list[list]) -> list[dict]:
    """Everything that is wrong as {"tag", "place", "words"}, what stands first in the template first; nothing is tried before its tags are right."""
    try:
        document = Document(io.BytesIO(template))
    except (OpcError, LxmlError, KeyError, ValueError, zipfile.BadZipFile):
        return [_problem(BROKEN)]
    found = [_problem(words, place=place) for place, words in forbidden(document)] or _in_tags(document) or _hidden(template) or _tried(template, plans)
    return found[:MOST]


def _in_tags(document) -> list[dict]:
    """Wrong tags, told with their places: each is a line of a source of tags alone."""
    found = tags(document)
    if not any(tag.plain for tag in found) and not any(tag.wrong for tag in found):
        return [_problem("There is no tag in it, so every document would say the same. Begin with the tracker's own template")]
    wrong = [_problem(tag.wrong, tag.written, tag.place) for tag in found if tag.wrong]
    if wrong:
        return wrong
    source = "\n".join(tag.plain for tag in found)
    told = [(found[min(problem.line, len(found)) - 1], problem.words) for problem in language.problems(source)]
    return [_problem(words, tag.written, tag.place) for tag, words in told]


def _hidden(template: bytes) -> list[dict]:
    """The same rules for everything that docxtpl fills in, also where no reader sees it: names of pictures, captions of tables."""
    opened, found = Template(io.BytesIO(template)), []
    opened.render_init()
    for source in _sources(opened):
        found += [_problem("is docxtpl's way to write a tag that is filled in later. Take it out", half) for half in LATER.findall(source)]
        lines = re.sub("<w:p([ >])", r"\n<w:p\1", source).split("\n")
        for problem in language.problems("\n".join(lines)):
            around = " ".join(MARKUP.sub(" ", lines[min(problem.line, len(lines)) - 1]).split())[:80]
            found.append(_problem(problem.words, "A tag", f"near “{around}”" if around else "outside of the text, for example in the name of a picture"))
    return found


def _sources(opened: Template) -> list[str]:
    """The XML of every part as docxtpl hands it to Jinja."""
    furniture = [part for uri in (opened.HEADER_URI, opened.FOOTER_URI) for _, part in opened.get_headers_footers(uri)]
    notes = [part.blob.decode() for part in opened.docx.part.package.iter_parts() if part.content_type.endswith(".footnotes+xml")]
    return [opened.patch_xml(xml) for xml in [opened.get_xml(), *map(opened.get_part_xml, furniture), *notes]]


def _tried(template: bytes, plans: list[list]) -> list[dict]:
    for plan, sign_off in plans:
        try:
            document = Document(io.BytesIO(fill(io.BytesIO(template), plan, sign_off)))
            found = [_problem(words, place=place) for place, words in unsound(document)]
        except LxmlError:
            return [_problem(ACROSS)]
        except TemplateError as error:
            near = " ".join(" ".join(getattr(error, "docx_context", [])).split())[:80]
            return [_problem(f"A plan could not be filled in: {error.message}", place=f"near “{near}”" if near else "")]
        if found:
            return found
    return []


def _problem(words: str, tag: str = "", place: str = "") -> dict:
    return {"tag": tag, "place": place, "words": words}
