"""Word template: a CCG's own, filled in for its plans in place of the tracker's. None is ever deleted: a submission may have been made with it."""

from datetime import datetime

from sqlalchemy import Select, String, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.blob import Blob
from tracker.models.columns import UtcDateTime, Versioned, link
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Participation, Review
from tracker.models.user import User

MOST = 100  # of one CCG


class WordTemplate(Versioned, db.Model):
    """The one whose `used_since` is set fills in drafts now, and the next documents that are made at a sign-off."""

    __tablename__ = "word_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = link("organisations.id")
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = link("blobs.sha256")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = link("users.id")
    used_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    blob: Mapped[Blob] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Leads of the CCG, as it is today."""
        return cls.organisation_id.in_(Membership.organisations(memberships, Role.LEAD))

    workable_by = visible_to

    @classmethod
    def of(cls, organisation: Organisation):
        """A condition: a template of this CCG, or of one that it answers for."""
        return cls.organisation_id.in_(organisation.line)

    @staticmethod
    def listed(templates: Select) -> Select:
        """Newest first, with who brought them."""
        return templates.options(joinedload(WordTemplate.by), joinedload(WordTemplate.blob)).order_by(WordTemplate.id.desc())

    @staticmethod
    def reviews_of(organisation: Organisation):
        """A condition on reviews: those of this CCG that have their report, so that there is a plan to fill in."""
        parts = select(Participation.review_id).where(Participation.part == Part.COMMISSIONER, Participation.organisation_id.in_(organisation.line))
        return and_(Review.id.in_(parts), Review.report_sha256.is_not(None))

    @classmethod
    def used_for(cls, review: Review) -> "WordTemplate | None":
        """What fills in the documents of a review: that of the first of its CCGs that uses one; None for the tracker's own."""
        ids = [organisation.current_id for organisation in review.organisations(Part.COMMISSIONER)]
        used = select(cls).join(Organisation, Organisation.id == cls.organisation_id).where(Organisation.current_id.in_(ids), cls.used_since.is_not(None))
        rows = db.session.scalars(used.order_by(cls.used_since, cls.id).execution_options(own_verb=True)).unique()
        found = {row.organisation.current_id: row for row in rows}
        return next((found[id] for id in ids if id in found), None)

    @classmethod
    def keep(cls, organisation: Organisation, *, filename: str, sha256: str, size: int, by: User, at: datetime) -> "WordTemplate":
        """Keep a template that was checked; it is not used yet. Raises NotAllowed for anybody but a lead of the CCG, and for one that is there already."""
        if organisation not in Review.commissioners_led_by(by):
            raise NotAllowed("Only a lead of the CCG brings its template.")
        kept = db.session.scalars(select(cls.sha256).where(cls.of(organisation)).execution_options(own_verb=True)).all()
        if sha256 in kept:
            raise NotAllowed("This very template is in the list already.")
        if len(kept) >= MOST:
            raise NotAllowed(f"{organisation.name} has {MOST} templates already, and none is ever deleted. Use one of these.")
        Blob.known(sha256, size)
        row = cls(organisation=organisation, filename=filename, sha256=sha256, by=by, at=at)
        db.session.add(row)
        AuditEntry.append("word_template.keep", row, by=by, values={"organisation_id": organisation.id, "filename": filename, "sha256": sha256})
        return row

    def use(self, *, version: int, by: User, at: datetime) -> None:
        """Fill in documents with this one from now on. Raises Stale when another lead decided since `version`."""
        self.expect(version)
        used = select(WordTemplate).where(WordTemplate.of(self.organisation), WordTemplate.used_since.is_not(None), WordTemplate.id != self.id)
        for other in db.session.scalars(used.execution_options(own_verb=True)).unique():
            other.used_since, other.version = None, other.version + 1
        self.used_since = at
        AuditEntry.append("word_template.use", self, by=by, values={"sha256": self.sha256})

    def put_away(self, *, version: int, by: User) -> None:
        """Go back to the tracker's own template; this one stays in the list."""
        self.expect(version)
        if self.used_since is None:
            raise NotAllowed("This template is not in use any more.")
        self.used_since = None
        AuditEntry.append("word_template.put_away", self, by=by, values={"sha256": self.sha256})

    @classmethod
    def organisations_with(cls, sha256: str) -> list[int]:
        """The ids of the CCGs that have a template with these bytes."""
        query = select(cls.organisation_id).where(cls.sha256 == sha256).distinct().order_by(cls.organisation_id)
        return list(db.session.scalars(query.execution_options(own_verb=True)))
