"""Review: one CQC review with its published report; and participation, the table that access asks."""

from datetime import date
from enum import Enum

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link, one_of
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.working_days import add_working_days, counted_days, working_days_between


class Part(Enum):
    """What an organisation is in a review."""

    COMMISSIONER = "commissioner"
    ADDRESSED = "addressed"
    OBSERVER = "observer"


class Participation(db.Model):
    """One organisation's part in one review; it may have several."""

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("review_id", "organisation_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    organisation_id: Mapped[int] = link("organisations.id")
    part: Mapped[Part] = mapped_column(one_of(Part))

    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @classmethod
    def reviews(cls, memberships, role: Role, part: Part):
        """A subquery: the reviews in which organisations of these memberships have this part."""
        return select(cls.review_id).where(
            cls.part == part, cls.organisation_id.in_(Membership.organisations(memberships, role))
        )


class Review(Versioned, db.Model):
    """`received_on` starts the clock of `working_days`; `first_sent_on` is when CQC first had the plan."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    area: Mapped[str] = mapped_column(String(120))
    visit_started_on: Mapped[date | None]
    visit_ended_on: Mapped[date | None]
    published_on: Mapped[date | None]
    received_on: Mapped[date]
    working_days: Mapped[int] = mapped_column(Integer, default=20)
    send_to: Mapped[str | None] = mapped_column(String(254))
    submitted_by: Mapped[str | None] = mapped_column(String(200))
    cqc_region: Mapped[str | None] = mapped_column(String(120))
    first_sent_on: Mapped[date | None]
    report_name: Mapped[str] = mapped_column(String(200))
    report: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    report_sha256: Mapped[str] = mapped_column(String(64), index=True)
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    participations: Mapped[list[Participation]] = relationship(cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, memberships):
        """Leads see what their CCG commissions, owners what addresses their organisation."""
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

    @property
    def due_on(self) -> date:
        """The day by which CQC must have the plan; the day of receipt is day 0."""
        return add_working_days(self.received_on, self.working_days)

    def days_left(self, on: date) -> int:
        """Working days until the plan is due: 0 on the last day, negative when it is late."""
        return working_days_between(on, self.due_on)

    def counted_days(self) -> list[dict]:
        """The clock, day by day."""
        return counted_days(self.received_on, self.working_days)

    def organisations(self, part: Part) -> list[Organisation]:
        """The organisations with one part, as the report orders them."""
        return [p.organisation for p in sorted(self.participations, key=lambda p: p.id) if p.part is part]

    @staticmethod
    def check_receipt(received_on: date, *, published_on: date | None, on: date) -> None:
        """Raises NotAllowed for a day of receipt that cannot be."""
        if received_on > on:
            raise NotAllowed("The report cannot have been received in the future.")
        if published_on and received_on < published_on:
            raise NotAllowed("The report cannot have been received before it was published.")

    def correct_receipt(self, received_on: date, *, version: int, on: date, by) -> None:
        """Set the day on which the report was received; the clock recounts."""
        self.check_receipt(received_on, published_on=self.published_on, on=on)
        self.expect(version)
        self.received_on = received_on
        AuditEntry.append("review.correct_receipt", self, by=by, values={"received_on": received_on})

    def attach_observer(self, organisation: Organisation, *, by) -> None:
        """Let an organisation read what is sent to CQC."""
        if organisation in self.organisations(Part.OBSERVER):
            return
        self.participations.append(Participation(organisation=organisation, part=Part.OBSERVER))
        AuditEntry.append("review.attach_observer", self, by=by, values={"organisation_id": organisation.id})

    def __str__(self) -> str:
        return self.title
