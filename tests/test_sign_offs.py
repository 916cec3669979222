"""The accountable officer's word: with his own account, recorded with the signed page, or declined."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from sqlalchemy import func, select

from tests.conftest import TODAY, person
from tests.test_follow_ups import assembled
from tracker.extensions import db
from tracker.models import AuditEntry, Blob, Document, NotAllowed, SignedCopy, Submission
from tracker.models.audit import sha256

SIGNED = {"name": "Ann Officer", "role": "Accountable officer"}


def png() -> bytes:
    """A small picture."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    return picture.getvalue()


def scanned(format: str) -> bytes:
    """A page of noise, so that its file is long enough to be cut."""
    picture = io.BytesIO()
    Image.effect_noise((200, 280), 80).save(picture, format)
    return picture.getvalue()


def second(open_as, **fields):
    """The lead's page of a second version."""
    return open_as("lead").get("/reviews/1/submissions").submit("/reviews/1/submissions", 303, **fields).follow()


def with_file(data: bytes, name: str) -> dict:
    """The fields of a sign-off with a scan."""
    return SIGNED | {"file": (io.BytesIO(data), name)}


def test_a_sign_off_with_ones_own_account(app, open_as):
    page = second(open_as).submit("/submissions/2/sign-off", 303, word="own", role="Accountable officer").follow()
    record = db.session.get(Submission, 2).sign_off
    assert (record["name"], record["how"], record["on"]) == (person("lead").name, "own account", TODAY.isoformat())
    assert "by the accountable officer’s own account" in page.words and "Send it to CQC To do" in page.words


def test_the_signed_page_is_kept_and_only_leads_open_it(app, open_as):
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    page = second(open_as).submit("/submissions/2/sign-off", 303, **with_file(png(), "signed page.png")).follow()
    assert "Download the signed page" in page.words and "recorded by a lead" in page.words
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries + 2
    page.submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org")
    got = page.browser.get("/submissions/2/signed-copy").response
    assert got.get_data() == png() and got.mimetype == "image/png" and "signed page.png" in got.headers["Content-Disposition"]
    for called, status in (("regulator", 403), ("observer", 403), ("owner", 403), ("both", 403)):
        assert "signed page" not in open_as(called).get("/submissions/2").words
        open_as(called).get("/submissions/2/signed-copy", status)
    kept = db.session.scalar(select(SignedCopy.sha256))
    assert kept in Blob.named() and not Blob.let_go(kept, at=datetime.now(UTC))
    assert db.session.scalar(select(func.count(Document.id)).where(Document.submission_id == 2)) == 3


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(b"Week,Records\n1,20\n", "audit.csv", "as a PDF, JPEG or PNG file"), (b"MZ\x90\x00 no picture", "page.png", ""), (b"", "page.pdf", "")],
    ids=["a table", "a program", "nothing"],
)
def test_another_file_is_refused_and_nothing_is_signed(app, open_as, data, name, words):
    refused = second(open_as).submit("/submissions/2/sign-off", 422, **with_file(data, name))
    assert words in refused.words and "Ann Officer" in refused.text and db.session.get(Submission, 2).sign_off is None
    assert db.session.scalar(select(func.count(SignedCopy.id))) == 0


@pytest.mark.parametrize(("format", "name", "cut"), [("PNG", "page.png", 40), ("JPEG", "page.jpg", 900), ("PDF", "page.pdf", 60)])
def test_a_broken_scan_is_refused_at_the_file_and_a_whole_one_is_kept(app, open_as, format, name, cut):
    page, data = second(open_as), scanned(format)
    refused = page.submit("/submissions/2/sign-off", 422, **with_file(data[:cut], name))
    assert refused.tree.xpath("string(//*[contains(@id, 'file') and contains(@class, 'error-message')])").split()
    assert db.session.get(Submission, 2).sign_off is None and db.session.scalar(select(func.count(SignedCopy.id))) == 0
    assert format == "PDF" or "The first page of this file cannot be opened" in refused.words
    page.submit("/submissions/2/sign-off", 303, **with_file(data, name))
    assert db.session.scalar(select(SignedCopy.size)) == len(data)


