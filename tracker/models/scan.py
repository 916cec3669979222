"""Scan: what the malware scanner said of a file, and when."""

from datetime import datetime
from enum import Enum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.columns import UtcDateTime, one_of


class Scan(Enum):
    """Off: there was no scanner. Waiting: there is one, and it could not say."""

    OFF = "off"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


CLOSED = {Scan.WAITING: "not yet scanned for malware", Scan.INFECTED: "closed: malware found"}


class Scanned:
    """A row with a file that is scanned; `found` is the scanner's name for malware, or for what it could not look into.

    `scanned_at` is when it came to stand as it does: what the scanner says once more moves no date.
    """

    scan: Mapped[Scan] = mapped_column(one_of(Scan), default=Scan.OFF, index=True)
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found: Mapped[str] = mapped_column(String(200), default="")

    @classmethod
    def as_known(cls, sha256: str, scan: Scan, *, at: datetime, scanned_at: datetime | None = None, found: str = "") -> dict:
        """The columns of a new row with these bytes: as the scanner said, unless another row says worse of the same bytes."""
        worse = [Scan.INFECTED, Scan.WAITING] if scan is Scan.OFF else [Scan.INFECTED]
        query = select(cls).where(cls.sha256 == sha256, cls.scan.in_(worse)).order_by(cls.scan, cls.id).limit(1)
        if twin := db.session.scalar(query.execution_options(own_verb=True)):
            return {"scan": twin.scan, "scanned_at": twin.scanned_at, "found": twin.found}
        return {"scan": scan, "scanned_at": scanned_at or (at if scan is Scan.CLEAN else None), "found": found}

    def note_scan(self, scan: Scan | None, *, found: str, at: datetime) -> bool:
        """What the scanner says now, None when it could not look into the file; whether that opens or closes it."""
        is_news = scan not in (None, self.scan)
        if is_news or found != self.found:
            self.scan, self.found, self.scanned_at = scan or self.scan, found, at
        return is_news

    @property
    def is_infected(self) -> bool:
        """Whether malware was found in it."""
        return self.scan is Scan.INFECTED

    @property
    def scan_words(self) -> str:
        """What a reader of the list is told of a file that may be opened; empty when it may not."""
        if self.scan is Scan.CLEAN:
            return "Scanned for malware: nothing found."
        return "Not scanned for malware." if self.scan is Scan.OFF else ""
