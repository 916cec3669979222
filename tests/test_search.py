"""Search: what somebody may see is found, however it is typed; nothing else is, and nothing betrays it."""

from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_handover import browser
from tests.test_succession import member
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, Contribution, Evidence, Finding, Organisation, ProgressUpdate, Redaction, Role
from tracker.models.action_status import Confidence
from tracker.models.search import KINDS, Search

NURSE = "nurse@elm.example"


def found(browser, typed: str, more: str = "") -> list[str]:
    """Addresses of the hits, in the order of the page."""
    return browser.get(f"/search?q={quote(typed)}{more}").tree.xpath("//ol[@class='tracker-found']/li/a/@href")


def note(own: Action, words: str, by: str = "owner", on: date = TODAY) -> ProgressUpdate:
    """A progress update with these words, committed."""
    own.record_progress(confidence=Confidence.ON_TRACK, note=words, by=person(by), on=on, version=own.version)
    db.session.commit()
    return db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc()))


def plan(own: Action, by: str = "owner", **fields) -> None:
    """Set parts of the plan, committed."""
    own.plan(version=own.version, by=person(by), on=TODAY, **fields)
    db.session.commit()


def test_every_kind_is_found_marked_and_leads_to_its_place(app, open_as):
    lead = open_as("lead")
    page = lead.get("/search?q=domestic+abuse")
    assert page.tree.xpath("//h2/text()")[: len(KINDS)] == [kind.title for kind in KINDS]
    own, item = action("1.2"), db.session.scalar(select(Evidence).where(Evidence.title.startswith("Guide")))
    first = db.session.scalar(select(ProgressUpdate).where(ProgressUpdate.action_id == own.id).order_by(ProgressUpdate.id))
    places = page.tree.xpath("//ol[@class='tracker-found']/li/a/@href")
    finding = "/reviews/1/report#finding-1.4"
    for place in (f"/recommendations/{own.recommendations[0].id}", f"/actions/{own.id}", f"/actions/{own.id}#progress-{first.id}", f"/evidence/{item.id}", finding):
        assert place in places
        assert not place.partition("#")[2] or lead.get(place.partition("#")[0]).tree.xpath(f"//*[@id='{place.partition('#')[2]}']")
    assert set(map(str.lower, page.tree.xpath("//mark/text()"))) == {"domestic", "abuse"}
    assert f"Medway, June 2016, {ACUTE}" in page.words and "Success measure:" not in page.words


@pytest.mark.parametrize("typed", [
    "dip-samples", "DIP-SAMPLES", "“weekly dip-samples”", '"weekly dip-samples', "samples weekly", "p-sam", "1.4 weekly samples", "of weekly dip-samples",
])  # fmt: skip
def test_words_are_found_however_they_are_typed(app, open_as, typed):
    item = db.session.scalar(select(Evidence).where(Evidence.title == "Weekly dip-samples"))
    assert f"/evidence/{item.id}" in found(open_as("owner"), typed)


@pytest.mark.parametrize("typed", [
    "weekly samples nowhere", '"samples weekly"', "weekly_dip", "weekly%samples", "1.5 dip-samples", "weekly OR nowhere", "weekl* nowhere",
])  # fmt: skip
def test_all_of_the_words_must_stand_there_and_none_is_a_command(app, open_as, typed):
    item = db.session.scalar(select(Evidence).where(Evidence.title == "Weekly dip-samples"))
    assert f"/evidence/{item.id}" not in found(open_as("owner"), typed)


def test_a_number_finds_what_has_it_and_nothing_that_only_looks_alike(app, open_as):
    places = found(open_as("lead"), "1.4")
    own = action("1.4")
    assert places[:2] == [f"/recommendations/{own.recommendations[0].id}", f"/actions/{own.id}"]
    assert "/reviews/1/report#finding-1.4" in places and "/reviews/1/report#finding-1.14" not in places
    assert {place.partition("#")[0] for place in places if place.startswith("/actions/")} == {f"/actions/{own.id}"}
    assert found(open_as("lead"), "1.4.") == places
    plan(action("2.1"), "lead", words="See table 11.4 of the guide, and 1.4 too")
    assert f"/actions/{action('2.1').id}" in found(open_as("lead"), "1.4")
    marked = open_as("lead").get("/search?q=1.4").tree.xpath(f"//li[a/@href='/actions/{action('2.1').id}']//mark")
    assert len(marked) == 1  # the one that stands alone


