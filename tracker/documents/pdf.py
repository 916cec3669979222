"""The plan as PDF/UA-1 and PDF/A-2a, laid out by Typst from `plan.typ`."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst

from tracker.documents.colours import BLUE, INK, LINE, PALE, SECONDARY
from tracker.documents.contents import contents
from tracker.documents.dates import document_date
from tracker.documents.figures import plan_charts
from tracker.documents.glyphs import BREAK_HERE, drawable, font_folder
from tracker.documents.text import cut, readable

TEMPLATE = Path(__file__).with_name("plan.typ")
HOUSE = {"blue": BLUE, "ink": INK, "line": LINE, "pale": PALE, "secondary": SECONDARY}
UNBROKEN = ("plan_sha256", "audit_head", "seals")
LONGEST_STRING = 2000  # PDF/A takes 32,767 bytes in the title and in a bookmark
STANDARDS = ["ua-1", "a-2a"]  # read aloud by any screen reader; opened in fifty years


def render_pdf(plan: dict, sign_off: dict | None) -> bytes:
    """Lay out a frozen plan as PDF; the same plan and sign-off give the same bytes. Text is handed over as JSON, never as markup."""
    return typeset(TEMPLATE, _laid_out(plan, sign_off), document_date(plan, sign_off))


def typeset(template: Path, words: dict, made: datetime) -> bytes:
    """Lay out words, as drawable text, by a template of this folder; `made` is the only clock of the document."""
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"contents": json.dumps({**words, "house": HOUSE}), "date": made.date().isoformat()},
        pdf_standards=STANDARDS,
        timestamp=int(made.timestamp()),
    )


def _laid_out(plan: dict, sign_off: dict | None) -> dict:
    said = contents(plan, sign_off)
    words = {**drawable(said), **{key: said[key] for key in UNBROKEN}}
    words["evidence"] = [{**item, "sha256": whole["sha256"]} for item, whole in zip(words["evidence"], said["evidence"])]
    words["document_title"] = cut(f"{words['title']} – {words['review']}", LONGEST_STRING)
    for group in words["groups"]:
        group["name"] = cut(group["name"], LONGEST_STRING)
    if said["comparison"]:
        words["comparison"]["sha256"] = said["comparison"]["sha256"]
    return words | {"charts": _charts(plan)}


def _charts(plan: dict) -> list[dict]:
    actions = [{**action, "organisation": drawable(readable(action["organisation"])).replace(BREAK_HERE, "")} for action in plan["actions"]]
    return [{"title": chart.title, "says": chart.says, "svg": chart.svg} for chart in plan_charts({**plan, "actions": actions})]


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts that go into a PDF, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
