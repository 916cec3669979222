"""Evidence: a titled item that shows what was done, with its numbered versions; each version is checked."""

from datetime import date, datetime
from enum import Enum

from sqlalchemy import (
    Column, ForeignKey, Integer, Select, String, Table, Text, UniqueConstraint, and_, func, or_, select,
)  # fmt: skip
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.blob import Blob
from tracker.models.columns import UtcDateTime, Versioned, link, one_of
from tracker.models.contribution import Contribution
from tracker.models.file_sight import FileSight
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Participation, Review
from tracker.models.scan import Scan
from tracker.models.user import User

evidence_actions = Table(
    "evidence_actions",
    db.metadata,
    Column("evidence_id", Integer, ForeignKey("evidence.id"), primary_key=True),
    Column("action_id", Integer, ForeignKey("actions.id"), primary_key=True, index=True),
)


class Evidence(Versioned, db.Model):
    """`dated_on` is the evidence's own date, not the day of the upload."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    organisation_id: Mapped[int] = link("organisations.id")
    title: Mapped[str] = mapped_column(String(200))
    shows: Mapped[str] = mapped_column(Text, default="")
    dated_on: Mapped[date | None]

    review: Mapped[Review] = relationship()
    organisation: Mapped[Organisation] = relationship()
    actions: Mapped[list[Action]] = relationship(secondary=evidence_actions, order_by=Action.id)
    versions: Mapped[list["EvidenceVersion"]] = relationship(
        back_populates="evidence", order_by="EvidenceVersion.number.desc()"
    )

    @classmethod
    def visible_to(cls, memberships):
        """Who may work on it, and who contributes to an action that it is of."""
        shared = select(evidence_actions.c.evidence_id).where(evidence_actions.c.action_id.in_(Contribution.of(memberships)))
        return or_(cls.workable_by(memberships), cls.id.in_(shared))

    @classmethod
    def workable_by(cls, memberships):
        """Its organisation's owners and the leads of its review."""
        return Participation.worked(cls, memberships)

    @staticmethod
    def of(action: Action):
        """A condition: evidence of this action."""
        return Evidence.actions.any(Action.id == action.id)

    @staticmethod
    def of_any(actions: list[Action]):
        """A condition: evidence of one of these actions."""
        return Evidence.actions.any(Action.id.in_([a.id for a in actions]))

    @staticmethod
    def listed(items: Select) -> Select:
        """Ready to list with their versions, newest item first."""
        return items.options(selectinload(Evidence.versions).joinedload(EvidenceVersion.blob)).order_by(Evidence.id.desc())

    @staticmethod
    def listed_with_people(items: Select) -> Select:
        """As `listed`, with who brought and who checked each version."""
        people = (EvidenceVersion.by, EvidenceVersion.on_behalf_of, EvidenceVersion.checked_by, EvidenceVersion.withheld_by, EvidenceVersion.taken_down_by)
        versions = selectinload(Evidence.versions)
        return Evidence.listed(items).options(*(versions.joinedload(who) for who in people))

    @staticmethod
    def listed_with_actions(items: Select) -> Select:
        """As `listed_with_people`, with the actions that each item is of."""
        return Evidence.listed_with_people(items).options(selectinload(Evidence.actions))

    @classmethod
    def has_accepted(cls, action: Action) -> bool:
        """Whether some version of some evidence of the action was accepted."""
        accepted = (
            select(EvidenceVersion.id).join(cls).join(evidence_actions)
            .where(evidence_actions.c.action_id == action.id, EvidenceVersion.check == Check.ACCEPTED, EvidenceVersion.is_available())
        )  # fmt: skip
        return db.session.scalar(accepted.limit(1).execution_options(own_verb=True)) is not None

    @classmethod
    def add(cls, action: Action, *, title: str, shows: str, dated_on: date | None) -> "Evidence":
        """A new item for one action, without a file yet: `add_version` brings it and writes the audit entry."""
        item = cls(
            review=action.review, organisation=action.organisation, title=title, shows=shows, dated_on=dated_on, actions=[action]
        )
        db.session.add(item)
        return item

    def add_version(
        self, *, filename: str, mimetype: str, sha256: str, size: int, request_id: str, at: datetime, by: User, on_behalf_of=None,
        scan: Scan = Scan.OFF, scanned_at: datetime | None = None, found: str = "", search: dict | None = None, **why_it_stays,
    ) -> "EvidenceVersion":  # fmt: skip
        """Bytes that the store has kept become the next version; it waits to be checked. `why_it_stays` as in FileSight."""
        self.review.check_open()
        Blob.known(sha256, size)
        version = EvidenceVersion(
            evidence=self, number=len(self.versions) + 1, filename=filename, mimetype=mimetype, sha256=sha256,
            request_id=request_id, at=at, by=by, on_behalf_of=on_behalf_of, search=search, **why_it_stays,
            **EvidenceVersion.as_known(sha256, scan, at=at, scanned_at=scanned_at, found=found),
        )  # fmt: skip
        db.session.add(version)
        values = {"filename": filename, "sha256": sha256, "title": self.title, "number": version.number, "scan": version.scan.value} | why_it_stays
        AuditEntry.append("evidence.add_version", version, by=by, values=values)
        return version

    def describe(self, *, title: str, shows: str, dated_on: date | None, actions: list[Action], version: int, by: User, may_check: bool) -> None:
        """Other words, another date, or other actions of its organisation; what was accepted is changed by those alone who may check it."""
        self.review.check_open()
        self.expect(version)
        if not may_check and any(v.check is Check.ACCEPTED for v in self.versions):
            raise NotAllowed("This evidence was accepted as it is. Ask the CCG's lead to change it.")
        if not actions or any((a.review_id, a.organisation_id) != (self.review_id, self.organisation_id) for a in actions):
            raise NotAllowed("Choose one or more actions of the organisation whose evidence it is.")
        self.title, self.shows, self.dated_on, self.actions = title, shows, dated_on, actions
        values = {"title": title, "shows": shows, "dated_on": dated_on, "action_ids": sorted(a.id for a in actions)}
        AuditEntry.append("evidence.describe", self, by=by, values=values)

    @property
    def newest(self) -> "EvidenceVersion":
        """The version that counts."""
        return self.versions[0]


