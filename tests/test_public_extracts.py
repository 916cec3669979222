"""The public extract: a preview for the lead, released once, then the same bytes for everybody who reads the submission."""

import csv
import io
import json

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY, person
from tests.frozen_plans import HOSTILE, TRUST, hostile_plan, whole_plan
from tests.test_documents import assert_csv_is_harmless, pdf_text, squeezed, word_text
from tracker.documents import PUBLIC
from tracker.documents.glyphs import drawable
from tracker.documents.public_extract import public_extract
from tracker.documents.text import readable
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, PublicExtract, Submission

PAGE = "/submissions/1/public-extract"


def files(browser) -> dict[str, bytes]:
    return {format: browser.get(f"{PAGE}/{format}").response.get_data() for format in PUBLIC}


def test_a_lead_previews_and_releases_the_very_bytes(app, open_as):
    lead, released = open_as("lead"), select(func.count(AuditEntry.id)).where(AuditEntry.verb == "public_extract.release")
    for called in ("owner", "regulator", "observer"):
        open_as(called).get(PAGE, 404)
        open_as(called).get(f"{PAGE}/pdf", 404)
        assert PAGE not in open_as(called).get("/submissions/1").links
    page, seen = lead.get(PAGE), files(lead)
    assert "This is a preview" in page.words
    page = page.submit(PAGE, 303).follow()
    assert "Released on 26 August 2016 by Designated nurse" in page.words and "This is a preview" not in page.words
    assert db.session.scalar(released) == 1
    for called in ("lead", "owner", "regulator", "observer"):
        assert PAGE in open_as(called).get("/submissions/1").links
        assert files(open_as(called)) == seen
        assert ("by Designated nurse" in open_as(called).get(PAGE).words) is (called == "lead"), called
    lead.get(f"{PAGE}/exe", 404)


def test_it_is_released_once_and_only_when_cqc_has_it(app, open_as):
    lead = open_as("lead")
    page = lead.get(PAGE)
    page.submit(PAGE, 303)
    assert "released already" in page.submit(PAGE, 409).words
    made = lead.get("/reviews/1/submissions").submit("/reviews/1/submissions", 303).follow()
    later = db.session.scalar(select(func.max(Submission.id)))
    preview = made.browser.get(f"/submissions/{later}/public-extract")
    assert "when this version was sent" in preview.words and not preview.tree.xpath("//main//form")
    with pytest.raises(NotAllowed, match="Send it first"):
        PublicExtract.release(db.session.get(Submission, later), {}, {}, by=person("lead"), on=TODAY)


def test_it_tells_nothing_but_recommendation_action_post_dates_and_status():
    plan = whole_plan()
    for a in plan["actions"]:
        a |= {"progress": {"on": "2016-07-12", "note": "CANARY note"}, "brag_reason": "CANARY colour", "monitored_by": "CANARY monitor",
              "verification": {"on": "2016-07-13", "checked_by": "CANARY name", "method": "CANARY how", "found": "CANARY found", "without_evidence": ""},
              "extensions": [{"words": "CANARY reason"}]}  # fmt: skip
        for e in a["evidence"]:
            e["title"] = "CANARY evidence"
    plan |= {"gap_reason": "CANARY gap", "assembled_by": "CANARY name"}
    extract = public_extract(plan, "Action plan, version 1")
    assert "CANARY" not in json.dumps(extract)
    said = squeezed(pdf_text(PUBLIC["pdf"]["render"](extract)))
    rows = list(csv.DictReader(io.StringIO(PUBLIC["csv"]["render"](extract).decode("utf-8-sig"))))
    assert len(rows) == len(extract["rows"]) == sum(max(1, len(a["recommendations"])) for a in plan["actions"])
    in_word = squeezed(word_text(PUBLIC["docx"]["render"](extract)))
    for row in extract["rows"]:
        assert squeezed(row["action"]) in said and squeezed(row["action"]) in in_word
    assert [(r["Due"], r["Status"]) for r in rows] == [(r["due_on"] or "", r["status"].capitalize()) for r in extract["rows"]]


def test_a_recommendation_without_an_action_is_not_left_out():
    plan = whole_plan()
    gone = plan["recommendations"][3]
    plan["actions"] = [a for a in plan["actions"] if gone["number"] not in a["recommendations"]]
    extract = public_extract(plan, "Action plan, version 1")
    (row,) = [r for r in extract["rows"] if r["number"] == gone["number"]]
    assert (row["recommendation"], row["organisation"], row["action"], row["status"]) == (gone["text"], TRUST, "", "no action yet")
    assert [r["number"] for r in extract["rows"] if r["number"]][3] == gone["number"], "in its place"
    rows = list(csv.DictReader(io.StringIO(PUBLIC["csv"]["render"](extract).decode("utf-8-sig"))))
    assert [r["Status"] for r in rows if r["Number"] == gone["number"]] == ["No action yet"]
    for read, form in ((pdf_text, "pdf"), (word_text, "docx")):
        assert squeezed("No action yet") in squeezed(read(PUBLIC[form]["render"](extract)))


# checks 68, 69
def test_hostile_text_comes_out_as_text():
    text = " ".join(HOSTILE)
    extract = public_extract(hostile_plan(text), text)
    assert squeezed(drawable(readable(text))) in squeezed(pdf_text(PUBLIC["pdf"]["render"](extract)))
    assert squeezed(readable(text)) in squeezed(word_text(PUBLIC["docx"]["render"](extract)))
    for text in HOSTILE:
        assert_csv_is_harmless(PUBLIC["csv"]["render"](public_extract(hostile_plan(text), text)))


@pytest.mark.parametrize("form", PUBLIC)
def test_the_same_extract_gives_the_same_bytes(form):
    extract = public_extract(whole_plan(), "Action plan, version 1")
    assert PUBLIC[form]["render"](extract) == PUBLIC[form]["render"](json.loads(json.dumps(extract)))
