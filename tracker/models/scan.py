"""Scan: what the malware scanner said of a file, and when."""

from datetime import datetime
from enum import Enum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.columns import UtcDateTime, one_of


class Scan(Enum):
    """Off: there was no scanner. Waiting: there is one, and it could not say."""

    OFF = "off"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


CLOSED = {Scan.WAITING: "not yet scanned for malware", Scan.INFECTED: "removed: malware found"}


class Scanned:
    """A row with a file that is scanned; `found` is the scanner's name for malware, or for what it could not look into."""

    scan: Mapped[Scan] = mapped_column(one_of(Scan), default=Scan.OFF, index=True)
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found: Mapped[str] = mapped_column(String(200), default="")

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
