"""A held file: it seems to hold personal data and is no evidence yet, until its uploader says what shall become of it."""

from datetime import date, datetime

from sqlalchemy import JSON, Select, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.blob import Blob
from tracker.models.columns import UtcDateTime, link
from tracker.models.contribution import Contribution
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.organisation import Organisation
from tracker.models.refusals import NoRoom, NotAllowed
from tracker.models.scan import Scan, Scanned
from tracker.models.user import User

MOST = 20  # of one person


class HeldFile(Scanned, db.Model):
    """Nobody but its uploader knows of it. With `evidence` it would be that item's next version, otherwise a new item of the action."""

    __tablename__ = "held_files"
    __table_args__ = {"sqlite_autoincrement": True}  # the id of a file that was decided about never names another

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = link("actions.id")
    evidence_id: Mapped[int | None] = link("evidence.id")
    contribution_id: Mapped[int | None] = link("contributions.id")
    title: Mapped[str] = mapped_column(String(200), default="")
    shows: Mapped[str] = mapped_column(Text, default="")
    dated_on: Mapped[date | None]
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = link("blobs.sha256")
    request_id: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = link("users.id")
    on_behalf_of_id: Mapped[int | None] = link("organisations.id")
    search: Mapped[dict] = mapped_column(JSON)

    action: Mapped[Action] = relationship()
    evidence: Mapped[Evidence | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    blob: Mapped[Blob] = relationship()
    by: Mapped[User] = relationship()
    on_behalf_of: Mapped[Organisation | None] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """Who brought it, also when the action is another organisation's by now: he can still throw it away."""
        return cls.by_id.in_([m.user_id for m in memberships])

    workable_by = visible_to

    @staticmethod
    def listed(files: Select) -> Select:
        """Oldest first, with the action's names."""
        action = joinedload(HeldFile.action)
        names = (action.joinedload(Action.organisation), action.selectinload(Action.recommendations), joinedload(HeldFile.evidence))
        return files.options(*names).order_by(HeldFile.id)

    @classmethod
    def of_request(cls, request_id: str) -> "HeldFile | None":
        """The file that this very form already brought."""
        return db.session.scalar(select(cls).where(cls.request_id == request_id).execution_options(own_verb=True))

    @classmethod
    def hold(cls, place: Action | Evidence | Contribution, *, sha256: str, size: int, search: dict, at: datetime, by: User, scan: Scan = Scan.OFF, **told) -> "HeldFile":
        """Bytes that the store has kept wait for their uploader. `told` is what the form and the file say."""
        where = {"evidence": place, "action": place.actions[0]} if isinstance(place, Evidence) else {"action": place}
        if isinstance(place, Contribution):
            where = {"contribution": place, "action": place.action}
        where["action"].review.check_open()
        waiting = db.session.scalar(select(func.count()).where(cls.by_id == by.id).execution_options(own_verb=True))
        if waiting >= MOST:
            raise NoRoom(f"{MOST} files wait for your decision already. Nothing was saved. Decide about those first: they stand on your home page.")
        Blob.known(sha256, size)
        row = cls(**where, **told, **EvidenceVersion.as_known(sha256, scan, at=at), sha256=sha256, search=search, at=at, by=by)
        db.session.add(row)
        AuditEntry.append("held_file.hold", row, by=by, values={"sha256": sha256, "search": search})
        return row

    @property
    def name(self) -> str:
        """The title of the evidence that it would be, or become a version of."""
        return self.evidence.title if self.evidence else self.title

    def may_stay(self, user: User) -> bool:
        """Whether this user may bring evidence there today."""
        helped = select(Contribution.id).where(Contribution.workable_by(user.active_memberships))
        place = or_(HeldFile.action_id.in_(Action.worked_by(user.active_memberships)), HeldFile.contribution_id.in_(helped))
        return db.session.scalar(select(HeldFile.id).where(HeldFile.id == self.id, place).execution_options(own_verb=True)) is not None

    def is_of(self, place) -> bool:
        """Whether it was brought to this item or action."""
        return place in (self.evidence, self.action)

    def release(self, *, because: str, withheld: bool, ccg_may_because: str, by: User, at: datetime) -> EvidenceVersion:
        """It becomes evidence, as its uploader says why it may; the wait for a lead begins. Raises NotAllowed when the action is no longer his."""
        if not self.may_stay(by):
            raise NotAllowed("This is no longer an action of yours, so the file cannot become evidence of it. Throw it away.")
        why = {"withheld_at": at, "withheld_by_id": by.id, "withheld_because": because, "ccg_may_because": ccg_may_because} if withheld else {"stays_because": because}
        item = self.evidence or Evidence.add(self.action, title=self.title, shows=self.shows, dated_on=self.dated_on)
        version = item.add_version(
            filename=self.filename, mimetype=self.mimetype, sha256=self.sha256, size=self.blob.size, request_id=self.request_id,
            at=at, by=by, on_behalf_of=self.on_behalf_of, scan=self.scan, scanned_at=self.scanned_at, found=self.found, search=self.search, **why,
        )  # fmt: skip
        db.session.delete(self)
        return version

    def discard(self, *, by: User | None, at: datetime) -> None:
        """It is thrown away; its bytes may go once this is committed, unless another row needs them."""
        AuditEntry.append("held_file.discard", self, by=by, values={"sha256": self.sha256})
        db.session.delete(self)
        Blob.let_go(self.sha256, at=at)
