"""Take down: a file that came by mistake is nobody's at once; lists, packs and plans say so and nothing else changes."""

import io
import json
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import action, person
from tests.dump import dump
from tests.test_actions import entries
from tests.test_evidence import bring
from tests.test_held_files import file_url, newest
from tracker.demo.cast import CCG
from tracker.extensions import db
from tracker.models import AuditEntry, Closure, Evidence, EvidenceVersion, Organisation, Review, Submission
from tracker.models.left_out import pack_state
from tracker.models.verification import evidence_states

WHY = {"because": "It names a child."}
GONE = "Taken down by Named nurse on 26 August 2016: It names a child."
PLAINLY = "File taken down on 26 August 2016."
CERTIFICATE = "Level 4 certificate"  # accepted, and listed in the plan that was sent


def version(title: str = CERTIFICATE) -> EvidenceVersion:
    """The newest version of an item of the trust."""
    return db.session.scalar(select(Evidence).where(Evidence.title == title)).newest


def url(of: EvidenceVersion) -> str:
    """Where it is taken down."""
    return file_url(of).removesuffix("file") + "take-down"


def take_down(browser, of: EvidenceVersion, expect: int = 303, **typed):
    """Press the button on the page that asks why."""
    return browser.get(url(of)).submit(url(of), expect, **WHY | typed)


def names_in(pack: bytes) -> str:
    """The names of the files of a pack, and what its index says."""
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        index = next(name for name in opened.namelist() if name.endswith("data/index.html"))
        return " ".join(opened.namelist()) + opened.read(index).decode()


def test_nobody_opens_it_from_then_on(app, open_as):
    of, owner, lead, before = version(), open_as("owner"), open_as("lead"), entries()
    assert url(of) in owner.get(f"/evidence/{of.evidence_id}").links and lead.get(file_url(of))
    page = take_down(owner, of).follow()
    assert "Nobody can open it any more" in page.words and GONE in page.words and "certificate.txt" not in page.words
    for browser in (owner, lead):
        assert GONE in browser.get(file_url(of), 404).words
    assert entries() == before + 1 and newest(AuditEntry).verb == "evidence.take_down" and not list(AuditEntry.broken())
    assert "It names a child" not in str(newest(AuditEntry).fields)
    shown = lead.get(f"/actions/{of.evidence.actions[0].id}")
    assert "Taken down" in shown.words and "taken down by Named nurse" in shown.words


def test_it_counts_as_evidence_no_more(app, open_as):
    of, own = version(), action("1.13")
    assert Evidence.has_accepted(own) and evidence_states([own]) == {own.id: {"accepted": 1}}
    take_down(open_as("lead"), of)
    own = action("1.13")
    assert not Evidence.has_accepted(own) and evidence_states([own]) == {}
    waiting = version("Weekly dip-samples")
    assert "Weekly dip-samples" in open_as("lead").get("/").words
    take_down(open_as("owner"), waiting)
    page = open_as("lead").get("/")
    assert "Weekly dip-samples" not in page.words
    check = url(waiting).replace("take-down", "check")
    token = {"csrf_token": page.browser.token(), "decision": "accept"}
    assert "Taken down by" in page.browser.post(check, token, 409).words


def test_a_pack_and_the_plan_that_was_sent_show_the_tombstone(app, open_as):
    of, sent = version(), db.session.scalar(select(Submission))
    lead, regulator, before = open_as("lead"), open_as("regulator"), sent.plan_json
    pack = f"/submissions/{sent.id}/evidence-pack"
    assert "certificate.txt" in names_in(regulator.get(pack).response.get_data())
    take_down(open_as("owner"), of)
    told = names_in(regulator.get(pack).response.get_data())
    assert "certificate.txt" not in told and f"File left out. <bdi>{PLAINLY}" in told and GONE not in told
    for browser, words in ((regulator, PLAINLY), (lead, GONE), (open_as("owner"), GONE)):
        assert f"{CERTIFICATE}. {words}" in browser.get(f"/submissions/{sent.id}").words
    assert CERTIFICATE not in open_as("outsider").get(f"/submissions/{sent.id}").words
    assert db.session.get(Submission, sent.id).plan_json == before and CERTIFICATE in before
    later = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=date(2016, 8, 26), demonstration=True)
    assert "certificate.txt" not in json.dumps(later.plan) and "certificate.txt" in before


