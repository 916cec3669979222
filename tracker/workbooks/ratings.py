"""RAG, BRAG and status cells: what they say of how an action is going. Their meanings differ, so the reading is always said."""

import re
from dataclasses import dataclass

from tracker.workbooks.tables import Cell

_WORDS = (
    (re.compile(r"\b(?:not started|not yet started|yet to start|no progress)\b"), "not started"),
    (re.compile(r"\b(?:off track|off target|overdue|delayed|red|not met)\b"), "off track"),
    (re.compile(r"\b(?:at risk|amber|yellow|orange|slipping|some delay|partly met|partially met)\b"), "at risk"),
    (re.compile(r"\b(?:not|in|un|to be) ?complet"), ""),
    (re.compile(r"\b(?:complete|completed|closed|done|achieved|blue|delivered|met)\b"), "complete"),
    (re.compile(r"\b(?:on track|on target|on course|green|in progress)\b"), "on track"),
)
_LETTERS = {"r": "off track", "a": "at risk", "y": "at risk", "g": "on track", "b": "complete", "c": "complete"}
_COLOURS = (("red", "off track"), ("amber", "at risk"), ("green", "on track"), ("blue", "complete"))
CHECK = "Colours mean different things in different places: check it."


@dataclass(frozen=True)
class Rating:
    """`confidence` is "on track", "at risk", "off track" or ""; `is_done` when the cell says complete."""

    confidence: str = ""
    is_done: bool = False
    assumptions: tuple[str, ...] = ()


def read_rating(cell: Cell, fill: str = "") -> Rating:
    """What a cell says by its words or, when it has none, by the colour of its ground (`fill`, six hexadecimal digits)."""
    text = " ".join(str(cell or "").split())
    if text:
        return _said(_meaning(text.lower()), f"“{text[:60]}”")
    colour = colour_of(fill)
    return _said(dict(_COLOURS)[colour], f"The {colour} ground of the cell") if colour else Rating()


def colour_of(fill: str) -> str:
    """"red", "amber", "green" or "blue" for six hexadecimal digits; "" for another colour."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    if max(red, green, blue) - min(red, green, blue) < 60:
        return ""  # white, grey, black, pale
    if blue > red and blue >= green:
        return "blue"
    if green > red:
        return "green"
    return "amber" if green > 0.45 * red and green > blue + 40 else "red" if red > 1.3 * max(green, blue) else ""


def _meaning(text: str) -> str | None:
    if len(text) == 1:
        return _LETTERS.get(text)
    return next((meaning for pattern, meaning in _WORDS if pattern.search(text)), None)


def _said(meaning: str | None, what: str) -> Rating:
    if meaning in ("on track", "at risk", "off track"):
        return Rating(meaning, False, (f"{what} was read as “{meaning}”. {CHECK}",))
    if meaning == "complete":
        return Rating("", True, (f"{what} was read as complete. {CHECK}",))
    if meaning == "not started":
        return Rating("", False, (f"{what}: nothing was recorded.",))
    return Rating("", False, (f"{what} is no colour or status that is known here, so it was left out.",))
