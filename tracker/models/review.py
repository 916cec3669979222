"""Review: one CQC review, with its report once that has arrived; and participation, the table that access asks."""

from datetime import date
from enum import Enum

from sqlalchemy import ColumnElement, ForeignKey, Integer, LargeBinary, Select, String, UniqueConstraint, and_, exists, func, or_, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link, one_of
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.working_days import add_working_days, counted_days, working_days_between


def review_label(area: str, received_on: date | None) -> str:
    """What tells a review of an area from the one before: "Medway, June 2016"."""
    return f"{area}, {received_on:%B %Y}" if received_on else area


class Part(Enum):
    """What an organisation is in a review."""

    COMMISSIONER = "commissioner"
    ADDRESSED = "addressed"
    OBSERVER = "observer"


class Participation(Versioned, db.Model):
    """One organisation's part in one review; it may have several. `escalate_to` says whom to ask when it does not answer.

    `asked_on` is the day since when the owners of an addressed organisation see the review, None until a lead asks it.
    """

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("review_id", "organisation_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    organisation_id: Mapped[int] = link("organisations.id")
    part: Mapped[Part] = mapped_column(one_of(Part))
    escalate_to: Mapped[str] = mapped_column(String(300), default="")
    mailbox: Mapped[str] = mapped_column(String(254), default="")  # the address of the team that answers, "" for none
    asked_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    review: Mapped["Review"] = relationship(back_populates="participations")

    @classmethod
    def visible_to(cls, memberships):
        """What an addressed organisation has to do there: its owners, once it was asked, and the leads of the review."""
        return and_(cls.part == Part.ADDRESSED, cls.worked(cls, memberships))

    workable_by = visible_to

    @staticmethod
    def listed(parts: Select) -> Select:
        """In the order in which the report addresses them, with their reviews."""
        return parts.options(joinedload(Participation.review)).order_by(Participation.id)

    @classmethod
    def is_asked_to_confirm(cls):
        """A condition: its review has a day by which parts are to be confirmed."""
        return cls.review.has(Review.confirm_by.is_not(None))

    def note_contact(self, escalate_to: str, *, mailbox: str, version: int, by) -> None:
        """Whom to write to, and whom to ask when the organisation does not answer; empty for nobody."""
        self.expect(version)
        self.escalate_to, self.mailbox = escalate_to, mailbox
        AuditEntry.append("participation.note_contact", self, by=by, values={"escalate_to": escalate_to, "mailbox": mailbox})

    @classmethod
    def reviews(cls, memberships, role: Role, part: Part):
        """A subquery: the reviews in which organisations of these memberships have this part, and were asked when it is addressed."""
        return cls._reviews(Membership.organisations(memberships, role), part)

    @classmethod
    def asked(cls, memberships) -> list[tuple[Select, Select]]:
        """For each organisation of these owners two subqueries: all its ids, and the reviews in which it was asked."""
        current = sorted({m.organisation.current_id for m in memberships if m.role is Role.OWNER})
        lines = [select(Organisation.id).where(Organisation.current_id == id) for id in current]
        return [(line, cls._reviews(line, Part.ADDRESSED)) for line in lines]

    @classmethod
    def worked(cls, rows, memberships):
        """A condition on rows with a review and an organisation: in a review of these leads, or of these owners' organisation, which was asked."""
        return or_(rows.review_id.in_(Review.led_by(memberships)), *cls.owned(rows, memberships))

    @classmethod
    def owned(cls, rows, memberships) -> list[ColumnElement]:
        """The second half of that: a condition for each organisation of these owners."""
        return [and_(rows.organisation_id.in_(line), rows.review_id.in_(reviews)) for line, reviews in cls.asked(memberships)]

    @classmethod
    def _reviews(cls, line: Select, part: Part) -> Select:
        asked = cls.asked_on.is_not(None) if part is Part.ADDRESSED else true()
        return select(cls.review_id).where(cls.part == part, asked, cls.organisation_id.in_(line))


class Review(Versioned, db.Model):
    """`received_on` starts the clock of `working_days`; `first_sent_on` is when CQC first had the plan.

    A review may be opened before its report: then it has no `received_on`, no `report` and no clock.
    """

    __tablename__ = "reviews"
    __table_args__ = {"sqlite_autoincrement": True}  # the id of a removed review never names another

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    area: Mapped[str] = mapped_column(String(120))
    visit_started_on: Mapped[date | None]
    visit_ended_on: Mapped[date | None]
    published_on: Mapped[date | None]
    received_on: Mapped[date | None]
    working_days: Mapped[int] = mapped_column(Integer, default=20)
    send_to: Mapped[str | None] = mapped_column(String(254))
    submitted_by: Mapped[str | None] = mapped_column(String(200))
    cqc_region: Mapped[str | None] = mapped_column(String(120))
    first_sent_on: Mapped[date | None]
    closed_on: Mapped[date | None]  # while it is closed it is only read
    confirm_by: Mapped[date | None]  # the internal day for confirmations; None while they are not used
    report_name: Mapped[str | None] = mapped_column(String(200))
    report: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    report_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    participations: Mapped[list[Participation]] = relationship(cascade="all, delete-orphan", back_populates="review", order_by=Participation.id)

    @classmethod
    def visible_to(cls, memberships):
        """Leads see what their CCG commissions, owners what addresses their organisation, once it was asked."""
        return or_(
            cls.id.in_(cls.led_by(memberships)),
            cls.id.in_(Participation.reviews(memberships, Role.OWNER, Part.ADDRESSED)),
        )

    @classmethod
    def workable_by(cls, memberships):
        """Only a lead of the commissioning CCG changes a review."""
        return cls.id.in_(cls.led_by(memberships))

    @staticmethod
    def led_by(memberships):
        """A subquery: the reviews that these memberships lead."""
        return Participation.reviews(memberships, Role.LEAD, Part.COMMISSIONER)

    @classmethod
    def still_open(cls, review_id):
        """A condition on a column that names a review: it is not closed."""
        # As IN (every open review), SQLite begins with these and reads all of their actions.
        return exists().where(cls.id == review_id, cls.closed_on.is_(None)).correlate_except(cls)

    @staticmethod
    def listed(reviews: Select) -> Select:
        """Those that wait for their report, then the newest first."""
        return reviews.order_by(Review.received_on.is_not(None), Review.received_on.desc(), Review.id.desc())

    @staticmethod
    def commissioners_led_by(user) -> list[Organisation]:
        """The CCGs of which the user is a lead, as they are today, by name."""
        led = {m.organisation.current for m in user.active_memberships if m.role is Role.LEAD}
        return sorted(led, key=lambda organisation: organisation.name)

    @classmethod
    def waiting_of(cls, user) -> list["Review"]:
        """The reviews that the user leads and that wait for their report, oldest first."""
        waiting = select(cls).where(cls.report_sha256.is_(None), cls.closed_on.is_(None), cls.id.in_(cls.led_by(user.active_memberships)))
        return db.session.scalars(waiting.order_by(cls.id).execution_options(own_verb=True)).all()

    @classmethod
    def open(cls, *, area: str, title: str, commissioner: Organisation | None, by) -> "Review":
        """A review before its report. Raises NotAllowed for a CCG that the user does not lead, or a second time."""
        if commissioner not in cls.commissioners_led_by(by):
            raise NotAllowed("Only a lead of a CCG can open a review for it.")
        if any((r.area, r.title) == (area, title) for r in cls.waiting_of(by)):
            raise NotAllowed("This review is open already, and waits for its report.")
        review = cls(area=area, title=title)
        review.participations.append(Participation(organisation=commissioner, part=Part.COMMISSIONER))
        db.session.add(review)
        AuditEntry.append("review.open", review, by=by, values={"area": area, "title": title, "organisation_id": commissioner.id})
        return review

    @property
    def awaits_report(self) -> bool:
        """Whether its report has not been imported yet."""
        return self.report_sha256 is None

    @property
    def label(self) -> str:
        """Its area, and the month in which the report came."""
        return review_label(self.area, self.received_on)

    @property
    def is_closed(self) -> bool:
        """Whether work on it has ended."""
        return self.closed_on is not None

    def check_open(self) -> None:
        """Raises NotAllowed while the review is closed; every verb that changes something of it asks."""
        if self.is_closed:
            raise NotAllowed("This review is closed. A lead of the CCG can reopen it. Nothing was changed.")

    @property
    def report_size(self) -> int:
        """Bytes of the original report, without loading it."""
        size = select(func.length(Review.report)).where(Review.id == self.id)
        return db.session.scalar(size.execution_options(own_verb=True)) or 0

    @property
    def due_on(self) -> date | None:
        """The day by which CQC must have the plan, None before the report; the day of receipt is day 0."""
        return self.received_on and add_working_days(self.received_on, self.working_days)

    def days_left(self, on: date) -> int | None:
        """Working days until the plan is due: 0 on the last day, negative when it is late, None before the report."""
        return working_days_between(on, self.due_on) if self.due_on else None

    def counted_days(self) -> list[dict]:
        """The clock, day by day; empty before the report."""
        return counted_days(self.received_on, self.working_days) if self.received_on else []

    def organisations(self, part: Part) -> list[Organisation]:
        """The organisations with one part, as the report orders them."""
        return [p.organisation for p in sorted(self.participations, key=lambda p: p.id) if p.part is part]

    @property
    def participants(self) -> list[Organisation]:
        """Those who have something to do in it: the CCGs, and whom it addresses; each once."""
        return list(dict.fromkeys(self.organisations(Part.COMMISSIONER) + self.organisations(Part.ADDRESSED)))

    @staticmethod
    def check_receipt(received_on: date, *, published_on: date | None, on: date) -> None:
        """Raises NotAllowed for a day of receipt that cannot be."""
        if received_on > on:
            raise NotAllowed("The report cannot have been received in the future.")
        if published_on and received_on < published_on:
            raise NotAllowed("The report cannot have been received before it was published.")

    def correct_receipt(self, received_on: date, *, version: int, on: date, by) -> None:
        """Set the day on which the report was received; the clock recounts."""
        if self.awaits_report:
            raise NotAllowed("The report has not arrived yet. Import it: the clock starts on the day it was received.")
        self.check_open()
        self.check_receipt(received_on, published_on=self.published_on, on=on)
        self.expect(version)
        self.received_on = received_on
        AuditEntry.append("review.correct_receipt", self, by=by, values={"received_on": received_on})

    @property
    def proposed_confirm_by(self) -> date | None:
        """The internal day that the tracker proposes: working day 15 of the clock; None before the report."""
        return self.received_on and add_working_days(self.received_on, min(15, self.working_days))

    def ask_confirmations(self, confirm_by: date | None, *, version: int, by) -> None:
        """Ask each organisation to confirm its part by a day; None asks no more. Raises NotAllowed for a day that cannot be."""
        if confirm_by and self.received_on and confirm_by < self.received_on:
            raise NotAllowed("The day cannot lie before the report was received.")
        if confirm_by and self.due_on and not self.first_sent_on and confirm_by > self.due_on:
            raise NotAllowed("The plan is due to CQC before that day. Choose an earlier one.")
        self.expect(version)
        self.confirm_by = confirm_by
        AuditEntry.append("review.ask_confirmations", self, by=by, values={"confirm_by": confirm_by})

    def address(self, organisation: Organisation, *, asked_on: date | None = None) -> None:
        """Give an organisation a part. Its owners see the review from `asked_on`; at once when they see it already."""
        line = [p for p in self.parts if p.organisation.current_id == organisation.current_id]
        asked_on = min((p.asked_on for p in line if p.asked_on), default=asked_on)
        if not any(p.organisation is organisation for p in line):
            self.participations.append(Participation(organisation=organisation, part=Part.ADDRESSED, asked_on=asked_on))
        for part in line:
            part.asked_on = part.asked_on or asked_on

    @property
    def parts(self) -> list[Participation]:
        """The parts of the organisations that it addresses, as the report orders them."""
        return sorted((p for p in self.participations if p.part is Part.ADDRESSED), key=lambda p: p.id or 10**9)

    @property
    def unasked(self) -> list[Participation]:
        """The parts of organisations that cannot see the review, as no lead has asked them yet."""
        asked = {p.organisation.current_id for p in self.parts if p.asked_on}
        return [p for p in self.parts if p.organisation.current_id not in asked]

    def attach_observer(self, organisation: Organisation, *, by) -> None:
        """Let an organisation read what is sent to CQC."""
        if organisation in self.organisations(Part.OBSERVER):
            return
        self.participations.append(Participation(organisation=organisation, part=Part.OBSERVER))
        AuditEntry.append("review.attach_observer", self, by=by, values={"organisation_id": organisation.id})

    def __str__(self) -> str:
        return self.title
