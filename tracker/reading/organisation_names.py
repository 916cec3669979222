"""One organisation under several names, and headings that name several organisations."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_BRACKETED = re.compile(r"\(([A-Za-z&/-]{2,12})\)$")
_NATIONAL = ("NHS England", "Public Health England")
_STRONG = re.compile(
    r",? (?:together|jointly|along|in partnership) with |,? as well as |; ?", re.IGNORECASE
)
_WEAK = re.compile(r",? and |, | & |/", re.IGNORECASE)
_ASKS = re.compile(r",?\s?s\s?h\s?o\s?u\s?l\s?d(?: ensure(?: that)?)?\s?:?$", re.IGNORECASE)
_MOST_CONNECTORS = 16
_SHORT_FORMS = (
    ("clinical commissioning group", "ccg"),
    ("community interest company", "cic"),
    ("c i c", "cic"),
    ("foundation trust", "ft"),
    ("limited", "ltd"),
)


def organisation_key(name: str) -> str:
    """The form in which differently written names of one organisation are equal: "medway ccg"."""
    folded = unicodedata.normalize("NFKC", without_abbreviation(name)).casefold()
    plain = re.sub(r"[.'’‘`]", "", folded.replace("&", " and "))
    spaced = " ".join(re.sub(r"[^\w]|_", " ", plain).split())
    words = f" {spaced} "
    for long, short in _SHORT_FORMS:
        words = words.replace(f" {long} ", f" {short} ")
    return _without_prefix(words.split())


def without_abbreviation(name: str) -> str:
    """The name without an abbreviation that stands in brackets at its end."""
    trimmed = name.strip()
    bracketed = _BRACKETED.search(trimmed)
    if not bracketed:
        return trimmed
    shorter = trimmed[: bracketed.start()].rstrip()
    return shorter if _abbreviates(bracketed.group(1), shorter) else trimmed


def split_organisations(heading: str, known: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """(names, whether that is certain); one that matches a `known` name is returned as known."""
    return split_heading(heading, known_by_key(known))


def known_by_key(known: Iterable[str]) -> dict[str, str]:
    """The known names, and those of national bodies, without abbreviations, by their `squeezed_key`; the first spelling counts."""
    names: dict[str, str] = {}
    for name in map(without_abbreviation, (*_NATIONAL, *known)):
        names.setdefault(squeezed_key(name), name)
    return names


def squeezed_key(name: str) -> str:
    """Like `organisation_key`, and without any space, because in reports spaces stray into words."""
    key = organisation_key(name).replace(" ", "")
    for long, short in _SHORT_FORMS:
        key = key.replace(long.replace(" ", ""), short)
    return key.removeprefix("the").removeprefix("nhs") if key.endswith("ccg") else key


def split_heading(heading: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """Like `split_organisations`, with `known_by_key` worked out once for many headings."""
    wording = _ASKS.sub("", " ".join(heading.split())).strip(" ,:")
    names: list[str] = []
    certain = bool(wording)
    for piece in filter(None, _STRONG.split(wording)):
        found, sure = _split_piece(piece, known)
        names.extend(found)
        certain = certain and sure
    return tuple(dict.fromkeys(names)), certain


def _split_piece(piece: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    whole = known.get(squeezed_key(piece))
    if whole:
        return (whole,), True
    connectors = list(_WEAK.finditer(piece))
    if not connectors:
        return (piece,), True
    ways = _ways(piece, connectors, known) if len(connectors) <= _MOST_CONNECTORS else []
    # an "and" that no known name explains is never split: it may belong to the name
    return (ways[0], True) if len(ways) == 1 else ((piece,), False)


def _ways(
    piece: str, connectors: list[re.Match[str]], known: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """All ways (two are enough) to cut at connectors so that every part is a known name."""
    starts = [0, *(connector.end() for connector in connectors)]
    stops = [*(connector.start() for connector in connectors), len(piece)]
    ways: list[list[tuple[str, ...]]] = [[()]]
    for stop in stops:
        reached = [
            (*way, known[key])
            for start, before in zip(starts, ways, strict=False)
            if (key := squeezed_key(piece[start:stop])) in known
            for way in before
        ]
        ways.append(reached[:2])
    return ways[-1]


def _abbreviates(letters: str, name: str) -> bool:
    if sum(letter.isupper() for letter in letters) >= 2:
        return bool(name)
    initials = iter(word[0] for word in name.casefold().split())
    return all(letter in initials for letter in letters.casefold())


def _without_prefix(words: list[str]) -> str:
    first = 0
    while first < len(words) - 1 and words[first] == "the":
        first += 1
    # "NHS Medway CCG" and "Medway CCG" are one; "NHS England" keeps its NHS
    while first < len(words) - 2 and words[first] == "nhs" and words[-1] == "ccg":
        first += 1
    return " ".join(words[first:])
