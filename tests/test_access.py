"""Access: what each may see of the others, the nets, and what a refusal gives away."""

import re

import pypdfium2
import pytest
from flask import Blueprint
from sqlalchemy import select

from tests.conftest import action, person, settings
from tests.dump import dump
from tests.test_access_matrix import address, build, routes
from tracker import access, create_app
from tracker.demo.cast import COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, Evidence, EvidenceVersion, ProgressUpdate, Review, Submission


def test_the_app_refuses_to_start_with_an_undeclared_view(tmp_path):
    app = create_app(settings(tmp_path))
    app.register_blueprint(_bare())
    with pytest.raises(RuntimeError, match="bare.secret"):
        access.refuse_undeclared(app)


def _bare() -> Blueprint:
    blueprint = Blueprint("bare", __name__)
    blueprint.add_url_rule("/secret", "secret", lambda: "everything")
    return blueprint


@pytest.mark.parametrize(
    "statement",
    [
        lambda: select(Action),
        lambda: select(Action.id),
        lambda: select(db.func.count(Action.id)),
        lambda: select(db.func.count()).select_from(select(Evidence).subquery()),
        lambda: select(Review.id).where(select(Action.id).exists()),
        lambda: select(Review.id).union(select(Action.id)),
        lambda: db.update(Action).values(words="changed"),
        lambda: db.delete(ProgressUpdate),
    ],
)
def test_a_statement_beside_the_doors_is_stopped(app, statement):
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="without visible"):
        db.session.execute(statement())


def test_a_look_up_by_id_beside_the_doors_is_stopped(app):
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="without visible"):
        db.session.get(Action, 1)


def test_what_is_not_mine_looks_like_what_is_not_there(app, open_as):  # checks 3
    outsider, compared = open_as("outsider"), 0
    before = dump()
    for route, rule in routes(app).items():
        if {"action_id", "evidence_id"} & rule.arguments and route.startswith("GET"):
            nothing = build(rule, {"action_id": 99999, "evidence_id": 99999, "version_id": 99999})
            theirs, none = outsider.get(address(rule), None), outsider.get(nothing, None)
            assert theirs.status == none.status and _same(theirs.text) == _same(none.text)
            compared += 1
    assert compared >= 6 and dump() == before


def _same(text: str) -> str:
    return re.sub(r'nonce-?="?[^"\s>]+|csrf_token" value="[^"]+|X-CSRFToken": "[^"]+|request: \w+', "", text)


def test_nested_ids_that_do_not_belong_together_are_not_found(app, open_as):  # checks 4
    owner = open_as("owner")
    mine, other = db.session.scalars(select(Evidence).where(Evidence.organisation_id == action("1.4").organisation_id)).all()[:2]
    owner.get(f"/evidence/{mine.id}/versions/{mine.newest.id}/file", 200)
    owner.get(f"/evidence/{mine.id}/versions/{other.newest.id}/file", 404)
    lead = open_as("lead")
    lead.post(f"/evidence/{mine.id}/versions/{other.newest.id}/check", {"csrf_token": lead.token(), "decision": "accept"}, 404)


@pytest.mark.parametrize("called", ["regulator", "observer"])
def test_readers_change_nothing_and_see_no_way_to(app, open_as, called):  # checks 5
    browser = open_as(called)
    urls = [address(rule) for route, rule in routes(app).items() if route.startswith("POST") and rule.endpoint.split(".")[0] != "account"]
    before = dump()
    for url in urls:
        browser.post(url, {"csrf_token": browser.token()}, expect=403)
    assert dump() == before
    for url in ("/", "/submissions", "/submissions/1"):
        forms = [f.get("action") for f in browser.get(url).tree.iter("form")]
        assert forms == ["/sign-out"]


def test_somebody_who_is_lead_there_and_owner_here_keeps_the_two_apart(app, open_as):
    both, own = open_as("both"), action("5.1", COMMUNITY)
    both.get(f"/actions/{own.id}/plan", 200)
    both.get(f"/actions/{own.id}/verification", 403)
    both.get(f"/actions/{own.id}/return", 403)
    both.get(f"/reviews/{own.review_id}/submissions", 403)


def test_a_joint_recommendation_shows_the_plan_of_the_other_and_no_more(app, open_as):
    both, theirs = open_as("both"), action("5.1", "Medway NHS Foundation Trust")
    owner = open_as("owner")
    owner.get(f"/actions/{theirs.id}").submit(
        f"/actions/{theirs.id}/progress", 303, confidence="off track", note="CANARY-NOTE"
    )
    page = both.get(f"/actions/{theirs.id}")
    assert theirs.words in page.words and theirs.post in page.words and "31 October 2016" in page.words
    assert "CANARY-NOTE" not in page.words and "off track" not in page.words
    assert theirs.success_measure not in page.words and not page.tree.xpath("//form[@hx-post]")
    assert "Red: off track" not in both.get(f"/reviews/{theirs.review_id}").words
    assert f"/actions/{theirs.id}" not in both.get(f"/reviews/{theirs.review_id}?brag=red").links
    both.get(f"/actions/{theirs.id}/plan", 403)
    both.get(f"/actions/{theirs.id}/evidence", 403)


