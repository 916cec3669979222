"""The filters of a plan, as they stand in the URL, and the rows that pass them."""

from dataclasses import dataclass

from tracker.models.action_status import Status
from tracker.models.brag import COLOUR, Brag


@dataclass(frozen=True)
class PlanFilter:
    """What was chosen, the groups that are left, and how many actions that is of how many."""

    organisation: str
    status: str
    brag: str
    organisations: list[str]
    statuses: list[str]
    groups: dict[str, list]
    shown: int
    total: int

    @classmethod
    def of(cls, args, rows: list, mine: set[int]) -> "PlanFilter":
        """Apply a query string to (action, reason) rows; a value that means nothing is ignored.

        The colour of an action outside `mine` is not told, so a filter by colour leaves it out.
        """
        rows = sorted(rows, key=lambda row: [r.position for r in row[0].recommendations] or [10**6])
        names = list(dict.fromkeys(action.organisation.name for action, _ in rows))
        organisation = args.get("organisation", "") if args.get("organisation") in names else ""
        status = args.get("status", "") if args.get("status") in {s.value for s in Status} else ""
        brag = args.get("brag", "") if args.get("brag") in {b.value for b in Brag} else ""
        left = [
            (action, reason) for action, reason in rows
            if organisation in ("", action.organisation.name) and status in ("", action.status.value)
            and (not brag or (action.id in mine and COLOUR[reason].value == brag))
        ]  # fmt: skip
        groups = {name: [row for row in left if row[0].organisation.name == name] for name in names}
        kept = {name: group for name, group in groups.items() if group}
        statuses = [s.value for s in Status if any(action.status is s for action, _ in rows)]
        return cls(organisation, status, brag, names, statuses, kept, len(left), len(rows))

    @property
    def is_set(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.organisation or self.status or self.brag)
