"""The plan as PDF/UA-1, laid out by Typst from `plan.typ`."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst

from tracker.documents.colours import BLUE, INK, LINE, PALE, SECONDARY
from tracker.documents.contents import contents
from tracker.documents.dates import document_date
from tracker.documents.glyphs import drawable, font_folder

TEMPLATE = Path(__file__).with_name("plan.typ")
HOUSE = {"blue": BLUE, "ink": INK, "line": LINE, "pale": PALE, "secondary": SECONDARY}
UNBROKEN = ("plan_sha256", "audit_head", "seals")


def render_pdf(plan: dict, sign_off: dict | None) -> bytes:
    """Lay out a frozen plan as PDF; the same plan and sign-off give the same bytes. Text is handed over as JSON, never as markup."""
    return typeset(TEMPLATE, _laid_out(plan, sign_off), document_date(plan, sign_off))


def typeset(template: Path, words: dict, made: datetime) -> bytes:
    """Lay out words, as drawable text, by a template of this folder; `made` is the only clock of the document."""
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"contents": json.dumps({**words, "house": HOUSE}), "date": made.date().isoformat()},
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
    )


def _laid_out(plan: dict, sign_off: dict | None) -> dict:
    said = contents(plan, sign_off)
    words = {**drawable(said), **{key: said[key] for key in UNBROKEN}}
    words["evidence"] = [{**item, "sha256": whole["sha256"]} for item, whole in zip(words["evidence"], said["evidence"])]
    return words


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
