"""User: a person with an account, and his password."""

from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask_login import UserMixin
from sqlalchemy import String, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed

HASHER = PasswordHasher()
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$rAdg4CkihjodUxZj5ARyQg$q0rY/BMJREHzg5hL9k4LIa2CfP9HOBstDqD8au1t3Uo"  # for timing


class User(UserMixin, db.Model):
    """`email` is kept in lower case; `post` is the job title that pages print beside the name."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_cast: Mapped[bool] = mapped_column(default=False)  # of the demonstration: signs in by one click there, nowhere else
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    memberships: Mapped[list[Membership]] = relationship(back_populates="user", order_by="Membership.id")

    @classmethod
    def visible_to(cls, memberships):
        """Administrators see everybody, others nobody: pages name people where they name what these did."""
        return cls.id.is_not(None) if any(m.role is Role.ADMIN for m in memberships) else false()

    workable_by = visible_to

    @classmethod
    def with_email(cls, email: str) -> "User | None":
        """The user with this address, however it is capitalised."""
        return db.session.scalar(select(cls).where(cls.email == email.strip().lower()))

    @classmethod
    def add(cls, *, email: str, name: str, password: str, by: "User | None", is_cast: bool = False) -> "User":
        """A new user; the password is one-use, but for the cast of the demonstration, who need none."""
        user = cls(email=email.strip().lower(), name=name, must_change_password=not is_cast, is_cast=is_cast)
        user.password_hash = HASHER.hash(password)
        db.session.add(user)
        db.session.flush()
        AuditEntry.append("user.add", user, by=by, values={"email": user.email, "name": user.name})
        return user

    def join(self, organisation: Organisation, role: Role, *, by: "User | None") -> Membership:
        """Become a member; the same membership twice is one."""
        for known in self.active_memberships:
            if known.organisation_id == organisation.id and known.role is role:
                return known
        member = Membership(user=self, organisation=organisation, role=role)
        db.session.add(member)
        db.session.flush()
        values = {"user_id": self.id, "organisation_id": organisation.id, "role": role.value}
        AuditEntry.append("membership.add", member, by=by, values=values)
        return member

    @classmethod
    def cast(cls) -> list["User"]:
        """Everybody whom the demonstration offers at sign-in."""
        return db.session.scalars(select(cls).options(selectinload(cls.memberships)).where(cls.is_cast).order_by(cls.id)).all()

    @classmethod
    def by_name(cls):
        """A select of everybody, by name."""
        return select(cls).options(selectinload(cls.memberships)).order_by(cls.name)

    @property
    def active_memberships(self) -> list[Membership]:
        """What this user may be today."""
        return [] if self.suspended_at else [m for m in self.memberships if m.ended_on is None]

    @property
    def is_active(self) -> bool:
        """Flask-Login: a suspended user is nobody."""
        return self.suspended_at is None

    def get_id(self) -> str:
        """Flask-Login keeps this in the cookie: the token of one sign-in, never the user's id."""
        return self.sign_in_token

    # The mixin compares by get_id, which only a signed-in user has.
    __eq__, __hash__ = object.__eq__, object.__hash__

    @staticmethod
    def check_password(user: "User | None", password: str) -> bool:
        """Whether the password is right; takes as long for nobody as for somebody."""
        try:
            return HASHER.verify(user.password_hash if user else NOBODY, password) and user is not None
        except VerifyMismatchError:
            return False

    @staticmethod
    def hashed(password: str) -> str:
        """What is kept of a password; it takes a tenth of a second."""
        return HASHER.hash(password)

    def change_password(self, hashed: str, *, by: "User") -> None:
        """Set a password of the user's own choice, given as its hash."""
        self.password_hash = hashed
        self.must_change_password = False
        AuditEntry.append("user.change_password", self, by=by, values={"must_change_password": False})

    def issue_password(self, password: str, *, by: "User | None") -> None:
        """A new one-use password, for somebody who lost his own or was suspended by mistake."""
        self.password_hash, self.must_change_password, self.suspended_at = HASHER.hash(password), True, None
        AuditEntry.append("user.issue_password", self, by=by, values={"must_change_password": True})

    def suspend(self, *, by: "User | None", at: datetime) -> None:
        """Keep the user out, from the next request on; what he did stays. Raises NotAllowed for oneself, or twice."""
        if by and by.id == self.id:
            raise NotAllowed("You cannot suspend yourself. Ask another administrator.")
        if self.suspended_at:
            raise NotAllowed(f"{self} is suspended already.")
        self.suspended_at = at
        AuditEntry.append("user.suspend", self, by=by, values={"suspended_at": at.isoformat()})

    def leave(self, organisation: Organisation, role: Role, *, by: "User | None", on: date) -> int:
        """End a membership; his open actions fall back to the organisation, and their number is given.

        Raises NotAllowed when there is no such membership, or for the administrator's own.
        """
        from tracker.models.handover import Handover

        own = [m for m in self.active_memberships if m.role is role and m.organisation.current_id == organisation.current_id]
        if not own:
            raise NotAllowed(f"{self.email} is not {role.value} in {organisation}.")
        if by and by.id == self.id:
            raise NotAllowed("You cannot end a role of your own. Ask another administrator.")
        ended = next((m for m in own if m.organisation_id == organisation.id), own[0])
        ended.ended_on = on
        released = Handover.release(self, organisation, by=by, on=on) if role is Role.OWNER else []
        AuditEntry.append("membership.end", ended, by=by, values={"ended_on": on, "action_ids": released})
        return len(released)

    def __str__(self) -> str:
        return self.name
