"""Throttle: wrong passwords for one account, counted where every worker sees them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
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
    def wait(cls, email: str) -> int:
        """Seconds until this account may try again; 0 when it may now."""
        row = db.session.scalar(select(cls).where(cls.account == cls._account(email)))
        if row is None or row.failures < ATTEMPTS:
            return 0
        return max(0, int((row.since + WINDOW - datetime.now(UTC)).total_seconds()))

    @classmethod
    def count(cls, email: str) -> None:
        """One wrong password."""
        moment = datetime.now(UTC)
        row = db.session.get(cls, cls._account(email))
        if row is None:
            row = cls(account=cls._account(email), failures=0, since=moment)
            db.session.add(row)
        if row.since + WINDOW < moment:
            row.failures, row.since = 0, moment
        row.failures += 1

    @classmethod
    def forget(cls, email: str) -> None:
        """A right password clears the count."""
        db.session.execute(delete(cls).where(cls.account == cls._account(email)))

    @staticmethod
    def _account(email: str) -> str:
        return sha256(email.strip().lower())
