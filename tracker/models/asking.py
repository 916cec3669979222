"""Asking: a lead asks organisations for their parts of the plan, again if need be. From then on they see the review."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, link
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Participation, Review
from tracker.models.user import User


class Asking(db.Model):
    """It never changes. `words` is the covering text with its names in braces; `confirm_by` the internal day, if there was one.

    `request_id` comes with the form, so that a second click asks nobody a second time.
    """

    __tablename__ = "askings"
    __table_args__ = (UniqueConstraint("review_id", "number"), UniqueConstraint("request_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id", index=False)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    confirm_by: Mapped[date | None]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    request_id: Mapped[str] = mapped_column(String(64))

    review: Mapped[Review] = relationship()
    by: Mapped[User] = relationship()
    letters: Mapped[list["Letter"]] = relationship(back_populates="asking", order_by="Letter.position")

    @classmethod
    def visible_to(cls, memberships):
        """Leads of the review: an organisation has its letter."""
        return cls.review_id.in_(Review.led_by(memberships))

    workable_by = visible_to

    @classmethod
    def add(cls, review: Review, letters: dict[Participation, str], *, words: str, confirm_by: date | None, request_id: str,
            version: int, by: User, on: date) -> "Asking":  # fmt: skip
        """Ask the organisations of these parts, each with its own letter; they see the review from now on.

        Raises NotAllowed for nobody, a part of another review, or an internal day that cannot be.
        """
        cls._check(review, letters, confirm_by, on)
        row = cls(review=review, number=cls._next(review), words=words, confirm_by=confirm_by, on=on, by=by, request_id=request_id)
        if confirm_by != review.confirm_by:
            review.ask_confirmations(confirm_by, version=version, by=by)
        else:
            review.check_open()
            review.expect(version)
        for position, (part, text) in enumerate(letters.items()):
            row.letters.append(Letter(organisation=part.organisation, position=position, words=text))
            part.asked_on = part.asked_on or on
        db.session.add(row)
        asked = [part.organisation_id for part in letters]
        AuditEntry.append("asking.add", row, by=by, values={"words": words, "confirm_by": confirm_by, "organisation_ids": asked})
        return row

    @classmethod
    def of_request(cls, request_id: str) -> "Asking | None":
        """What this form has made already."""
        return db.session.scalar(select(cls).where(cls.request_id == request_id).execution_options(own_verb=True))

    @staticmethod
    def listed(askings: Select) -> Select:
        """Newest first, with whom they asked and who did."""
        letters = selectinload(Asking.letters).joinedload(Letter.organisation)
        return askings.options(joinedload(Asking.by), letters).order_by(Asking.id.desc())

    @classmethod
    def _next(cls, review: Review) -> int:
        newest = select(func.max(cls.number)).where(cls.review_id == review.id)
        return (db.session.scalar(newest.execution_options(own_verb=True)) or 0) + 1

    @staticmethod
    def _check(review: Review, letters: dict[Participation, str], confirm_by: date | None, on: date) -> None:
        if review.awaits_report:
            raise NotAllowed("The report has not arrived yet. Import it first: the recommendations come with it.")
        if not letters or any(part not in review.parts for part in letters):
            raise NotAllowed("Choose organisations that this review addresses.")
        if confirm_by and confirm_by < on:
            raise NotAllowed("The day by which you want the answer has passed. Choose a later one, or leave it empty.")


class Letter(db.Model):
    """What one organisation was written: the covering text, filled in."""

    __tablename__ = "letters"

    asking_id: Mapped[int] = mapped_column(ForeignKey("askings.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)

    asking: Mapped[Asking] = relationship(back_populates="letters")
    organisation: Mapped[Organisation] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """As its asking."""
        return cls.asking_id.in_(select(Asking.id).where(Asking.visible_to(memberships)))

    workable_by = visible_to


@dataclass(frozen=True)
class Asked:
    """An organisation's newest letter: its asking's number, and on which day."""

    number: int
    on: date


def last_asked(review: Review) -> dict[int, Asked]:
    """For each organisation by its id, when it was last asked; those that never had a letter are left out."""
    letters = select(Letter.organisation_id, Asking.number, Asking.on).join(Asking).where(Asking.review_id == review.id)
    rows = db.session.execute(letters.order_by(Asking.number).execution_options(own_verb=True))
    return {organisation_id: Asked(number, on) for organisation_id, number, on in rows}