def test_a_withheld_file_is_listed_and_left_out(app, open_as):
    of, owner = version(), open_as("owner")
    url = file_url(of).removesuffix("file") + "withholding"
    assert url in owner.get(f"/evidence/{of.evidence_id}").links and "Enter why it is withheld" in owner.get(url).submit(url, 422).words
    owner.get(url).submit(url, 303, because="It is a case audit")
    entry, withheld = newest(AuditEntry), version()
    assert (withheld.withheld_by.name, withheld.withheld_because, withheld.stays_because) == ("Named nurse", "It is a case audit", "")
    assert "withheld by Named nurse" in owner.get(f"/actions/{of.evidence.actions[0].id}").words and withheld.withheld_at
    assert entry.verb == "evidence.withhold" and "Withheld: It is a case audit" in owner.get(url).words
    open_as("lead").get(file_url(of), 403)
    plan = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=date(2016, 8, 26), demonstration=True).plan
    db.session.commit()
    assert pack_state(plan)["left_out"] == {(version().evidence_id, 1): "Withheld: It is a case audit"}
    told = names_in(open_as("lead").get(f"/submissions/{newest(Submission).id}/evidence-pack").response.get_data())
    assert "certificate.txt" not in told and "File left out. <bdi>Withheld: It is a case audit" in told and f"{CERTIFICATE} (file withheld)" in told
    pdf = open_as("lead").get(f"/recommendations/{action('1.13').recommendations[0].id}/evidence-pack").response.get_data()
    assert "certificate.txt" not in names_in(pdf)


def test_what_a_lead_withholds_of_her_own_ccg_opens_for_her_and_no_other_ccg(app, open_as):
    of = version()
    of.evidence.organisation = db.session.scalar(select(Organisation).where(Organisation.name == CCG))
    of.on_behalf_of = None
    of.withhold(because="It is a case audit", by=person("lead"), at=of.at)
    db.session.commit()
    assert file_url(of) in open_as("lead").get(f"/evidence/{of.evidence_id}").links and open_as("lead").get(file_url(of))
    others = select(EvidenceVersion.id).where(EvidenceVersion.id == of.id, EvidenceVersion.open_to(person("both").active_memberships))
    assert db.session.scalar(others) is None


def test_who_may(app, open_as):
    of = version()
    for called, status in {"outsider": 404, "both": 404, "regulator": 403, "observer": 403, "admin": 403}.items():
        open_as(called).get(url(of), status)
    open_as("owner").get(f"/evidence/{of.evidence_id}/versions/{version('Weekly dip-samples').id}/take-down", 404)
    take_down(open_as("lead"), of)


def test_it_needs_a_reason_and_happens_once(app, open_as):
    of, before = version(), dump()
    assert "Enter why it is taken down" in take_down(open_as("owner"), of, 422, because=" ").words and dump() == before
    page = open_as("lead").get(url(of))
    take_down(open_as("owner"), of)
    assert "This file was taken down before" in page.submit(url(of), 409, **WHY).words
    assert GONE in page.browser.get(url(of)).words


def test_the_page_names_the_same_file_elsewhere_as_far_as_one_may_see_it(app, open_as):  # checks 58
    owner, of = open_as("owner"), version()
    with app.extensions["store"].open(of.sha256) as kept:
        data = kept.read()
    for person_, number in (("owner", "1.6"), ("outsider", "3.1")):
        bring(open_as(person_), number, data=data, title=f"Copy for {number}")
    page = owner.get(url(of))
    assert "The same file is also kept here. Take it down there too: Copy for 1.6, version 1" in page.words and "Copy for 3.1" not in page.words
    assert "Copy for 3.1" in open_as("lead").get(url(of)).words
    take_down(owner, version("Copy for 1.6"))
    assert "The same file is also" not in owner.get(url(of)).words


def test_also_while_the_review_is_closed(app, open_as):
    review = db.session.get(Review, 1)
    Closure.close(review, reason="All is done", version=review.version, by=person("lead"), on=date(2016, 8, 26))
    db.session.commit()
    take_down(open_as("owner"), version())
    assert version().closed_because


@pytest.mark.parametrize("form", ["file", "pack"])
def test_the_file_on_a_recommendation_names_it_no_more(app, open_as, form):
    of = version()
    of.take_down(because="It names a child.", by=person("owner"), at=of.at)
    db.session.commit()
    address = f"/recommendations/{action('1.13').recommendations[0].id}/{'file' if form == 'file' else 'evidence-pack'}"
    data = open_as("lead").get(address).response.get_data()
    assert b"certificate.txt" not in data and (form == "file") is data.startswith(b"%PDF")
