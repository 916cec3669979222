"""Mail and kill -9: at each point the mail comes once; only where nobody can know does a person have to look."""

import email
import multiprocessing
import os
import signal
import smtplib
import subprocess
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import TOP, settings
from tests.mail_server import MailServer
from tests.mails import SENDER, mailing, send, signed_world, wait  # noqa: F401 – a fixture
from tests.server import BIN, until
from tests.worlds import copy_world
from tracker.cli import mail as command
from tracker.clock import now, real_now
from tracker.extensions import db, writing
from tracker.mail import Smtp
from tracker.models import AuditEntry, Mail, Stale, Submission, outbox
from tracker.models.mail import State

LATER = timedelta(minutes=11)


def die(*_, **__) -> None:
    """As if the power went."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(owner, name: str) -> None:
    """Die as soon as this was done."""
    done = getattr(owner, name)
    setattr(owner, name, lambda *values, **named: die(done(*values, **named)))


def before(owner, name: str) -> None:
    """Die instead of doing this."""
    setattr(owner, name, die)


def in_data() -> None:
    """Die when half of the message is with the server."""
    usual = smtplib.SMTP.send

    def half(self, data):
        if isinstance(data, bytes) and len(data) > 10_000:
            usual(self, data[: len(data) // 2])
            die()
        usual(self, data)
    smtplib.SMTP.send = half  # fmt: skip


POINTS = {  # how it dies, and how often the mail has come then; whether only a person can go on
    "begun, before the commit": (lambda: after(outbox, "take"), 0, False),
    "after the commit, before the server": (lambda: before(Smtp, "send"), 0, False),
    "in the middle of DATA": (in_data, 0, False),
    "before the commit of the last line": (lambda: after(outbox, "say_last"), 0, False),
    "after 250, before the commit": (lambda: before(outbox, "record"), 1, True),
    "after the commit": (lambda: before(command.click, "echo"), 1, False),
}


def run_and_die(folder, url: str, prepare) -> None:
    """`flask mail send` in this process, until it dies."""
    with mailing(folder, url) as app:
        prepare()
        app.test_cli_runner().invoke(args=["mail", "send"])


def apart(call, *values) -> multiprocessing.Process:
    """Start this in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=call, args=values)
    process.start()
    return process


@pytest.mark.parametrize(("prepare", "came", "waits_for_a_person"), POINTS.values(), ids=POINTS)
def test_killed_at_this_point(signed_world, tmp_path, monkeypatch, prepare, came, waits_for_a_person):
    copy_world(signed_world, tmp_path)
    with MailServer() as server, mailing(tmp_path, server.url) as app:
        message_id = wait()
        process = apart(run_and_die, tmp_path, server.url, prepare)
        process.join(30)
        assert process.exitcode == -signal.SIGKILL and until(lambda: len(server.received) == came)
        send(app)
        send(app, monkeypatch, LATER)
        send(app, monkeypatch, timedelta(days=30))
        assert [email.message_from_bytes(data, policy=default)["Message-ID"] for data in server.received] == [message_id]
        mail = db.session.get(Mail, 1)
        assert mail.state is (State.PERHAPS_SENT if waits_for_a_person else State.SENT)
        assert bool(db.session.get(Submission, 2).sent_on) is not waits_for_a_person
        assert list(AuditEntry.broken()) == []


@pytest.mark.engines("sqlite", "postgresql")
def test_two_runners_send_nothing_twice(signed_world, tmp_path):  # checks 67
    copy_world(signed_world, tmp_path)
    with MailServer() as server, mailing(tmp_path, server.url):
        ids = [wait(submission=None, subject=f"Number {n}") for n in range(8)]
        db.session.remove(), db.engine.dispose()
        runners = [apart(run_and_die, tmp_path, server.url, lambda: None) for _ in range(2)]
        for runner in runners:
            runner.join(60)
            assert runner.exitcode == 0
        came = [email.message_from_bytes(data, policy=default)["Message-ID"] for data in server.received]
        assert sorted(came) == sorted(ids)
        assert {mail.state for mail in db.session.scalars(select(Mail))} == {State.SENT}


def test_a_runner_that_slept_hangs_up_before_the_last_line(signed_world, tmp_path, monkeypatch):
    copy_world(signed_world, tmp_path)
    with MailServer() as server, mailing(tmp_path, server.url) as app:
        wait()
        writing()
        mail = outbox.take(at=now(), moment=real_now())
        db.session.commit()
        version = mail.version
        send(app, monkeypatch, LATER)
        assert len(server.received) == 1
        writing()
        with pytest.raises(Stale):
            outbox.say_last(db.session.get(Mail, 1), version, at=now(), moment=real_now())


def test_it_runs_beside_the_server_and_ends_with_it(signed_world, tmp_path):
    copy_world(signed_world, tmp_path)
    with MailServer() as server, mailing(tmp_path, server.url):
        wait()
        own = settings(tmp_path)
        variables = {
            "PATH": os.environ["PATH"], "SECRET_KEY": own["SECRET_KEY"], "DATABASE_URL": own["SQLALCHEMY_DATABASE_URI"],
            "EVIDENCE_STORE": own["EVIDENCE_STORE"], "MAIL_URL": server.url, "MAIL_FROM": SENDER,
        }  # fmt: skip
        command_ = f"{BIN}/flask mail send --every 1 --beside $$ & echo $!; exec sleep 60"  # as `make run` starts it
        parent = subprocess.Popen(["sh", "-c", command_], cwd=TOP, env=variables, stdout=subprocess.PIPE, text=True)
        runner = int(parent.stdout.readline())
        assert until(lambda: server.received), "it looks by itself"
        parent.kill()
        parent.wait()
        assert until(lambda: not Path(f"/proc/{runner}/cmdline").exists() or b"flask" not in Path(f"/proc/{runner}/cmdline").read_bytes())
        parent.stdout.close()
