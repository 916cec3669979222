"""Who may open the file of a version of evidence: what was found in it, why it stays, and that it was taken down."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.audit import AuditEntry
from tracker.models.blob import Blob
from tracker.models.columns import UtcDateTime, link
from tracker.models.refusals import NotAllowed
from tracker.models.scan import CLOSED, Scanned
from tracker.models.user import User

LONDON = ZoneInfo("Europe/London")
WITHHELD = "File withheld."


class FileSight(Scanned):
    """`search` holds kinds, counts and places, or None for a file that was not searched; `stays_because` is the uploader's word on them.

    A withheld file is its organisation's alone, and the CCG's where `ccg_may_because` says why. A file that was taken down is
    nobody's, and purged some time later: its bytes and its name go, the hash stays.
    """

    search: Mapped[dict | None] = mapped_column(JSON)
    stays_because: Mapped[str] = mapped_column(Text, default="")
    withheld_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withheld_by_id: Mapped[int | None] = link("users.id")
    withheld_because: Mapped[str] = mapped_column(Text, default="")
    ccg_may_because: Mapped[str] = mapped_column(Text, default="")
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_down_by_id: Mapped[int | None] = link("users.id")
    taken_down_because: Mapped[str] = mapped_column(Text, default="")
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def is_available(cls):
        """A condition: nothing closes the file to everybody. What closes one is named here and in `closed_because`."""
        return and_(cls.taken_down_at.is_(None), cls.scan.not_in(list(CLOSED)))

    @classmethod
    def is_kept_back(cls):
        """A condition: the malware scanner keeps the file from everybody, and no other reason does."""
        return and_(cls.taken_down_at.is_(None), cls.scan.in_(list(CLOSED)))

    @property
    def withheld(self) -> bool:
        """Whether it is its organisation's alone."""
        return self.withheld_at is not None

    @property
    def alone_with(self) -> str:
        """Who opens the file when it is withheld: its organisation, and the contributor that brought it."""
        return " and ".join(dict.fromkeys(o.called for o in (self.evidence.organisation, self.on_behalf_of) if o))

    @property
    def standing(self) -> str:
        """One word for lists: what a lead said of it, unless nobody can open it."""
        return "taken down" if self.taken_down_at else CLOSED.get(self.scan, self.check.value)

    @property
    def closed_because(self) -> str:
        """Why nobody can open the file, as a sentence; "" when somebody may."""
        if self.taken_down_at:
            return self._tombstone
        words = CLOSED.get(self.scan, "")
        return words and f"{words[0].upper()}{words[1:]}."

    @property
    def left_out_because(self) -> str:
        """Why documents and packs list the file without giving it, as a sentence; "" when they give it."""
        return self.closed_because or (f"Withheld: {self.withheld_because}" if self.withheld else "")

    @property
    def left_out_plainly(self) -> str:
        """The same for those who read only what was sent to them: without what anybody wrote, and without a name."""
        if self.taken_down_at:
            return f"File taken down on {_day(self.taken_down_at)}."
        return self.closed_because or (WITHHELD if self.withheld else "")

    @property
    def _tombstone(self) -> str:
        purged = " The file is deleted for good." if self.purged_at else ""
        return f"Taken down by {self.taken_down_by.name} on {_day(self.taken_down_at)}: {self.taken_down_because}{purged}"

    def purge(self, *, at: datetime) -> bool:
        """The name of the file goes, and its bytes when no other row needs them: then True. Its hash, and who took it down, stay."""
        self.purged_at, self.filename = at, ""
        AuditEntry.append("evidence.purge", self, by=None, values={"sha256": self.sha256})
        return Blob.let_go(self.sha256, at=at)

    def withhold(self, *, because: str, ccg_may_because: str = "", by: User, at: datetime) -> None:
        """From now on only its organisation opens the file; packs list it without giving it."""
        if self.withheld or self.taken_down_at:
            raise NotAllowed("This file was withheld or taken down before.")
        self.withheld_at, self.withheld_by, self.withheld_because, self.ccg_may_because = at, by, because, ccg_may_because
        AuditEntry.append("evidence.withhold", self, by=by, values={"because": because, "ccg_may_because": ccg_may_because})

    def take_down(self, *, because: str, by: User, at: datetime) -> None:
        """Nobody can open the file from now on, also while its review is closed: personal data go at any time."""
        if self.taken_down_at:
            raise NotAllowed("This file was taken down before.")
        self.taken_down_because, self.taken_down_by, self.taken_down_at = because, by, at
        AuditEntry.append("evidence.take_down", self, by=by, values={"because": because})


def _day(at: datetime) -> str:
    day = at.astimezone(LONDON)
    return f"{day.day} {day:%B %Y}"
