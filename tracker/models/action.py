"""Action: what one organisation will do, who answers for it, and by when."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, String, Table, Text, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action_life import Life
from tracker.models.action_status import Confidence, Status
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link, one_of
from tracker.models.membership import Membership
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Participation, Review
from tracker.models.user import User

answers = Table(
    "action_recommendations",
    db.metadata,
    Column("action_id", Integer, ForeignKey("actions.id"), primary_key=True),
    Column("recommendation_id", Integer, ForeignKey("recommendations.id"), primary_key=True, index=True),
)

def numbers_said(numbers: list[str]) -> str:
    """The numbers of recommendations that an action answers, as pages and documents print them."""
    return ", ".join(numbers) or "Immediate action"


DATE_IS_KEPT = "CQC has the plan. From then on a due date is moved by an extension, with a reason."
PLANNED = ("words", "post", "owner_id", "due_on", "success_measure", "evidence_expected", "monitored_by")


class Action(Life, Versioned, db.Model):
    """`first_due_on` is the date first agreed: it follows `due_on` until CQC has the plan, then stays."""

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_organisation_id_due_on", "organisation_id", "due_on"),
        Index("ix_actions_review_id_due_on", "review_id", "due_on"),
        {"sqlite_autoincrement": True},  # documents print the id, so that of a removed action never names another
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id", index=False)
    organisation_id: Mapped[int] = link("organisations.id", index=False)
    owner_id: Mapped[int | None] = link("users.id")
    words: Mapped[str] = mapped_column(Text, default="")
    post: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    promised_on: Mapped[date | None]  # its due date in the newest plan that was sent to CQC
    times_moved: Mapped[int] = mapped_column(default=0)
    success_measure: Mapped[str] = mapped_column(Text, default="")
    evidence_expected: Mapped[str] = mapped_column(Text, default="")
    monitored_by: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[Status] = mapped_column(one_of(Status), default=Status.NOT_STARTED)
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence))
    lead_confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence))  # where a lead disagrees
    updated_on: Mapped[date | None]  # the day of the newest progress update
    completed_on: Mapped[date | None]
    completed_by_id: Mapped[int | None] = link("users.id")
    recheck_on: Mapped[date | None]  # when to see whether it lasted; set at the verification

    review: Mapped[Review] = relationship()
    organisation: Mapped[Organisation] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=answers, order_by=Recommendation.position
    )  # fmt: skip

    @classmethod
    def visible_to(cls, memberships):
        """Also the others' actions of a joint recommendation: their words, post, dates and status; and what I contribute to."""
        from tracker.models.contribution import Contribution

        if not Participation.asked(memberships):
            return cls.workable_by(memberships)
        joint = select(Recommendation.id).where(Recommendation.told(memberships))
        shared = select(answers.c.action_id).where(answers.c.recommendation_id.in_(joint))
        return or_(cls.workable_by(memberships), cls.id.in_(shared), cls.id.in_(Contribution.of(memberships)))

    @classmethod
    def workable_by(cls, memberships):
        """Whose work, notes and evidence it is: the organisation's owners, once it was asked, and the CCG's leads."""
        return Participation.worked(cls, memberships)

    @property
    def place(self) -> tuple[list[int], int]:
        """Where it stands in a list by number: as the report orders what it answers, immediate actions last."""
        return [r.position for r in self.recommendations] or [10**6], self.id

    @classmethod
    def answering(cls, recommendation: Recommendation):
        """A condition: actions that answer this recommendation."""
        return cls.recommendations.any(Recommendation.id == recommendation.id)

    @staticmethod
    def listed(actions: Select) -> Select:
        """In the order in which they were made, with organisation and recommendations."""
        return actions.options(joinedload(Action.organisation), selectinload(Action.recommendations)).order_by(Action.id)

    @classmethod
    def numbered(cls, actions: Select) -> Select:
        """Ready to be named in a list, with their organisations, soonest re-check first."""
        return actions.options(joinedload(cls.organisation), selectinload(cls.recommendations)).order_by(cls.recheck_on, cls.id)

    @classmethod
    def worked_by(cls, memberships):
        """A subquery for children: the actions whose notes these memberships may read."""
        return select(cls.id).where(cls.workable_by(memberships))

    @property
    def number(self) -> str:
        """The numbers of its recommendations, as pages and documents print them."""
        return numbers_said([r.number for r in self.recommendations])

    @property
    def is_immediate(self) -> bool:
        """Whether it was agreed without waiting for a recommendation."""
        return not self.recommendations

    @property
    def name(self) -> str:
        """What it is called within a sentence: "action 1.1", "immediate action"."""
        return "immediate action" if self.is_immediate else f"action {self.number}"

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was planned or recorded on it and no evidence brought since it was made."""
        from tracker.models.evidence import evidence_actions

        brought = select(evidence_actions.c.evidence_id).where(evidence_actions.c.action_id == self.id).limit(1)
        return self.version == 1 and db.session.scalar(brought) is None and not self.is_spoken_for

    @property
    def is_spoken_for(self) -> bool:
        """Whether some request is about it, its organisation has confirmed it, or a file waits for its uploader's decision."""
        from tracker.models.confirmation import ConfirmedAction
        from tracker.models.held_file import HeldFile
        from tracker.models.request_part import request_part_actions

        asked = select(request_part_actions.c.action_id).where(request_part_actions.c.action_id == self.id)
        confirmed = select(ConfirmedAction.action_id).where(ConfirmedAction.action_id == self.id)
        held = select(HeldFile.id).where(HeldFile.action_id == self.id)
        return db.session.scalar(select(asked.exists() | confirmed.exists() | held.exists()).execution_options(own_verb=True))

    @property
    def missing(self) -> list[str]:
        """What the plan still needs of this action. Source: design §4, Submission."""
        needed = {"what will be done": self.words, "accountable post": self.post,
                  "due date": self.due_on, "success measure": self.success_measure}  # fmt: skip
        return [] if self.status is Status.WITHDRAWN else [name for name, value in needed.items() if not value]

    @classmethod
    def add(cls, review: Review, organisation: Organisation, *, words: str, by: User, on: date) -> "Action":
        """An immediate action: agreed without a recommendation. Raises NotAllowed for the same words a second time."""
        same = select(cls.id).where(cls.review_id == review.id, cls.organisation_id == organisation.id, cls.words == words)
        if db.session.scalar(same.where(~cls.recommendations.any()).limit(1).execution_options(own_verb=True)):
            raise NotAllowed(f"{organisation} has this immediate action already. It was not added a second time.")
        review.check_open()
        row = cls(review=review, organisation=organisation, words=words)
        db.session.add(row)
        review.address(organisation, asked_on=on)
        row._keep({"words": ("", words)}, by=by, on=on, added=True)
        AuditEntry.append("action.add", row, by=by, values={"organisation_id": organisation.id, "words": words})
        return row

    @classmethod
    def add_to(cls, recommendation: Recommendation, organisation: Organisation, *, words: str, by: User) -> "Action":
        """One more action of an organisation that the recommendation addresses. Raises NotAllowed for another, or the same words."""
        if organisation.current_id not in {o.current_id for o in recommendation.organisations}:
            raise NotAllowed(f"Recommendation {recommendation.number} is not addressed to {organisation}.")
        same = select(cls.id).where(cls.answering(recommendation), cls.organisation_id.in_(organisation.line), cls.words == words)
        if db.session.scalar(same.limit(1).execution_options(own_verb=True)):
            raise NotAllowed(f"{organisation} has this action already. It was not added a second time.")
        row = cls(review=recommendation.review, organisation=organisation, words=words, recommendations=[recommendation])
        db.session.add(row)
        values = {"organisation_id": organisation.id, "words": words, "recommendation_ids": [recommendation.id]}
        AuditEntry.append("action.add", row, by=by, values=values)
        return row

    def link(self, recommendations: list[Recommendation], *, version: int, by: User) -> None:
        """Answer these recommendations of its review and organisation, and no others; none makes it an immediate action.

        Raises NotAllowed when a recommendation would be left without an action of this organisation.
        """
        own = self.organisation.current_id
        if any(r.review_id != self.review_id or own not in {o.current_id for o in r.organisations} for r in recommendations):
            raise NotAllowed("An action answers recommendations of its own review that address its organisation.")
        self.expect(version)
        self._check_not_alone([r for r in self.recommendations if r not in recommendations])
        self.recommendations = recommendations
        AuditEntry.append("action.link", self, by=by, values={"recommendation_ids": [r.id for r in recommendations]})

    def remove(self, *, version: int, by: User) -> None:
        """Take out an action that was added by mistake, or that another one stands for.

        Raises NotAllowed when something was recorded on it, or a recommendation would be left without an action.
        """
        from tracker.models.addressing import check_untouched, end_part

        check_untouched(self)
        self._check_not_alone(self.recommendations)
        self.expect(version)
        AuditEntry.append("action.remove", self, by=by, values={"organisation_id": self.organisation_id, "words": self.words})
        db.session.delete(self)
        end_part(self.review, self.organisation)

    def expect(self, version: int) -> None:
        """As every versioned row, and never while the review is closed."""
        self.review.check_open()
        super().expect(version)

    @property
    def is_removable(self) -> bool:
        """Whether it may go: nothing was recorded on it, and no recommendation needs it."""
        return self.is_untouched and not self._alone(self.recommendations)

    @property
    def date_is_kept(self) -> bool:
        """Whether its due date stays unless an extension moves it: CQC has the plan, and there is a date."""
        return self.due_on is not None and self.review.first_sent_on is not None

    @property
    def broken_promise(self) -> date | None:
        """The date that CQC was told, while it differs from the due date."""
        return self.promised_on if self.promised_on != self.due_on else None

    def plan(self, *, version: int, by: User, on: date, on_behalf_of=None, **fields) -> None:
        """Set what will be done, by whom and by when; only the fields given change.

        Once CQC has the plan, the due date is moved by an extension alone, and never removed.
        """
        unknown = set(fields) - set(PLANNED)
        if unknown:
            raise TypeError(f"not part of a plan: {', '.join(sorted(unknown))}")
        self._move("plan", version)
        changed = {name: value for name, value in fields.items() if getattr(self, name) != value}
        if changed.get("owner_id") is not None:
            self._check_owner(changed["owner_id"])
        if "due_on" in changed and self.date_is_kept:
            raise NotAllowed(DATE_IS_KEPT)
        self._keep({name: (getattr(self, name), value) for name, value in changed.items()}, by=by, on=on, on_behalf_of=on_behalf_of)
        for name, value in changed.items():
            setattr(self, name, value)
        if "due_on" in changed and (self.review.first_sent_on is None or self.first_due_on is None):
            self.first_due_on = self.due_on
        AuditEntry.append("action.plan", self, by=by, values=changed)

    def _check_not_alone(self, recommendations: list[Recommendation]) -> None:
        left = self._alone(recommendations)
        if left:
            raise NotAllowed(f"Recommendation {left[0]} would be left without an action of {self.organisation}. Nothing was changed.")

    def _alone(self, recommendations: list[Recommendation]) -> list[str]:
        """The numbers of those that no other action of the organisation answers."""
        others = select(answers.c.recommendation_id).join(Action, Action.id == answers.c.action_id).where(
            answers.c.recommendation_id.in_([r.id for r in recommendations]),
            Action.organisation_id.in_(self.organisation.line), Action.id != self.id,
        )  # fmt: skip
        answered = set(db.session.scalars(others.execution_options(own_verb=True)))
        return [r.number for r in recommendations if r.id not in answered]

    def _keep(self, changes: dict, **who) -> None:
        from tracker.models.plan_change import PlanChange

        PlanChange.of(self, changes, **who)

    def _check_owner(self, owner_id: int) -> None:
        if owner_id not in {m.user_id for m in Membership.owners_of(self.organisation)}:
            raise NotAllowed("The owner must be an owner in the organisation that the action belongs to.")
