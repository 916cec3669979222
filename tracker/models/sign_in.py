"""Sign-in: a session as the server knows it. The cookie holds only its token."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.columns import Sha256, UtcDateTime, link
from tracker.models.user import User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # last-seen costs a write, so it is not taken on every click


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SignIn(db.Model):
    """It dies at sign-out, after 30 minutes without a request, and after 12 hours."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    user_id: Mapped[int] = link("users.id")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()

    @classmethod
    def start(cls, user: User) -> str:
        """A new sign-in of the user; gives its token, which is kept nowhere else."""
        token, moment = secrets.token_urlsafe(32), datetime.now(UTC)
        db.session.execute(delete(cls).where(cls.seen_at < moment - LONGEST))
        db.session.add(cls(token_hash=_hash(token), user=user, started_at=moment, seen_at=moment))
        return token

    @classmethod
    def with_token(cls, token: str) -> "SignIn | None":
        """The live sign-in with this token."""
        moment = datetime.now(UTC)
        live = (cls.token_hash == _hash(token), cls.seen_at > moment - IDLE, cls.started_at > moment - LONGEST)
        found = select(cls).options(joinedload(cls.user).joinedload(User.memberships)).where(*live)
        return db.session.scalars(found).unique().one_or_none()

    @classmethod
    def end(cls, token: str) -> None:
        """Sign out at the server: the cookie is worth nothing from now on."""
        db.session.execute(delete(cls).where(cls.token_hash == _hash(token)))

    @classmethod
    def end_all(cls, user: User) -> None:
        """Sign the user out everywhere."""
        db.session.execute(delete(cls).where(cls.user_id == user.id))

    def note_seen(self) -> None:
        """Write down that there was a request just now."""
        self.seen_at = datetime.now(UTC)

    @property
    def is_due_for_a_note(self) -> bool:
        """Whether last-seen is old enough to be written again."""
        return datetime.now(UTC) - self.seen_at > SEEN_EVERY
