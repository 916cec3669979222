"""No page and no file of CQC or an observer holds anything that was not in a submission that was sent."""

import io
import zipfile
from datetime import date

import pytest
from flask import current_app

from tests.conftest import TODAY, action, person
from tests.crawl import everything
from tests.test_documents import pdf_text
from tracker.clock import now
from tracker.demo.story import _evidence as bring
from tracker.documents import render_all
from tracker.extensions import db
from tracker.models import Review, Submission
from tracker.models.action_status import Confidence
from tracker.models.extension import Extension, Reason
from tracker.models.verification import Method

KINDS = ("NOTE", "WORDS", "POST", "TITLE", "FILE", "REASON", "DECISION", "OPINION", "FOUND", "ADDED", "RETURNED", "TAKEN", "HELD")


def plant(mark: str) -> None:
    """Let something of every kind happen, each marked."""
    lead, owner, review = person("lead"), person("owner"), db.session.get(Review, 1)
    own = action("1.4")
    own.record_progress(confidence=Confidence.AT_RISK, note=f"QX{mark}NOTE", by=owner, on=TODAY, version=own.version)
    own.plan(version=own.version, on=TODAY, by=lead, words=f"QX{mark}WORDS", post=f"QX{mark}POST")
    own.judge(confidence=Confidence.OFF_TRACK, reason=f"QX{mark}OPINION", by=lead, on=TODAY, version=own.version)
    due_on = date(2016, 12, len(mark))
    Extension.move(own, due_on=due_on, reason=Reason.OTHER, words=f"QX{mark}REASON", meeting=f"QX{mark}DECISION", meeting_on=TODAY,
                   version=own.version, by=lead, on=TODAY)  # fmt: skip
    item = bring(review, "1.4", owner, TODAY, f"QX{mark}TITLE", "canary.txt", f"QX{mark}FILE")
    item.newest.accept(by=lead, at=now())
    returned = bring(review, "1.5", owner, TODAY, f"QX{mark}RETURNED", "canary.txt", f"QX{mark}RETURNED")
    returned.newest.give_back(reason=f"QX{mark}RETURNED", by=lead, at=now())
    done = action("1.2" if mark == "A" else "1.10")
    if mark != "A":
        done.complete(completed_on=TODAY, note="Done", by=owner, on=TODAY, version=done.version)
    done.verify(by=lead, on=TODAY, version=done.version, method=Method.DOCUMENTS, found=f"QX{mark}FOUND", checked_by="", meeting="", meeting_on=None,
                without_evidence="None was kept")  # fmt: skip
    type(own).add(review, own.organisation, words=f"QX{mark}ADDED", by=lead, on=TODAY)
    db.session.commit()


def brought() -> list:
    """Two accepted items of 1.4, to be taken down and withheld later."""
    items = [bring(db.session.get(Review, 1), "1.4", person("owner"), TODAY, title, "list.txt", title) for title in ("Names list", "Case audit")]
    for item in items:
        item.newest.accept(by=person("lead"), at=now())
    db.session.commit()
    return items


def close(items: list, mark: str) -> None:
    """The owner takes the first down and withholds the second; both reasons are marked."""
    gone, held = (item.newest for item in items)
    gone.take_down(because=f"QX{mark}TAKEN", by=person("owner"), at=now())
    held.withhold(because=f"QX{mark}HELD", by=person("owner"), at=now())
    db.session.commit()


def assembled(*, send: bool) -> Submission:
    """A follow-up as it stands, signed off, and sent if wanted."""
    lead, store = person("lead"), current_app.extensions["store"]
    row = Submission.assemble(db.session.get(Review, 1), gap_reason="Later", by=lead, on=TODAY, demonstration=True, follow_up=True)
    db.session.flush()
    record = row.sign_off_record(name="Chief officer", role="Accountable officer", on=TODAY)
    documents = [row.document(format, len(data), store.put(data)) for format, data in render_all(row.plan, record).items()]
    row.record_sign_off(record, documents=documents, on=TODAY, by=lead)
    if send:
        row.record_sending(sent_on=TODAY, how="By email", to="cqc@example.org", on=TODAY, by=lead)
    db.session.commit()
    return row


