"""An existing plan becomes proposals: each row finds its recommendation, its organisation and its action, or is listed with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.workbooks.action_matches import matched
from tracker.workbooks.headings import KINDS
from tracker.workbooks.known import KnownRecommendation, KnownReview
from tracker.workbooks.named_organisations import named_in
from tracker.workbooks.numbers import recommendations_of
from tracker.workbooks.plan_actions import PlanAction, actions_of
from tracker.workbooks.plan_rows import PlanRow, plan_rows, written
from tracker.workbooks.proposals import Proposal
from tracker.workbooks.tables import Table

_SHOWN = 200  # characters of a row that could not be placed


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
    """An action of the plan that found its recommendation and organisation."""

    place: str
    recommendation: KnownRecommendation
    organisation: str
    action: PlanAction


def read_plan(tables: Sequence[Table], heading: int, kinds: list[str], known: KnownReview) -> ReadExistingPlan:
    """The proposals of tables that have the same columns; `heading` is the position of the headings in the first of them.

    Each later table may repeat the headings or go on without them.
    """
    candidates, unplaced, headings = [], [], []
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
    result = matched(candidates)
    unplaced += [Unplaced(c.place, reason, _shortened(" | ".join(str(v) for v in c.action.values.values()))) for c, reason in result.refused]
    notes = _unused(tables[0], heading, kinds) + ([f"Read as headings for the rows below them: {'; '.join(headings)}."] if headings else [])
    return ReadExistingPlan(result.proposals, unplaced, notes, result.already)


def _candidates(row: PlanRow, placed, known: KnownReview) -> tuple[list[Candidate], str]:
    """(what the row proposes, why it proposes nothing)."""
    if not placed.recommendations:
        return [], placed.reason
    actions = actions_of(row, known.received_on, known.on)
    if not any(action.values for action in actions):
        return [], ""  # a recommendation that nobody has answered yet
    found, reasons = [], []
    for recommendation in placed.recommendations:
        names, said, reason = _organisations(row, recommendation, known)
        reasons += [reason] if reason else []
        for name in names:
            for action in actions:
                told = PlanAction(action.values, (*placed.assumptions, *said, *action.assumptions))
                found.append(Candidate(row.place, recommendation, name, told))
    return found, " ".join(reasons)


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
    if told:
        return [], (), f"“{told}” is none of those whom recommendation {recommendation.number} addresses."
    return addressed, _for_each(addressed), ""


def _for_each(names: list[str]) -> tuple[str, ...]:
    if len(names) == 1:
        return ()
    return (f"The row is about {' and '.join(names)}: it is proposed for each. Accept those that are meant.",)


def _headed(table: Table, headings: list) -> Table:
    """The table with the headings above it, so that both kinds of continuation read alike."""
    return Table(
        table.name, [headings, *table.rows], table.first_row - 1, table.is_sheet,
        {(row + 1, column): why for (row, column), why in table.refused.items()},
    )  # fmt: skip


def _unused(table: Table, heading: int, kinds: list[str]) -> list[str]:
    names = [written(cell) or f"column {at + 1}" for at, cell in enumerate(table.rows[heading]) if at >= len(kinds) or not kinds[at]]
    return [f"These columns were not used: {', '.join(names)}."] if names else []


def _told(row: PlanRow) -> str:
    parts = [row.text(kind) for kind in KINDS if row.text(kind)] + [text for _, text in row.notes]
    return _shortened(" | ".join(parts))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
