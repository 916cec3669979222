"""Throttle: attempts at one account's password, counted where every worker sees them; a right one clears the count."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.audit import sha256
from tracker.models.columns import Sha256, UtcDateTime

ATTEMPTS = 10  # NCSC: about ten guesses before a delay
WINDOW = timedelta(minutes=5)


class Throttle(db.Model):
    """The account is kept as a hash: the address may belong to nobody."""

    __tablename__ = "throttles"

    account: Mapped[Sha256] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def take(cls, email: str) -> int:
        """Count one attempt before its password is looked at; gives the seconds to wait, 0 when it may go on.

        Call it under the write lock, so that guesses sent at once are counted one by one.
        """
        moment = datetime.now(UTC)
        db.session.execute(delete(cls).where(cls.since < moment - WINDOW))
        row = db.session.get(cls, cls._account(email))
        if row is None:
            row = cls(account=cls._account(email), failures=0, since=moment)
            db.session.add(row)
        if row.failures >= ATTEMPTS:
            return 1 + int((row.since + WINDOW - moment).total_seconds())
        row.failures += 1
        return 0

    @classmethod
    def forget(cls, email: str) -> None:
        """A right password clears the count."""
        db.session.execute(delete(cls).where(cls.account == cls._account(email)))

    @staticmethod
    def _account(email: str) -> str:
        return sha256(email.strip().lower())
