"""The plan as Word, filled into a template that its users can edit: ours, or the one that a CCG brought."""

import io
import json
from pathlib import Path

from tracker.documents.word_fill import fill
from tracker.isolated import Ended, TooSlow, run_apart

TEMPLATE = Path(__file__).with_name("plan.docx")
SECONDS = 20
TOO_SLOW = f"Filling it in took longer than {SECONDS} seconds."
STOPPED = "Filling it in stopped, as it is damaged or needs too much memory."


class TemplateFailed(Exception):
    """A CCG's own template gave no document; the message says why."""


def render_docx(plan: dict, sign_off: dict | None, template: bytes | None = None) -> bytes:
    """Fill the Word template from a frozen plan; the same plan, sign-off and template give the same bytes.

    `template` is a CCG's own, filled in a child process; raises TemplateFailed.
    """
    if template is None:
        return fill(io.BytesIO(TEMPLATE.read_bytes()), plan, sign_off)
    answer = apart("filled", template, plan=plan, sign_off=sign_off)
    if answer[:1] == b"{":
        raise TemplateFailed(json.loads(answer)["problem"])
    return answer


def apart(function: str, template: bytes, *, seconds: float = SECONDS, **given) -> bytes:
    """What a function of `own_word.in_child` gives for a template. Raises TemplateFailed when a limit ended it."""
    try:
        return run_apart(f"tracker.documents.own_word.in_child:{function}", template, seconds=seconds, **given)
    except TooSlow:
        raise TemplateFailed(TOO_SLOW) from None
    except Ended:
        raise TemplateFailed(STOPPED) from None
