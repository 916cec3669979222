"""The query string of the list of actions: read, said in words, and written again. A value that means nothing is left out and named."""

from collections.abc import Mapping
from datetime import date

from tracker.forms.fields import day_of, tidy
from tracker.models.action_filter import NOBODY, OVERDUE, STILL_OPEN, ActionFilter
from tracker.models.action_list import SORTS, WORST_FIRST, Choices, Order, Place
from tracker.models.action_status import Status
from tracker.models.brag import Brag
from tracker.models.columns import LARGEST_ID

LABELS = {
    "review": "Review", "organisation": "Organisation", "owner": "Owner", "post": "Accountable post", "status": "Status", "brag": "Colour",
    "due_within": "Due within", "no_update_since": "No update since", "promised": "Promised to CQC", "sort": "Order", "after": "Page", "before": "Page",
}  # fmt: skip
FIELDS = {"review": "review_id", "organisation": "organisation_id", "owner": "owner_id"}  # the others have the same name in ActionFilter
WITHOUT_OWNER, OPEN = "nobody", STILL_OPEN
STATUSES = {OPEN: "Open (not started or in progress)", OVERDUE: "Overdue (open, and the due date has passed)"} | {s.value: s.value.capitalize() for s in Status}
SORTED_BY = {
    "due": "Due date", "number": "Number", "review": "Review", "organisation": "Organisation", "owner": "Owner", "status": "Status",
    "brag": "Colour", "update": "Last update",
}  # fmt: skip
LONGEST = 999  # working days


class Asked:
    """What a query string asks for: `filter`, `order`, `place`. `query` holds what of it means something, `ignored` the labels of the rest."""

    def __init__(self, args: Mapping[str, str], choices: Choices):
        self.choices, self.query, self.ignored = choices, {}, []
        chosen = {FIELDS.get(name, name): self._read(name, args, read) for name, read in READERS.items()}
        self.filter = ActionFilter(**{name: value for name, value in chosen.items() if value is not None})
        self.order = self._read("sort", args, _order) or Order()
        kind = SORTS[self.order.by]
        places = [self._read(name, args, lambda text, _, n=name: _place(text, n == "before", kind)) for name in ("after", "before")]
        self.place = next(filter(None, places), None)
        self.here = self.next_to(self.place) if self.place else self.query

    def _read(self, name: str, args: Mapping[str, str], read):
        text = tidy(args.get(name))[:600]
        if not text:
            return None
        try:
            value = read(text, self.choices)
        except (KeyError, ValueError):
            self.ignored.append(LABELS[name])
            return None
        if name not in ("after", "before"):
            self.query[name] = value.isoformat() if isinstance(value, date) else text
        return value

    @property
    def chips(self) -> list[dict]:
        """What was chosen, a line each: its words, and the query that is left without it."""
        return [
            {"words": f"{LABELS[name]}: {words}", "without": {n: v for n, v in self.query.items() if n != name}}
            for name, words in self.chosen.items()
        ]  # fmt: skip

    @property
    def chosen(self) -> dict[str, str]:
        """The words of what was chosen, by the name of the filter."""
        return {name: WORDS.get(name, str)(getattr(self.filter, FIELDS.get(name, name)), self.choices) for name in READERS if name in self.query}

    @property
    def said(self) -> str:
        """What was chosen, in one line for a document."""
        return "; ".join(f"{LABELS[name]}: {words}" for name, words in self.chosen.items()) or "All actions"

    @property
    def offered(self) -> dict[str, list[tuple]]:
        """What there is to choose from: (value, words) by the name of the filter."""
        known = self.choices
        return {
            "review": list(known.reviews.items()),
            "organisation": list(known.organisations.items()),
            "owner": [(WITHOUT_OWNER, "Nobody yet"), *known.owners.items()],
            "status": list(STATUSES.items()),
            "brag": [(b.value, b.value.capitalize()) for b in WORST_FIRST],
            "sort": [(sign + name, f"{words}{', the other way round' if sign else ''}") for name, words in SORTED_BY.items() for sign in ("", "-")][1:],
        }  # fmt: skip

    @property
    def sort_words(self) -> str:
        """What the list is sorted by, as it stands in a sentence."""
        return SORTED_BY[self.order.by].lower() + (", the other way round" if self.order.down else "")

    def sorted_by(self, name: str) -> dict[str, str]:
        """The query that sorts by this, or the other way round where it does already."""
        down = self.order == Order(name)
        kept = {n: v for n, v in self.query.items() if n != "sort"}
        return kept if Order(name, down) == Order() else kept | {"sort": f"-{name}" if down else name}

    def next_to(self, place: Place) -> dict[str, str]:
        """The query of a neighbouring page."""
        key = "" if place.key is None else f"~{place.key}"
        return self.query | {"before" if place.before else "after": f"{place.id}{key}"}


def _number(text: str, most: int = LONGEST) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or int(text) > most:
        raise ValueError("no number that could be")
    return int(text)


def _known(text: str, names: dict[int, str]) -> int:
    id = _number(text, LARGEST_ID)
    if id not in names:
        raise ValueError("not one of those")
    return id


def _owner(text: str, choices: Choices) -> int:
    return NOBODY if text == WITHOUT_OWNER else _known(text, choices.owners)


def _since(text: str, _choices) -> int | date:
    if text.isdecimal():
        return _number(text) or day_of(text)
    return day_of(text)


def _order(text: str, _choices) -> Order:
    by = text.removeprefix("-")
    if by not in SORTS:
        raise ValueError("nothing to sort by")
    return Order(by, text.startswith("-"))


def _place(text: str, before: bool, kind: type) -> Place:
    id, has_key, key = text.partition("~")
    if not has_key:
        return Place(_number(id, LARGEST_ID), None, before)
    return Place(_number(id, LARGEST_ID), {int: _number, date: date.fromisoformat, str: str}[kind](key), before)


READERS = {
    "review": lambda text, choices: _known(text, choices.reviews),
    "organisation": lambda text, choices: _known(text, choices.organisations),
    "owner": _owner,
    "post": lambda text, _: text[:200],
    "status": lambda text, _: text if STATUSES[text] else None,
    "brag": lambda text, _: Brag(text),
    "due_within": lambda text, _: _number(text),
    "no_update_since": _since,
    "promised": lambda text, _: {"yes": True}[text],
}


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


WORDS = {
    "review": lambda id, choices: choices.reviews[id],
    "organisation": lambda id, choices: choices.organisations[id],
    "owner": lambda id, choices: choices.owners[id] if id != NOBODY else "nobody",
    "post": lambda words, _: words,
    "status": lambda status, _: STATUSES[status],
    "brag": lambda brag, _: brag.value.capitalize(),
    "due_within": lambda days, _: _days(days),
    "no_update_since": lambda since, _: f"{_days(since)} ago" if isinstance(since, int) else f"{since.day} {since:%B %Y}",
    "promised": lambda yes, _: "another date",
}
