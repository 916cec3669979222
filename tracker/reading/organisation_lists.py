"""The organisations of the front table, told apart although they stand on one line or are wrapped over several."""

import re
from collections.abc import Mapping, Sequence

from tracker.reading.organisation_names import squeezed_key, without_abbreviation

_AFTER_ABBREVIATION = re.compile(r"(\([A-Za-z&/-]{2,12}\))")
_ENDING = re.compile(
    r"\b(Trust|CCG|Clinical Commissioning Group|C\.I\.C\.?|CIC|Company|Limited|Ltd)"
    r"(,? and |, ?| & | )(?=[A-Z])"
)
_LONGEST_NAME = 15  # words
_CONNECTOR = re.compile(r"(?:,|and\b|&)\s?")
_HALF = re.compile(r"(?:and|&|of|for|the|NHS|,)$|^(?:and|&|of|for|in) ", re.IGNORECASE)
_LATER_HALF = re.compile(r"(?:NHS (?:and|Foundation|Trust)|(?:Foundation|Partnership|Community|Social|Health|Healthcare)\b.*|Trust\b|\()")


def split_list(lines: Sequence[str], known: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """(names without abbreviations, whether the split is certain) from the lines of one cell; `known` by their keys."""
    texts = [text for text in lines if text.strip(" ,;")]
    run = _known_run(" ".join(texts), known)
    if run:
        return run, True
    if len(texts) > 1 and _is_wrapped(texts):
        texts = [" ".join(texts)]
    names: list[str] = []
    certain = True
    for text in texts:
        for piece in re.split(r";|\n", _AFTER_ABBREVIATION.sub(r"\1\n", text)):
            found, sure = _after_endings(piece)
            one_each = all(_is_one(name, alone=len(texts) > 1) for name in found) or _is_abbreviated(piece)
            certain = certain and sure and one_each
            names.extend(found)
    return tuple(dict.fromkeys(names)), certain and bool(names)


def _known_run(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The known names of which the text consists, if it consists of nothing else."""
    words, names = text.split(), []
    while words:
        longest = next((n for n in range(min(len(words), _LONGEST_NAME), 0, -1) if squeezed_key(" ".join(words[:n])) in known), 0)
        if not longest:
            return ()
        names.append(without_abbreviation(" ".join(words[:longest]).strip(" ,;")))
        words = words[longest:]
    return tuple(dict.fromkeys(names))


def _is_wrapped(texts: list[str]) -> bool:
    """Whether lines break in the midst of names: then a name ends within a line, or a line begins like the rest of one."""
    within = any(len(_names(text)) > 1 for text in texts)
    return within or any(_HALF.search(a) or _HALF.search(b) or _LATER_HALF.match(b) for a, b in zip(texts, texts[1:], strict=False))


def _names(text: str) -> list[str]:
    pieces = re.split(r";|\n", _AFTER_ABBREVIATION.sub(r"\1\n", text))
    return [name for piece in pieces for name in _after_endings(piece)[0]]


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


def _is_abbreviated(piece: str) -> bool:
    """Whether the abbreviation behind a piece begins as the piece does: then the piece is one name, commas and all."""
    abbreviation = _AFTER_ABBREVIATION.search(piece)
    return bool(abbreviation and abbreviation.group()[1] == piece.strip(" ,")[:1] and not _ENDING.search(piece[: abbreviation.start()]))


def _is_one(name: str, *, alone: bool) -> bool:
    if len(name.split()) > _LONGEST_NAME or re.search("[0-9]", name):
        return False
    ended = bool(_ENDING.search(f"{name} A"))
    return alone or ("," not in name and (ended or not re.search(r" and | & ", name)))
