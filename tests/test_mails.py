"""Mail: what waits is sent once, whatever happens to the server, the network and the runner."""

import email
import os
from datetime import timedelta
from email.policy import default
from threading import Thread

import pytest
from sqlalchemy import select

from tests.mail_server import down, hang_up_in_data, listening
from tests.mails import BYTES, DAY, SENDER, TO, app, send, sends, server, signed_world, wait  # noqa: F401 – fixtures
from tracker.clock import now
from tracker.extensions import db
from tracker.models import AuditEntry, Blob, Mail, MailFile, Review, Submission
from tracker.models.mail import Attached, State

HOUR = timedelta(hours=1)


def state() -> State:
    """That of the newest mail."""
    db.session.rollback()
    return db.session.scalar(select(Mail).order_by(Mail.id.desc()).limit(1)).state


def test_a_server_receives_the_words_and_the_very_bytes_of_the_documents(sends, server):
    app, message_id = sends(server.url), wait()
    assert "sent: 250 taken" in send(app)
    (data,) = server.received
    message = email.message_from_bytes(data, policy=default)
    assert server.handler.recipients == [TO] and message["To"] == TO and message["From"] == SENDER
    assert message["Reply-To"] == "designated.nurse@medway-ccg.example" and message["Subject"] == "Action plan"
    assert message["X-Unsent"] is None and message["Message-ID"] == message_id and message["Date"]
    assert message.get_body().get_content().replace("\r\n", "\n") == "Dear CQC\n.\nFrom here & <there>\n"
    assert {part.get_filename().rpartition(".")[2]: part.get_content() for part in message.iter_attachments()} == BYTES
    assert not message.defects and state() is State.SENT
    submission = db.session.get(Submission, 2)
    assert (submission.sent_on.isoformat(), submission.sent_how, submission.sent_to) == ("2016-08-26", "By email from the tracker", TO)
    assert list(AuditEntry.broken()) == [] and "0 emails tried." in send(app)


# --- servers that are difficult --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("command_", "answer"), [("RCPT", "450 greylisted"), ("DATA", "451 later"), ("RCPT", "421 too busy")])
def test_what_the_server_puts_off_is_sent_later_once_under_the_same_id(sends, server, monkeypatch, command_, answer):  # checks 67
    app, message_id = sends(server.url), wait()
    server.answers[command_] = answer
    assert answer in send(app) and state() is State.WAITING
    assert "0 emails" in send(app), "not before the pause is over"
    assert answer in send(app, monkeypatch, HOUR)
    server.answers.clear()
    send(app, monkeypatch, 9 * HOUR)
    assert [ids(data) for data in server.received] == [message_id] and state() is State.SENT
    assert len(set(server.handler.offered)) == 1, "the same bytes at each try"


@pytest.mark.parametrize(("command_", "answer"), [("RCPT", "550 no such mailbox"), ("DATA", "552 too large")])
def test_what_the_server_refuses_is_not_tried_again_and_counts_as_not_sent(sends, server, monkeypatch, command_, answer):  # checks 67
    app = sends(server.url)
    wait()
    server.answers[command_] = answer
    assert answer in send(app) and state() is State.REFUSED
    server.answers.clear()
    assert "0 emails" in send(app, monkeypatch, 99 * HOUR)
    assert server.received == [] and db.session.get(Submission, 2).sent_on is None


def test_a_server_that_is_down_loses_nothing_and_is_asked_once_a_run(sends, monkeypatch, server):  # checks 67
    app = sends(down())
    wait(), wait(submission=None, files=[])
    said = send(app)
    assert "The mail server cannot be reached." in said and "1 email tried." in said
    sends(server.url)
    send(app, monkeypatch, HOUR)
    assert len(server.received) == 2


def test_a_server_that_says_nothing_is_not_waited_for_and_loses_nothing(sends):  # checks 67
    with listening() as (_door, url):
        app = sends(url, 0.2)
        wait()
        assert "did not answer in time" in send(app) and state() is State.WAITING


def test_a_server_that_hangs_up_in_the_middle_has_nothing(sends, app):
    with listening() as (door, url):
        _, large = sends(url), os.urandom(6_000_000)
        sha256 = app.extensions["store"].put(large)
        wait(files=[Attached("large.zip", sha256, len(large))])
        speaking = Thread(target=hang_up_in_data, args=(door,))
        speaking.start()
        assert "ended the connection" in send(app) and state() is State.WAITING
        speaking.join()


def test_a_server_that_does_not_answer_the_last_line_perhaps_has_it(sends, server, monkeypatch):
    app = sends(server.url, 0.3)
    wait()
    server.answers["DATA"] = "silence"
    assert "perhaps sent" in send(app) and state() is State.PERHAPS_SENT
    assert "0 emails" in send(app, monkeypatch, 99 * HOUR) and len(server.received) == 1
    assert db.session.get(Submission, 2).sent_on is None


def test_nothing_is_sent_of_a_closed_review_and_files_of_a_mail_are_kept(sends, server):
    app = sends(server.url)
    wait()
    db.session.get(Review, 1).closed_on = DAY
    kept = db.session.scalar(select(MailFile.sha256).limit(1))
    db.session.execute(db.text("DELETE FROM documents WHERE submission_id = 2"))
    db.session.commit()
    assert "0 emails" in send(app) and not Blob.let_go(kept, at=now())
    db.session.get(Review, 1).closed_on = None
    db.session.commit()
    send(app)
    assert len(server.received) == 1


def test_without_a_server_it_is_printed_and_counts_as_not_sent(sends):
    app, message_id = sends("console"), wait(files=[])
    said = send(app)
    assert message_id in said and "Dear CQC" in said and state() is State.WRITTEN
    assert db.session.get(Submission, 2).sent_on is None


def ids(data: bytes) -> str:
    """The Message-ID that came."""
    return email.message_from_bytes(data, policy=default)["Message-ID"]
