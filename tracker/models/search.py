"""Search: the kinds of rows in which texts and numbers are found, each row asked for the right to see it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from tracker.extensions import db
from tracker.models.action import Action, answers
from tracker.models.evidence import Evidence, evidence_actions
from tracker.models.finding import Finding
from tracker.models.membership import Membership
from tracker.models.progress import ProgressUpdate
from tracker.models.recommendation import Recommendation
from tracker.models.review import Review
from tracker.models.search_index import contains
from tracker.models.search_words import Sought, beginning

OPEN = ("words", "post")  # what others see of an action of a joint recommendation
LABELS = {
    "words": "What will be done", "post": "Accountable post", "success_measure": "Success measure",
    "evidence_expected": "Evidence expected", "monitored_by": "Monitored by", "shows": "What it shows",
}  # fmt: skip


@dataclass(frozen=True)
class Search:
    """What is sought, by whom; `reviews` are the ids of the reviews in which he sees anything."""

    sought: Sought
    memberships: list[Membership]
    reviews: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, typed: str, memberships: list[Membership]) -> "Search":
        """Read what was typed, and look up where to search."""
        seen = [select(Review.id).where(Review.visible_to(memberships))]
        seen += [select(model.review_id).where(model.visible_to(memberships)) for model in (Action, Evidence)]
        return cls(Sought.of(typed), memberships, sorted(db.session.scalars(union(*seen).execution_options(own_verb=True))))

    def found(self, kind: "Kind", rows: Select) -> Select:
        """Of these rows, those in which everything sought stands, ready to list."""
        return kind.listed(rows.where(kind.condition(self)))

    def holds(self, model, numbered: Callable, columns: tuple[str, ...] = ()):
        """A condition: all words and numbers are in its columns; `numbered` gives the condition that a row has a number."""
        words, numbers = list(self.sought.words), self.sought.numbers
        told = [or_(numbered(number, self.reviews), contains(model, [number], self.reviews, columns)) for number in numbers]
        return and_(*told, *([contains(model, words, self.reviews, columns)] if words else []))


@dataclass(frozen=True)
class Kind:
    """One sort of hit: `name` in addresses, `title` on the page, `ordered` the columns that put the best first."""

    name: str
    title: str
    model: type
    numbered: Callable
    fields: tuple[str, ...]
    ordered: tuple
    loaded: tuple = ()
    also: tuple = ()  # conditions for being a hit at all

    def condition(self, search: Search):
        """What a row must hold; of another organisation's action only what is open to others counts."""
        whole = and_(search.holds(self.model, self.numbered), *self.also)
        if self.model is not Action:
            return whole
        # In this order SQLite looks into the open texts only when some hit is another's.
        return and_(whole, or_(Action.workable_by(search.memberships), search.holds(Action, self.numbered, OPEN)))

    def listed(self, rows: Select) -> Select:
        """With what a line of the page names, best first."""
        return rows.options(*self.loaded).order_by(*self.ordered)

    def excerpts(self, row, sought: Sought, whole: bool) -> list[tuple[str, list]]:
        """(label, marked pieces) of each text with a match, else the beginning of the first; `whole`: all its texts are mine to see."""
        texts = [(LABELS.get(name, ""), getattr(row, name)) for name in (self.fields if whole else OPEN)]
        marked = [(label, pieces) for label, text in texts if (pieces := sought.marked(text))]
        return marked or [("", beginning(text)) for _, text in texts if text][:1]


def _answering(number: str, reviews: list[int]):
    same = (Recommendation.number == number) & Recommendation.review_id.in_(reviews)
    return select(answers.c.action_id).join(Recommendation, Recommendation.id == answers.c.recommendation_id).where(same)


def _shown_by(number: str, reviews: list[int]):
    return select(evidence_actions.c.evidence_id).where(evidence_actions.c.action_id.in_(_answering(number, reviews)))


_ACTION = joinedload(ProgressUpdate.action)
KINDS = [
    Kind("recommendations", "Recommendations", Recommendation, lambda number, _: Recommendation.number == number, ("text",),
         (Recommendation.review_id.desc(), Recommendation.position), (selectinload(Recommendation.organisations),)),
    Kind("actions", "Actions", Action, lambda *number: Action.id.in_(_answering(*number)),
         ("words", "post", "success_measure", "evidence_expected", "monitored_by"),
         (Action.review_id.desc(), Action.id), (joinedload(Action.organisation), selectinload(Action.recommendations))),
    Kind("notes", "Progress updates", ProgressUpdate, lambda *number: ProgressUpdate.action_id.in_(_answering(*number)), ("note",),
         (ProgressUpdate.on.desc(), ProgressUpdate.id.desc()),
         (joinedload(ProgressUpdate.by), _ACTION.joinedload(Action.organisation), _ACTION.selectinload(Action.recommendations))),
    Kind("evidence", "Evidence", Evidence, lambda *number: Evidence.id.in_(_shown_by(*number)), ("shows",),
         (Evidence.id.desc(),), (joinedload(Evidence.organisation),)),
    Kind("findings", "Findings", Finding, lambda number, _: Finding.number == number, ("text",),
         (Finding.review_id.desc(), Finding.position), also=(Finding.is_heading.is_(False),)),
]  # fmt: skip
