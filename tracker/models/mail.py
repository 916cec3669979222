"""Mail: a message that waits to be sent, is sent by `flask mail send`, and stays as the record of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import make_msgid
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, backref, joinedload, mapped_column, relationship

from config import ADDRESS
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.blob import Blob
from tracker.models.columns import UtcDateTime, Versioned, link, one_of
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.submission import Stage, Submission
from tracker.models.user import User

LONDON = ZoneInfo("Europe/London")
HOW = "By email from the tracker"


class State(Enum):
    """How far a mail is."""

    WAITING = "waiting to be sent"
    BEING_SENT = "being sent"
    PERHAPS_SENT = "perhaps sent"
    SENT = "sent"
    REFUSED = "refused"
    WRITTEN = "written to a folder"
    WITHDRAWN = "withdrawn"


# For each verb, from which states it goes to which.
TRANSITIONS = {
    "begin": ({State.WAITING, State.BEING_SENT}, State.BEING_SENT),
    "say_last": ({State.BEING_SENT}, State.PERHAPS_SENT),
    "put_off": ({State.BEING_SENT, State.PERHAPS_SENT}, State.WAITING),
    "record_sent": ({State.PERHAPS_SENT}, State.SENT),
    "record_written": ({State.PERHAPS_SENT}, State.WRITTEN),
    "record_refusal": ({State.BEING_SENT, State.PERHAPS_SENT}, State.REFUSED),
    "record_silence": ({State.PERHAPS_SENT}, State.PERHAPS_SENT),
    "withdraw": ({State.WAITING, State.BEING_SENT}, State.WITHDRAWN),
    "send_again": ({State.PERHAPS_SENT, State.REFUSED}, State.WAITING),
    "note_arrival": ({State.PERHAPS_SENT}, State.SENT),
}
LIVE = {State.WAITING, State.BEING_SENT, State.PERHAPS_SENT}


@dataclass(frozen=True)
class Attached:
    """A file that the store keeps: the name it goes under, its hash and its bytes' number."""

    filename: str
    sha256: str
    size: int


