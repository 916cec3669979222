"""Redaction: personal data that were written into an entry are removed for good; a tombstone says who, when and why."""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry, canonical
from tracker.models.columns import UtcDateTime, link
from tracker.models.extension import Extension
from tracker.models.membership import Membership, Role
from tracker.models.move import Move
from tracker.models.organisation import Organisation
from tracker.models.opinion import Opinion
from tracker.models.plan_change import PlanChange
from tracker.models.progress import ProgressUpdate
from tracker.models.recheck import Recheck
from tracker.models.refusals import NotAllowed
from tracker.models.submission import Submission
from tracker.models.submission_kind import Kind
from tracker.models.user import User
from tracker.models.verification import Verification

# What can be redacted: the name that addresses use, the rows, their texts, and who wrote them.
KINDS = {
    "progress": (ProgressUpdate, ("note",), "by"),
    "plan-changes": (PlanChange, (), "by"),
    "extensions": (Extension, ("words",), "by"),
    "decisions": (Extension, ("decision_words",), "decided_by"),
    "verifications": (Verification, ("found", "without_evidence"), "by"),
    "rechecks": (Recheck, ("found",), "by"),
    "opinions": (Opinion, ("reason",), "by"),
    "moves": (Move, ("reason",), "by"),
}


class Redaction(db.Model):
    """`versions` are the numbers of the frozen plans that still hold the text."""

    __tablename__ = "redactions"
    __table_args__ = (UniqueConstraint("kind", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    kind: Mapped[str] = mapped_column(String(30))
    row_id: Mapped[int]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    why: Mapped[str] = mapped_column(Text)
    versions: Mapped[list] = mapped_column(JSON)

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may read the notes of the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(rows: Select) -> Select:
        """With who removed the text."""
        return rows.options(joinedload(Redaction.by)).order_by(Redaction.id)

    @staticmethod
    def texts(kind: str, row) -> list[str]:
        """The texts that would go; none when they are gone or there never were any."""
        names = KINDS[kind][1]
        return [text for name in names if (text := getattr(row, name))] if names else row.texts

    @classmethod
    def of(cls, kind: str, row, *, why: str, by: User, on: date) -> "Redaction":
        """Remove the texts of one entry. Raises NotAllowed when there is nothing left to remove."""
        if not cls.texts(kind, row):
            raise NotAllowed("There is no text in this entry any more. Nothing was changed.")
        tombstone = cls(action=row.action, kind=kind, row_id=row.id, why=why, by=by, on=on, versions=cls.held_by(kind, row))
        db.session.add(tombstone)
        for name in KINDS[kind][1]:
            setattr(row, name, "")
        if kind == "plan-changes":
            row.forget()
        AuditEntry.append("history.redact", row, by=by, values={"kind": kind, "why": why})
        return tombstone

    @classmethod
    def held_by(cls, kind: str, row) -> list[int | str]:
        """The numbers of the frozen plans in which one of the texts stands, and "follow-up 1"; they stay as they are."""
        frozen = select(Submission.number, Submission.kind, Submission.plan_json).where(Submission.review_id == row.action.review_id)
        plans = db.session.execute(frozen.order_by(Submission.id).execution_options(own_verb=True)).all()
        sought = [canonical(text)[1:-1] for text in cls.texts(kind, row)]  # without its quotes: what changed tells it inside a longer text
        return [of.numbered(number) if of is of.FOLLOW_UP else number for number, of, plan in plans if any(text in plan for text in sought)]

    @property
    def open_versions(self) -> list[Submission]:
        """Those of `versions` that are not closed to reading yet."""
        rows = Submission.listed(select(Submission).where(Submission.review_id == self.action.review_id, Submission.closed_on.is_(None)))
        found = db.session.scalars(rows.execution_options(own_verb=True))
        return [s for s in found if (s.kind.numbered(s.number) if s.kind is Kind.FOLLOW_UP else s.number) in self.versions]

    @staticmethod
    def is_own(kind: str, row, authors: set[int]) -> bool:
        """Whether the text is the organisation's own: by one of its owners, or recorded by a lead for it."""
        author = getattr(row, f"{KINDS[kind][2]}_id")
        told = kind != "decisions" and getattr(row, "on_behalf_of_id", None) is not None
        return told or author in authors

    @staticmethod
    def authors(action: Action) -> set[int]:
        """The ids of everybody who is or was an owner in the action's organisation."""
        same = select(Organisation.id).where(Organisation.current_id == action.organisation.current_id)
        owners = select(Membership.user_id).where(Membership.role == Role.OWNER, Membership.organisation_id.in_(same))
        return set(db.session.scalars(owners))
