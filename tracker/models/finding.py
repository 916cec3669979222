"""Finding: a numbered paragraph of the report, and the recommendations that it led to."""

from sqlalchemy import Column, ForeignKey, Integer, Select, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.columns import link
from tracker.models.recommendation import Recommendation
from tracker.models.review import Review

cited = Table(
    "finding_recommendations",
    db.metadata,
    Column("finding_id", Integer, ForeignKey("findings.id"), primary_key=True),
    Column("recommendation_id", Integer, ForeignKey("recommendations.id"), primary_key=True, index=True),
)


class Finding(db.Model):
    """`drawn_to_attention_of` names another body; such a finding is listed and stays outside the plan."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    is_heading: Mapped[bool] = mapped_column(default=False)  # numbered like a paragraph, and no more than a title
    section: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    drawn_to_attention_of: Mapped[str | None] = mapped_column(String(300))

    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=cited, order_by=Recommendation.position, backref=db.backref("findings", order_by="Finding.position")
    )

    @classmethod
    def visible_to(cls, memberships):
        """Who sees the review sees its published findings."""
        return cls.review_id.in_(db.select(Review.id).where(Review.visible_to(memberships)))

    workable_by = visible_to

    @staticmethod
    def listed(findings: Select) -> Select:
        """In the report's order, with the recommendations that they led to."""
        return findings.options(selectinload(Finding.recommendations)).order_by(Finding.position)
