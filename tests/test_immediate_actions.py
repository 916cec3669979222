"""Immediate actions: they show wherever actions show, come to answer recommendations, and go while they are a mistake."""

import io
import re
import zipfile

import pypdfium2
import pytest
from docx import Document
from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_reviews import count
from tracker.demo.cast import ACUTE
from tracker.documents import EXPORTS, FORMATS, evidence_pack
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Evidence, NotAllowed, Organisation, Part, Recommendation, Review
from tracker.models.action_status import Status
from tracker.models.frozen_plan import freeze

WORDS = "Lock the drug cupboard of the children's ward tonight."


def test_it_is_added_to_any_review_for_anybody(app, open_as):
    lead = open_as("lead")
    page = lead.get("/reviews/1/actions/new")
    assert "CQC has version 1" in page.words
    assert "Choose who will do it" in page.submit("/reviews/1/actions/new", 422, words=WORDS).words
    before = count(AuditEntry)
    after = page.submit("/reviews/1/actions/new", 303, words=WORDS, new_name="Elm Health C.I.C").follow()
    assert "Elm Health C.I.C can see it" in after.words and count(AuditEntry) == before + 1
    assert "Elm Health C.I.C" in [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]
    assert "already" in page.submit("/reviews/1/actions/new", 409, words=WORDS, new_name="Elm Health CIC").words  # the second click
    assert count(Action) == 25 and WORDS in lead.get("/reviews/1?organisation=Elm Health C.I.C").words


def test_every_page_of_an_action_calls_it_what_it_is(app, open_as):
    own = Action.add(db.session.get(Review, 1), Organisation.named(ACUTE), words=WORDS, on=TODAY, by=person("lead"))
    id = own.id
    db.session.commit()
    lead = open_as("lead")
    for url in ("", "/plan", "/completion", "/return", "/verification", "/evidence", "/recommendations", "/removal"):
        page = lead.get(f"/actions/{id}{url}")
        assert "immediate action" in page.tree.xpath("string(//h1)").lower() and "action Immediate" not in page.words


def test_it_stands_in_the_frozen_plan_and_in_every_document(app, open_as):
    own = Action.add(db.session.get(Review, 1), Organisation.named("Elm Health C.I.C"), words=WORDS, on=TODAY, by=person("lead"))
    id, lead = own.id, open_as("lead")
    db.session.commit()
    plan = freeze(db.session.get(Review, 1), on=TODAY, by="lead", number=None, head=None, gap_reason=None, demonstration=False)
    assert [(a["words"], a["recommendations"]) for a in plan["actions"] if a["id"] == id] == [(WORDS, [])]
    assert [g["missing"] for g in plan["gaps"] if g["action_id"] == id] == [["accountable post", "due date", "success measure"]]
    assert {"name": "Elm Health C.I.C", "recommendations": 0, "actions": 1} in plan["organisations"]
    for format in FORMATS:
        text = _text(format, lead.get(f"/reviews/1/draft/{format}").response.get_data())
        assert WORDS in text and "Immediate action" in text and "Elm Health C.I.C" in text, format
    for format, kind in EXPORTS.items():
        assert WORDS in kind["render"](plan, None).decode(), format


def test_its_evidence_is_in_the_pack(app):
    store, by = app.extensions["store"], person("lead")
    own = Action.add(db.session.get(Review, 1), Organisation.named(ACUTE), words=WORDS, on=TODAY, by=by)
    item = Evidence.add(own, title="Photo of the lock", shows="", dated_on=None)
    db.session.flush()
    at = db.session.scalar(select(AuditEntry.at).limit(1))
    version = item.add_version(
        filename="lock.txt", mimetype="text/plain", sha256=store.put(b"locked"), size=6, request_id="a" * 16, at=at, by=by
    )
    db.session.refresh(item)
    version.accept(by=by, at=at)
    plan = freeze(own.review, on=TODAY, by="lead", number=None, head=None, gap_reason=None, demonstration=False)
    pack = zipfile.ZipFile(io.BytesIO(b"".join(evidence_pack(plan, None, store.open))))
    assert [pack.read(n) for n in pack.namelist() if f"/data/immediate/{own.id}/" in n] == [b"locked"]


