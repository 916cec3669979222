"""Verification: a person other than the one who completed an action confirms that it is done."""

from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import Select, String, Text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.evidence import Evidence
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Method(Enum):
    """How it was checked."""

    DOCUMENTS = "documents"
    SITE_VISIT = "site visit"
    DIP_SAMPLE = "records dip-sample"
    STAFF_INTERVIEW = "staff interview"
    DATA = "data"


class Verification(db.Model):
    """`checked_by` names a person with role, or a meeting with its date, when the lead may not check herself."""

    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    checked_by: Mapped[str] = mapped_column(String(300), default="")
    method: Mapped[Method] = mapped_column(one_of(Method))
    found: Mapped[str] = mapped_column(Text)
    without_evidence: Mapped[str] = mapped_column(Text, default="")

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may read the notes of the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(verifications: Select) -> Select:
        """Oldest first, with who recorded them."""
        return verifications.options(joinedload(Verification.by)).order_by(Verification.id)

    @property
    def values(self) -> dict:
        """What the audit entry hashes."""
        names = ("checked_by", "found", "without_evidence")
        return {name: getattr(self, name) for name in names} | {"method": self.method.value}

    @staticmethod
    def check(action: Action, *, by: User, checked_by: str, without_evidence: str, **_found) -> None:
        """Raises NotAllowed while the rules of design §4 are not met."""
        if by.id in (action.owner_id, action.completed_by_id) and not checked_by:
            raise NotAllowed(
                "You own or completed this action, so somebody else must have checked it: "
                "say who (name and role) or which meeting, with its date."
            )
        if checked_by and sum(c.isalpha() for c in checked_by) < 3:
            raise NotAllowed("Say who checked it: a name and role, or a meeting with its date.")
        if not Evidence.has_accepted(action) and not without_evidence:
            raise NotAllowed("No evidence has been accepted. Accept some, or write why the action is verified without it.")

    @classmethod
    def of(cls, action: Action, *, by: User, on: date, checked_by: str, method: Method, found: str, without_evidence: str):
        """Append the record of one verification; a reason for having no evidence counts only where there is none."""
        without_evidence = "" if Evidence.has_accepted(action) else without_evidence
        row = cls(
            action=action, on=on, by=by, checked_by=checked_by, method=method, found=found, without_evidence=without_evidence
        )
        db.session.add(row)
        return row
