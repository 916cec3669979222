"""Proposals: what a sheet says about one action, beside what stood there when the sheet was written."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from tracker.documents.text import readable
from tracker.workbooks.tables import Cell


@dataclass(frozen=True)
class Proposal:
    """One row. `values` and `base` map the names of FIELDS to texts, days or None; an empty cell is "" or, for a day, None.

    `place` is where it stood ("Actions!7"); without `action_id` it is a new action for `recommendation` ("1.1", "" for an immediate
    one); `base` is None when the tracker did not write the sheet; `assumptions` are sentences about how it was read; what
    `is_doubtful` is accepted only when somebody ticks it.
    """

    place: str
    action_id: int | None
    recommendation: str
    organisation: str
    values: dict[str, Cell]
    base: dict[str, Cell] | None = None
    assumptions: tuple[str, ...] = ()
    is_doubtful: bool = False


def same(one: Cell, other: Cell) -> bool:
    """Whether two values say the same: line ends, spaces at the ends and the two kinds of nothing make no difference."""
    return _plain(one) == _plain(other)


def edits(proposal: Proposal) -> dict[str, Cell]:
    """The values that somebody changed or filled in; of a sheet that is not ours, all that are not empty."""
    base = proposal.base or {}
    return {name: value for name, value in proposal.values.items() if not same(value, base.get(name))}


def edited(proposals: list[Proposal]) -> list[Proposal]:
    """Those that somebody changed something in, with nothing but what was changed."""
    pruned = [(p, edits(p)) for p in proposals]
    return [
        replace(p, values=values, base=p.base and {name: was for name, was in p.base.items() if name in values})
        for p, values in pruned if values
    ]  # fmt: skip


def to_json(proposals: list[Proposal]) -> str:
    """A text that `from_json` reads back."""
    return json.dumps([asdict(p) for p in proposals], default=lambda day: {"on": day.isoformat()}, ensure_ascii=False)


def from_json(text: str) -> list[Proposal]:
    """The proposals of `to_json`."""
    rows = json.loads(text, object_hook=lambda found: date.fromisoformat(found["on"]) if set(found) == {"on"} else found)
    return [Proposal(**row | {"assumptions": tuple(row["assumptions"])}) for row in rows]


def _plain(value: Cell):
    if isinstance(value, str):
        return readable(value).strip() or None
    return value
