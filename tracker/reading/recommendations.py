"""The groups "1. … should:" become recommendations, each with the organisations it addresses."""

import re
from dataclasses import dataclass, field

from tracker.reading.lines import Line
from tracker.reading.paragraphs import paragraphs
from tracker.reading.numbering import check_numbers, plain_number
from tracker.reading.organisation_names import known_by_key, squeezed_key, split_heading
from tracker.reading.parts import asks
from tracker.reading.passages import join_passages
from tracker.reading.refusal import (
    MAX_ADDRESSED, MAX_GROUPS, MAX_RECOMMENDATIONS, NO_RECOMMENDATIONS, TOO_MANY, NotAReport,
)  # fmt: skip
from tracker.reading.report import Doubt, ReadRecommendation

_ITEM = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})[.)]? (\S.*)$")
_GROUP_NUMBER = re.compile(r"^([0-9]{1,2})[.)]? (?=\S)")


@dataclass
class _Item:
    """A recommendation while its paragraphs arrive."""

    number: str
    line: Line
    passages: list[tuple[str, bool]]

    def doubt(self, read: str, reason: str) -> Doubt:
        return self.line.doubt(f"recommendation {self.number}", read, reason)


@dataclass
class _Group:
    """A heading and the items under it; items before any heading have none."""

    heading: Line | None
    items: list[_Item] = field(default_factory=list)


def read_recommendations(
    lines: tuple[Line, ...], known: tuple[str, ...]
) -> tuple[tuple[ReadRecommendation, ...], tuple[Doubt, ...]]:
    """The recommendations in order; `known` are the organisations of the front table."""
    groups, doubts = _collect(paragraphs(lines, closed=asks))
    items = [item for group in groups for item in group.items]
    if not items:
        raise NotAReport(NO_RECOMMENDATIONS)
    if len(groups) > MAX_GROUPS or len(items) > MAX_RECOMMENDATIONS:
        raise NotAReport(TOO_MANY)
    doubts += check_numbers((item.number, item) for item in items)
    names_by_key = known_by_key(known)
    recommendations: list[ReadRecommendation] = []
    for group in groups:
        recommendations += _addressed(group, names_by_key, doubts)
    if sum(len(read.organisations) for read in recommendations) > MAX_ADDRESSED:
        raise NotAReport(TOO_MANY)
    return tuple(recommendations), tuple(doubts)


def _collect(texts: list[Line]) -> tuple[list[_Group], list[Doubt]]:
    groups, doubts = [_Group(None)], []
    for text in texts:
        item = _ITEM.match(text.text)
        if item and not asks(text):  # "1.0 The trust should:" is a heading with a broken number
            printed = f"{item[1]}.{item[2]}"
            groups[-1].items.append(_Item(plain_number(printed), text, [(item[3], False)]))
            if printed != groups[-1].items[-1].number:
                doubts.append(groups[-1].items[-1].doubt(printed, f"The number is printed as {printed}."))
        elif asks(text):
            groups.append(_Group(text))
        elif groups[-1].items:
            doubts += _continue(groups[-1].items[-1], text)
        elif groups[-1].heading:
            reason = "It has no number, so it was not read as a recommendation."
            doubts.append(text.doubt("recommendations", text.text, reason))
    return groups, doubts


def _continue(item: _Item, text: Line) -> list[Doubt]:
    item.passages.append((text.text, text.bullet))
    if text.bullet and not item.line.bullet:
        return []
    reason = f"It has no number, so it was read as part of recommendation {item.number}."
    return [text.doubt("recommendations", text.text, reason)]


def _addressed(
    group: _Group, known: dict[str, str], doubts: list[Doubt]
) -> list[ReadRecommendation]:
    """The recommendations of a group; what is doubtful in it is added to `doubts`."""
    names = _organisations(group.heading, known, doubts) if group.heading else ()
    number = _group_number(group, doubts)
    recommendations = []
    for item in group.items:
        belongs = item.number.startswith(f"{number}.")
        if not belongs:
            reason = "Its number does not belong to a heading, so whom it addresses is unknown."
            doubts.append(item.doubt(item.passages[0][0], reason))
        text = join_passages(item.passages)
        recommendations.append(ReadRecommendation(item.number, names if belongs else (), text, item.line.place))
    return recommendations


def _organisations(heading: Line, known: dict[str, str], doubts: list[Doubt]) -> tuple[str, ...]:
    """The names in a group's heading."""
    what, wording = "heading of a group", heading.text
    names, certain = split_heading(_GROUP_NUMBER.sub("", wording, count=1), known)
    if not certain:
        doubts.append(heading.doubt(what, wording, "It may name one organisation or several."))
    elif not all(_is_known(name, known) for name in names):
        reason = "It names an organisation that is not in the front table."
        doubts.append(heading.doubt(what, wording, reason))
    return names


def _is_known(name: str, known: dict[str, str]) -> bool:
    """Whether it is in the front table, or is NHS England or one of its local area teams."""
    key = squeezed_key(name)
    return key in known or (key.startswith("nhsengland") and key.endswith("team"))


def _group_number(group: _Group, doubts: list[Doubt]) -> str:
    """The number that the group's recommendations begin with; "" when they have no heading."""
    if group.heading is None:
        return ""
    numbered = _GROUP_NUMBER.match(group.heading.text)
    printed = numbered.group(1) if numbered else None
    firsts = [item.number.partition(".")[0] for item in group.items]
    if printed in firsts or (printed is None and firsts):
        return printed or firsts[0]
    reason = "Its number differs from those below it."
    if not firsts:
        reason = "No recommendation stands under it."
    doubts.append(group.heading.doubt("heading of a group", group.heading.text, reason))
    return firsts[0] if firsts else ""
