"""Several actions in one cell: numbered, lettered, with bullets, or a line each where the dates stand in lines, too."""

import re

from tracker.workbooks.plan_dates import has_no_date


_BULLET = re.compile(r"[ \t]*[•‣◦▪■●○·∙➢➤✓*–—-][ \t]+(?=\S)|[ \t]*[•‣◦▪■●○∙➢➤](?=\S)|[ \t]*o[ \t]+(?=[A-Z])")
_LABEL = re.compile(r"[ \t]*(?:action )?\(?(?P<label>[0-9]{1,2}|[A-Za-z]|[ivx]{2,4}|[IVX]{2,4})(?:[.):][ \t]+|[.)](?=[A-Z]))", re.IGNORECASE)
_LEVELS = re.compile(r"[ \t]*(?P<before>[1-9][0-9]?\.[1-9][0-9]?\.?)\(?(?P<label>[0-9]{1,2}|[a-z])[.):]?[ \t]+")
_INLINE = re.compile(r"(?:^|(?<=[\s;]))\(?(?P<label>[0-9]{1,2}|[a-z]|[ivx]{2,4})[.)][ \t]*(?=[A-Z])")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MOST = 40  # actions in a cell; what has more is no list of actions


def split_actions(text: str) -> list[str]:
    """The actions of a cell, without their bullets and numbers; an introduction stands before each. No word is lost.

    What lists more than MOST stays as it is.
    """
    text = _plain(text)
    introduction, items = _listed(text)
    if 2 <= len(items) <= MOST:
        return _introduced(introduction, items)
    if items:
        return [text]
    return [_without_marker(text)] if text else []


def too_many(text: str) -> int:
    """How many items a cell lists that is not split because they are more than MOST; 0 for any other."""
    number = len(_listed(_plain(text))[1])
    return number if number > MOST else 0


def _listed(text: str) -> tuple[str, list[str]]:
    """(the introduction, the items) by the first kind of marks that makes at least two."""
    for split in (_by_labels, _by_levels, _by_bullets, _inline):
        introduction, items = split(text)
        if len(items) >= 2 and all(_says_something(item) for item in items):
            return introduction, items
    return text, []


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def split_alike(text: str, number: int, *, by_lines: bool = True) -> list[str] | None:
    """The cell in as many parts as there are actions, by its marks or its lines; None when it does not divide so."""
    text = _plain(text)
    for split in (_by_labels, _by_bullets):
        introduction, items = split(text)
        if len(items) == number and not introduction:
            return items
    for mark in ("\n", ";") if by_lines else ():
        items = [_without_marker(item) for item in text.split(mark) if item.strip()]
        if len(items) == number > 1:
            return items
    return None


def split_with_dates(text: str, dates: str) -> list[str]:
    """The lines of a cell where each has a date, beside it or in itself; otherwise the cell as it is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 2 <= len(lines) <= MOST:
        return [text]
    beside = split_alike(dates, len(lines))
    if beside and not any(map(has_no_date, beside)):
        return lines
    if not dates.strip() and not any(map(has_no_date, lines)):
        return lines
    return [text]


def _by_labels(text: str) -> tuple[str, list[str]]:
    """Lines that begin with 1, 2, 3 or a, b, c or i, ii, iii."""
    introduction, items = [], []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        if match and _follows(match["label"], len(items)):
            items.append(line[match.end() :].strip())
        elif items:
            items[-1] = f"{items[-1]}\n{line.strip()}".strip()
        else:
            introduction.append(line.strip())
    return "\n".join(introduction).strip(), items


def _by_levels(text: str) -> tuple[str, list[str]]:
    """Lines that begin with 1.1.1, 1.1.2 or 1.1a, 1.1b."""
    introduction, items, before = [], [], ""
    for line in text.split("\n"):
        match = _LEVELS.match(line)
        if match and (match["before"] == before or not items) and _follows(match["label"], len(items)):
            before = match["before"]
            items.append(line[match.end() :].strip())
        elif items:
            items[-1] = f"{items[-1]}\n{line.strip()}".strip()
        else:
            introduction.append(line.strip())
    return "\n".join(introduction).strip(), items


def _by_bullets(text: str) -> tuple[str, list[str]]:
    introduction, items = [], []
    for line in text.split("\n"):
        match = _BULLET.match(line)
        if match:
            items.append(line[match.end() :].strip())
        elif items:
            items[-1] = f"{items[-1]}\n{line.strip()}".strip()
        else:
            introduction.append(line.strip())
    return "\n".join(introduction).strip(), items


def _inline(text: str) -> tuple[str, list[str]]:
    """Within a line: "1. Do this. 2. Do that." and "a) this; b) that"."""
    cuts = []
    for match in _INLINE.finditer(text):
        if _follows(match["label"], len(cuts)) and (cuts or match.start() == 0 or text[: match.start()].rstrip().endswith(":")):
            cuts.append(match)
    if not cuts:
        return text, []
    ends = [match.start() for match in cuts[1:]] + [len(text)]
    return text[: cuts[0].start()].strip(), [text[match.end() : end].strip() for match, end in zip(cuts, ends, strict=True)]


def _follows(label: str, before: int) -> bool:
    """Whether this label is the next one after so many."""
    lower = label.lower()
    if lower.isdecimal():
        return int(lower) == before + 1
    return (len(lower) == 1 and ord(lower) - ord("a") == before) or (before < len(_ROMAN) and lower == _ROMAN[before])


def _introduced(introduction: str, items: list[str]) -> list[str]:
    if not introduction:
        return items
    if introduction.endswith((":", "…", "to", "will", "should")):
        return [f"{introduction} {item}" for item in items]
    return [_without_marker(introduction), *items]


def _without_marker(text: str) -> str:
    """A lone bullet, or a lone "1.", says nothing."""
    text = text.strip()
    match = _BULLET.match(text) or _LABEL.match(text)
    is_first = match and ("label" not in match.groupdict() or _follows(match["label"], 0))
    return text[match.end() :].strip() if is_first and _says_something(text[match.end() :]) else text


def _says_something(text: str) -> bool:
    return any(c.isalnum() for c in text)
