"""Outcome: what CQC said of a submission: it is accepted, or there are questions. Each word of CQC is a row of its own."""

from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import Column, ForeignKey, Integer, Select, String, Table, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.refusals import NotAllowed
from tracker.models.request import Request
from tracker.models.request import Kind as Asked
from tracker.models.submission import Submission
from tracker.models.user import User

outcome_questions = Table(
    "outcome_questions",
    db.metadata,
    Column("outcome_id", Integer, ForeignKey("outcomes.id"), primary_key=True),
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True, index=True),
)


class Verdict(Enum):
    """What CQC said."""

    ACCEPTED = "accepted"
    QUESTIONS = "questions"


class Outcome(db.Model):
    """`who` is the person or team at CQC, `how` the way in which it came. Questions may be followed by an acceptance."""

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = link("submissions.id")
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict))
    on: Mapped[date]
    who: Mapped[str] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")

    submission: Mapped[Submission] = relationship()
    by: Mapped[User] = relationship()
    questions: Mapped[list[Request]] = relationship(secondary=outcome_questions, order_by=Request.id)

    @classmethod
    def visible_to(cls, memberships):
        """The leads of the review; CQC knows what it said."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.workable_by(memberships)))

    workable_by = visible_to

    @staticmethod
    def listed(outcomes: Select) -> Select:
        """Oldest first, with their questions."""
        return outcomes.options(joinedload(Outcome.by), joinedload(Outcome.submission).defer(Submission.plan_json), selectinload(Outcome.questions)).order_by(Outcome.id)

    @classmethod
    def of(cls, submission: Submission):
        """A condition: said of this submission."""
        return cls.submission_id == submission.id

    @classmethod
    def of_series(cls, review_id: int, series: str):
        """A condition: said of a submission of this series."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.review_id == review_id, Submission.series == series))

    @classmethod
    def record(cls, submission: Submission, verdict: Verdict, *, said_on: date, who: str, how: str, by: User, on: date) -> "Outcome":
        """Write down what CQC said. Raises NotAllowed before it was sent, after it was accepted, and for a day that cannot be."""
        submission.review.check_open()
        if submission.sent_on is None:
            raise NotAllowed("CQC does not have this yet. Record the sending first.")
        if not submission.sent_on <= said_on <= on:
            raise NotAllowed("The day cannot lie before it was sent or in the future.")
        if cls._has(submission, cls.verdict == Verdict.ACCEPTED):
            raise NotAllowed("CQC has accepted this already.")
        if cls._has(submission, and_(cls.verdict == verdict, cls.on == said_on, cls.who == who, cls.how == how)):
            raise NotAllowed("This is recorded already.")
        row = cls(submission=submission, verdict=verdict, on=said_on, who=who, how=how, by=by)
        db.session.add(row)
        AuditEntry.append("outcome.record", row, by=by, values={"verdict": verdict.value, "on": said_on, "who": who, "how": how})
        return row

    @property
    def is_open(self) -> bool:
        """Whether it has questions rather than none."""
        return self.verdict is Verdict.QUESTIONS

    def ask(self, actions: list[Action], *, words: str, answer_by: date, by: User, on: date) -> Request:
        """One of CQC's questions becomes a request to the organisations of these actions. Raises NotAllowed as that does."""
        if not self.is_open:
            raise NotAllowed("CQC accepted it and asked nothing.")
        row = Request.ask(self.submission.review, actions, kind=Asked.QUESTION, words=words, answer_by=answer_by, received_on=self.on, by=by, on=on)
        self.questions.append(row)
        return row

    @classmethod
    def _has(cls, submission: Submission, such) -> bool:
        found = select(cls.id).where(cls.of(submission), such).limit(1)
        return db.session.scalar(found.execution_options(own_verb=True)) is not None