def test_apostrophes_and_other_scripts(app, open_as):
    plan(action("1.1"), words="Die Straße der Kinder’s 漢字漢字 Ünal")
    for typed in ("kinder's 漢字漢", "STRAßE", "ÜNAL", "kinder’s"):
        assert f"/actions/{action('1.1').id}" in found(open_as("owner"), typed), typed


def test_what_was_changed_redacted_or_removed_is_found_no_more(app, open_as):
    lead = open_as("lead")
    own, update = action("1.1"), note(action("1.1"), "Kayleigh was named here")
    plan(own, words="First zebra words")
    assert len(found(lead, "kayleigh")) == 1 and f"/actions/{own.id}" in found(lead, "zebra")
    Redaction.of("progress", update, why="Named", by=person("lead"), on=TODAY)
    plan(own, words="Second giraffe words")
    assert found(lead, "kayleigh") == [] and f"/actions/{own.id}" not in found(lead, "zebra") and f"/actions/{own.id}" in found(lead, "giraffe")
    extra = Action.add(own.review, own.organisation, words="An okapi by mistake", by=person("lead"), on=TODAY)
    db.session.commit()
    assert found(lead, "okapi") == [f"/actions/{extra.id}"]
    extra.remove(version=extra.version, by=person("lead"))
    db.session.commit()
    assert found(lead, "okapi") == []


def test_nothing_of_another_organisation_is_found_nor_betrayed(app, open_as):  # checks 8
    theirs = action("5.1", ACUTE)
    hidden = dict.fromkeys(("success_measure", "evidence_expected", "monitored_by"), "CANARY quokka")
    plan(theirs, words="Quokka audit of both", post="Quokka matron", **hidden)
    for n in range(30):
        note(theirs, f"CANARY quokka {n}")
    Evidence.add(theirs, title="CANARY quokka", shows="CANARY quokka", dated_on=None)
    db.session.commit()
    both = open_as("both")  # addressed by the same joint recommendation
    page = both.get("/search?q=quokka")
    assert page.tree.xpath("//h2/text()") == ["Actions", "Support links"] and found(both, "quokka") == [f"/actions/{theirs.id}"]
    assert "CANARY" not in page.text.replace("q=CANARY", "") and "Show all" not in page.words
    assert found(both, "CANARY") == found(both, "quokka canary") == [] and "Nothing was found" in both.get("/search?q=CANARY").words
    assert all(found(both, "quokka", f"&kind={kind.name}") == [] for kind in KINDS if kind.name != "actions")
    note(action("5.1", COMMUNITY), "A quokka of our own", by="both")
    assert len(found(both, "quokka")) == 2 and "Show all" not in both.get("/search?q=quokka").words
    assert found(open_as("outsider"), "quokka") == []
    owner = open_as("owner").get("/search?q=quokka")
    assert "Success measure: CANARY quokka" in owner.words and "Show all progress updates found" in owner.words


def test_a_contributor_finds_its_action_its_evidence_and_its_own_notes(app, open_as):  # checks 8
    own = action("1.4")
    plan(own, success_measure="CANARY wombat", words="Count each wombat")
    note(own, "CANARY wombat")
    nurse = browser(app, member(NURSE, Role.OWNER, "Elm Health C.I.C").email)
    assert found(nurse, "wombat") == found(nurse, "dip-samples") == []
    row = Contribution.add(own, Organisation.named("Elm Health C.I.C"), version=own.version, by=person("owner"))
    db.session.commit()
    row.note("Our wombat note", by=person("owner"), on=TODAY)
    db.session.commit()
    places = found(nurse, "wombat")
    assert places[0] == f"/actions/{own.id}" and len(places) == 2 and "CANARY" not in nurse.get("/search?q=wombat").text
    assert len(found(nurse, "dip-samples")) == 1 and found(nurse, "domestic") == []
    assert nurse.get(places[1].partition("#")[0]).tree.xpath(f"//*[@id='{places[1].partition('#')[2]}']")
    row.end(version=own.version, by=person("owner"), on=TODAY)
    db.session.commit()
    assert found(nurse, "wombat") == []


@pytest.mark.parametrize("called", ["regulator", "observer", "admin"])
def test_who_may_not_search_has_no_box(app, open_as, called):
    assert not open_as(called).get("/").tree.xpath("//*[@id='search-field']")
    open_as(called).get("/search?q=audit", 403)


def test_the_box_is_a_form_on_every_page(app, open_as):
    page = open_as("owner").get("/reviews/1")
    (form,) = page.tree.xpath("//form[@id='search']")
    assert form.get("action") == "/search" and form.xpath(".//label[@for='search-field']") and "csrf_token" not in form.fields
    assert open_as("owner").get("/search?q=a<b").tree.xpath("//input[@id='search-field']/@value") == ["a<b"]


