"""Standing: how far the recommendations of a plan are, and the whole plan, by their actions. Source: design §4."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Status, least_advanced
from tracker.models.recommendation import Recommendation
from tracker.models.review import Review

LASTS = (Status.VERIFIED, Status.EMBEDDED)


@dataclass(frozen=True)
class Standing:
    """The status of each recommendation, in the report's order; immediate actions stand for themselves."""

    actions: list[Action]
    statuses: dict[Recommendation, Status]

    @classmethod
    def of(cls, actions: Iterable[Action], recommendations: Iterable[Recommendation] = ()) -> "Standing":
        """What these actions, with their recommendations, add up to."""
        actions, held = list(actions), {r: [] for r in recommendations}
        for action in actions:
            for recommendation in action.recommendations:
                held.setdefault(recommendation, []).append(action.status)
        ordered = sorted(held.items(), key=lambda item: item[0].position)
        return cls(actions, {r: least_advanced(statuses) for r, statuses in ordered})

    @classmethod
    def of_review(cls, review: Review) -> "Standing":
        """The whole plan, whoever asks: for the models' own verbs."""
        told = select(Action).where(Action.review_id == review.id).options(selectinload(Action.recommendations), joinedload(Action.organisation))
        said = select(Recommendation).where(Recommendation.review_id == review.id)
        rows = [db.session.scalars(query.execution_options(own_verb=True)).all() for query in (told, said)]
        return cls.of(*rows)

    def among(self, action_ids: Collection[int]) -> "Standing":
        """Only what these actions have a part in: who sees some actions of a recommendation may not see all of them."""
        mine = [a for a in self.actions if a.id in action_ids]
        answered = {r for a in mine for r in a.recommendations}
        return Standing([a for a in self.actions if a in mine or a.recommendations], {r: s for r, s in self.statuses.items() if r in answered})

    @property
    def immediate(self) -> list[Action]:
        """The actions that answer no recommendation."""
        return [a for a in self.actions if a.is_immediate]

    @property
    def status(self) -> Status:
        """The plan is as far as its least advanced recommendation; one that was wholly withdrawn has not started."""
        counted = (Status.NOT_STARTED if s is Status.WITHDRAWN else s for s in self.statuses.values())
        return least_advanced([*counted, *(a.status for a in self.immediate)])

    @property
    def closed(self) -> int:
        """How many recommendations are closed: every action verified, embedded or withdrawn, and not all withdrawn."""
        return sum(status in LASTS for status in self.statuses.values())

    @property
    def unfinished(self) -> list[str]:
        """What is not closed, as parts of a sentence: "recommendations 1.1, 1.2", "an immediate action of Medway NHS Foundation Trust"."""
        numbers = [r.number for r, status in self.statuses.items() if status not in LASTS]
        told = [f"recommendation{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"] if numbers else []
        return told + [f"an immediate action of {a.organisation}" for a in self.immediate if a.status not in (*LASTS, Status.WITHDRAWN)]