class Mail(Versioned, db.Model):
    """Words, address and Message-ID never change. `next_at`: when a runner looks at it again; a runner that holds it until then and says nothing has died.

    `state_at` is when it came into its state, `said` what the server answered last. `request_id` comes with the
    form, so that a second click queues nothing a second time.
    """

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    submission_id: Mapped[int | None] = link("submissions.id")
    to: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[State] = mapped_column(one_of(State), default=State.WAITING)
    said: Mapped[str] = mapped_column(String(1000), default="")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, default=lambda: datetime.now(UTC))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = link("users.id")
    request_id: Mapped[str] = mapped_column(String(64), unique=True)

    review: Mapped[Review] = relationship()
    submission: Mapped[Submission | None] = relationship(backref=backref("mails", order_by="Mail.id.desc()"))
    by: Mapped[User] = relationship()
    files: Mapped[list["MailFile"]] = relationship(back_populates="mail", order_by="MailFile.position")

    @classmethod
    def visible_to(cls, memberships):
        """Leads of the review."""
        return cls.review_id.in_(Review.led_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(mails: Select) -> Select:
        """Newest first, with who queued them."""
        return mails.options(joinedload(Mail.by)).order_by(Mail.id.desc())

    @classmethod
    def queue(cls, review: Review, files: list, *, to: str, subject: str, words: str, sender: str, request_id: str,
              by: User, at: datetime, submission: Submission | None = None) -> "Mail":  # fmt: skip
        """Let a mail wait, with these kept files (filename, sha256, size); a second click of the same form gives what the first one made.

        `sender` is the address that mail comes from. Raises NotAllowed for what is no address, and for a version that
        cannot be sent, or waits already.
        """
        found = db.session.scalar(select(cls).where(cls.request_id == request_id).execution_options(own_verb=True))
        if found:
            return found
        review.check_open()
        cls._check(to, submission)
        row = cls(
            review=review, submission=submission, to=to, reply_to=by.email, subject=subject, words=words, at=at, state_at=at, by=by,
            request_id=request_id, message_id=make_msgid(domain=sender.rpartition("@")[2]),
        )  # fmt: skip
        db.session.add(row)
        for position, file in enumerate(files):
            Blob.known(file.sha256, file.size)
            row.files.append(MailFile(position=position, filename=file.filename, sha256=file.sha256, size=file.size))
        values = {"to": to, "subject": subject, "words": words, "files": [file.sha256 for file in files]}
        AuditEntry.append("mail.queue", row, by=by, values=values)
        return row

    @staticmethod
    def _check(to: str, submission: Submission | None) -> None:
        if not ADDRESS.fullmatch(to) or len(to) > 254:
            raise NotAllowed("Enter one email address, for example plans@cqc.example.")
        if submission:
            submission.check_open_to_reading()
        if submission and not submission.sign_off_json:
            raise NotAllowed("This version is not signed off yet. Only a version that is signed off can be sent.")
        if submission and submission.stage is Stage.SIGNED_OFF:
            submission.check_in_turn()
        if submission and any(mail.is_live for mail in submission.mails):
            raise NotAllowed("An email with this version is on its way already. See what became of it, or withdraw it first.")

    @classmethod
    def check_none_live(cls, review: Review) -> None:
        """Raises NotAllowed while a mail about this review may still be sent, or perhaps was."""
        live = select(cls.id).where(cls.review_id == review.id, cls.state.in_(LIVE)).limit(1)
        if db.session.scalar(live.execution_options(own_verb=True)):
            raise NotAllowed("An email about this review is on its way. See what became of it, or withdraw it first.")

    @property
    def is_live(self) -> bool:
        """Whether it may still be sent, or perhaps was."""
        return self.state in LIVE

    def is_held(self, moment: datetime) -> bool:
        """Whether a runner works on it just now; `moment` is the real one."""
        return self.state in (State.BEING_SENT, State.PERHAPS_SENT) and self.next_at is not None and self.next_at > moment

    @property
    def is_replaced(self) -> bool:
        """Whether its version was sent otherwise since the server refused it, or another mail with it is on its way."""
        if self.state is not State.REFUSED or self.submission is None:
            return False
        return self.submission.stage is Stage.SENT or any(mail.is_live for mail in self.submission.mails)

    def withdraw(self, *, version: int, by: User, at: datetime, moment: datetime) -> None:
        """Take it back before it is sent; also when the runner that began with it has died: its last line never went out."""
        self._decide("withdraw", version, at, moment)
        AuditEntry.append("mail.withdraw", self, by=by, values={"state": self.state.value})

    def send_again(self, *, version: int, by: User, at: datetime, moment: datetime) -> None:
        """Somebody has checked that it did not arrive, or mended why it was refused. Raises NotAllowed when its version went otherwise since."""
        if self.is_replaced:
            raise NotAllowed("This version was sent since, or another email with it is on its way. To send it once more, write a new email.")
        if self.submission:
            self.submission.check_open_to_reading()
        self._decide("send_again", version, at, moment)
        self.next_at, self.tries = moment, 0
        AuditEntry.append("mail.send_again", self, by=by, values={"state": self.state.value})

    def note_arrival(self, *, version: int, by: User, at: datetime, moment: datetime) -> None:
        """Somebody has checked that it arrived; it was sent on the day on which it was handed to the server."""
        sent_on = self.state_at.astimezone(LONDON).date()
        self._decide("note_arrival", version, at, moment)
        AuditEntry.append("mail.note_arrival", self, by=by, values={"state": self.state.value})
        self.tell_submission(sent_on)

    def _decide(self, verb: str, version: int, at: datetime, moment: datetime) -> None:
        self.review.check_open()
        self.expect(version)
        if self.is_held(moment):
            raise NotAllowed("It is being sent just now. Wait a few minutes, then load the page again.")
        self.move(verb, at=at)

    def move(self, verb: str, *, at: datetime, said: str = "", next_at: datetime | None = None) -> None:
        """Go where the verb leads. Raises NotAllowed when it does not lead from here."""
        come_from, state = TRANSITIONS[verb]
        if self.state not in come_from:
            raise NotAllowed(f"This email is {self.state.value}. Nothing was changed.")
        self.state, self.state_at, self.said, self.next_at = state, at, said, next_at

    def tell_submission(self, sent_on: date) -> None:
        """What was sent with it counts as sent; when that cannot be recorded, the mail says why."""
        if self.submission and self.submission.stage is Stage.SIGNED_OFF:
            try:
                self.submission.record_sending(sent_on=sent_on, how=HOW, to=self.to, on=sent_on, by=self.by)
            except NotAllowed as refusal:
                self.said = f"{self.said} The plan is not recorded as sent: {refusal}".strip()[:1000]


class MailFile(db.Model):
    """A file that goes with a mail: the very bytes that the store keeps under this hash."""

    __tablename__ = "mail_files"

    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = link("blobs.sha256")
    size: Mapped[int]

    mail: Mapped[Mail] = relationship(back_populates="files")

    @classmethod
    def visible_to(cls, memberships):
        """As its mail."""
        return cls.mail_id.in_(select(Mail.id).where(Mail.visible_to(memberships)))

    workable_by = visible_to
