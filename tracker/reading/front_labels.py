"""The labels of the front table, in the wordings that reports print, and the values beside them."""

import re
from dataclasses import dataclass

from tracker.reading.lines import Line

_LABELS = {
    label: re.compile(pattern, re.IGNORECASE)
    for label, pattern in {
        "visit": r"date(?:s|\(s\))? of (?:the )?(?:review|visit|inspection)\s?:?\s?(.*)$",
        "published": r"date of (?:the )?publication\s?:?\s?(.*)$",
        "inspectors": r"names?(?:\(s\))? of (?:the )?CQC inspectors?(?:\(s\))?\s?:?\s?(.*)$",
        "providers": r"providers?(?:\(s\))?(?: services?)? included\s?:?\s?(.*)$",
        "commissioners": r"(?:CCG|clinical commissioning group)s?(?:\(s\))? included\s?:?\s?(.*)$",
        "nhs_england_area": r"NHS England area(?: team)?\s?:?\s?(.*)$",
        "cqc_region": r"CQC region\b\s?:?\s?(.*)$",
        "signatory": r"(CQC (?:deputy chief inspector|regional director|chief inspector).*)$",
    }.items()
}


@dataclass
class Value:
    """What stands beside one label, a string for each line, and where."""

    line: Line  # the line of the label
    texts: list[str]

    @property
    def text(self) -> str:
        """The value on one line."""
        return " ".join(self.texts).strip()


def labelled_values(front: tuple[Line, ...]) -> dict[str, Value]:
    """The value of each label, by its name here; the first time a label is printed counts."""
    values: dict[str, Value] = {}
    current: Value | None = None
    for line in front:
        found = _label(line.text)
        if found:
            current = Value(line, [found[1]] if found[1] else [])
            values.setdefault(found[0], current)
        elif current and (not line.opens or not current.texts):
            current.texts.append(line.text)
        else:
            current = None
    return values


def _label(text: str) -> tuple[str, str] | None:
    for label, pattern in _LABELS.items():
        match = pattern.match(text)
        if match:
            return label, match.group(1)
    return None
