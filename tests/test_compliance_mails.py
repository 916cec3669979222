"""The compliance export by mail: a lead sends the very files that CQC can download, and nothing more."""

import email
from email.policy import default

import pytest
from sqlalchemy import func, select

from tests.client import request_id
from tests.mails import TO, app, send, sends, server, signed_world  # noqa: F401 – fixtures
from tracker.documents import COMPLIANCE
from tracker.extensions import db
from tracker.models import AuditEntry, Mail, Submission

PAGE = "/submissions/1/compliance-export"
PART = "?organisation=Medway+NHS+Foundation+Trust&recommendation=1.4"
NEW, POST = f"{PAGE}/mails/new", f"{PAGE}/mails"


def attached(data: bytes) -> dict[str, bytes]:
    """The files of a message, by how their names end."""
    message = email.message_from_bytes(data, policy=default)
    return {part.get_filename().rpartition(".")[2]: part.get_payload(decode=True) for part in message.iter_attachments()}


@pytest.mark.parametrize("part", ["", PART])
def test_a_lead_mails_exactly_what_cqc_downloads(sends, server, open_as, part):
    app, lead, regulator = sends(server.url), open_as("lead"), open_as("regulator")
    assert NEW + part in lead.get(PAGE + part).links
    form = lead.get(NEW + part)
    assert "from tracker@ccg.example" in form.words and form.tree.xpath("//input[@name='formats'][@checked]/@value") == ["xlsx"]
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    said = {"to": "inspector@cqc.example", "words": "Dear inspector", "formats": list(COMPLIANCE)}
    shown = form.submit(POST + part, 303, **said).follow()
    assert "Waiting to be sent" in shown.words and f"Medway{' Medway NHS Foundation Trust 1.4' if part else ''} version 1.csv" in shown.words
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries + 1
    assert form.submit(POST + part, 303, **said) and db.session.scalar(select(func.count(Mail.id))) == 1
    before = db.session.get(Submission, 1).sent_to
    send(app)
    (data,) = server.received
    assert attached(data) == {format: regulator.get(f"{PAGE}/{format}{part}").response.get_data() for format in COMPLIANCE}
    assert server.handler.recipients == ["inspector@cqc.example"] and db.session.get(Submission, 1).sent_to == before
    assert "/mails/1" in lead.get("/reviews/1/mails").links and list(AuditEntry.broken()) == []


def test_without_a_mail_server_it_is_written_to_the_folder(sends, open_as, tmp_path):
    app, lead = sends(str(tmp_path)), open_as("lead")
    form = lead.get(NEW)
    assert "nothing leaves the building" in form.words
    form.submit(POST, 303, to=TO, formats=["json"])
    send(app)
    (file,) = tmp_path.glob("*.eml")
    assert list(attached(file.read_bytes())) == ["json"] and "nothing has left the building" in lead.get("/mails/1").words


@pytest.mark.parametrize(("typed", "said"), [({"formats": []}, "Choose at least one file"), ({"formats": ["exe"]}, "not a valid choice"), ({"to": "cqc"}, "Enter one email")])
def test_a_form_that_is_wrong_says_so(app, open_as, typed, said):
    page = open_as("lead").get(NEW).submit(POST, 422, **{"to": TO, "formats": ["csv"]} | typed)
    assert said in page.words and db.session.scalar(select(func.count(Mail.id))) == 0


def test_what_cqc_does_not_see_is_not_mailed(app, open_as):
    lead = open_as("lead")
    typed = {"csrf_token": lead.token(), "to": TO, "subject": "Export", "words": "Dear CQC", "formats": "csv", "request_id": request_id()}
    for query in ("?standing=today", "?organisation=Nobody"):
        lead.get(NEW + query, 404)
        lead.post(POST + query, typed, 404)
    unsent = "/submissions/2/compliance-export"
    assert "is not sent yet" in lead.get(f"{unsent}/mails/new", 409).words and lead.post(f"{unsent}/mails", typed, 409)
    pages = [lead.get(f"{PAGE}?standing=today"), lead.get(unsent), open_as("regulator").get(PAGE), open_as("outsider").get(PAGE)]
    assert not [link for page in pages for link in page.links if "/mails/new" in link]
    assert db.session.scalar(select(func.count(Mail.id))) == 0
