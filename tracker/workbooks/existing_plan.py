"""An existing plan becomes proposals: each row finds its recommendation, its organisation and its action, or is listed with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.workbooks.action_matches import matched
from tracker.workbooks.exchange import PLACES
from tracker.workbooks.headings import KINDS
from tracker.workbooks.known import KnownRecommendation, KnownReview
from tracker.workbooks.named_organisations import named_in
from tracker.workbooks.numbers import recommendations_of
from tracker.workbooks.plan_actions import PlanAction, actions_of
from tracker.workbooks.plan_rows import CONTINUES, PlanRow, plan_rows, written
from tracker.workbooks.proposals import Proposal
from tracker.workbooks.tables import Table

_SHOWN = 200  # characters of a row that could not be placed
_MOST_PLACES = 20  # named in one note
_NOBODY = "Recommendation {} is addressed to nobody in the tracker."


@dataclass(frozen=True)
class Unplaced:
    """A row that became no proposal: where, why, and what it says."""

    place: str
    reason: str
    words: str


@dataclass(frozen=True)
class ReadExistingPlan:
    """What a plan became; `notes` are sentences about the file as a whole, `already` how many actions said nothing new."""

    proposals: list[Proposal]
    unplaced: list[Unplaced]
    notes: list[str]
    already: int = 0


@dataclass(frozen=True)
class Candidate:
    """An action of the plan that found its recommendation and organisation; `is_doubtful` as in Placed."""

    place: str
    recommendation: KnownRecommendation
    organisation: str
    action: PlanAction
    is_doubtful: bool = False


def read_plan(tables: Sequence[Table], heading: int, kinds: list[str], known: KnownReview) -> ReadExistingPlan:
    """The proposals of tables that have the same columns; `heading` is the position of the headings in the first of them.

    Each later table may repeat the headings or go on without them.
    """
    candidates, unplaced, headings, bare = [], [], [], []
    for number, table in enumerate(tables):
        rows, said = plan_rows(table if number == 0 else _headed(table, tables[0].rows[heading]), heading if number == 0 else 0, kinds)
        headings += said
        last = ""
        for row in rows:
            placed = recommendations_of(row, known, last)
            if placed.recommendations:
                last = placed.recommendations[-1].number
            found, reason = _candidates(row, placed, known)
            candidates += found
            unplaced += [Unplaced(row.place, reason, _told(row))] if reason else []
            bare += [row.place] if not found and not reason else []
    result = matched(candidates)
    unplaced += [Unplaced(c.place, reason, _shortened(" | ".join(str(v) for v in c.action.values.values()))) for c, reason in result.refused]
    notes = _unused(tables[0], heading, kinds) + ([f"Read as headings for the rows below them: {'; '.join(headings)}."] if headings else [])
    continued = {said for candidate in candidates for said in candidate.action.assumptions}
    bare = [place for place in bare if CONTINUES.format(place) not in continued]
    notes += _placed_in("Nothing was taken from these rows, as no action is filled in", bare)
    notes += _placed_in("These rows say the same as one above them", result.repeats)
    return ReadExistingPlan(result.proposals, unplaced, notes, result.already)


def _candidates(row: PlanRow, placed, known: KnownReview) -> tuple[list[Candidate], str]:
    """(what the row proposes, why something of it is proposed nowhere); neither for a recommendation that nobody has answered yet."""
    if not placed.recommendations:
        return [], placed.reason
    read = actions_of(row, known.received_on, known.on)
    actions = [action for action in read if action.values]
    found, reasons = [], [_why_empty(row, action) for action in read if not action.values]
    for recommendation in placed.recommendations:
        names, said, reason = _organisations(row, recommendation, known)
        reasons += [reason] if reason else []
        for name in names:
            for action in actions:
                told = replace(action, assumptions=(*placed.assumptions, *said, *action.assumptions))
                found.append(Candidate(row.place, recommendation, name, told, placed.is_doubtful))
    return found, " ".join(dict.fromkeys(reason for reason in reasons if reason))


def _why_empty(row: PlanRow, action: PlanAction) -> str:
    """What was said of an action of which nothing is left."""
    return " ".join(said for said in action.assumptions if said not in row.assumptions)


def _organisations(row: PlanRow, recommendation: KnownRecommendation, known: KnownReview) -> tuple[list[str], tuple[str, ...], str]:
    """(whose actions they are, what was assumed, why it is nobody's)."""
    addressed = list(recommendation.organisations)
    for text in (row.text("organisation"), row.text("post"), row.table, row.group):
        named, said = named_in(text, known.organisations)
        own = [name for name in named if name in addressed]
        if own and (len(addressed) == 1 or len(own) < len(addressed) or text != row.group):
            by_heading = (f"Whose it is was taken from the heading “{text[:80]}”.",) if text in (row.table, row.group) and len(addressed) > 1 else ()
            return own, said + by_heading + _for_each(own), ""
        if named and text == row.text("organisation"):
            return [], (), f"Recommendation {recommendation.number} is not addressed to {', '.join(named)}."
    told = row.text("organisation")
    said = (f"“{told}” is no organisation of this review: it was taken for {addressed[0]}.",) if told and len(addressed) == 1 else ()
    if len(addressed) == 1:
        return addressed, said, ""
    if told or not addressed:
        return [], (), f"“{told}” is none of those whom recommendation {recommendation.number} addresses." if told else _NOBODY.format(recommendation.number)
    return addressed, _for_each(addressed), ""


def _for_each(names: list[str]) -> tuple[str, ...]:
    if len(names) == 1:
        return ()
    return (f"The row is about {' and '.join(names)}: it is proposed for each. Accept those that are meant.",)


def _headed(table: Table, headings: list) -> Table:
    """The table with the headings above it, so that both kinds of continuation read alike."""
    moved = {name: {(row + 1, column): said for (row, column), said in getattr(table, name).items()} for name in PLACES}
    return replace(table, rows=[headings, *table.rows], first_row=table.first_row - 1, **moved)


def _unused(table: Table, heading: int, kinds: list[str]) -> list[str]:
    names = [written(cell) or f"column {at + 1}" for at, cell in enumerate(table.rows[heading]) if at >= len(kinds) or not kinds[at]]
    return [f"These columns were not used: {', '.join(names)}."] if names else []


def _placed_in(what: str, places: list[str]) -> list[str]:
    """One note with the places, the first of them when there are very many."""
    places = list(dict.fromkeys(places))
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return [f"{what}: {', '.join(places[:_MOST_PLACES])}{more}."] if places else []


def _told(row: PlanRow) -> str:
    parts = [row.text(kind) for kind in KINDS if row.text(kind)] + [text for _, text in row.notes]
    return _shortened(" | ".join(parts))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
