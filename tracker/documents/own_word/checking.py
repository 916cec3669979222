"""Whether a CCG's template is taken: what kind of file it is, then what a child process finds in it."""

import io
import json

from tracker.checks import Refused, check_file
from tracker.documents.own_word.samples import samples
from tracker.documents.word import SECONDS, TemplateFailed, apart

MOST_BYTES = 5 * 2**20
TOO_LARGE = "The template is larger than 5 MB. Make its pictures smaller, then upload it again."
NOT_WORD = "A template is a Word document (.docx). This is another kind of file."


def check_template(data: bytes, filename: str, plans: list[list] = (), *, seconds: float = SECONDS) -> list[dict]:
    """What is wrong with a template as a list of {"tag", "place", "words"}; empty when it can be taken.

    `plans` are [plan, sign-off] to try it with, besides two examples. Raises checks.Refused for a file that is no Word document.
    """
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    if check_file(filename, io.BytesIO(data)).extension != "docx":
        raise Refused(NOT_WORD)
    try:
        return json.loads(apart("looked_through", data, plans=[*samples(), *plans], seconds=seconds))
    except TemplateFailed as failure:
        return [{"tag": "", "place": "", "words": f"The template was tried with an example. {str(failure).rstrip('.')}"}]
