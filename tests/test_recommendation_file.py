"""The file on one recommendation: everything, in the order of time; nothing that its reader may not see."""

import io
import zipfile
from copy import deepcopy
from datetime import UTC, date, datetime

import bagit
import pypdfium2
import pytest

from tests.asked import ask, part_of
from tests.bench.queries import statements
from tests.confirmed import confirm
from tests.conftest import TODAY, action, person
from tests.frozen_plans import HOSTILE
from tests.test_actions import FOUND
from tests.test_succession import member, succeed
from tracker.demo.cast import ACUTE, CCG, COMMUNITY
from tracker.documents import render_recommendation_file
from tracker.extensions import db
from tracker.models import (
    AuditEntry, Contribution, Evidence, Extension, Handover, Move, Organisation, ProgressUpdate, Redaction, Role, Step,
)  # fmt: skip
from tracker.models.action_status import Confidence
from tracker.models.extension import Reason

ELM = "Elm Health C.I.C"
SHA = "0123456789abcdef" * 4


def words_of(data: bytes) -> str:
    """The text of a PDF, in one line."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def url(number: str, what: str = "file") -> str:
    """Where the file of a recommendation of the demonstration is."""
    return f"/recommendations/{action(number).recommendations[0].id}/{what}"


def file_of(browser, number: str) -> str:
    """The words of the file, as this person gets it."""
    return words_of(browser.get(url(number), 200).response.data)


def live_a_long_life() -> None:
    """Everything that can happen to action 1.4, in the order of time, and a part of it that was redacted."""
    own, owner, lead = action("1.4"), person("owner"), person("lead")

    def known(day: int) -> dict:
        return {"by": lead, "on": date(2016, 9, day), "version": own.version}

    Step.add(own, words="Print the question", due_on=date(2016, 9, 1), version=own.version, by=owner)
    Contribution.add(own, Organisation.named(ELM), version=own.version, by=owner)
    asked = Extension.ask(own, proposed_on=date(2016, 11, 1), reason=Reason.OTHER, words="Nights are short of staff", by=owner, on=date(2016, 9, 1))
    asked.agree(words="Agreed for the nights", by=lead, on=date(2016, 9, 2))
    own.judge(confidence=Confidence.OFF_TRACK, reason="Two weeks are missing", **known(3))
    Handover.pass_on(own, member("deputy@medway-ft.example", Role.OWNER, ACUTE), version=own.version, by=owner, on=date(2016, 9, 4))
    part = part_of(ask(own, words="How many nights were checked?", received_on=date(2016, 8, 20)), ACUTE)
    part.answer(words="Forty nights", evidence=[], by=owner, on=date(2016, 9, 5), version=part.version)
    part.approve(by=lead, on=date(2016, 9, 6), version=part.version)
    confirm(approved_by="B. Chief").give_back(comment="One date is missing", comments={own.id: "Which ward?"}, by=lead, on=date(2016, 9, 7))
    own.complete(completed_on=date(2016, 9, 8), note="All weeks are sampled", **known(8) | {"by": owner})
    own.verify(**FOUND | {"found": "Forty records seen", "without_evidence": "Seen on site"}, **known(9))
    own.embed(found="It has lasted on two wards", **known(10))
    own.reopen(reason="A new form dropped the question", **known(11))
    own.record_progress(confidence=Confidence.AT_RISK, note="CANARY Kayleigh Smith", by=owner, on=date(2016, 9, 12), version=own.version)
    db.session.flush()
    Redaction.of("progress", newest_note(own), why="It named a child", by=lead, on=date(2016, 9, 13))
    moved = {"moved_on": date(2016, 9, 14), "on": date(2016, 9, 14), "versions": {own.id: own.version}}
    Move.of_all([own], Organisation.named(COMMUNITY), reason="The service moved", by=lead, **moved)
    db.session.commit()


def newest_note(own) -> ProgressUpdate:
    """The newest progress update of an action."""
    return db.session.scalar(db.select(ProgressUpdate).where(ProgressUpdate.action_id == own.id).order_by(ProgressUpdate.id.desc()))


def test_everything_is_told_in_the_order_of_time(app, open_as):
    live_a_long_life()
    succeed(CCG, "NHS Kent and Medway CCG")
    succeed(COMMUNITY, "Medway Community Healthcare Trust")
    app.config["CALENDAR_DAY"] = date(2018, 9, 1)
    said = file_of(open_as("lead"), "1.4")
    order = [
        "File on recommendation 1.4", "CQC recommends", "Make the new question about children", f"{CCG} (now NHS Kent and Medway CCG)", "Version 1 on 15 July 2016", f"{CCG} was succeeded by NHS Kent and Medway CCG",
        f"{COMMUNITY} was succeeded by Medway Community Healthcare Trust on 26 August 2016", "Findings behind it", "3.13",
        f"{COMMUNITY} (now Medway Community Healthcare Trust)", "1 November 2016 (first agreed: 31 July 2016)", f"Contributors {ELM}, since",
        "Print the question (due 1 September 2016)", "CQC's report received", "5 July 2016 Progress updated by Named nurse: on track", "dip-samples” returned by Designated nurse",
        "CQC asked Medway NHS Foundation Trust, received on 20 August 2016", "How many nights were checked?", "Approved by: B. Chief, Chief nurse",
        "Nights are short of staff", "Due date moved from 31 July 2016 to 1 November 2016", "Agreed for the nights", "Two weeks are missing",
        "Handed over to", "Forty nights", "Answer approved by Designated nurse", "One date is missing", "Which ward?", "All weeks are sampled",
        "Forty records seen", "Seen on site", "It has lasted on two wards", "A new form dropped the question",
        "Personal data removed by Designated nurse on 13 September 2016: It named a child",
        f"Moved from {ACUTE} to {COMMUNITY}", "The service moved", "Evidence Weekly dip-samples", "dip-samples-2.csv", "SHA-256",
    ]  # fmt: skip
    places, at = [], 0
    for sought in order:
        at = said.find(sought, at)
        places.append(at)
        assert at >= 0, f"{sought!r} is missing, or told too early: {said}"
    assert "CANARY" not in said


def test_others_notes_and_evidence_are_left_out(app, open_as):  # checks 8
    theirs, lead = action("5.1", ACUTE), person("lead")
    theirs.plan(version=theirs.version, by=person("owner"), on=TODAY, words="An audit of both", success_measure="CANARY-measure", due_on=theirs.due_on)
    theirs.record_progress(confidence=Confidence.ON_TRACK, note="CANARY-note", by=person("owner"), on=TODAY, version=theirs.version)
    Extension.ask(theirs, proposed_on=date(2017, 1, 2), reason=Reason.OTHER, words="CANARY-reason", by=person("owner"), on=TODAY)
    item = Evidence.add(theirs, title="CANARY-title", shows="CANARY-shows", dated_on=None)
    item.add_version(filename="CANARY.txt", mimetype="text/plain", sha256=SHA, size=1, request_id="r", at=datetime.now(UTC), by=person("owner"))
    ask(theirs, words="CANARY-question"), confirm(approved_by="CANARY-chief")
    db.session.commit()
    assert file_of(open_as("lead"), "5.1").count("CANARY") == file_of(open_as("owner"), "5.1").count("CANARY") > 8
    said = file_of(open_as("both"), "5.1")
    assert "CANARY" not in said and SHA not in said
    assert "An audit of both" in said and "This is another organisation’s part" in said  # design §2: words, post, dates, status
    assert f"Copy for {COMMUNITY}" in said and "Audit tool agreed with the trust" in said
    assert lead.name in said  # who recorded its own plan


def test_who_is_not_addressed_gets_no_file(app, open_as):
    open_as("outsider").get(url("1.4"), 403)
    open_as("regulator").get(url("1.4"), 403)
    open_as("owner").get(url("1.4", "evidence-pack"), 403)
    page = open_as("owner").get(url("1.4", "").rstrip("/"))
    assert url("1.4") in page.links and url("1.4", "evidence-pack") not in page.links
    assert url("1.4") not in open_as("outsider").get(url("1.4", "").rstrip("/")).links


def test_a_closed_review_still_gives_its_file(app, open_as):
    action("1.4").review.closed_on = TODAY
    db.session.commit()
    assert "File on recommendation 1.4" in file_of(open_as("lead"), "1.4")
    assert url("1.4") in open_as("lead").get(url("1.4", "").rstrip("/")).links


def test_its_pack_is_a_bag_of_its_own_evidence_with_the_file(app, open_as, tmp_path):  # checks 70
    answer = open_as("lead").get(url("1.2", "evidence-pack")).response
    assert "Evidence pack File on recommendation 1.2" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    bagit.Bag(str(top)).validate()
    assert f"Audit-Head: {AuditEntry.head()}" in (top / "bag-info.txt").read_text() and AuditEntry.head() in (top / "data" / "index.html").read_text()
    names = [path.name for path in top.rglob("*") if path.is_file()]
    assert "File on recommendation 1.2 Medway.pdf" in names and any(name.endswith("guide.txt") for name in names)
    assert not any("certificate" in name for name in names)  # that of 1.13
    index = (top / "data" / "index.html").read_text()
    assert "File on recommendation 1.2" in index and "Level 4 certificate" not in index


def test_the_file_asks_as_often_for_many_actions_as_for_one(app, open_as):
    lead = open_as("lead")
    lead.get(url("1.4"))
    with statements(db.engine) as one:
        lead.get(url("1.4"))
    with statements(db.engine) as two:
        lead.get(url("5.1"))
    assert len(two) <= len(one) + 1, (one, two)


# --- the document, without a database --------------------------------------------------------------------------------


def told(**changes) -> dict:
    """A small file."""
    version = {"number": 1, "filename": "a.csv", "closed": "", "size": 12, "sha256": SHA, "added": "1 July 2016 by A", "check": "waiting", "reason": ""}
    one = {
        "id": 7, "organisation": "A trust", "number": "1.8, 1.9", "status": "in progress", "whole": True,
        "facts": [{"name": "Due", "value": "1 July 2016"}], "contributors": [], "steps": [], "entries": [
            {"on": "2016-07-01", "said": "progress updated by A", "texts": [{"label": "", "words": "A note"}], "removed": ""}],
        "evidence": [{"title": "Audit", "shows": "", "dated_on": None, "versions": [version]}],
    }  # fmt: skip
    return {
        "number": "1.8", "text": "Do it", "demonstration": False, "organisations": ["A trust"], "commissioners": ["A CCG"],
        "review": {"title": "T", "area": "Medway", "published_on": None, "received_on": None},
        "printed_on": "2018-06-01", "printed_by": "A", "copy_for": "", "findings": [], "names": [], "versions": [], "actions": [one],
    } | changes  # fmt: skip


@pytest.mark.parametrize("hostile", [
    "\n".join(HOSTILE), "x" * 5000, "#let a = 1; #read(\"/etc/passwd\") $x$ *b* @a <b>", "line\n" * 200, "", "\x00\ud800\u202e", "😀 漢字 עברית",
])  # fmt: skip
def test_any_text_is_only_text(hostile):
    """Typst checks PDF/UA-1 while it lays out."""
    def filled(value):
        if isinstance(value, dict):
            return {k: v if k in ("printed_on", "on", "dated_on", "sha256", "published_on", "received_on") else filled(v) for k, v in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        return hostile if isinstance(value, str) else value

    said = words_of(render_recommendation_file(filled(told(findings=[{"number": "1.1", "section": "S", "text": "T"}], names=["N"]))))
    assert SHA in said.replace(" ", "") and "root:" not in said
    if hostile.startswith("#let"):
        assert '#read("/etc/passwd") $x$ *b* @a <b>' in said


def test_the_same_file_gives_the_same_bytes_and_a_demonstration_says_so():
    assert render_recommendation_file(told()) == render_recommendation_file(deepcopy(told()))
    assert f"Head of the audit log {SHA[::-1]}" in words_of(render_recommendation_file(told(audit_head=SHA[::-1])))
    assert "Demonstration – not a real plan" in words_of(render_recommendation_file(told(demonstration=True)))
    assert "It also answers other recommendations: 1.8, 1.9" in words_of(render_recommendation_file(told()))
    assert "None of its actions may be shown" in words_of(render_recommendation_file(told(actions=[])))
