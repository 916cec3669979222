"""What CQC opens is recorded before it is shown, one entry each; leads see when. # checks 28, 56"""

import pytest
from sqlalchemy import select

from tests.bench.queries import statements
from tests.conftest import folder_of, person
from tests.test_what_cqc_reads import assembled
from tests.worlds import write_lock
from tracker import reads
from tracker.extensions import db, writing
from tracker.models import AuditEntry
from tracker.models.audit import READ

OPENED = {
    "/submissions/1": "submission.read",
    "/submissions/1/documents/pdf": "submission.read_document",
    "/submissions/1/export/csv": "submission.read_export",
    "/submissions/1/evidence-pack": "submission.read_pack",
}


def entries() -> list[AuditEntry]:
    """The read entries, oldest first."""
    return db.session.scalars(select(AuditEntry).where(AuditEntry.verb.startswith(READ)).order_by(AuditEntry.id)).all()


def test_cqc_leaves_one_entry_for_each_thing_it_opens(app, open_as):
    cqc = open_as("regulator")
    for url, verb in OPENED.items():
        before = len(entries())
        cqc.get(url)
        newest = entries()[-1]
        assert len(entries()) == before + 1 and newest.verb == verb, url
        assert (newest.noun, newest.noun_id, newest.review_id, newest.user_id) == ("submissions", 1, 1, person("regulator").id)
    assert list(AuditEntry.broken()) == []


def test_every_submission_that_is_shown_has_its_entry(app, open_as):
    second = assembled(send=True).id
    cqc = open_as("regulator")
    for url, shown in (
        (f"/submissions/1/changes?to={second}", [1, second]), ("/submissions/1/changes", [1]), (f"/submissions/{second}/changes?to=99", []),
        ("/submissions/1/compliance-export", [1, second]), (f"/submissions/{second}/compliance-export/csv", [1, second]),
    ):  # fmt: skip
        before = len(entries())
        cqc.get(url, 404 if "99" in url else 200)
        assert [entry.noun_id for entry in entries()[before:]] == shown, url
    assert list(AuditEntry.broken()) == []


def test_what_is_not_shown_was_not_opened(app, open_as):
    cqc = open_as("regulator")
    for path in (
        "public-extract", "public-extract/pdf", "changes?to=99", "changes?to=1", "changes?to=today", "documents/exe", "export/exe", "compliance-export/exe",
        "compliance-export?standing=today",
    ):  # fmt: skip
        cqc.get(f"/submissions/1/{path}", 404)
    assert entries() == []
    lead = open_as("lead").get("/submissions/1/public-extract")
    lead.submit("/submissions/1/public-extract", 303)
    for path in ("public-extract", "public-extract/pdf", "compliance-export?recommendation=1.4"):
        cqc.get(f"/submissions/1/{path}")
    assert [entry.verb for entry in entries()] == [f"{READ}_{what}" for what in ("public_extracts_show", "public_extracts_download", "compliance_exports_show")]


def test_lists_heads_others_and_what_is_not_there_leave_none(app, open_as):
    for called in ("lead", "owner", "observer"):
        open_as(called).get("/submissions/1")
    cqc = open_as("regulator")
    cqc.get("/")
    cqc.get("/submissions")
    cqc.get("/submissions/99", 404)
    cqc.client.head("/submissions/1", base_url="https://localhost")
    version = open_as("lead").get("/reviews/1/submissions").submit("/reviews/1/submissions", 303)
    cqc.get(version.response.location.removeprefix("https://localhost"), 404)  # not sent, so not theirs
    assert entries() == []


def test_leads_see_when_cqc_opened_it_last_and_nobody_else_does(app, open_as):
    words = "CQC last opened this on "
    assert words not in open_as("lead").get("/submissions/1").words
    open_as("regulator").get("/submissions/1/documents/pdf")
    page = open_as("lead").get("/submissions/1")
    assert words in page.words and "/reviews/1/audit?opened=cqc" in page.links
    assert ("The log has the true time of this machine, not the demonstration's." in page.words) is app.config["DEMO"]
    for called in ("owner", "observer", "regulator"):
        assert words not in open_as(called).get("/submissions/1").words
    audit = open_as("lead").get("/reviews/1/audit")
    assert "Downloaded a document" in audit.words and "Planned" in audit.words and "/reviews/1/audit?opened=cqc" in audit.links
    opened = open_as("lead").get("/reviews/1/audit?opened=cqc")
    assert len(opened.tree.xpath("//tbody/tr")) == len(entries()) == 2 and "Action plan, version 1" in opened.words


def test_the_lead_asks_once(app, open_as):
    for _ in range(3):
        open_as("regulator").get("/submissions/1")
    lead = open_as("lead")
    lead.get("/submissions/1")
    with statements(db.engine) as said:
        lead.get("/submissions/1")
    assert len([s for s in said if "FROM audit_entries" in s]) == 1


@pytest.mark.engines("sqlite", "postgresql")
def test_what_cannot_be_recorded_is_not_shown(app, open_as, monkeypatch):
    monkeypatch.setattr(reads, "writing", lambda: writing(patience=0.1))
    cqc = open_as("regulator")
    with write_lock(folder_of(app)):
        assert "plan" not in cqc.get("/submissions/1", 503).tree.findtext(".//h1").lower()
    assert entries() == []
    cqc.get("/submissions/1")
    assert len(entries()) == 1