def test_canaries_of_one_trust_reach_no_page_of_another(app, open_as):  # checks 8
    own = action("1.4")
    page = open_as("owner").get(f"/actions/{own.id}")
    page.submit(f"/actions/{own.id}/progress", 303, confidence="at risk", note="CANARY-NOTE")
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    item.title = "CANARY-TITLE"
    db.session.commit()
    for called in ("outsider", "both", "regulator", "observer", "admin"):
        for text in _everything(open_as(called)):
            assert b"CANARY" not in text, called
    assert any(b"CANARY-NOTE" in text for text in _everything(open_as("lead")))


def test_the_sent_plan_shows_an_addressed_organisation_its_own_notes_and_evidence_only(app, open_as):
    whole, own = (open_as(c).get("/submissions/1/export/json").response.json["plan"]["actions"] for c in ("lead", "outsider"))
    mine = {a["id"] for a in whole if a["organisation"] == MENTAL_HEALTH}
    assert [a for a in own if a["id"] in mine] == [a for a in whole if a["id"] in mine]
    assert all(a["progress"] is None and a["evidence"] == [] for a in own if a["id"] not in mine)
    assert any(a["progress"] and a["evidence"] for a in whole if a["id"] not in mine)
    page = open_as("outsider").get("/submissions/1")
    assert f"This is the copy for {MENTAL_HEALTH}" in page.words and "Level 4 certificate" not in page.tree.xpath("string(//table[1])")
    pdf = pypdfium2.PdfDocument(open_as("outsider").get("/submissions/1/documents/pdf").response.get_data())
    text = " ".join(p.get_textpage().get_text_bounded() for p in pdf)
    pdf.close()
    assert "left out" in text and "certificate.txt" not in text and "Terms of the review" not in text


def test_home_asks_nobody_for_what_he_may_not_do(app, open_as):
    own = action("5.1", COMMUNITY)
    own.complete(completed_on=app.config["CALENDAR_DAY"], note="Done", by=person("both"), on=app.config["CALENDAR_DAY"], version=own.version)
    db.session.commit()
    assert "not verified yet" not in open_as("both").get("/").words.split("What the colours mean")[0]
    assert f"/actions/{own.id}" in open_as("lead").get("/").links


def _everything(browser) -> list[bytes]:
    seen, waiting, texts = set(), ["/"], []
    while waiting:
        url = waiting.pop().split("#")[0]
        if url.startswith("/") and url not in seen and not url.endswith(("pdf", "docx", "xlsx", "eml", "zip")):
            seen.add(url)
            page = browser.get(url)
            texts.append(page.response.get_data())
            waiting += page.links if page.text else []
    return texts


def test_cqc_reads_a_version_only_when_it_was_sent(app, open_as):
    review = db.session.scalar(select(Review))
    second = Submission.assemble(review, gap_reason="", by=person("lead"), on=app.config["CALENDAR_DAY"], demonstration=True)
    db.session.commit()
    for called in ("regulator", "observer", "owner", "outsider"):
        browser = open_as(called)
        for what in ("", "/documents/pdf", "/export/json", "/export/csv"):
            browser.get(f"/submissions/{second.id}{what}", 404)
    open_as("regulator").get(f"/submissions/{second.id}/evidence-pack", 404)
    open_as("lead").get(f"/submissions/{second.id}", 200)


def test_cqc_sees_the_frozen_copy_and_not_what_came_later(app, open_as):
    own = action("1.9")
    regulator = open_as("regulator")
    before = regulator.get("/submissions/1/export/json").response.get_data()
    open_as("owner").get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 303, confidence="off track", note="LATER")
    assert regulator.get("/submissions/1/export/json").response.get_data() == before
    assert "LATER" not in regulator.get("/submissions/1").words


def test_an_administrator_reads_no_review(app, open_as):  # checks 12
    admin = open_as("admin")
    version = db.session.scalar(select(EvidenceVersion))
    admin.get(f"/evidence/{version.evidence_id}/versions/{version.id}/file", 403)
    admin.get("/submissions/1", 403)
    assert "Medway: the plan" not in admin.get("/").words


def test_fields_that_the_form_does_not_have_are_ignored(app, open_as):  # checks 6
    own, before = action("1.4"), {}
    for name in ("organisation_id", "review_id", "status", "completed_on", "completed_by_id"):
        before[name] = getattr(own, name)
    owner = open_as("owner")
    extra = {"organisation_id": "1", "review_id": "9", "status": "verified", "completed_by_id": "1", "by_id": "1", "role": "lead"}
    form = owner.get(f"/actions/{own.id}/plan").form(f"/actions/{own.id}/plan")
    owner.post(f"/actions/{own.id}/plan", dict(form.form_values()) | extra, 303)
    note = owner.get(f"/actions/{own.id}").form(f"/actions/{own.id}/progress")
    owner.post(f"/actions/{own.id}/progress", dict(note.form_values()) | extra | {"confidence": "on track", "note": "n"}, 303)
    db.session.expire_all()
    assert {name: getattr(own, name) for name in before} == before
    newest = db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc()))
    assert newest.by == person("owner")


def test_an_owner_from_elsewhere_cannot_be_chosen(app, open_as):
    own, lead = action("1.4"), open_as("lead")
    form = dict(lead.get(f"/actions/{own.id}/plan").form(f"/actions/{own.id}/plan").form_values())
    page = lead.post(f"/actions/{own.id}/plan", form | {"owner_id": str(person("outsider").id)}, 422)
    assert "Not a valid choice" in page.words
