"""Submission: a numbered, frozen copy of the whole plan, its sign-off, its documents, and how it was sent."""

import json
import re
from datetime import date
from enum import Enum

from sqlalchemy import Select, String, Text, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry, canonical, sha256
from tracker.models.columns import Sha256, link
from tracker.models.blob import Blob
from tracker.models.frozen_plan import freeze, gaps
from tracker.models.membership import Role
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Participation, Review
from tracker.models.user import User


class Stage(Enum):
    """How far a submission is; it only goes forward."""

    ASSEMBLED = "assembled"
    SIGNED_OFF = "signed off"
    SENT = "sent"


class Submission(db.Model):
    """`plan_json` and `sign_off_json` are canonical texts; documents come from these two alone."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    number: Mapped[int]
    assembled_on: Mapped[date]
    assembled_by_id: Mapped[int] = link("users.id")
    plan_json: Mapped[str] = mapped_column(Text)
    plan_sha256: Mapped[Sha256]
    sign_off_json: Mapped[str | None] = mapped_column(Text)
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(String(300), default="")
    sent_to: Mapped[str] = mapped_column(String(254), default="")
    sent_by_id: Mapped[int | None] = link("users.id")

    review: Mapped[Review] = relationship()
    assembled_by: Mapped[User] = relationship(foreign_keys=assembled_by_id)
    documents: Mapped[list["Document"]] = relationship(order_by="Document.format")

    @classmethod
    def visible_to(cls, memberships):
        """Leads: all of their reviews. Everybody else only what was sent; CQC sees every one that was."""
        addressed = Participation.reviews(memberships, Role.OWNER, Part.ADDRESSED)
        observed = Participation.reviews(memberships, Role.OBSERVER, Part.OBSERVER)
        reads_all = any(m.role is Role.REGULATOR for m in memberships)
        may_read = True if reads_all else or_(cls.review_id.in_(addressed), cls.review_id.in_(observed))
        return or_(cls.workable_by(memberships), and_(cls.sent_on.is_not(None), may_read))

    @classmethod
    def workable_by(cls, memberships):
        """Leads of the review."""
        return cls.review_id.in_(Review.led_by(memberships))

    @staticmethod
    def listed(submissions: Select) -> Select:
        """Ready to list without their plans, newest first."""
        listed = submissions.options(joinedload(Submission.review), defer(Submission.plan_json))
        return listed.order_by(Submission.review_id.desc(), Submission.number.desc())

    @classmethod
    def next_number(cls, review: Review) -> int:
        """The number that the next version of this review's plan gets."""
        numbers = select(func.max(cls.number)).where(cls.review_id == review.id).execution_options(own_verb=True)
        return (db.session.scalar(numbers) or 0) + 1

    @classmethod
    def assemble(cls, review: Review, *, gap_reason: str, by: User, on: date, demonstration: bool, number: int | None = None) -> "Submission":
        """Freeze the whole plan as the next version.

        Raises NotAllowed for a gap without a written reason, and when `number`, the one that the
        form offered, was assembled meanwhile.
        """
        review.check_open()
        if number not in (None, cls.next_number(review)):
            raise NotAllowed(f"Version {number} is assembled already: it stands in the list below.")
        if gaps(review) and not gap_reason:
            raise NotAllowed("The plan has gaps. Close them, or write why it goes without.")
        number = cls.next_number(review)
        plan = freeze(
            review, on=on, by=by.name, number=number, head=AuditEntry.head(), gap_reason=gap_reason or None,
            demonstration=demonstration,
        )  # fmt: skip
        text = canonical(plan)
        row = cls(
            review=review, number=number, assembled_on=on, assembled_by=by, plan_json=text, plan_sha256=sha256(text)
        )
        db.session.add(row)
        AuditEntry.append("submission.assemble", row, by=by, values={"number": number, "plan_sha256": row.plan_sha256})
        return row

    @property
    def plan(self) -> dict:
        """The frozen plan."""
        return json.loads(self.plan_json)

    @property
    def sign_off(self) -> dict | None:
        """The frozen record of the sign-off, once there is one."""
        return self.sign_off_json and json.loads(self.sign_off_json)

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.sent_on:
            return Stage.SENT
        return Stage.SIGNED_OFF if self.sign_off_json else Stage.ASSEMBLED

    @property
    def name(self) -> str:
        """What its files are called."""
        return re.sub(r'[\\/:*?"<>|]', "-", f"Action plan {self.review.area} version {self.number}")

    def document(self, format: str, size: int, sha256: str, template: str | None = None) -> "Document":
        """A rendered file of this submission that the store has kept; `template` is the hash of a CCG's own, which fills in Word."""
        return Document(format=format, filename=f"{self.name}.{format}", sha256=sha256, size=size, template_sha256=template if format == "docx" else None)

    def sign_off_record(self, *, name: str, role: str, on: date) -> dict:
        """What the accountable officer signs: this very plan, by its hash."""
        return {"schema": 1, "plan_sha256": self.plan_sha256, "name": name, "role": role, "on": on.isoformat()}

    def check_sign_off(self, record: dict, *, on: date) -> None:
        """Raises NotAllowed for a second sign-off, or one on a day that cannot be."""
        self.review.check_open()
        if self.stage is not Stage.ASSEMBLED:
            raise NotAllowed("This version is signed off already.")
        if not self.assembled_on <= date.fromisoformat(record["on"]) <= on:
            raise NotAllowed("The day of the sign-off cannot lie before the version was assembled or in the future.")

    def record_sign_off(self, record: dict, *, documents: list["Document"], on: date, by: User) -> None:
        """Keep the second frozen record and the documents made from both."""
        self.check_sign_off(record, on=on)
        self.sign_off_json = canonical(record)
        for document in documents:
            Blob.known(document.sha256, document.size)
            self.documents.append(document)
        values = record | {d.format: d.sha256 for d in documents}
        AuditEntry.append("submission.sign_off", self, by=by, values=values)

    def record_sending(self, *, sent_on: date, how: str, to: str, on: date, by: User) -> None:
        """CQC has it: from now on CQC, the observers and every addressed organisation may read it."""
        self.review.check_open()
        if self.stage is not Stage.SIGNED_OFF:
            raise NotAllowed("Only a version that is signed off and not sent yet can be sent.")
        if sent_on > on or sent_on < date.fromisoformat(self.sign_off["on"]):
            raise NotAllowed("The day of sending cannot lie before the sign-off or in the future.")
        self.sent_on, self.sent_how, self.sent_to, self.sent_by_id = sent_on, how, to, by.id
        self.review.first_sent_on = min(filter(None, (self.review.first_sent_on, sent_on)))
        self._keep_promises()
        AuditEntry.append("submission.send", self, by=by, values={"sent_on": sent_on, "sent_how": how, "sent_to": to})

    def _keep_promises(self) -> None:
        """Each action remembers the date that CQC was told last."""
        later = select(Submission.id).where(
            Submission.review_id == self.review_id, Submission.number > self.number, Submission.sent_on.is_not(None)
        )
        if db.session.scalar(later.limit(1).execution_options(own_verb=True)) is None:
            told = {a["id"]: a["due_on"] and date.fromisoformat(a["due_on"]) for a in self.plan["actions"]}
            own = select(Action).where(Action.review_id == self.review_id).execution_options(own_verb=True)
            for action in db.session.scalars(own):
                action.promised_on = told.get(action.id)


class Document(db.Model):
    """One rendered file of a submission; downloads serve these very bytes."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("submission_id", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = link("submissions.id")
    format: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = link("blobs.sha256")
    size: Mapped[int]
    template_sha256: Mapped[str | None] = mapped_column(String(64))  # the CCG's own Word template that it was filled into

    @classmethod
    def visible_to(cls, memberships):
        """As its submission."""
        return cls.submission_id.in_(select(Submission.id).where(Submission.visible_to(memberships)))

    workable_by = visible_to

    @classmethod
    def submissions_of(cls, sha256: str) -> list[int]:
        """The ids of the submissions that have a document with these bytes."""
        query = select(cls.submission_id).where(cls.sha256 == sha256).distinct().order_by(cls.submission_id)
        return list(db.session.scalars(query.execution_options(own_verb=True)))
