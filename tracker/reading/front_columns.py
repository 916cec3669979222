"""A front table whose labels all come first: the values below the last label are dealt out to them."""

import re

_SEVERAL = ("inspectors", "providers", "commissioners")  # labels whose value may take several lines
_UNCERTAIN = ("inspectors", "providers")  # between them nothing but the looks of a line tells where one ends
_ORGANISATION = re.compile(r"\b(?:NHS|Trust|CCG|C\.I\.C|CIC|Health|Healthcare)\b|\([A-Z]{2,}\)")
_COMMISSIONER = re.compile(r"\bCCG\b|Clinical Commissioning")


def dealt_out(found: list) -> list[tuple]:
    """(label, lines of its value, whether that is certain) for labels of which only the last has text behind it."""
    *_, last = found
    post, lines = "", [line for line in last.rest.split("\n") if line.strip()]
    if last.label == "signatory":
        post, lines = _post(lines)
    dealt = _dealt([label.label for label in found], lines)
    if post and dealt[-1]:
        dealt[-1] = [post, ":", *dealt[-1]]
    used, exact = sum(map(len, dealt)) == len(lines) + bool(post and dealt[-1]) * 2, len(lines) == len(found)
    return [
        (label, texts, used and bool(texts) and (exact or label.label not in _UNCERTAIN))
        for label, texts in zip(found, dealt, strict=True)
    ]


def _post(lines: list[str]) -> tuple[str, list[str]]:
    """(the words of the last label, the lines below it); a wrapped label ends with its colon."""
    end = next((index for index, line in enumerate(lines) if line.rstrip().endswith(":")), 0)
    return " ".join(lines[: end + 1]).rstrip(": "), lines[end + 1 :]


def _dealt(labels: list[str], lines: list[str]) -> list[list[str]]:
    """A line for each label; spare ones go where a value may take several and the line looks like more of it."""
    spare = len(lines) - len(labels)
    dealt: list[list[str]] = []
    for label in labels:
        count = 1
        while spare > 0 and label in _SEVERAL and len(lines) > count and _continues(label, lines[count]):
            count, spare = count + 1, spare - 1
        dealt.append(lines[:count])
        lines = lines[count:]
    return dealt


def _continues(label: str, line: str) -> bool:
    """Whether a line may still belong to the value: no organisation among people, no CCG among providers."""
    if label == "inspectors":
        return not _ORGANISATION.search(line)
    return bool(_COMMISSIONER.search(line)) == (label == "commissioners")
