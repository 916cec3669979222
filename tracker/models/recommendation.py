"""Recommendation: what CQC says that one or more organisations should do."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.columns import link
from tracker.models.organisation import Organisation
from tracker.models.review import Review

addressed = Table(
    "recommendation_organisations",
    db.metadata,
    Column("recommendation_id", Integer, ForeignKey("recommendations.id"), primary_key=True),
    Column("organisation_id", Integer, ForeignKey("organisations.id"), primary_key=True, index=True),
)


class Recommendation(db.Model):
    """`number` ("1.1") is unique within the review; findings have numbers of their own that collide with it."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)

    review: Mapped[Review] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(secondary=addressed, order_by=Organisation.id)

    @classmethod
    def visible_to(cls, memberships):
        """Who sees the review sees its published recommendations."""
        return cls.review_id.in_(db.select(Review.id).where(Review.visible_to(memberships)))

    workable_by = visible_to

    @property
    def is_joint(self) -> bool:
        """Whether it is addressed to several organisations."""
        return len(self.organisations) > 1
