"""Step: a small dated part of an action, ticked when it is done. Steps are optional; nothing asks for them."""

from datetime import date

from sqlalchemy import Select, String
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import end_of
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Step(Versioned, db.Model):
    """`done_on` and `done_by` are both there or both missing."""

    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    words: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = link("users.id")

    action: Mapped[Action] = relationship()
    done_by: Mapped[User | None] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who may read the notes of the action."""
        return cls.action_id.in_(Action.worked_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(steps: Select) -> Select:
        """Soonest first, with who did them."""
        return steps.options(joinedload(Step.done_by)).order_by(Step.due_on.is_(None), Step.due_on, Step.id)

    def is_late(self, on: date) -> bool:
        """Whether it should have been done before this day; due today is not late."""
        return self.done_on is None and self.due_on is not None and self.due_on < on

    @classmethod
    def add(cls, action: Action, *, words: str, due_on: date | None, version: int, by: User) -> "Step":
        """One more step of an open action; `version` is the action's, as a step is part of its plan."""
        end_of("plan", action.status)
        action.expect(version)
        row = cls(action=action, words=words, due_on=due_on)
        db.session.add(row)
        AuditEntry.append("step.add", row, by=by, values={"action_id": action.id, "words": words, "due_on": due_on})
        return row

    def tick(self, *, version: int, by: User, on: date) -> None:
        """It is done today. The status of its action stays as it is: that is for a progress update to say."""
        self._check(version)
        if self.done_on:
            raise NotAllowed("This step is done already.")
        self.done_on, self.done_by_id = on, by.id
        AuditEntry.append("step.tick", self, by=by, values={"done_on": on})

    def untick(self, *, version: int, by: User) -> None:
        """It is not done after all."""
        self._check(version)
        if self.done_on is None:
            raise NotAllowed("This step is not done yet.")
        self.done_on = self.done_by_id = None
        AuditEntry.append("step.untick", self, by=by, values={"done_on": None})

    def remove(self, *, version: int, by: User) -> None:
        """Take out a step that is not needed. Raises NotAllowed for one that was done."""
        self._check(version)
        if self.done_on:
            raise NotAllowed("This step was done, so it stays.")
        AuditEntry.append("step.remove", self, by=by, values={"words": self.words})
        db.session.delete(self)

    def _check(self, version: int) -> None:
        end_of("plan", self.action.status)
        self.expect(version)
