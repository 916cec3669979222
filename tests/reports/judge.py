"""What differs between a report as read and as it is, and whether a doubt names each difference."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from tracker.reading import ReadReport

FRONT = {
    "area": "title",
    "title": "title",
    "visit_started_on": "date of review",
    "visit_ended_on": "date of review",
    "published_on": "date of publication",
    "inspectors": "names of inspectors",
    "providers": "provider services included",
    "commissioners": "CCGs included",
    "nhs_england_area": "NHS England area",
    "cqc_region": "CQC region",
    "signatory": "signatory",
}
QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
Look = Callable[[object], object]


@dataclass(frozen=True)
class Difference:
    """One field that was read otherwise than it is."""

    kind: str  # "front", "finding", "recommendation" or "plan"
    number: str  # of the finding or recommendation, else ""
    field: str  # the field's name; "lost", "gained" or "order" for a whole record
    places: frozenset[str]  # places of doubts that would name it
    read: object
    expected: object

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.field}\n    read     {self.read!r}\n    expected {self.expected!r}"


def place_of(doubt) -> str:
    """A doubt's place without its line or page."""
    return re.sub(r", (line|page) \d+.*", "", doubt.place).strip()


def exact(value: object) -> object:
    """A value as it is compared: the shape of quotation marks does not count."""
    if isinstance(value, str):
        return value.translate(QUOTES)
    if isinstance(value, tuple):
        return tuple(exact(each) for each in value)
    if is_dataclass(value):
        return tuple(exact(getattr(value, field)) for field in _compared(value))
    return value


def _compared(record) -> list[str]:
    """The fields of a record that count; where it stood in the file does not."""
    return [field.name for field in fields(record) if field.compare]


def spaced_anyhow(value: object) -> object:
    """The same where white space counts no more than one space: PDFs and one-line texts keep no paragraphs."""
    value = exact(value)
    if isinstance(value, tuple):
        return tuple(spaced_anyhow(each) for each in value)
    return " ".join(value.split()) if isinstance(value, str) else value


def listed_anyhow(value: object) -> object:
    """The same where it is open whether "(a)" begins a line of a list or a paragraph."""
    if isinstance(value, tuple):
        return tuple(listed_anyhow(each) for each in value)
    return spaced_anyhow(re.sub(r"(?m)^- (?=\()", "", value)) if isinstance(value, str) else exact(value)


def differences(report: ReadReport, expected: ReadReport, look: Look = exact) -> Iterator[Difference]:
    """Every field that differs, with the places that a doubt about it would have."""
    for field, place in FRONT.items():
        read, right = getattr(report, field), getattr(expected, field)
        if look(read) != look(right):
            yield Difference("front", "", field, frozenset({place, "front table"}), read, right)
    yield from _numbered("finding", report.findings, expected.findings, look)
    yield from _numbered("recommendation", report.recommendations, expected.recommendations, look)
    if look(report.plan) != look(expected.plan):
        yield Difference("plan", "", "plan", frozenset({"next steps"}), report.plan, expected.plan)


def _numbered(kind: str, read: tuple, expected: tuple, look: Look) -> Iterator[Difference]:
    found, right = _by_number(read), _by_number(expected)
    lost = {key: _gap_of(key, kind, list(right), found) for key in right if key not in found}
    for key, places in lost.items():
        yield Difference(kind, key[0], "lost", places, None, right[key])
    for key in (key for key in found if key not in right):
        yield Difference(kind, key[0], "gained", frozenset({f"{kind} {key[0]}", f"{kind}s"}), found[key], None)
    both = [key for key in right if key in found]
    if both != [key for key in found if key in right]:
        yield Difference(kind, "", "order", frozenset({f"{kind}s"}), list(found), list(right))
    following = dict(zip(right, list(right)[1:], strict=False))
    for key in both:
        yield from _fields(kind, found[key], right[key], look, lost.get(following.get(key), frozenset()))


def _gap_of(key: tuple[str, int], kind: str, order: list, found: dict) -> frozenset[str]:
    """Where a lost record shows: at its own number or at the next that is there."""
    after = (other for other in order[order.index(key) :] if other in found)
    return frozenset({f"{kind} {key[0]}", f"{kind} {next(after, key)[0]}", f"{kind}s"})


def _fields(kind: str, read, expected, look: Look, gap: frozenset[str]) -> Iterator[Difference]:
    """Differing fields; what lost its number was added to the text before it, and the doubt stands where the gap shows."""
    for field in (each.name for each in fields(expected) if each.compare):
        if look(getattr(read, field)) == look(getattr(expected, field)):
            continue
        places = {f"{kind} {expected.number}", f"{kind}s", *_elsewhere(field)}
        if field in ("text", "recommendations", "drawn_to_attention_of", "is_heading"):
            places |= gap
        yield Difference(kind, expected.number, field, frozenset(places), getattr(read, field), getattr(expected, field))


def _elsewhere(field: str) -> set[str]:
    """Other places of doubts about a field."""
    return {"section": {"contents"}, "organisations": {"heading of a group"}}.get(field, set())


def _by_number(records: tuple) -> dict[tuple[str, int], object]:
    """Records by number and how often that number came before."""
    numbered: dict[tuple[str, int], object] = {}
    for each in records:
        count = sum(number == each.number for number, _ in numbered)
        numbered[each.number, count] = each
    return numbered


def unexplained(report: ReadReport, expected: ReadReport, look: Look = exact) -> list[Difference]:
    """The differences that no doubt names: silent errors."""
    doubted = {place_of(doubt) for doubt in report.doubts}
    return [each for each in differences(report, expected, look) if not each.places & doubted]


def assert_right_or_doubted(report: ReadReport, expected: ReadReport, look: Look = exact) -> None:
    """Fail on every field that is wrong while no doubt names its place."""
    silent = unexplained(report, expected, look)
    told = "".join(f"\n  doubt at {each.place}: {each.reason}" for each in report.doubts)
    assert not silent, "silent errors:\n" + "\n".join(f"  {each}" for each in silent) + told


def assert_doubts_are_real(report: ReadReport, may: tuple[str, ...], must: tuple[str, ...]) -> None:
    """Fail on a doubt in a place that gives no reason for one ("*": any may), and where a needed one is missing."""
    doubted = {place_of(doubt) for doubt in report.doubts}
    missing = [places for places in must if not doubted & set(places.split("|"))]
    assert not missing, f"no doubt at {missing}, only at {sorted(doubted)}"
    allowed = {place for places in (*may, *must) for place in places.split("|")}
    needless = [each for each in report.doubts if place_of(each) not in allowed]
    assert "*" in may or not needless, f"needless doubts: {needless}"
