"""Cross-references from a finding to recommendations: taken out of the text, kept as numbers."""

import re

from tracker.reading.refusal import MAX_CITED

_WORD = r"\brec(?:s?\.|" + r"\s?".join(("", *"ommendation")) + r"\s?s?:?)"  # "Rec. 1.1"; and spaces stray into words
_TARGET = r"(?:\((?:[^()\s]|\([^()\s]*\)){0,200}\))?"  # of a Markdown link
_BRACKETED = re.compile(
    rf"\s?(?:\[\[|[\[(])(?:see )?{_WORD} ?([^\[\]()]{{1,80}})[\])]\]?{_TARGET}", re.IGNORECASE
)
_PLAIN = re.compile(rf"(?:^|[.?!)\]’'\"] ){_WORD} ?([0-9](?:[0-9.,&–—\- andto]|{_WORD}){{1,78}})(?=$| [A-Z“‘])", re.IGNORECASE)
_MAY_CITE = re.compile(r"[0-9\[]|\(\s?[rR]")
_NUMBER = re.compile(r"[0-9]{1,2} ?\. ?[0-9]{1,2}")
_RANGE = re.compile(
    r"([0-9]{1,2})\.([0-9]{1,2})\.? ?(?:-|–|—|to) ?([0-9]{1,2})\.([0-9]{1,2})"
)
_SEPARATORS = re.compile(rf"(?:{_WORD}|and|[\s,;.&])", re.IGNORECASE)
_LEFT_OVER = re.compile(rf"{_WORD} ?[0-9]|\]\(|\[recommend|\(recommend", re.IGNORECASE)


def take_citations(text: str) -> tuple[str, tuple[str, ...], bool]:
    """(text without citations, numbers cited, whether nothing like a citation is left in it)."""
    if not _MAY_CITE.search(text):
        return text, (), True
    numbers: list[str] = []

    def take(match: re.Match[str]) -> str:
        cited = _numbers(match.group(1)) if len(numbers) < MAX_CITED else []
        numbers.extend(cited)
        return _what_stays(match) if cited else match.group()

    remaining = _PLAIN.sub(take, _BRACKETED.sub(take, text).strip()).strip()
    return _without_second_stop(remaining), tuple(numbers), not _LEFT_OVER.search(remaining)


def _what_stays(match: re.Match[str]) -> str:
    """The mark before a plain citation ends the sentence before it and stays."""
    return match.group()[:1] if match.re is _PLAIN and match.group()[:1].lower() != "r" else ""


def _without_second_stop(text: str) -> str:
    """A citation stood before the full stop of its sentence, or between two."""
    return re.sub(r"(^|[.?!])\s*\.$", r"\1", text)


def _numbers(inner: str) -> list[str]:
    """The recommendation numbers of a list or range; none when anything else stands in it."""
    listed = _RANGE.sub(lambda match: ", ".join(_spread(*map(int, match.groups()))) or "?", inner)
    others = _SEPARATORS.sub("", _NUMBER.sub("", listed))
    return [] if others else [number.replace(" ", "") for number in _NUMBER.findall(listed)]


def _spread(group: int, first: int, last_group: int, last: int) -> list[str]:
    if group != last_group:
        return []
    return [f"{group}.{item}" for item in range(first, last + 1)]
