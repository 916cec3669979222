"""Tombstone: what is left of a submission for its readers once a lead has closed it: when and why, and nothing of the plan."""

from datetime import date

from sqlalchemy import Select, and_, not_
from sqlalchemy.orm import Mapped, joinedload, relationship

from tracker.extensions import db
from tracker.models.review import Review
from tracker.models.submission import Submission
from tracker.models.submission_kind import Kind


class Tombstone(db.Model):
    """The row of the submission without its plan; it is only read."""

    __table__ = Submission.__table__
    __mapper_args__ = {"include_properties": ["id", "review_id", "kind", "series", "number", "sent_on", "closed_on", "closed_because"]}

    id: Mapped[int]
    review_id: Mapped[int]
    kind: Mapped[Kind]
    series: Mapped[str]
    number: Mapped[int]
    sent_on: Mapped[date | None]
    closed_on: Mapped[date]
    closed_because: Mapped[str]

    review: Mapped[Review] = relationship(viewonly=True)

    @classmethod
    def visible_to(cls, memberships):
        """Who read the submission, as far as he is no lead: leads open the submission itself."""
        led = cls.review_id.in_(Review.led_by(memberships))
        return and_(Submission.sent_to_readers.__func__(cls, memberships), cls.closed_on.is_not(None), not_(led))

    workable_by = visible_to

    @staticmethod
    def listed(rows: Select) -> Select:
        """With their reviews, newest first."""
        return rows.options(joinedload(Tombstone.review)).order_by(Tombstone.id.desc())

    @property
    def label(self) -> str:
        """What pages call it: "Action plan, version 1"."""
        return self.kind.label(self.number)
