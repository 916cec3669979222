"""Evidence: a file arrives, waits, is accepted or returned; what is wrong with a file is said; bytes are what they were."""

import io
from datetime import date

import pytest
from flask import send_file
from sqlalchemy import func, select

from tests.client import request_id
from tests.conftest import action
from tests.dump import dump
from tests.stores import damage, in_bucket, kept, on_their_way
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion
from tracker.models.evidence import Check

TEXT = b"Audit of 40 records: 38 complete.\n"


pytestmark = pytest.mark.engines("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def store(engine, app, request):
    """Beside SQLite a folder, beside PostgreSQL a bucket."""
    return in_bucket(app, request) if engine == "postgresql" else app.extensions["store"]


def count(model) -> int:
    """Rows of a model."""
    return db.session.scalar(select(func.count()).select_from(model))


def incoming(app) -> list:
    """Files that were left on their way in."""
    return on_their_way(app.extensions["store"])


def bring(browser, number="1.1", expect=303, data=TEXT, name="audit.txt", htmx=False, **fields):
    """Upload a new item through the form."""
    url = f"/actions/{action(number).id}/evidence"
    typed = {"title": "Audit of records", "file": (io.BytesIO(data), name)} | fields
    return browser.get(url).submit(url, expect, htmx=htmx, **typed)


def test_a_file_arrives_and_waits(app, open_as):
    before = count(AuditEntry)
    page = bring(open_as("owner"), dated_on__day="1", dated_on__month="8", dated_on__year="2016", shows="The audit").follow()
    assert "Audit of records" in page.words and "Waiting" in page.words
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    assert (version.number, version.filename, version.mimetype) == (1, "audit.txt", "text/plain")
    assert version.evidence.dated_on == date(2016, 8, 1) and version.evidence.organisation == action("1.1").organisation
    with app.extensions["store"].open(version.sha256) as file:
        assert file.read() == TEXT
    assert count(AuditEntry) == before + 1 and incoming(app) == []


def test_htmx_is_sent_to_the_page(app, open_as):
    page = bring(open_as("owner"), htmx=True, expect=204)
    assert page.response.headers["HX-Redirect"] == f"/actions/{action('1.1').id}"


def test_a_lead_uploads_for_the_organisation_and_it_says_so(app, open_as):
    page = bring(open_as("lead")).follow()
    item = db.session.scalar(select(Evidence).order_by(Evidence.id.desc()))
    assert "Medway NHS Foundation Trust" in page.browser.get(f"/evidence/{item.id}").words.split("uploaded by Designated nurse for")[1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"name": "", "data": b""}, "Choose a file"),
        ({"data": b""}, "empty"),
        ({"data": b"MZ\x90\x00" * 9, "name": "report.pdf"}, "PDF"),
        ({"data": b"<html>", "name": "report.docx"}, "Word"),
        ({"data": b"MZ", "name": "setup.exe"}, "not accepted"),
        ({"dated_on__day": "31", "dated_on__month": "2", "dated_on__year": "2016"}, "must be a real date"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_a_reason(app, open_as, fields, words):
    before = dump()
    page = bring(open_as("owner"), expect=422, **fields)
    assert words.lower() in page.words.lower() and "There is a problem" in page.words
    assert dump() == before and incoming(app) == []


def test_the_same_form_twice_is_one_version(app, open_as):  # checks 45
    owner, own = open_as("owner"), action("1.1")
    url = f"/actions/{own.id}/evidence"
    page = owner.get(url)
    before = count(EvidenceVersion)
    for _ in range(2):
        page.submit(url, 303, title="Audit", file=(io.BytesIO(TEXT), "audit.txt"))
    assert count(EvidenceVersion) == before + 1


def test_the_same_bytes_twice_are_kept_once_and_listed_twice(app, open_as, store):
    owner = open_as("owner")
    bring(owner, title="One")
    once = kept(store)
    bring(owner, title="Two")
    assert kept(store) == once
    assert db.session.scalar(select(func.count()).where(Evidence.title.in_(["One", "Two"]))) == 2


def test_a_returned_version_needs_a_reason_and_a_new_one_waits_again(app, open_as):
    bring(open_as("owner"))
    item = db.session.scalar(select(Evidence).order_by(Evidence.id.desc()))
    url, check = f"/evidence/{item.id}", f"/evidence/{item.id}/versions/{item.newest.id}/check"
    lead = open_as("lead")
    assert "Choose whether to accept it" in lead.get(url).submit(check, 422).words
    assert "Enter why it is returned" in lead.get(url).submit(check, 422, decision="return").words
    lead.get(url).submit(check, 303, decision="return", reason="Two weeks are missing")
    home = open_as("owner").get("/")
    assert "Two weeks are missing" in home.words
    page = open_as("owner").get(url)
    page.submit(f"{url}/versions", 303, file=(io.BytesIO(TEXT + b"More"), "audit-2.txt"))
    db.session.expire_all()
    item = db.session.get(Evidence, item.id)
    assert [(v.number, v.check) for v in item.versions] == [(2, Check.WAITING), (1, Check.RETURNED)]
    lead.get(url).submit(f"/evidence/{item.id}/versions/{item.newest.id}/check", 303, decision="accept")
    assert "There is a newer version" in lead.post(check, {"csrf_token": lead.token(), "decision": "accept"}, 409).words


def test_an_acceptance_can_be_taken_back(app, open_as):
    lead, item = open_as("lead"), db.session.scalar(select(Evidence).where(Evidence.title == "Level 4 certificate"))
    url = f"/evidence/{item.id}"
    check = f"{url}/versions/{item.newest.id}/check"
    page = lead.get(url).submit(check, 303, decision="return", reason="It names a child").follow()
    assert "Returned" in page.words and not Evidence.has_accepted(item.actions[0])
    assert "already returned" in lead.post(check, {"csrf_token": lead.token(), "decision": "accept"}, 409).words


def test_a_form_sent_for_another_action_is_not_taken_for_the_first(app, open_as):
    owner, one, other = open_as("owner"), action("1.1"), action("1.6")
    fields = {"csrf_token": owner.token(), "title": "T", "request_id": request_id()}
    for own, status in ((one, 303), (one, 303), (other, 409)):
        file = {"file": (io.BytesIO(TEXT), "a.txt")}
        owner.post(f"/actions/{own.id}/evidence", fields | file, status, content_type="multipart/form-data")


def test_a_download_is_the_bytes_that_came_and_nothing_that_runs(app, open_as):  # checks 33
    bring(open_as("owner"))
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    got = open_as("lead").get(f"/evidence/{version.evidence_id}/versions/{version.id}/file").response
    assert got.get_data() == TEXT
    assert got.headers["Content-Disposition"].startswith("attachment") and got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox" and got.headers["Cache-Control"] == "no-store"
    assert got.headers["Cross-Origin-Resource-Policy"] == "same-origin" and got.mimetype == "text/plain"


def test_while_a_file_comes_and_goes_no_transaction_is_open(app, open_as, monkeypatch):
    bring(open_as("owner"))
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    url, store, states = f"/evidence/{version.evidence_id}/versions/{version.id}/file", app.extensions["store"], []
    opened = store.open_checked
    monkeypatch.setattr(store, "open_checked", lambda sha256: states.append(db.session().in_transaction()) or opened(sha256))
    monkeypatch.setattr("tracker.downloads.send_file", lambda *a, **k: states.append(db.session().in_transaction()) or send_file(*a, **k))
    open_as("lead").get(url)
    assert states == [False, False]


def test_part_of_a_file_can_be_asked_for(app, open_as):
    bring(open_as("owner"))
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    got = open_as("owner").get(f"/evidence/{version.evidence_id}/versions/{version.id}/file", 206, Range="bytes=0-4").response
    assert got.get_data() == TEXT[:5]


def test_bytes_that_changed_on_disk_are_never_served(app, open_as, store):  # checks 40
    bring(open_as("owner"))
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    damage(store, version.sha256, b"Something else")
    page = open_as("owner").get(f"/evidence/{version.evidence_id}/versions/{version.id}/file", 500)
    assert "Something else" not in page.text and "damaged" in page.words
    store.remove(version.sha256)
    assert "missing" in open_as("owner").get(f"/evidence/{version.evidence_id}/versions/{version.id}/file", 503).words


def test_an_upload_over_the_limit_leaves_nothing(app, open_as, monkeypatch):  # checks 41
    monkeypatch.setitem(app.config, "EVIDENCE_LIMIT", 1000)
    before = dump()
    bring(open_as("owner"), data=b"x" * 1000, expect=303, title="Exactly the limit")
    after = dump()
    page = bring(open_as("owner"), data=b"x" * 1001, expect=413)
    assert "larger" in page.words and dump() == after != before and incoming(app) == []


def test_a_request_id_is_needed(app, open_as):
    owner, own = open_as("owner"), action("1.1")
    fields = {"csrf_token": owner.token(), "title": "T", "file": (io.BytesIO(TEXT), "a.txt")}
    assert owner.post(f"/actions/{own.id}/evidence", fields, content_type="multipart/form-data").status == 422
    owner.post(f"/actions/{own.id}/evidence", {**fields, "request_id": request_id(), "file": (io.BytesIO(TEXT), "a.txt")}, 303, content_type="multipart/form-data")
