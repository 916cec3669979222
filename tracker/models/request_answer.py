"""Request answer: what an organisation answered, and what a lead said of it. A new answer never changes an old one."""

from datetime import UTC, date, datetime

from sqlalchemy import Column, ForeignKey, Integer, Select, String, Table, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.evidence import Evidence
from tracker.models.organisation import Organisation
from tracker.models.request_part import RequestPart
from tracker.models.user import User

request_answer_evidence = Table(
    "request_answer_evidence",
    db.metadata,
    Column("answer_id", Integer, ForeignKey("request_answers.id"), primary_key=True),
    Column("evidence_id", Integer, ForeignKey("evidence.id"), primary_key=True, index=True),
)


class RequestAnswer(db.Model):
    """`on_behalf_of` is set when a lead wrote down what an organisation told her; `decision` is empty while it waits."""

    __tablename__ = "request_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = link("request_parts.id")
    words: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    decision: Mapped[str] = mapped_column(String(30), default="")
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = link("users.id")
    reason: Mapped[str] = mapped_column(Text, default="")

    part: Mapped[RequestPart] = relationship(back_populates="answers")
    by: Mapped[User] = relationship(foreign_keys=by_id)
    on_behalf_of: Mapped[Organisation | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    evidence: Mapped[list[Evidence]] = relationship(secondary=request_answer_evidence, order_by=Evidence.id)

    @classmethod
    def visible_to(cls, memberships):
        """As the part that it answers."""
        return cls.part_id.in_(select(RequestPart.id).where(RequestPart.visible_to(memberships)))

    workable_by = visible_to

    @staticmethod
    def listed(answers: Select) -> Select:
        """Newest first, with who wrote them and what they point at."""
        who = (joinedload(RequestAnswer.by), joinedload(RequestAnswer.on_behalf_of), joinedload(RequestAnswer.decided_by))
        return answers.options(*who, selectinload(RequestAnswer.evidence).selectinload(Evidence.versions)).order_by(RequestAnswer.id.desc())

    def decided(self, decision: str, reason: str, *, by: User, on: date) -> None:
        """A lead's word on it."""
        self.decision, self.reason, self.decided_by, self.decided_on = decision, reason, by, on
        AuditEntry.append(f"request.{decision}", self, by=by, values={"decision": decision, "reason": reason})
