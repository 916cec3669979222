"""What the child process does: fill a CCG's template, or look for everything that is wrong with it."""

import io
import json

from jinja2 import TemplateError
from lxml.etree import LxmlError

from tracker.documents.own_word.trial import problems
from tracker.documents.word_fill import fill

LARGEST = 30 * 2**20  # bytes of a document


def filled(template: bytes, plan: dict, sign_off: dict | None) -> bytes:
    """The document, a ZIP; or {"problem": …}."""
    try:
        document = fill(io.BytesIO(template), plan, sign_off)
    except (TemplateError, LxmlError) as error:
        return json.dumps({"problem": f"It could not be filled in: {str(error)[:300]}."}).encode()
    return document if len(document) <= LARGEST else json.dumps({"problem": "The document would be larger than 30 MB."}).encode()


def looked_through(template: bytes, plans: list[list]) -> bytes:
    """[{"tag", "place", "words"}, …], empty when it can be taken; `plans` are [plan, sign-off] to try it with."""
    return json.dumps(problems(template, plans)).encode()