def test_a_signed_page_that_nobody_could_scan_is_refused(app, open_as, point):
    point("127.0.0.1:9")
    refused = second(open_as).submit("/submissions/2/sign-off", 422, **with_file(png(), "page.png"))
    assert "could not be scanned" in refused.words and db.session.get(Submission, 2).sign_off is None


def test_a_declined_version_stays_and_is_never_sent(app, open_as):
    page = second(open_as)
    before = db.session.get(Submission, 2).plan_json
    page = page.submit("/submissions/2/sign-off", 303, word="declined", comments="Dates of 1.9 are too late.", **SIGNED).follow()
    assert "Dates of 1.9 are too late." in page.words and "Next: Assemble version 3" in page.words and "Sign-off by the accountable officer" in page.words
    row, lead = db.session.get(Submission, 2), page.browser
    assert row.stage.value == "declined" and row.plan_json == before and not row.documents
    sending = {"csrf_token": lead.token(), "how": "h", "to": "t", "sent_on-day": "26", "sent_on-month": "8", "sent_on-year": "2016"}
    lead.post("/submissions/2/sending", sending, 409)
    with pytest.raises(NotAllowed, match="was declined"):
        row.record_sign_off(row.sign_off_record(name="A", role="B", on=TODAY), documents=[], on=TODAY, by=person("lead"))
    for called in ("regulator", "observer", "owner"):
        open_as(called).get("/submissions/2", 404)
    checklist = lead.get("/reviews/1/submissions")
    assert "Version 2 was declined" in checklist.words and "Assemble version 3 To do" in checklist.words
    checklist.submit("/reviews/1/submissions", 303)
    assert db.session.get(Submission, 3).plan["since"]["number"] == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"word": "declined"} | SIGNED, "Enter why it is declined"), ({"role": "B"}, "Enter who signs the plan off"), ({"word": "own"}, "Enter the role")],
)
def test_what_is_missing_is_said(app, open_as, fields, words):
    assert words in second(open_as).submit("/submissions/2/sign-off", 422, **fields).words


def test_without_names_the_record_and_the_pages_say_roles(app, open_as):
    person("lead").name = "Canary Lead"
    db.session.commit()
    page = second(open_as, names="roles")
    typed = dict(page.form("/submissions/2/sign-off").form_values()) | SIGNED  # a name in a form that has no place for one
    page = page.browser.post("/submissions/2/sign-off", typed, 303, content_type="multipart/form-data").follow()
    row = db.session.get(Submission, 2)
    assert row.plan["names"] is False and row.sign_off["name"] == "" and "Ann Officer" not in page.words
    assert "26 August 2016, Accountable officer" in page.words and "by CCG lead" in page.words
    exported = page.browser.get("/submissions/2/export/json").response.get_data(as_text=True)
    assert "Ann Officer" not in exported and "Canary Lead" not in exported


def test_without_names_no_name_is_asked_for(app, open_as):
    page = second(open_as, names="roles")
    assert "no name is asked for and none is kept" in page.words and not page.tree.xpath("//input[@name='name']")
    assert "Enter the role" in page.submit("/submissions/2/sign-off", 422, role="").words
    page.submit("/submissions/2/sign-off", 303, role="Accountable officer")
    assert db.session.get(Submission, 2).sign_off["name"] == ""


def test_without_names_a_version_is_declined_by_a_role(app, open_as):
    page = second(open_as, names="roles").submit("/submissions/2/sign-off", 303, word="declined", role="Chief nurse", comments="No.").follow()
    assert "Chief nurse, declined this version" in page.words and ", Chief nurse" not in page.words
    assert db.session.get(Submission, 2).declined["name"] == ""


def test_a_signature_binds_the_very_text(app):
    row = assembled()
    assert row.sign_off_record(name="A", role="B", on=TODAY)["plan_sha256"] == sha256(row.plan_json)


def test_a_signed_page_of_a_declined_version_is_refused_not_dropped(app, open_as):
    refused = second(open_as).submit("/submissions/2/sign-off", 422, word="declined", comments="No.", **with_file(png(), "page.png"))
    assert "A declined version has no signed page" in refused.words and db.session.get(Submission, 2).declined is None
