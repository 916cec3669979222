"""What the tracker holds of a review, as far as an existing plan is compared with it."""

from dataclasses import dataclass, field
from datetime import date

from tracker.workbooks.tables import Cell


@dataclass(frozen=True)
class KnownAction:
    """`values` by the names of FIELDS; `notes` are the words of its progress updates."""

    id: int
    organisation: str
    values: dict[str, Cell] = field(default_factory=dict)
    notes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KnownRecommendation:
    """Its number, CQC's words, the names of whom it addresses, and their actions."""

    number: str
    text: str
    organisations: tuple[str, ...]
    actions: tuple[KnownAction, ...] = ()


@dataclass(frozen=True)
class KnownReview:
    """`received_on` is the day of the report's receipt, `on` today."""

    recommendations: tuple[KnownRecommendation, ...]
    on: date
    received_on: date | None = None

    @property
    def by_number(self) -> dict[str, KnownRecommendation]:
        """The recommendations by their numbers."""
        return {r.number: r for r in self.recommendations}

    @property
    def organisations(self) -> tuple[str, ...]:
        """Everybody whom the report addresses, each once."""
        return tuple(dict.fromkeys(name for r in self.recommendations for name in r.organisations))
