"""Verification: a person other than the one who completed an action confirms that it is done."""

from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import Select, String, Text, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.evidence import Evidence, EvidenceVersion, evidence_actions
from tracker.models.refusals import NotAllowed, Refused
from tracker.models.user import User


class Method(Enum):
    """How it was checked."""

    DOCUMENTS = "documents"
    SITE_VISIT = "site visit"
    DIP_SAMPLE = "records dip-sample"
    STAFF_INTERVIEW = "staff interview"
    DATA = "data"


class Verification(db.Model):
    """When the lead did not check it herself, `checked_by` names a person with role, or `meeting` and `meeting_on` a meeting."""

    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    checked_by: Mapped[str] = mapped_column(String(300), default="")
    meeting: Mapped[str] = mapped_column(String(200), default="")
    meeting_on: Mapped[date | None]
    method: Mapped[Method] = mapped_column(one_of(Method))
    found: Mapped[str] = mapped_column(Text)
    without_evidence: Mapped[str] = mapped_column(Text, default="")
    recheck_on: Mapped[date | None]

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
    def who(self) -> str:
        """Who checked it: "CQRG, 14 November 2016", a person with role, or else the lead who recorded it."""
        if self.meeting:
            return f"{self.meeting}, {self.meeting_on.day} {self.meeting_on:%B %Y}"
        return self.checked_by or self.by.name

    @property
    def values(self) -> dict:
        """What the audit entry hashes."""
        names = ("checked_by", "meeting", "meeting_on", "found", "without_evidence", "recheck_on")
        return {name: getattr(self, name) for name in names} | {"method": self.method.value}

    @classmethod
    def check(cls, action: Action, *, by: User, on: date, without_evidence: str, checked_by: str = "", meeting: str = "",
              meeting_on: date | None = None, recheck_on: date | None = None, **_found) -> None:
        """Raises NotAllowed while the rules of design §4 are not met."""
        if by.id in (action.owner_id, action.completed_by_id) and not (checked_by or meeting):
            raise NotAllowed(
                "You own or completed this action, so somebody else must have checked it: "
                "say who (name and role) or which meeting, with its date."
            )
        cls._check_who(action, on, checked_by, meeting, meeting_on)
        if recheck_on and recheck_on <= on:
            raise NotAllowed("The day of the re-check must lie in the future.")
        if not Evidence.has_accepted(action) and not without_evidence:
            raise NotAllowed("No evidence has been accepted. Accept some, or write why the action is verified without it.")

    @staticmethod
    def _check_who(action: Action, on: date, checked_by: str, meeting: str, meeting_on: date | None) -> None:
        if checked_by and meeting:
            raise NotAllowed("Name a person or a meeting, not both.")
        if any(name and sum(c.isalpha() for c in name) < 3 for name in (checked_by, meeting)):
            raise NotAllowed("Say who checked it: a name and role, or a meeting with its date.")
        if bool(meeting) is not bool(meeting_on):
            raise NotAllowed("A meeting needs its name and its date.")
        if meeting_on and not action.completed_on <= meeting_on <= on:
            raise NotAllowed("The meeting cannot lie in the future, or before the action was completed.")

    @classmethod
    def several(cls, seen: dict[Action, int], *, by: User, on: date, **found) -> list["Verification"]:
        """One act for several actions, each with the version that was seen of it.

        Raises NotAllowed with a sentence for each that cannot be verified; the caller then rolls back, so that none is.
        """
        made, refused = [], []
        for action, version in seen.items():
            try:
                made.append(action.verify(by=by, on=on, version=version, **found))
            except Refused as refusal:
                refused.append(f"{action.name.capitalize()}, {action.organisation}: {refusal}")
        if refused:
            raise NotAllowed("Nothing is verified yet. Put these right or leave them out, then press Verify again.", *refused)
        return made

    @classmethod
    def of(cls, action: Action, *, by: User, on: date, without_evidence: str, **found) -> "Verification":
        """Append the record of one verification; a reason for having no evidence counts only where there is none."""
        without_evidence = "" if Evidence.has_accepted(action) else without_evidence
        row = cls(action=action, on=on, by=by, without_evidence=without_evidence, **found)
        db.session.add(row)
        return row


def evidence_states(actions: list[Action]) -> dict[int, dict[str, int]]:
    """For each action that has evidence, by its id: how many items were accepted, wait or were returned."""
    counted = (
        select(evidence_actions.c.action_id, EvidenceVersion.check, func.count())
        .join(EvidenceVersion, EvidenceVersion.evidence_id == evidence_actions.c.evidence_id)
        .where(evidence_actions.c.action_id.in_([a.id for a in actions]), EvidenceVersion.is_newest(), EvidenceVersion.is_available())
        .group_by(evidence_actions.c.action_id, EvidenceVersion.check)
    )  # fmt: skip
    states: dict[int, dict[str, int]] = {}
    for action_id, check, count in db.session.execute(counted.execution_options(own_verb=True)):
        states.setdefault(action_id, {})[check.value] = count
    return states