class Check(Enum):
    """What a lead said of a version."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class EvidenceVersion(FileSight, db.Model):
    """One file, as it arrived. `request_id` comes with the form, so that a second click adds nothing."""

    __tablename__ = "evidence_versions"
    __table_args__ = (UniqueConstraint("evidence_id", "number"), UniqueConstraint("request_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = link("evidence.id")
    number: Mapped[int]
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = link("blobs.sha256")
    request_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    check: Mapped[Check] = mapped_column(one_of(Check), default=Check.WAITING)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = link("users.id")
    reason: Mapped[str] = mapped_column(Text, default="")

    evidence: Mapped[Evidence] = relationship(back_populates="versions")
    blob: Mapped[Blob] = relationship()
    by: Mapped[User] = relationship(foreign_keys=by_id)
    on_behalf_of: Mapped[Organisation | None] = relationship()
    checked_by: Mapped[User | None] = relationship(foreign_keys=checked_by_id)
    withheld_by: Mapped[User | None] = relationship(foreign_keys="EvidenceVersion.withheld_by_id")
    taken_down_by: Mapped[User | None] = relationship(foreign_keys="EvidenceVersion.taken_down_by_id")

    @classmethod
    def visible_to(cls, memberships):
        """As its evidence."""
        return cls.evidence_id.in_(select(Evidence.id).where(Evidence.visible_to(memberships)))

    @classmethod
    def workable_by(cls, memberships):
        """As its evidence; what a contributor brought is that contributor's too."""
        own = and_(cls.on_behalf_of_id.in_(Membership.organisations(memberships, Role.OWNER)), cls.visible_to(memberships))
        return or_(cls.evidence_id.in_(select(Evidence.id).where(Evidence.workable_by(memberships))), own)

    @classmethod
    def open_to(cls, memberships):
        """A condition, the one that downloads and pages ask: who may open the file. A withheld one is its organisation's alone."""
        own = [cls.evidence_id.in_(select(Evidence.id).where(owned)) for owned in Participation.owned(Evidence, memberships)]
        own += [cls.evidence_id.in_(select(Evidence.id).where(Evidence.organisation_id.in_(Membership.organisations(memberships, Role.LEAD))))]  # the CCG's own
        brought = cls.on_behalf_of_id.in_(Membership.organisations(memberships, Role.OWNER))
        led = cls.evidence_id.in_(select(Evidence.id).where(Evidence.review_id.in_(Review.led_by(memberships))))
        return and_(cls.is_available(), or_(cls.withheld_at.is_(None), *own, brought, and_(cls.ccg_may_because != "", led)))

    @classmethod
    def is_newest(cls):
        """A condition: no later version of the same evidence exists."""
        later = aliased(cls)
        numbers = select(func.max(later.number)).where(later.evidence_id == cls.evidence_id)
        return cls.number == numbers.scalar_subquery()

    @classmethod
    def is_twin_of(cls, version: "EvidenceVersion"):
        """A condition: another version with the same bytes, that can be opened still."""
        return and_(cls.sha256 == version.sha256, cls.id != version.id, cls.is_available())

    @staticmethod
    def listed(versions: Select) -> Select:
        """Ready to list with their evidence, oldest first."""
        item = joinedload(EvidenceVersion.evidence)
        numbers = item.selectinload(Evidence.actions).selectinload(Action.recommendations)
        return versions.options(item.joinedload(Evidence.organisation), numbers).order_by(EvidenceVersion.id)

    @classmethod
    def of_request(cls, request_id: str) -> "EvidenceVersion | None":
        """The version that this very form already brought."""
        return db.session.scalar(select(cls).where(cls.request_id == request_id).execution_options(own_verb=True))

    @classmethod
    def items_of(cls, sha256: str) -> list[int]:
        """The ids of the evidence that has a version with these bytes."""
        query = select(cls.evidence_id).where(cls.sha256 == sha256).distinct().order_by(cls.evidence_id)
        return list(db.session.scalars(query.execution_options(own_verb=True)))

    def is_of(self, place) -> bool:
        """Whether it belongs to this item, or to an item of this action."""
        return place is self.evidence or place in self.evidence.actions

    def accept(self, *, by: User, at: datetime) -> None:
        """A lead finds that it shows what it should; an old version is not accepted past a newer one."""
        if self.number != self.evidence.newest.number:
            raise NotAllowed("There is a newer version. Check that one.")
        self._checked(Check.ACCEPTED, "", by=by, at=at)

    def give_back(self, *, reason: str, by: User, at: datetime) -> None:
        """A lead returns it with a reason, also after she had accepted it; a new version will wait again."""
        self._checked(Check.RETURNED, reason, by=by, at=at)

    def _checked(self, check: Check, reason: str, *, by: User, at: datetime) -> None:
        self.evidence.review.check_open()
        if self.closed_because:
            raise NotAllowed(self.closed_because)
        if self.check is check or self.check is Check.RETURNED:
            raise NotAllowed(f"This version was already {self.check.value}.")
        self.check, self.reason, self.checked_by, self.checked_at = check, reason, by, at
        AuditEntry.append(f"evidence.{check.value}", self, by=by, values={"check": check.value, "reason": reason})
