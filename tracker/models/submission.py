"""Submission: a numbered, frozen copy of the whole plan (the action plan, a revised plan, a follow-up), and how it was sent."""

import json
import re
from datetime import date

from sqlalchemy import Select, String, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship

from tracker.documents import schemas
from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.assembling import Assembling
from tracker.models.audit import AuditEntry
from tracker.models.columns import Sha256, link, one_of
from tracker.models.membership import Role
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Participation, Review
from tracker.models.sign_off import SignOff
from tracker.models.submission_kind import Kind, Stage
from tracker.models.user import User


class Submission(Assembling, SignOff, db.Model):
    """`plan_json` and `sign_off_json` are canonical texts; documents come from these two alone."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("review_id", "series", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    kind: Mapped[Kind] = mapped_column(one_of(Kind), default=Kind.PLAN)
    series: Mapped[str] = mapped_column(String(30), default=Kind.PLAN.series)
    number: Mapped[int]
    assembled_on: Mapped[date]
    assembled_by_id: Mapped[int] = link("users.id")
    plan_json: Mapped[str] = mapped_column(Text)
    plan_sha256: Mapped[Sha256]
    sign_off_json: Mapped[str | None] = mapped_column(Text)
    declined_json: Mapped[str | None] = mapped_column(Text)
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(String(300), default="")
    sent_to: Mapped[str] = mapped_column(String(254), default="")
    sent_by_id: Mapped[int | None] = link("users.id")
    closed_on: Mapped[date | None]
    closed_because: Mapped[str] = mapped_column(String(300), default="")
    closed_by_id: Mapped[int | None] = link("users.id")

    review: Mapped[Review] = relationship()
    assembled_by: Mapped[User] = relationship(foreign_keys=assembled_by_id)
    closed_by: Mapped[User | None] = relationship(foreign_keys=closed_by_id)
    documents: Mapped[list["Document"]] = relationship(order_by="Document.format")

    @classmethod
    def visible_to(cls, memberships):
        """Leads: all of their reviews. Everybody else only what was sent and is not closed to reading."""
        return or_(cls.workable_by(memberships), and_(cls.sent_to_readers(memberships), cls.closed_on.is_(None)))

    @classmethod
    def sent_to_readers(cls, memberships):
        """What was sent, closed or not: the addressed and the observers in their reviews, CQC in every one."""
        addressed = Participation.reviews(memberships, Role.OWNER, Part.ADDRESSED)
        observed = Participation.reviews(memberships, Role.OBSERVER, Part.OBSERVER)
        reads_all = any(m.role is Role.REGULATOR for m in memberships)
        may_read = True if reads_all else or_(cls.review_id.in_(addressed), cls.review_id.in_(observed))
        return and_(cls.sent_on.is_not(None), may_read)

    @classmethod
    def workable_by(cls, memberships):
        """Leads of the review."""
        return cls.review_id.in_(Review.led_by(memberships))

    @staticmethod
    def listed(submissions: Select) -> Select:
        """Ready to list without their plans, newest first."""
        listed = submissions.options(joinedload(Submission.review), defer(Submission.plan_json))
        return listed.order_by(Submission.review_id.desc(), Submission.id.desc())

    @classmethod
    def is_plan(cls):
        """A condition: a plan or a revised plan."""
        return cls.kind != Kind.FOLLOW_UP

    @classmethod
    def replaces(cls, other):
        """A condition: sent, and a later one of the same series."""
        return and_(cls.review_id == other.review_id, cls.series == other.series, cls.number > other.number, cls.sent_on.is_not(None))

    @property
    def plan(self) -> dict:
        """The frozen plan, as the newest schema has it; what is stored stays as it is."""
        return schemas.current(self.frozen)

    @property
    def beside(self) -> dict:
        """The plan as it may stand beside another one: without the texts that were redacted since."""
        from tracker.models.removed_texts import without_removed

        return without_removed(self.plan, self.review_id)

    @property
    def frozen(self) -> dict:
        """The frozen plan as it is stored: its canonical text has the hash."""
        return json.loads(self.plan_json)

    @property
    def label(self) -> str:
        """What pages call it: "Revised plan, version 2"."""
        return self.kind.label(self.number)

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.closed_on:
            return Stage.CLOSED
        if self.sent_on:
            return Stage.SENT
        if self.declined_json:
            return Stage.DECLINED
        return Stage.SIGNED_OFF if self.sign_off_json else Stage.ASSEMBLED

    @property
    def name(self) -> str:
        """What its files are called."""
        number = self.number if self.kind is Kind.FOLLOW_UP else f"version {self.number}"
        return re.sub(r'[\\/:*?"<>|]', "-", f"{self.kind.title} {self.review.area} {number}")

    def document(self, format: str, size: int, sha256: str, template: str | None = None) -> "Document":
        """A rendered file of this submission that the store has kept; `template` is the hash of a CCG's own, which fills in Word."""
        from tracker.models.document import Document

        return Document(format=format, filename=f"{self.name}.{format}", sha256=sha256, size=size, template_sha256=template if format == "docx" else None)

    def record_sending(self, *, sent_on: date, how: str, to: str, on: date, by: User) -> None:
        """CQC has it: from now on CQC, the observers and every addressed organisation may read it."""
        self.review.check_open()
        self.check_open_to_reading()
        if self.stage is not Stage.SIGNED_OFF:
            raise NotAllowed("Only a version that is signed off and not sent yet can be sent.")
        if any(mail.is_live for mail in self.mails):
            raise NotAllowed("An email with this version is on its way. See what became of it, or withdraw it first.")
        if sent_on > on or sent_on < date.fromisoformat(self.sign_off["on"]):
            raise NotAllowed("The day of sending cannot lie before the sign-off or in the future.")
        self.check_in_turn(sent_on)
        self.sent_on, self.sent_how, self.sent_to, self.sent_by_id = sent_on, how, to, by.id
        if self.kind is not Kind.FOLLOW_UP:  # it tells how the dates stand; promises are made by plans
            self.review.first_sent_on = min(filter(None, (self.review.first_sent_on, sent_on)))
            self._keep_promises()
        AuditEntry.append("submission.send", self, by=by, values={"sent_on": sent_on, "sent_how": how, "sent_to": to})

    def close_to_reading(self, *, why: str, by: User, on: date) -> None:
        """It holds personal data: from now on only leads open it, and nobody sends it. Raises NotAllowed a second time, and while it is on its way."""
        if self.closed_on:
            raise NotAllowed("This version is closed to reading already.")
        if any(mail.is_live for mail in self.mails):
            raise NotAllowed("An email with this version is on its way. See what became of it, or withdraw it first.")
        self.closed_on, self.closed_because, self.closed_by = on, why, by
        AuditEntry.append("submission.close_to_reading", self, by=by, values={"closed_on": on, "closed_because": why})

    def check_open_to_reading(self) -> None:
        """Raises NotAllowed once it is closed to reading."""
        if self.closed_on:
            raise NotAllowed("This version is closed to reading, because it holds personal data. Assemble a new one.")

    def check_in_turn(self, sent_on: date | None = None) -> None:
        """Raises NotAllowed for what is sent after a later one of its series, or before the day on which an earlier one was sent."""
        last = Submission.newest_sent(self.review_id, Submission.series == self.series)
        if last and last.number > self.number:
            raise NotAllowed(f"{last.kind.numbered(last.number).capitalize()} was sent already. An older one can no longer be sent.")
        if last and sent_on and sent_on < last.sent_on:
            before = f"{last.kind.numbered(last.number)} was sent, {last.sent_on.day} {last.sent_on:%B %Y}"
            raise NotAllowed(f"The day of sending cannot lie before the day on which {before}.")

    def _keep_promises(self) -> None:
        """Each action remembers the date that CQC was told last."""
        told = {a["id"]: a["due_on"] and date.fromisoformat(a["due_on"]) for a in self.plan["actions"]}
        own = select(Action).where(Action.review_id == self.review_id).execution_options(own_verb=True)
        for action in db.session.scalars(own):
            action.promised_on = told.get(action.id)
