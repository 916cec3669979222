"""Confirmation: an organisation's word that its part of the plan is right, and who approved it there."""

from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Select, String, Text, exists, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import PLANNED, Action
from tracker.models.action_status import Status
from tracker.models.audit import AuditEntry, canonical, sha256
from tracker.models.columns import Sha256, UtcDateTime, link, one_of
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed, Stale
from tracker.models.review import Participation, Review
from tracker.models.user import User


class Word(Enum):
    """What a lead said of a confirmation."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Confirmation(db.Model):
    """`confirmed` keeps what each action's plan was. A new confirmation never changes an old one; the newest counts."""

    __tablename__ = "confirmations"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    organisation_id: Mapped[int] = link("organisations.id")
    approved_by: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))
    approved_on: Mapped[date]
    committee: Mapped[str] = mapped_column(String(300), default="")
    ratified_on: Mapped[date | None]  # when the committee is to ratify it
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    word: Mapped[Word] = mapped_column(one_of(Word), default=Word.WAITING)
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = link("users.id")
    comment: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[Review] = relationship()
    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    by: Mapped[User] = relationship(foreign_keys=by_id)
    on_behalf_of: Mapped[Organisation | None] = relationship(foreign_keys=on_behalf_of_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    confirmed: Mapped[list["ConfirmedAction"]] = relationship(back_populates="confirmation", order_by="ConfirmedAction.action_id")

    @classmethod
    def visible_to(cls, memberships):
        """The organisation's own owners and the leads of the review; nobody else."""
        return Participation.worked(cls, memberships)

    workable_by = visible_to

    @classmethod
    def is_newest(cls):
        """A condition: the organisation has confirmed nothing later in this review."""
        later = aliased(cls)
        return ~exists().where(later.review_id == cls.review_id, later.organisation_id == cls.organisation_id, later.id > cls.id)

    @classmethod
    def of_part(cls, part: "Participation | Confirmation"):
        """A condition: of this organisation in this review."""
        return (cls.review_id == part.review_id) & (cls.organisation_id == part.organisation_id)

    @staticmethod
    def in_part(confirmation: "Confirmation"):
        """A condition: the participation that it confirms."""
        return (Participation.review_id == confirmation.review_id) & (Participation.organisation_id == confirmation.organisation_id)

    @classmethod
    def waits(cls):
        """A condition: a lead has not said anything of it."""
        return cls.word == Word.WAITING

    @staticmethod
    def listed(confirmations: Select) -> Select:
        """Newest first, with everybody whom pages name, and what was said of each action."""
        names = (Confirmation.by, Confirmation.on_behalf_of, Confirmation.decided_by, Confirmation.organisation, Confirmation.review)
        comments = selectinload(Confirmation.confirmed).joinedload(ConfirmedAction.action).selectinload(Action.recommendations)
        return confirmations.options(*map(joinedload, names), comments).order_by(Confirmation.id.desc())

    @classmethod
    def add(cls, part: Participation, *, seen: str, approved_by: str, role: str, approved_on: date, committee: str = "",
            ratified_on: date | None = None, by: User, on: date, on_behalf_of: Organisation | None = None) -> "Confirmation":  # fmt: skip
        """Confirm the part as it stands; `seen` is what `state_of` gave when it was read. Raises Stale when it changed since."""
        if approved_on > on:
            raise NotAllowed("The day of the approval cannot be in the future.")
        plans = plans_of(actions_of(part))
        if not plans:
            raise NotAllowed("This organisation has no action in the plan, so there is nothing to confirm.")
        if seen != state_of(plans):
            raise Stale("Somebody changed this part of the plan while you were reading it.")
        newest = cls.newest_of(part)
        if newest and newest.word is not Word.RETURNED and not newest.changed(plans):
            raise NotAllowed("This part is confirmed already, and nothing changed since.")
        row = cls(review=part.review, organisation=part.organisation, approved_by=approved_by, role=role, approved_on=approved_on,
                  committee=committee, ratified_on=ratified_on, by=by, on=on, on_behalf_of=on_behalf_of)  # fmt: skip
        row.confirmed = [ConfirmedAction(action_id=id, plan_sha256=plan) for id, plan in plans.items()]
        db.session.add(row)
        values = {"approved_by": approved_by, "role": role, "approved_on": approved_on, "committee": committee, "plan": state_of(plans)}
        AuditEntry.append("confirmation.add", row, by=by, values=values)
        return row

    @classmethod
    def newest_of(cls, part: Participation) -> "Confirmation | None":
        """The confirmation that counts; None when there is none yet."""
        query = select(cls).where(cls.of_part(part)).order_by(cls.id.desc()).limit(1)
        return db.session.scalar(query.execution_options(own_verb=True))

    def changed(self, plans: dict[int, str]) -> list[int]:
        """The ids of the actions whose plan is not what was confirmed, new ones included."""
        return sorted({id for id, _ in {c.action_id: c.plan_sha256 for c in self.confirmed}.items() ^ plans.items()})

    def accept(self, *, by: User, on: date) -> None:
        """A lead takes it as the organisation's answer."""
        self._decide((Word.WAITING,), Word.ACCEPTED, "", by=by, on=on)
        AuditEntry.append("confirmation.accept", self, by=by, values={"word": self.word.value})

    def give_back(self, *, comment: str, comments: dict[int, str], by: User, on: date) -> None:
        """A lead returns it, also after she had accepted it; `comments` are by action id."""
        self._decide((Word.WAITING, Word.ACCEPTED), Word.RETURNED, comment, by=by, on=on)
        for row in self.confirmed:
            row.comment = comments.get(row.action_id, "")
        values = {"word": self.word.value, "comment": comment} | {f"action_{id}": text for id, text in comments.items()}
        AuditEntry.append("confirmation.return", self, by=by, values=values)

    def _decide(self, starts: tuple[Word, ...], word: Word, comment: str, *, by: User, on: date) -> None:
        if self.word not in starts:
            raise NotAllowed(f"This confirmation was already {self.word.value}.")
        if Confirmation.newest_of(self).id != self.id:
            raise NotAllowed("The organisation has confirmed its part again. Read the newer confirmation.")
        self.word, self.comment, self.decided_by, self.decided_on = word, comment, by, on


class ConfirmedAction(db.Model):
    """One action as it was confirmed, and what a lead said of it when she returned the part."""

    __tablename__ = "confirmed_actions"

    confirmation_id: Mapped[int] = mapped_column(ForeignKey("confirmations.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True, index=True)
    plan_sha256: Mapped[Sha256]
    comment: Mapped[str] = mapped_column(Text, default="")

    confirmation: Mapped[Confirmation] = relationship(back_populates="confirmed")
    action: Mapped[Action] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """As its confirmation."""
        return cls.confirmation_id.in_(select(Confirmation.id).where(Confirmation.visible_to(memberships)))

    workable_by = visible_to

    @classmethod
    def said_of(cls, action: Action):
        """A condition: a comment on this action that stands until its part is confirmed again."""
        returned = select(Confirmation.id).where(Confirmation.word == Word.RETURNED, Confirmation.is_newest())
        return (cls.action_id == action.id) & (cls.comment != "") & cls.confirmation_id.in_(returned)


def actions_of(part: Participation) -> list[Action]:
    """The actions of one organisation in one review."""
    own = select(Action).where(Action.review_id == part.review_id, Action.organisation_id == part.organisation_id)
    return db.session.scalars(Action.listed(own).execution_options(own_verb=True)).all()


def plans_of(actions: list[Action]) -> dict[int, str]:
    """For each action by its id, the hash of what is planned: not of progress, nor of who keeps the tracker up to date."""
    fields = [name for name in PLANNED if name != "owner_id"]
    return {
        a.id: sha256(canonical([*(getattr(a, name) for name in fields), a.status is Status.WITHDRAWN, sorted(r.id for r in a.recommendations)]))
        for a in actions
    }  # fmt: skip


def state_of(plans: dict[int, str]) -> str:
    """One hash of a whole part of the plan."""
    return sha256(canonical(sorted(plans.items())))
