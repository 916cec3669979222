"""Outbox: what `flask mail send` takes from the waiting mail, and what it notes of each. Every step is one short transaction.

Each step counts the version up, and names the one before. Whoever was overtaken meanwhile (his machine slept) is
refused when he says that the last line goes out: that commit decides who sends it, so two never do.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.mail import Mail, State
from tracker.models.review import Review

HELD = timedelta(minutes=10)  # how long a runner may be busy with one before its last line
LAST = timedelta(minutes=15)  # and then until the answer; the server is waited for at most 10 minutes
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # the last one again and again


def take(*, at: datetime, moment: datetime) -> Mail | None:
    """Begin with the mail that has waited longest; None when none is due. `at` is the moment to show, `moment` the real one.

    One that was begun and not heard of since is begun again: its last line never went out.
    """
    mail = first_due(moment)
    if mail:
        mail.expect(mail.version)
        mail.tries += 1
        mail.move("begin", at=at, said=mail.said, next_at=moment + HELD)
    return mail


def first_due(moment: datetime) -> Mail | None:
    """The mail that has waited longest, of those whose time has come; it is only looked at."""
    due = select(Mail).join(Review, Mail.review_id == Review.id).where(
        Mail.state.in_([State.WAITING, State.BEING_SENT]), Mail.next_at <= moment, Review.closed_on.is_(None)
    )  # fmt: skip
    return db.session.scalar(due.order_by(Mail.next_at, Mail.id).limit(1).execution_options(own_verb=True))


def say_last(mail: Mail, version: int, *, at: datetime, moment: datetime) -> None:
    """The last line goes out now: from here on it is perhaps sent. Raises Stale when another runner has taken it over."""
    mail.expect(version)
    mail.move("say_last", at=at, next_at=moment + LAST)


def put_off(mail: Mail, version: int, *, said: str, at: datetime, moment: datetime) -> None:
    """It waits on; each pause is longer than the one before."""
    mail.expect(version)
    mail.move("put_off", at=at, said=said, next_at=moment + PAUSES[min(mail.tries, len(PAUSES)) - 1])


def record(mail: Mail, version: int, verb: str, *, said: str, at: datetime, on: date) -> None:
    """What became of it, as `record_sent`, `record_written`, `record_refusal` or `record_silence`; what goes with a mail that was sent is sent too."""
    mail.expect(version)
    mail.move(verb, at=at, said=said)
    AuditEntry.append(f"mail.{verb}", mail, by=None, values={"state": mail.state.value, "said": said})
    if mail.state is State.SENT:
        mail.tell_submission(on)


def waiting_since() -> datetime | None:
    """When the oldest mail that is not sent yet was queued; that of a closed review is not to be sent."""
    waiting = Mail.state.in_([State.WAITING, State.BEING_SENT])
    oldest = select(func.min(Mail.at)).join(Review, Mail.review_id == Review.id).where(waiting, Review.closed_on.is_(None))
    return db.session.scalar(oldest.execution_options(own_verb=True))