def said(data: bytes) -> str:
    """Every text of a page or a file, those packed in it included."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(said(archive.read(name)) + name for name in archive.namelist())
    return pdf_text(data).replace("\n", "") if data.startswith(b"%PDF") else data.decode("utf-8", "replace")


def seen(read: dict[str, bytes], mark: str) -> dict[str, set[str]]:
    """For each address the marked kinds that it tells."""
    texts = {url: said(data) for url, data in read.items()}
    found = {url: {kind for kind in KINDS if f"QX{mark}{kind}" in text} for url, text in texts.items()}
    return {url: kinds for url, kinds in found.items() if kinds}


@pytest.fixture
def told(app):
    """After the plan was sent: A happened and is in a follow-up that was sent, B happened and is only in one that was not."""
    items = brought()
    plant("A")
    sent = assembled(send=True)
    plant("BB")
    close(items, "BB")
    unsent = assembled(send=False)
    return app, sent.id, unsent.id


def test_cqc_and_observers_read_what_was_sent_and_nothing_else(told, open_as):
    _app, sent, unsent = told
    for called in ("regulator", "observer"):
        read = everything(open_as(called))
        assert not seen(read, "BB"), called
        assert not any("Taken down by" in said(data) for data in read.values())
        told_of = set().union(*seen(read, "A").values())
        whole = {"NOTE", "WORDS", "POST", "TITLE", "REASON", "DECISION", "FOUND", "ADDED"}
        assert told_of == (whole | {"FILE"} if called == "regulator" else whole), called
        assert any(f"/submissions/{sent}/compliance-export" in url for url in read)
        assert not any(f"/submissions/{unsent}" in url for url in read)
        open_as(called).get(f"/submissions/{unsent}/compliance-export", 404)
        for format in ("csv", "json", "xlsx"):
            open_as(called).get(f"/submissions/1/compliance-export/{format}?standing=today", 404)


def test_the_promise_stays_that_of_the_plan_and_the_standing_that_of_the_follow_up(told, open_as):
    """One address of a plan shows the plan's promise beside the newest follow-up, and so does the follow-up's own."""
    _app, sent, _unsent = told
    regulator = open_as("regulator")
    whole = regulator.get("/submissions/1/compliance-export/json").response.get_json()
    assert [whole[side]["label"] for side in ("promised", "standing")] == ["Action plan, version 1", "Follow-up 1"]
    assert regulator.get(f"/submissions/{sent}/compliance-export/json").response.get_json() == whole
    own = next(a for a in whole["actions"] if a["recommendations"] == ["1.4"])
    assert "QXA" not in own["promised"]["words"] and own["changed"][0]["after"] == "QXAWORDS"
    assert [m["words"] for m in own["dates_moved"]] == ["QXAREASON"] and own["evidence"][-1]["title"] == "QXATITLE"


def test_the_reader_of_this_test_finds_what_a_lead_sees_in_every_format(told, open_as):
    """Otherwise it would prove nothing: a lead does find it all, in each kind of file."""
    lead = open_as("lead")
    urls = [f"/reviews/1/draft/{format}" for format in ("pdf", "docx", "xlsx")]
    urls += [f"/submissions/1/compliance-export/{format}?standing=today" for format in ("csv", "json", "xlsx", "evidence-pack")]
    found = seen({url: lead.get(url).response.get_data() for url in urls}, "BB")
    assert all({"NOTE", "WORDS", "POST", "TITLE", "FOUND"} <= found[url] for url in urls), found
    assert "FILE" in found[urls[-1]] and all("REASON" in found[url] for url in urls[3:])


def test_why_a_file_is_left_out_is_told_to_leads_and_to_its_owner_alone(told, open_as):
    """Everybody else reads that it is, and the day; a pack tells a lead the same as CQC."""
    _app, sent, _unsent = told
    pages, pack = (f"/submissions/{sent}", "/submissions/1/compliance-export"), f"/submissions/{sent}/evidence-pack"
    for called, is_told in (("lead", True), ("owner", True), ("regulator", False), ("observer", False)):
        browser, kinds = open_as(called), {"TAKEN", "HELD"} if is_told else set()
        for url in pages:
            words = browser.get(url).words
            assert {kind for kind in KINDS if f"QXBB{kind}" in words} == kinds, (called, url)
            assert ("File taken down on " in words and "Case audit" in words and "File withheld." in words) is not is_told
    packs = {called: said(open_as(called).get(pack).response.get_data()) for called in ("lead", "regulator")}
    assert all("File taken down on " in text and "File withheld." in text and "QXBB" not in text for text in packs.values())
    assert not seen({url: open_as("outsider").get(url).response.get_data() for url in pages}, "BB")
