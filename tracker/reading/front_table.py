"""The front table: when the visit was, who inspected, whom the review includes, who signed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.reading.dates import read_day, read_range
from tracker.reading.front_labels import Value
from tracker.reading.organisation_lists import split_list
from tracker.reading.organisation_names import known_by_key
from tracker.reading.report import Doubt, Signatory

_LONGEST_VISIT_DAYS = 31
_POSTS = tuple(
    post.split()
    for post in (
        "CQC Deputy Chief Inspector Primary Medical Services and Integrated Care",
        "CQC Deputy Chief Inspector Primary Medical Services", "CQC Chief Inspector of General Practice",
        "CQC Regional Director", "CQC Deputy Chief Inspector", "CQC Chief Inspector",
    )
)  # the longest first
_GLUED = re.compile(r"(?:[A-Z]\S* ){3}[A-Z]")  # two names between which a comma was lost
_ORGANISATION = re.compile(r"\b(?:NHS|Trust|CCG)\b")
_NAME_SEPARATOR = re.compile(r"[,;\n&]|\band\b")
WHAT = {
    "visit": "date of review",
    "published": "date of publication",
    "inspectors": "names of inspectors",
    "providers": "provider services included",
    "commissioners": "CCGs included",
    "nhs_england_area": "NHS England area",
    "cqc_region": "CQC region",
    "signatory": "signatory",
}


@dataclass(frozen=True)
class FrontTable:
    """The fields of `ReadReport` that come from the front table, under the same names."""

    visit_started_on: date | None
    visit_ended_on: date | None
    published_on: date | None
    inspectors: tuple[str, ...]
    providers: tuple[str, ...]
    commissioners: tuple[str, ...]
    nhs_england_area: str | None
    cqc_region: str | None
    signatory: Signatory | None


def read_front_table(values: Mapping[str, Value], known: Iterable[str]) -> tuple[FrontTable, tuple[Doubt, ...]]:
    """The table of labelled values; a missing or odd one becomes a doubt.

    `known` are names of organisations that help to tell apart those that run together.
    """
    cells = _Cells(values, [], known_by_key(known))
    started, ended = cells.read("visit", _visit, "These dates are not certain.") or (None, None)
    table = FrontTable(
        visit_started_on=started,
        visit_ended_on=ended,
        published_on=cells.published(ended),
        inspectors=cells.read("inspectors", _people, "These names could not be told apart.") or (),
        providers=cells.organisations("providers"),
        commissioners=cells.organisations("commissioners"),
        nhs_england_area=cells.read("nhs_england_area", _short, "This is long for an area."),
        cqc_region=cells.read("cqc_region", _short, "This is long for a region."),
        signatory=cells.read("signatory", _signatory, "Post and name could not be told apart."),
    )
    return table, tuple(cells.doubts)


@dataclass
class _Cells:
    """The values beside the labels, and the doubts met while reading them."""

    values: Mapping[str, Value]
    doubts: list[Doubt]
    known: Mapping[str, str]  # names of organisations by their key

    def read(self, label: str, step: Callable[[Value], tuple], reason: str):
        """What `step` makes of the value, or None; doubted when missing, None or uncertain."""
        value = self.values.get(label)
        if value is None or not value.text:
            self.doubts.append(Doubt("front table", "", f"No {WHAT[label]} was found."))
            return None
        result, certain = step(value)
        if not (certain and value.certain):
            self.doubt(label, reason)
        return result

    def doubt(self, label: str, reason: str) -> None:
        value = self.values[label]
        self.doubts.append(value.line.doubt(WHAT[label], value.text, reason))

    def organisations(self, label: str) -> tuple[str, ...]:
        reason = "These organisations could not be told apart with certainty."
        return self.read(label, lambda value: split_list(value.texts, self.known), reason) or ()

    def published(self, visit_ended_on: date | None) -> date | None:
        day = self.read("published", _day, "This date could not be read.")
        if day and visit_ended_on and day < visit_ended_on:
            self.doubt("published", "The report appears before the visit ended.")
        return day


def _visit(value: Value) -> tuple[tuple[date | None, date | None], bool]:
    start, end, certain = read_range(value.text)
    short = certain and (end - start).days <= _LONGEST_VISIT_DAYS
    return (start, end), short


def _day(value: Value) -> tuple[date | None, bool]:
    day = read_day(value.text)
    return day, day is not None


def _people(value: Value) -> tuple[tuple[str, ...], bool]:
    wrapped = any(_NAME_SEPARATOR.search(text) for text in value.texts)
    names = (name.strip(" .") for name in _NAME_SEPARATOR.split((" " if wrapped else "\n").join(value.texts)))
    people = tuple(name for name in names if name)
    return people, bool(people) and not any(_GLUED.search(name) or _ORGANISATION.search(name) for name in people)


def _short(value: Value) -> tuple[str, bool]:
    return value.text, len(value.text.split()) <= 8


def _signatory(value: Value) -> tuple[Signatory | None, bool]:
    """The post ends with a colon; a name that stands among the words of a wrapped post is taken out of it."""
    post, _, name = (" ".join(part.split()) for part in value.text.partition(":"))
    if not name:
        post, name = next(filter(None, (_parted(post.split(), words) for words in _POSTS)), (post, ""))
    certain = bool(name) and not re.search("[0-9:]", name) and len(name.split()) <= 6
    return (Signatory(name=name, post=post.strip(" ,")), True) if certain else (None, False)


def _parted(printed: list[str], post: list[str]) -> tuple[str, str] | None:
    """(the words of a post, those among or behind them), when all of the post's words are there in their order."""
    own, others = [], []
    for word in printed:
        belongs = len(own) < len(post) and word.strip(",").casefold() == post[len(own)].casefold()
        (own if belongs else others).append(word)
    named = any(word.strip(",") not in _POSTS[0] for word in others)
    return (" ".join(own), " ".join(others)) if len(own) == len(post) and named else None
