"""Request part: what one organisation is asked by a request, about which of its actions, and how far the answer is."""

from datetime import date
from enum import Enum

from sqlalchemy import Column, ForeignKey, Integer, Select, Table, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link, one_of
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.request import Request
from tracker.models.review import Participation
from tracker.models.user import User

request_part_actions = Table(
    "request_part_actions",
    db.metadata,
    Column("part_id", Integer, ForeignKey("request_parts.id"), primary_key=True),
    Column("action_id", Integer, ForeignKey("actions.id"), primary_key=True, index=True),
)


class State(Enum):
    """How far the answer of one organisation is."""

    TO_ANSWER = "to answer"
    ANSWERED = "answered"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


OWED = (State.TO_ANSWER, State.RETURNED)  # the organisation's turn
MOVES = {  # verb: from which states, to which
    "answer": ((*OWED, State.ANSWERED), State.ANSWERED),
    "approve": ((State.ANSWERED,), State.APPROVED),
    "return": ((State.ANSWERED, State.APPROVED), State.RETURNED),
}


class RequestPart(Versioned, db.Model):
    """Its answers are rows of their own, oldest first; the newest one counts."""

    __tablename__ = "request_parts"
    __table_args__ = (UniqueConstraint("request_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = link("requests.id")
    organisation_id: Mapped[int] = link("organisations.id")
    state: Mapped[State] = mapped_column(one_of(State), default=State.TO_ANSWER, index=True)

    request: Mapped[Request] = relationship()
    organisation: Mapped[Organisation] = relationship()
    actions: Mapped[list[Action]] = relationship(secondary=request_part_actions, order_by=Action.id)
    answers = relationship("RequestAnswer", back_populates="part", order_by="RequestAnswer.id")

    @classmethod
    def visible_to(cls, memberships):
        """The organisation's own owners and the leads of the review; nobody else."""
        return or_(
            cls.request_id.in_(Request.led_by(memberships)),
            *(and_(cls.organisation_id.in_(line), cls.request_id.in_(select(Request.id).where(Request.review_id.in_(reviews))))
              for line, reviews in Participation.asked(memberships)),
        )  # fmt: skip

    workable_by = visible_to

    @classmethod
    def about(cls, action: Action):
        """A condition: asked about this action."""
        return cls.actions.any(Action.id == action.id)

    @classmethod
    def about_any(cls, actions: list[Action]):
        """A condition: asked about one of these actions."""
        return cls.actions.any(Action.id.in_([a.id for a in actions]))

    @classmethod
    def of_review(cls, review_id: int):
        """A condition: part of a request in this review."""
        return cls.request_id.in_(select(Request.id).where(Request.review_id == review_id))

    @classmethod
    def in_state(cls, *states: State):
        """A condition: as far as one of these."""
        return cls.state.in_(states)

    @staticmethod
    def listed(parts: Select) -> Select:
        """Ready to list, the earliest answer-by date first: what is overdue comes on top."""
        request = contains_eager(RequestPart.request)
        told = (request.joinedload(Request.review), joinedload(RequestPart.organisation))
        numbers = selectinload(RequestPart.actions).selectinload(Action.recommendations)
        return parts.join(RequestPart.request).options(*told, numbers).order_by(Request.answer_by, RequestPart.id)

    def is_overdue(self, on: date) -> bool:
        """Whether the organisation should have answered before this day."""
        return self.state in OWED and self.request.answer_by < on

    @property
    def verbs(self) -> frozenset[str]:
        """What may be done to it now."""
        return frozenset(verb for verb, (starts, _) in MOVES.items() if self.state in starts)

    def answer(self, *, words: str, evidence: list, by: User, on: date, version: int, on_behalf_of: Organisation | None = None):
        """The organisation's answer; `evidence` are items of its actions that it points at."""
        from tracker.models.request_answer import RequestAnswer

        if any(item.organisation_id != self.organisation_id for item in evidence):
            raise NotAllowed("An answer points at evidence of its own organisation.")
        self._move("answer", version)
        row = RequestAnswer(part=self, words=words, evidence=evidence, by=by, on=on, on_behalf_of=on_behalf_of)
        db.session.add(row)
        AuditEntry.append("request.answer", row, by=by, values={"words": words, "evidence_ids": [e.id for e in evidence]})
        return row

    def approve(self, *, by: User, on: date, version: int) -> None:
        """A lead finds that it answers what was asked."""
        self._move("approve", version)
        self.answers[-1].decided(self.state.value, "", by=by, on=on)

    def give_back(self, *, reason: str, by: User, on: date, version: int) -> None:
        """A lead returns the answer with a reason, also after she had approved it."""
        self._move("return", version)
        self.answers[-1].decided(self.state.value, reason, by=by, on=on)

    def end(self) -> None:
        """Its request is withdrawn; an approved answer stays approved."""
        if self.state is not State.APPROVED:
            self.state = State.WITHDRAWN
            self.version += 1

    def _move(self, verb: str, version: int) -> None:
        starts, end = MOVES[verb]
        if self.state not in starts:
            raise NotAllowed(f"This request is {self.state.value}, so this cannot be done now.")
        self.expect(version)
        self.state = end
