"""Mails for the tests: a version that is signed off, a mail that waits with its documents, and a run of the command."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import current_app

from tests.client import request_id
from tests.conftest import over, settings
from tests.mail_server import MailServer
from tests.test_commands import run
from tests.worlds import inside
from tracker import create_app
from tracker.cli import mail as command
from tracker.clock import now, real_now
from tracker.demo.cast import CAST
from tracker.extensions import db
from tracker.mail import open_post
from tracker.models import Mail, Review, Submission, User

DAY = date(2016, 8, 26)
BYTES = {"docx": bytes(range(256)) * 40, "pdf": b"%PDF-1.7\r\n.\r\n..\n" * 2000, "xlsx": b"PK\x03\x04" * 5000}
SENDER = "tracker@ccg.example"
TO = "plans@cqc.example"


@pytest.fixture(scope="session")
def signed_world(engine, _once, told_world):
    """The told story with a second version that is signed off."""
    return _once(engine, sign_off_second, told_world)


@pytest.fixture
def app(_app, signed_world):
    """The app over that world."""
    yield from over(_app, signed_world)


@pytest.fixture
def server():
    """A mail server."""
    with MailServer() as running:
        yield running


@pytest.fixture
def sends(app, monkeypatch):
    """Point the app at a mail server, or at something like one: `sends(url, patience)`."""
    monkeypatch.setitem(app.config, "MAIL_FROM", SENDER)

    def to(url: str, patience: float = 5):
        post = open_post(url)
        monkeypatch.setitem(app.extensions, "post", replace(post, patience=patience, last_patience=patience) if post.leaves else post)
        return app
    return to  # fmt: skip


def sign_off_second() -> None:
    """A second version of the plan, signed off, with small documents; committed."""
    lead, store = User.with_email(CAST["lead"][1]), current_app.extensions["store"]
    row = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=lead, on=DAY, demonstration=False)
    documents = [row.document(format, len(data), store.put(data)) for format, data in BYTES.items()]
    row.record_sign_off(row.sign_off_record(name="A", role="Chief", on=DAY), documents=documents, on=DAY, by=lead)
    db.session.commit()


def wait(**changes) -> str:
    """A mail that waits, with every document of the second version; committed. Its Message-ID."""
    submission = db.session.get(Submission, 2)
    said = {
        "to": TO, "subject": "Action plan", "words": "Dear CQC\n.\nFrom here & <there>", "sender": SENDER, "request_id": request_id(),
        "by": User.with_email(CAST["lead"][1]), "at": now(), "submission": submission, "files": submission.documents,
    }  # fmt: skip
    mail = Mail.queue(submission.review, **said | changes)
    db.session.commit()
    return mail.message_id


def mailing(folder: Path, url: str):
    """An app of its own over the world in this folder, that sends there and does not wait long."""
    app = create_app(settings(folder, MAIL_URL=url, MAIL_FROM=SENDER))
    return inside(app)


def send(app, monkeypatch=None, later: timedelta = timedelta(0)) -> str:
    """Run `flask mail send`, so much later than now; what it printed."""
    if monkeypatch:
        moment = real_now() + later
        monkeypatch.setattr(command, "real_now", lambda: moment)
    return run(app, "mail", "send").stdout
