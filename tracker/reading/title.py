"""The first lines say whether this is a report of the programme, and of which area."""

import re

from tracker.reading.lines import Line
from tracker.reading.paragraphs import paragraphs
from tracker.reading.organisation_names import organisation_key
from tracker.reading.refusal import ACTION_PLAN, LETTER, OFSTED, OTHER_DOCUMENT, NotAReport
from tracker.reading.report import Doubt

_SECOND_TITLE = re.compile(r"\s(?=children looked after and safeguarding\W+the role of health)", re.IGNORECASE)
_SUBJECTS = ("review of health services", "role of health services")


def read_title(cover_lines: tuple[Line, ...]) -> tuple[str, str, tuple[Doubt, ...]]:
    """(title, area, doubts) from the lines above the front table; `NotAReport` for other documents."""
    joined = (line.text for line in paragraphs(cover_lines, closed=lambda line: False))
    cover = [title for text in joined for title in _SECOND_TITLE.split(text)]
    titles = [text for text in cover if _is_title(text)]
    if any(line.text.startswith("Dear ") for line in cover_lines):
        raise NotAReport(LETTER)
    _refuse_other_documents(cover, titles)
    areas = [area for area in map(_area, titles) if area]
    if not areas:
        reason = "The title names no area."
        return titles[0], "", (Doubt("title", titles[0][:120], reason),)
    if len({organisation_key(area) for area in areas}) > 1:
        reason = "The title is printed twice, with different areas."
        return titles[0], areas[0], (Doubt("title", " / ".join(areas)[:120], reason),)
    return titles[0], areas[0], ()


def _is_title(text: str) -> bool:
    folded = text.casefold()
    return len(folded) < 300 and any(subject in folded for subject in _SUBJECTS)


def _refuse_other_documents(cover: list[str], titles: list[str]) -> None:
    folded = " ".join(cover).casefold()
    if any("action plan" in text.casefold() for text in cover[:3]):
        raise NotAReport(ACTION_PLAN)
    if titles and "safeguarding" in folded:
        return
    raise NotAReport(OFSTED if "ofsted" in folded else OTHER_DOCUMENT)


def _area(title: str) -> str:
    folded = title.casefold()
    subject = max(folded.find(subject) for subject in _SUBJECTS)
    start = max(subject, folded.find("safeguarding", subject))
    found = folded.find(" in ", start)
    # casefold can lengthen a letter, and then the places no longer agree
    return title[found + 4 :].strip(" .") if found >= 0 and len(folded) == len(title) else ""
