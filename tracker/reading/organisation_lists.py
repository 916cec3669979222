"""The organisations of the front table, told apart although they stand on one line."""

import re

from tracker.reading.organisation_names import without_abbreviation

_AFTER_ABBREVIATION = re.compile(r"(\([A-Za-z&/-]{2,12}\))")
_ENDING = re.compile(
    r"\b(Trust|CCG|Clinical Commissioning Group|C\.I\.C\.?|CIC|Company|Limited|Ltd)"
    r"(,? and |, ?| & | )(?=[A-Z])"
)
_LONGEST_NAME = 15  # words
_CONNECTOR = re.compile(r"(?:,|and\b|&)\s?")


def split_list(texts: list[str]) -> tuple[tuple[str, ...], bool]:
    """(names without abbreviations, whether the split is certain) from the lines of one cell."""
    names: list[str] = []
    certain = True
    for text in texts:
        for piece in re.split(r";|\n", _AFTER_ABBREVIATION.sub(r"\1\n", text)):
            found, sure = _after_endings(piece)
            one_each = all(_is_one(name, alone=len(texts) > 1) for name in found)
            certain = certain and sure and one_each
            names.extend(found)
    return tuple(dict.fromkeys(names)), certain and bool(names)


def _after_endings(piece: str) -> tuple[list[str], bool]:
    ends = list(_ENDING.finditer(piece))
    starts = [0, *(end.end() for end in ends)]
    stops = [*(end.end(1) for end in ends), len(piece)]
    names = [_tidy(piece[start:stop]) for start, stop in zip(starts, stops, strict=True)]
    # "… Trust Kent …" may be one odd name; "… CCG NHS …" and "… Trust and …" are two
    sure = all(end.group(2).strip() or end.group(1) == "CCG" for end in ends)
    return [name for name in names if name], sure


def _tidy(piece: str) -> str:
    trimmed = piece.strip(" ,")
    connector = _CONNECTOR.match(trimmed)
    return without_abbreviation(trimmed[connector.end() :] if connector else trimmed)


def _is_one(name: str, *, alone: bool) -> bool:
    if len(name.split()) > _LONGEST_NAME or name[0].isdigit():
        return False
    ended = bool(_ENDING.search(f"{name} A"))
    return alone or ("," not in name and (ended or not re.search(r" and | & ", name)))
