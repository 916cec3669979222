"""Extension: a request to move a due date once CQC has the plan, and what a lead or a meeting decided."""

from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import Select, String, Text, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import OPEN, end_of
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link, one_of
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.user import User
from tracker.working_days import working_days_between

PATIENCE = 5  # working days after which an undecided request is marked


class Reason(Enum):
    """Why a date does not hold."""

    RECRUITMENT = "recruitment"
    IT_SYSTEM = "IT system"
    OTHERS = "awaiting another organisation"
    PROCUREMENT = "procurement"
    TRAINING = "training dates"
    DEMAND = "demand on the service"
    OTHER = "other"


class Decision(Enum):
    """What became of a request."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


class Extension(db.Model):
    """`from_on` is the due date that was to be moved, `agreed_on` what it became; the decision is written once."""

    __tablename__ = "extensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    from_on: Mapped[date]
    proposed_on: Mapped[date]
    reason: Mapped[Reason] = mapped_column(one_of(Reason))
    words: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision] = mapped_column(one_of(Decision), default=Decision.WAITING, index=True)
    agreed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = link("users.id")
    decision_words: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[str] = mapped_column(String(200), default="")
    meeting_on: Mapped[date | None]
    at_once: Mapped[bool] = mapped_column(default=False)  # a lead moved the date without a request

    action: Mapped[Action] = relationship()
    by: Mapped[User] = relationship(foreign_keys=by_id)
    on_behalf_of: Mapped[Organisation | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)

    @classmethod
    def visible_to(cls, memberships):
        """Never another organisation's reasons, not even on a joint recommendation."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @classmethod
    def undecided(cls):
        """A condition: it waits for a decision, and the action is still open."""
        return and_(cls.decision == Decision.WAITING, cls.action.has(Action.status.in_(OPEN)))

    @classmethod
    def of_review(cls, review_id: int):
        """A condition: it asks about an action of this review."""
        return cls.action_id.in_(select(Action.id).where(Action.review_id == review_id))

    @staticmethod
    def listed(rows: Select) -> Select:
        """Ready to list with their actions and people, those that waited longest first."""
        of = joinedload(Extension.action)
        people = (joinedload(Extension.by), joinedload(Extension.on_behalf_of), joinedload(Extension.decided_by))
        return rows.options(*people, of.joinedload(Action.organisation), of.selectinload(Action.recommendations)).order_by(
            Extension.on, Extension.id
        )

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a decision about an action that is still open; `undecided` as a property."""
        return self.decision is Decision.WAITING and self.action.status.is_open

    @property
    def name(self) -> str:
        """What it is called in a list: "Action 1.1 of Medway NHS Foundation Trust, to 31 October 2016"."""
        return f"{self.action.name.capitalize()} of {self.action.organisation}, to {self.proposed_on.day} {self.proposed_on:%B %Y}"

    def days_waiting(self, on: date) -> int:
        """Working days since it was asked for."""
        return working_days_between(self.on, on)

    def is_left_lying(self, on: date) -> bool:
        """Whether it has been undecided for too long."""
        return self.decision is Decision.WAITING and self.days_waiting(on) >= PATIENCE

    @classmethod
    def ask(cls, action: Action, *, proposed_on: date, reason: Reason, words: str, by: User, on: date, on_behalf_of=None) -> "Extension":
        """An organisation asks for another due date. Raises NotAllowed before CQC has the plan, or beside an open request."""
        row = cls._begin(action, proposed_on=proposed_on, reason=reason, words=words, by=by, on=on)
        row.on_behalf_of = on_behalf_of
        AuditEntry.append("extension.ask", row, by=by, values={"proposed_on": proposed_on, "reason": reason.value, "words": words})
        return row

    @classmethod
    def move(cls, action: Action, *, due_on: date, reason: Reason, words: str, meeting: str, meeting_on: date | None,
             version: int, by: User, on: date) -> "Extension":  # fmt: skip
        """A lead moves the date by herself, with a reason: asked and agreed in one step."""
        row = cls._begin(action, proposed_on=due_on, reason=reason, words=words, by=by, on=on)
        action.expect(version)
        row.at_once = True
        row._agree(due_on)
        row._decided(Decision.AGREED, "", meeting, meeting_on, by=by, on=on)
        AuditEntry.append("extension.move", row, by=by, values=row._values | {"reason": reason.value, "words": words})
        return row

    def agree(self, *, words: str, by: User, on: date, due_on: date | None = None, meeting: str = "", meeting_on: date | None = None) -> None:
        """The date becomes the one that was asked for, or `due_on`. Raises NotAllowed when it was decided before."""
        self._check_waiting()
        if due_on:
            _check_day(self.action, due_on, on)
        self._agree(due_on or self.proposed_on)
        self.action.version += 1
        self._decided(Decision.AGREED, words, meeting, meeting_on, by=by, on=on)
        AuditEntry.append("extension.agree", self, by=by, values=self._values)

    def decline(self, *, words: str, by: User, on: date, meeting: str = "", meeting_on: date | None = None) -> None:
        """The date stays. Raises NotAllowed without words, and when it was decided before."""
        self._check_waiting()
        if not words:
            raise NotAllowed("Say why the request is declined. The organisation reads it.")
        self._decided(Decision.DECLINED, words, meeting, meeting_on, by=by, on=on)
        AuditEntry.append("extension.decline", self, by=by, values=self._values)

    @classmethod
    def open_for(cls, action: Action) -> "Extension | None":
        """The request about this action that waits for a decision."""
        waiting = select(cls).where(cls.action_id == action.id, cls.decision == Decision.WAITING)
        return db.session.scalar(waiting.limit(1).execution_options(own_verb=True))

    @classmethod
    def _begin(cls, action: Action, *, proposed_on: date, by: User, on: date, **why) -> "Extension":
        if not action.date_is_kept:
            raise NotAllowed("CQC does not have this date yet. Change it in the plan of the action.")
        end_of("move the due date", action.status)
        _check_day(action, proposed_on, on)
        if cls.open_for(action):
            raise NotAllowed(f"Another date for {action.name} was asked for already, and waits for a decision.")
        row = cls(action=action, from_on=action.due_on, proposed_on=proposed_on, by=by, on=on, **why)
        db.session.add(row)
        return row

    def _check_waiting(self) -> None:
        if self.decision is not Decision.WAITING:
            raise NotAllowed(f"The request about {self.action.name} was {self.decision.value} by {self.decided_by.name} already.")

    def _agree(self, due_on: date) -> None:
        end_of("move the due date", self.action.status)
        self.from_on, self.agreed_on = self.action.due_on, due_on
        self.action.due_on, self.action.times_moved = due_on, self.action.times_moved + 1

    def _decided(self, decision: Decision, words: str, meeting: str, meeting_on: date | None, *, by: User, on: date) -> None:
        if bool(meeting) != bool(meeting_on) or (meeting_on and meeting_on > on):
            raise NotAllowed("A meeting needs its name and its date, which cannot be in the future.")
        self.decision, self.decision_words, self.meeting, self.meeting_on = decision, words, meeting, meeting_on
        self.decided_by, self.decided_on, self.decided_at = by, on, datetime.now(UTC)

    @property
    def frozen(self) -> dict:
        """As a frozen plan keeps it; dates are ISO text."""
        days = ("on", "from_on", "proposed_on", "decided_on", "agreed_on", "meeting_on")
        texts = {name: getattr(self, name) for name in ("words", "decision_words", "meeting")}
        dates = {name: (day := getattr(self, name)) and day.isoformat() for name in days}
        return dates | texts | {"reason": self.reason.value, "decision": self.decision.value}

    @property
    def _values(self) -> dict:
        """What the audit entry hashes."""
        names = ("agreed_on", "decision_words", "meeting", "meeting_on")
        return {name: getattr(self, name) for name in names} | {"decision": self.decision.value}


def _check_day(action: Action, day: date, on: date) -> None:
    if day == action.due_on:
        raise NotAllowed(f"The new date for {action.name} is the due date that it has.")
    if day < on:
        raise NotAllowed(f"The new date for {action.name} cannot be in the past.")
