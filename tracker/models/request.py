"""Request: a question, or a piece of evidence asked for, by a lead or in CQC's words, with an answer-by date.

One request may go to several organisations: each has a part of its own, and sees nothing of the others' parts.
"""

from datetime import date
from enum import Enum

from sqlalchemy import Select, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link, one_of
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.user import User
from tracker.working_days import add_working_days

ANSWER_WITHIN = 10  # working days that a request proposes


class Kind(Enum):
    """What is asked for."""

    QUESTION = "question"
    EVIDENCE = "evidence"


class Request(Versioned, db.Model):
    """`received_on` is set when CQC asked: then `words` are CQC's own."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    words: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date | None]
    asked_on: Mapped[date]
    answer_by: Mapped[date]
    by_id: Mapped[int] = link("users.id")
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = link("users.id")
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[Review] = relationship()
    by: Mapped[User] = relationship(foreign_keys=by_id)
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=withdrawn_by_id)

    @classmethod
    def visible_to(cls, memberships):
        """Leads of the review, and owners of each organisation that is asked."""
        from tracker.models.request_part import RequestPart

        return or_(cls.workable_by(memberships), cls.id.in_(select(RequestPart.request_id).where(RequestPart.visible_to(memberships))))

    @classmethod
    def workable_by(cls, memberships):
        """Leads of the review: they ask, and withdraw."""
        return cls.review_id.in_(Review.led_by(memberships))

    @classmethod
    def led_by(cls, memberships):
        """A subquery for its parts: the requests that these memberships lead."""
        return select(cls.id).where(cls.workable_by(memberships))

    @staticmethod
    def proposed_day(on: date) -> date:
        """The answer-by date that a request of this day proposes."""
        return add_working_days(on, ANSWER_WITHIN)

    @classmethod
    def ask(cls, review: Review, actions: list[Action], *, kind: Kind, words: str, answer_by: date, received_on: date | None = None,
            by: User, on: date) -> "Request":  # fmt: skip
        """Ask the organisations of these actions of the review. Raises NotAllowed for days that cannot be, or a second time."""
        from tracker.models.request_part import RequestPart

        cls._check(review, actions, words, answer_by, received_on, on)
        row = cls(review=review, kind=kind, words=words, answer_by=answer_by, received_on=received_on, asked_on=on, by=by)
        db.session.add(row)
        for organisation in dict.fromkeys(a.organisation for a in actions):
            own = [a for a in actions if a.organisation is organisation]
            db.session.add(RequestPart(request=row, organisation=organisation, actions=own))
            review.address(organisation, asked_on=on)  # it answers here, so it must see what is asked
        values = {"kind": kind.value, "words": words, "answer_by": answer_by, "received_on": received_on}
        AuditEntry.append("request.ask", row, by=by, values=values | {"action_ids": [a.id for a in actions]})
        return row

    def withdraw(self, *, reason: str, version: int, by: User, on: date) -> None:
        """It was asked by mistake, or needs no answer any more: what was not approved waits for nobody."""
        from tracker.models.request_part import RequestPart

        if self.withdrawn_on:
            raise NotAllowed("This request was withdrawn already.")
        self.expect(version)
        self.withdrawn_on, self.withdrawn_by, self.withdrawn_because = on, by, reason
        for part in db.session.scalars(select(RequestPart).where(RequestPart.request_id == self.id).execution_options(own_verb=True)):
            part.end()
        AuditEntry.append("request.withdraw", self, by=by, values={"withdrawn_on": on, "withdrawn_because": reason})

    @property
    def asker(self) -> str:
        """Who asks, as pages print it."""
        return "CQC" if self.received_on else "The CCG"

    @staticmethod
    def listed(requests: Select) -> Select:
        """Newest first."""
        return requests.options(selectinload(Request.by)).order_by(Request.id.desc())

    @classmethod
    def _check(cls, review: Review, actions: list[Action], words: str, answer_by: date, received_on: date | None, on: date) -> None:
        if not actions or any(a.review_id != review.id for a in actions):
            raise NotAllowed("A request is about one or more actions of one review.")
        if received_on and received_on > on:
            raise NotAllowed("CQC's words cannot have been received in the future.")
        if answer_by < (received_on or on):
            raise NotAllowed("The answer-by date cannot lie before the day on which it was asked.")
        same = select(cls.id).where(cls.review_id == review.id, cls.words == words, cls.withdrawn_on.is_(None)).limit(1)
        if db.session.scalar(same.execution_options(own_verb=True)):
            raise NotAllowed("This was asked already, in the same words. It was not asked a second time.")
