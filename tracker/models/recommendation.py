"""Recommendation: what CQC says that one or more organisations should do; a lead may correct what was read of it."""

import re
from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Integer, Select, String, Table, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Participation, Review

NUMBER = re.compile(r"[1-9][0-9]?\.[1-9][0-9]?")

addressed = Table(
    "recommendation_organisations",
    db.metadata,
    Column("recommendation_id", Integer, ForeignKey("recommendations.id"), primary_key=True),
    Column("organisation_id", Integer, ForeignKey("organisations.id"), primary_key=True, index=True),
)


class Recommendation(Versioned, db.Model):
    """`number` ("1.1") is unique within the review; findings have numbers of their own that collide with it."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("review_id", "number"), {"sqlite_autoincrement": True})

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

    @classmethod
    def workable_by(cls, memberships):
        """A lead of the review, and the owners whom it addresses; what each of them may do is their role's."""
        return or_(cls.review_id.in_(Review.led_by(memberships)), cls.told(memberships))

    @classmethod
    def told(cls, memberships):
        """A condition: addressed to an organisation of these owners, which was asked."""
        told = [
            and_(cls.id.in_(select(addressed.c.recommendation_id).where(addressed.c.organisation_id.in_(line))), cls.review_id.in_(reviews))
            for line, reviews in Participation.asked(memberships)
        ]  # fmt: skip
        return or_(*told) if told else cls.id.in_([])  # FALSE in an OR would make SQLite read every row

    @classmethod
    def addressed_to(cls, organisation: Organisation):
        """A condition: addressed to this organisation, alone or with others."""
        return cls.organisations.any(Organisation.current_id == organisation.current_id)

    @staticmethod
    def listed(recommendations: Select) -> Select:
        """In the report's order, with whom they address."""
        return recommendations.options(selectinload(Recommendation.organisations)).order_by(Recommendation.position)

    @property
    def is_joint(self) -> bool:
        """Whether it is addressed to several organisations."""
        return len(self.organisations) > 1

    def expect(self, version: int) -> None:
        """As every versioned row, and never while the review is closed."""
        self.review.check_open()
        super().expect(version)

    @classmethod
    def add(cls, review: Review, *, number: str, text: str, organisations: Iterable[Organisation], findings=(), by) -> "Recommendation":
        """One that the import missed, with an action for each organisation. Raises NotAllowed for a number that cannot be."""
        row = cls._make(review, number, text, organisations, findings)
        AuditEntry.append("recommendation.add", row, by=by, values=row._values)
        return row

    def correct(self, *, number: str, text: str, findings: list, version: int, by) -> None:
        """Set its number, its text and the findings behind it, as the report has them."""
        self.expect(version)
        if number != self.number:
            self._check_number(self.review, number)
            self.number = number
            self._take_place()
        self.text, self.findings = text, findings
        AuditEntry.append("recommendation.correct", self, by=by, values=self._values)

    def split(self, *, text: str, number: str, new_text: str, version: int, by) -> "Recommendation":
        """Keep a part of its text; the rest becomes a new one for the same organisations, behind the same findings."""
        self.expect(version)
        self.text = text
        new = self._make(self.review, number, new_text, self.organisations, self.findings)
        values = {"text": text, "new_recommendation_id": new.id} | {f"new_{k}": v for k, v in new._values.items()}
        AuditEntry.append("recommendation.split", self, by=by, values=values)
        return new

    def readdress(self, organisations: Iterable[Organisation], *, version: int, by) -> None:
        """Address it to these organisations and no others.

        Raises NotAllowed for nobody, and when something was recorded on the action of one that would go.
        """
        from tracker.models.addressing import address, release

        wanted = {o.id: o for o in organisations}
        if not wanted:
            raise NotAllowed("A recommendation is addressed to at least one organisation.")
        self.expect(version)
        for organisation in [o for o in self.organisations if o.id not in wanted]:
            release(self, organisation)
        for organisation in wanted.values():
            address(self, organisation)
        AuditEntry.append("recommendation.readdress", self, by=by, values={"organisation_ids": sorted(wanted)})

    def remove(self, *, version: int, by) -> None:
        """Take out what is no recommendation. Raises NotAllowed when something was recorded on its actions."""
        from tracker.models.addressing import release

        self.expect(version)
        for organisation in list(self.organisations):
            release(self, organisation)
        AuditEntry.append("recommendation.remove", self, by=by, values=self._values)
        db.session.delete(self)
        db.session.flush()

    @classmethod
    def _make(cls, review: Review, number: str, text: str, organisations: Iterable[Organisation], findings) -> "Recommendation":
        from tracker.models.addressing import address

        if review.awaits_report:
            raise NotAllowed("The report has not arrived yet. Import it: its recommendations come with it.")
        review.check_open()
        cls._check_number(review, number)
        row = cls(review=review, review_id=review.id, number=number, text=text, findings=list(findings))
        row._take_place()
        db.session.add(row)
        for organisation in organisations:
            address(row, organisation)
        db.session.flush()
        return row

    @classmethod
    def _check_number(cls, review: Review, number: str) -> None:
        if not NUMBER.fullmatch(number):
            raise NotAllowed("The number must look like 1.1 and be no higher than 99.99.")
        if number in {r.number for r in cls._of(review)}:
            raise NotAllowed(f"Recommendation {number} is in this review already.")

    def _take_place(self) -> None:
        """Stand after the last one with a lower number; all others keep the report's order."""
        others = [r for r in self._of(self.review) if r is not self]
        place = max((n for n, r in enumerate(others, 1) if _counted(r.number) < _counted(self.number)), default=0)
        for position, row in enumerate([*others[:place], self, *others[place:]]):
            row.position = position

    @classmethod
    def _of(cls, review: Review) -> list["Recommendation"]:
        rows = select(cls).where(cls.review_id == review.id).order_by(cls.position)
        return db.session.scalars(rows.execution_options(own_verb=True, autoflush=False)).all()

    @property
    def _values(self) -> dict:
        """What the audit entry hashes."""
        findings, organisations = ([row.id for row in rows] for rows in (self.findings, self.organisations))
        return {"number": self.number, "text": self.text, "finding_ids": findings, "organisation_ids": organisations}


def _counted(number: str) -> list[tuple[int, str]]:
    """1.10 comes after 1.9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in number.split(".")]