def test_many_hits_come_in_pages(app, open_as):
    one = note(action("1.4"), "Wallaby", on=date(2016, 8, 1))
    row = dict(db.session.execute(select(ProgressUpdate.__table__).where(ProgressUpdate.id == one.id)).mappings().one())
    db.session.execute(ProgressUpdate.__table__.insert(), [row | {"id": one.id + n} for n in range(1, 61)])
    db.session.commit()
    lead = open_as("lead")
    assert len(found(lead, "wallaby")) == 10
    pages = [found(lead, "wallaby", f"&kind=notes&page={n}") for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 11, 0] and len(set(pages[0] + pages[1])) == 61
    first, last = lead.get("/search?q=wallaby&kind=notes"), lead.get("/search?q=wallaby&kind=notes&page=2")
    assert "Next page" in first.words and "Earlier page" not in first.words and first.tree.xpath("//ol/@start") == ["1"]
    assert "Next page" not in last.words and "Earlier page" in last.words and last.tree.xpath("//ol[@class='tracker-found']/@start") == ["51"]
    for odd in ("abc", "-1", "0", "99999999999999999999999", "1.5"):
        lead.get(f"/search?q=wallaby&kind=notes&page={odd}", 200)
    assert len(found(lead, "wallaby", "&kind=nonsense")) == 10


def test_a_page_says_what_to_do(app, open_as):
    lead = open_as("lead")
    assert "Type words, or a number" in lead.get("/search").words
    assert "at least 3 letters" in lead.get("/search?q=ab").words and "at least 3 letters" in lead.get("/search?q=12").words
    assert "Try fewer words" in lead.get("/search?q=nowhere-at-all").words
    assert "Left out, because a word needs 3 letters: of, a" in lead.get("/search?q=of+a+guide").words
    assert "Only its first words were searched" in lead.get(f"/search?q={'guide+' * 50}{'x' * 200}").words


def test_headings_of_the_report_are_no_findings(app, open_as):
    row = db.session.scalar(select(Finding))
    row.text, row.is_heading = "Numbat heading", True
    db.session.commit()
    assert found(open_as("lead"), "numbat") == []


def test_hostile_texts_stay_texts(app, open_as):
    note(action("1.1"), "<script>alert(1)</script> & <b>bandicoot</b> " + "x" * 400)
    page = open_as("lead").get("/search?q=" + quote("<b>bandicoot</b>"))
    assert page.tree.xpath("//mark/text()") == ["<b>bandicoot</b>"] and "<script>alert(1)" not in page.text
    assert open_as("lead").get("/search?q=" + quote("<script>alert")).tree.xpath("//mark/text()") == ["<script>alert"]


HARD = ['"', 'abc" OR words:*', "NEAR(abc def, 2)", "abc\x00def", "-abc ^def {words} : ghi", "\ud800\udc00 😀😀😀", "1.1 1.2 1.3 " * 20, "%__%", "\\\\\\"]


@pytest.mark.parametrize("typed", HARD)
def test_a_hard_text_gives_a_page(app, open_as, typed):
    answer = open_as("lead").client.get("/search?q=" + quote(typed.encode("utf-8", "surrogatepass")), base_url="https://localhost")
    assert answer.status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300) | st.text(alphabet='"*-^(){}:+%_\\\' ANDORNT.1\x00’“', max_size=40))
def test_any_text_can_be_searched(app, typed):
    search = Search.of(typed, person("lead").active_memberships)
    for kind in KINDS if search.sought else []:
        rows = select(kind.model).where(kind.model.visible_to(search.memberships)).limit(2)
        for row in db.session.scalars(search.found(kind, rows)):
            assert kind.excerpts(row, search.sought, True) or kind.name in ("actions", "evidence")


def test_a_search_asks_as_often_for_many_hits_as_for_few(app, open_as):
    lead, counted = open_as("lead"), []
    for many in (1, 9):
        for n in range(many):
            note(action("1.4"), f"wallaby {n}")
            Evidence.add(action("1.4"), title=f"wallaby {n}", shows="", dated_on=None)
            plan(action(f"1.{n + 3}"), "lead", post=f"wallaby {n}")
        with statements(db.engine) as said:
            hits = len(found(lead, "wallaby"))
        counted.append((hits, len(said)))
    (few, asked), (more, asked_again) = counted
    assert few == 3 and more > 20 and asked == asked_again
