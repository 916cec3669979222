"""`flask mail send`: what waits is sent, one at a time."""

import os
import signal
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.cli.answers import answered
from tracker.clock import now, real_now, today
from tracker.documents.letter import letter
from tracker.extensions import db, writing
from tracker.filters import plural
from tracker.mail import NobodyKnows, NotTaken, RefusedForGood, Unreachable
from tracker.models import Mail, Stale, outbox
from tracker.storage import StorageError

group = AppGroup("mail", help="Mail that waits to be sent.")


@group.command("send")
@click.option("--every", type=click.IntRange(1, 3600), metavar="SECONDS", help="Do not end: look again after so many seconds.")
@click.option("--beside", type=int, metavar="PID", help="With --every: end when the program with this id, which started it, ends.")
def send(every: int | None, beside: int | None) -> None:
    """Send the mail that waits, with a line for each; what cannot be sent now is tried again later, after longer and longer pauses."""
    if every is None:
        click.echo(f"{plural(_send_due(threading.Event()), 'email')} tried.")
        return
    stop = _until_told()
    while not stop.is_set() and beside in (None, os.getppid()):
        try:
            _send_due(stop)
        except click.ClickException as failure:  # the database is away for a while
            failure.show()
        stop.wait(every)


def _until_told() -> threading.Event:
    """Set by Ctrl+C and by SIGTERM: what is being sent is finished first."""
    stop = threading.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: stop.set())
    return stop


def _send_due(stop: threading.Event) -> int:
    """Send until nothing is due, or the server takes nothing just now; how many were tried."""
    tried, server_answers = 0, True
    while server_answers and not stop.is_set():
        with answered():
            mail = _taken()
            if mail is None:
                break
            tried += 1
            server_answers = _send(mail)
    return tried


def _taken() -> Mail | None:
    """The next mail, begun; while nothing is due, the write lock is left to others."""
    if outbox.first_due(real_now()) is None:
        db.session.rollback()
        return None
    writing()
    mail = outbox.take(at=now(), moment=real_now())
    db.session.commit()
    return mail


def _send(mail: Mail) -> bool:
    """Send this one, and note what became of it; False when the server takes nothing just now."""
    step = _Step(mail)
    try:
        verb, said, server_answers = _offer(mail, step)
        step.take(outbox.put_off, said=said, moment=real_now()) if verb == "put_off" else step.take(outbox.record, verb, said=said, on=today())
    except Stale:
        db.session.rollback()
        click.echo(f"/mails/{mail.id} was taken over by another runner, or decided about")
        return True
    click.echo(f"/mails/{mail.id} {mail.state.value}: {said}")
    return server_answers


class _Step:
    """One short write on a mail after another; each knows the version that the one before left."""

    def __init__(self, mail: Mail):
        self.mail, self.version = mail, mail.version

    def take(self, verb, *values, **said) -> None:
        """Raises Stale when somebody else has changed the mail meanwhile."""
        writing(patience=60)  # a server waits, and what it answers must not be lost because somebody else writes
        verb(self.mail, self.version, *values, at=now(), **said)
        db.session.commit()
        self.version = self.mail.version


def _offer(mail: Mail, step: _Step) -> tuple[str, str, bool]:
    """Offer it to the server: the verb that follows, what was said, and whether the server takes more."""
    post, sender = current_app.extensions["post"], current_app.config["MAIL_FROM"]
    try:
        message, to = _message(mail, sender), mail.to
        db.session.rollback()  # a server may be slow: no transaction stays open meanwhile
        said = post.send(message, sender=sender, to=to, before_last=lambda: step.take(outbox.say_last, moment=real_now()))
    except RefusedForGood as refusal:
        return "record_refusal", str(refusal), True
    except NobodyKnows as silence:
        return "record_silence", str(silence), True
    except (NotTaken, StorageError) as reason:
        return "put_off", str(reason), not isinstance(reason, Unreachable)
    return "record_sent" if post.leaves else "record_written", said, True


def _message(mail: Mail, sender: str) -> bytes:
    """Its bytes, the same at each try; the files are read from the store and checked against their hashes."""
    said = {
        "organisation": "", "to": mail.to, "copy_to": "", "subject": mail.subject, "words": mail.words,
        "sender": sender, "reply_to": mail.reply_to, "message_id": mail.message_id, "date": mail.at,
    }  # fmt: skip
    return letter(said, *((file.filename, _bytes(file.sha256)) for file in mail.files))


def _bytes(sha256: str) -> bytes:
    with current_app.extensions["store"].open_checked(sha256) as file:
        return file.read()