def test_it_is_linked_to_recommendations_of_its_organisation_and_may_take_the_place_of_an_empty_action(app, open_as):
    old = action("1.1")
    old.words = old.post = old.success_measure = ""
    old.version, old.due_on = 1, None
    own = Action.add(db.session.get(Review, 1), Organisation.named(ACUTE), words=WORDS, on=TODAY, by=person("lead"))
    id, old_id, version = own.id, old.id, own.version
    db.session.commit()
    lead, url = open_as("lead"), f"/actions/{id}/recommendations"
    page = lead.get(url)
    offered = page.tree.xpath("//input[@name='recommendations']")
    assert len(offered) == 14 and "now answers no recommendation" in page.words  # 1.1 to 1.13, and 5.1
    done = page.submit(url, 303, recommendations=offered[0].get("value")).follow()
    assert "It is now action 1.1" in done.words and db.session.get(Action, id).number == "1.1"
    assert "Somebody saved a change" in page.submit(url, 409, recommendations=offered[1].get("value")).words  # checks 63
    assert db.session.get(Action, id).version == version + 1
    lead.get(f"/actions/{old_id}/removal").submit(f"/actions/{old_id}/removal", 303)
    assert db.session.get(Action, old_id) is None and action("1.1").id == id
    verbs = db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert verbs == ["action.remove", "action.link"]
    assert "left without an action" in lead.post(url, _unticked(lead, url), 409).words


def test_another_organisations_recommendation_is_no_choice(app, open_as):
    own, lead = action("1.1"), open_as("lead")
    other = db.session.scalar(select(Recommendation).where(Recommendation.number == "3.1"))
    url = f"/actions/{own.id}/recommendations"
    form = _unticked(lead, url) | {"recommendations": [str(other.id)]}
    assert "is not a valid choice" in lead.post(url, form, 422).words.lower().replace("are not valid choices", "is not a valid choice")
    with pytest.raises(NotAllowed, match="address its organisation"):
        own.link([other], version=own.version, by=person("lead"))


def test_a_mistake_is_removed_until_something_is_recorded(app, open_as):
    review = db.session.get(Review, 1)
    own = Action.add(review, Organisation.named("Elm Health C.I.C"), words=WORDS, on=TODAY, by=person("lead"))
    id = own.id
    db.session.commit()
    lead = open_as("lead")
    assert f"/actions/{id}/removal" in lead.get(f"/actions/{id}").links
    page = lead.get(f"/actions/{id}/removal")
    own = db.session.get(Action, id)
    own.plan(version=own.version, on=TODAY, by=person("lead"), post="Matron")
    db.session.commit()
    assert "Something was recorded" in page.submit(f"/actions/{id}/removal", 409).words
    assert f"/actions/{id}/removal" not in lead.get(f"/actions/{id}").links
    assert "left without" in lead.post(f"/actions/{_emptied('1.2')}/removal", {"csrf_token": lead.token(), "version": "1"}, 409).words
    db.session.get(Action, id).version = 1
    db.session.commit()
    lead.get(f"/actions/{id}/removal").submit(f"/actions/{id}/removal", 303)
    assert "Elm Health C.I.C" not in [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]


def _emptied(number: str) -> int:
    """An action on which nothing was recorded, of a recommendation that has no other."""
    own = action(number)
    for item in db.session.scalars(select(Evidence).where(Evidence.of(own))):
        item.actions.remove(own)
    own.version, own.status = 1, Status.NOT_STARTED
    db.session.commit()
    return own.id


def _unticked(browser, url: str) -> dict:
    return {k: v for k, v in browser.get(url).form(url).form_values() if k != "recommendations"}


def _text(format: str, data: bytes) -> str:
    """A document's words in one line."""
    if format == "pdf":
        opened = pypdfium2.PdfDocument(data)
        text = " ".join(page.get_textpage().get_text_bounded() for page in opened)
        opened.close()
    elif format == "docx":
        text = " ".join(node.text or "" for node in Document(io.BytesIO(data)).element.body.iter() if node.tag.endswith("}t"))
    else:
        text = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml").decode()
    return re.sub(r"\s+", " ", text)
