"""The audit pages: administrators see no words, leads see their review's own, and both ask the database as often for many entries as for few."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.tampering import take_guards_away
from tests.test_queries import _counted
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Evidence, Recommendation, Review, Step
from tracker.models.audit_list import AuditFilter, page
from tracker.models.audit_words import READS, kind, said
from tracker.models.review_removal import remove
from tracker.reads import verb_of


def ids(shown) -> list[int]:
    """The numbers of the entries on the administrators' page."""
    return [int(words.split()[-1]) for words in (cell.text_content() for cell in shown.tree.xpath("//tbody//td[5]"))]


def rows(shown) -> list[str]:
    return [" ".join(row.text_content().split()) for row in shown.tree.xpath("//tbody/tr")]


def all_ids() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())))


def updates(count: int) -> None:
    """So many more progress updates on one action."""
    own = db.session.get(Action, 1)
    for _ in range(count):
        own.record_progress(confidence=own.confidence, note="On its way.", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()


def test_an_administrator_walks_every_page_there_and_back(app, open_as):
    updates(60)
    admin, there, back = open_as("admin"), [], []
    shown = admin.get("/audit")
    there += ids(shown)
    while "/audit?before=" in (older := " ".join(shown.links)):
        shown = admin.get(next(link for link in older.split() if "before=" in link))
        there += ids(shown)
    assert there == all_ids()
    back = ids(shown)
    while newer := [link for link in shown.links if "after=" in link]:
        shown = admin.get(newer[0])
        back = ids(shown) + back
    assert back == all_ids()


def test_the_filter_stands_in_the_url_and_what_means_nothing_is_named(app, open_as):
    admin, lead = open_as("admin"), person("lead")
    day = db.session.scalar(select(AuditEntry.at)).date()
    asked = admin.get(f"/audit?person={lead.id}&verb=action.plan&day={day.day} {day.month} {day.year}")
    found = select(AuditEntry.id).where(AuditEntry.user_id == lead.id, AuditEntry.verb == "action.plan")
    assert sorted(ids(asked)) == sorted(db.session.scalars(found)) != []
    assert ids(admin.get("/audit?person=command")) == list(
        db.session.scalars(select(AuditEntry.id).where(AuditEntry.user_id.is_(None)).order_by(AuditEntry.id.desc()))
    )
    assert "Nothing matches." in admin.get("/audit?day=2001-01-01").words
    for strange in ("person=nobody", "day=tomorrow", "before=-1", f"after={10**30}", "person=%00", "person=²", "opened=x"):
        shown = admin.get(f"/audit?{strange}")
        assert ("means nothing here" in shown.words) is (strange != "person=%00") and ids(shown)[0] == all_ids()[0], strange


def test_days_are_londons(app):
    take_guards_away()
    late = AuditEntry.append("review.correct", db.session.get(Action, 1).review, by=None, values={})
    late.at = late.at.replace(year=2016, month=6, day=30, hour=23, minute=30)  # half past midnight in London
    found = select(AuditEntry).where(AuditEntry.verb == "review.correct")
    for day, there in ((date(2016, 7, 1), 1), (date(2016, 6, 30), 0)):
        assert len(page(found.where(*AuditFilter(day=day).conditions())).entries) == there
    db.session.rollback()


def test_an_administrator_reads_no_word_of_a_review(app, open_as):
    texts = [*db.session.scalars(select(Evidence.title)), *db.session.scalars(select(Action.words)), *db.session.scalars(select(Recommendation.text))]
    admin = open_as("admin")
    shown = admin.get("/audit")
    sheet = admin.get("/audit/export/csv").response.get_data(as_text=True)
    assert not [text for text in texts if text and (text in shown.words or text in sheet)]
    assert any("Submission 1" in row or "Action " in row for row in rows(shown))


def test_the_file_holds_what_was_chosen_and_no_formula(app, open_as):  # checks 68
    person("lead").name = "=cmd|' /C calc'!A0"
    db.session.commit()
    data = open_as("admin").get("/audit/export/csv?verb=action.plan").response.get_data()
    sheet = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {row["Verb"] for row in sheet} == {"action.plan"} and "'=cmd|' /C calc'!A0" in {row["Who"] for row in sheet}
    whole = list(csv.DictReader(io.StringIO(open_as("admin").get("/audit/export/csv").response.get_data().decode("utf-8-sig"))))
    assert len(whole) == len(all_ids()) and whole[0]["Head"] == AuditEntry.head() and whole[0]["Previous head"] == whole[1]["Head"]


def test_a_lead_reads_what_the_entries_of_her_review_are_about(app, open_as):
    own = action("1.4")
    own.record_progress(confidence=own.confidence, note="A secret note.", by=person("lead"), on=TODAY, version=own.version)
    row = Step.add(own, words="A step that goes", due_on=None, version=own.version, by=person("lead"))
    row.remove(by=person("lead"), version=1)
    db.session.commit()
    shown = open_as("lead").get("/reviews/1/audit")
    top = rows(shown)[:3]
    assert "Removed" in top[0] and "Step 1 (removed)" in top[0] and "Step 1 (removed)" in top[1]
    assert "Recorded progress" in top[2] and f"Action 1.4 – {own.organisation}" in top[2] and "Designated nurse" in top[2]
    assert "secret" not in shown.words and "A step" not in shown.words


@pytest.mark.engines("sqlite")  # PostgreSQL never gives an id again
def test_a_row_that_took_a_removed_ones_id_does_not_lend_it_its_name(app, open_as):
    one, two = action("1.4"), action("1.1")
    Step.add(one, words="First", due_on=None, version=one.version, by=person("lead")).remove(by=person("lead"), version=1)
    db.session.flush()
    again = Step.add(two, words="Second", due_on=None, version=two.version, by=person("lead"))
    db.session.commit()
    top = rows(open_as("lead").get("/reviews/1/audit"))[:3]
    assert again.id == 1 and "action 1.1" in top[0] and "(removed)" in top[1] and "(removed)" in top[2]


def test_only_its_own_entries_stand_in_the_log_of_a_review(app, open_as):
    AuditEntry.append("user.suspend", person("owner"), by=person("admin"), values={})
    db.session.commit()
    own = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.review_id == 1))
    shown = open_as("lead").get("/reviews/1/audit")
    assert own < len(all_ids()) and len(rows(shown)) == min(own, 50) and "Suspended" not in shown.words


def test_a_removed_review_stays_in_the_log_by_its_number(app, open_as):
    lead = person("lead")
    review = Review.open(area="Elsewhere", title="By mistake", commissioner=Review.commissioners_led_by(lead)[0], by=lead)
    db.session.flush()
    id = review.id
    remove(review, version=review.version, by=lead)
    db.session.commit()
    assert [f"Review {id}" in row for row in rows(open_as("admin").get("/audit"))[:2]] == [True, True]
    assert set(db.session.scalars(select(AuditEntry.review_id).where(AuditEntry.noun == "reviews", AuditEntry.noun_id == id))) == {id}
    open_as("lead").get(f"/reviews/{id}/audit", 404)
    assert list(AuditEntry.broken()) == []


@pytest.mark.parametrize(("called", "url"), [("admin", "/audit"), ("lead", "/reviews/1/audit?verb=action.record_progress")])
def test_many_entries_ask_as_often_as_few(app, open_as, called, url):
    updates(3)
    browser = open_as(called)
    with statements(db.engine) as few:
        short = browser.get(url)
    updates(40)
    with statements(db.engine) as many:
        long = browser.get(url)
    assert len(rows(long)) >= len(rows(short)) and _counted(few) == _counted(many)


def test_whatever_cqc_opens_has_words(_app):
    rules = [rule for rule in _app[0].url_map.iter_rules() if "submission_id" in rule.arguments and "GET" in rule.methods]
    assert len(rules) > 10
    told = {rule.endpoint: said(verb_of(rule.endpoint)) for rule in rules if verb_of(rule.endpoint).partition(".")[2] in READS}
    assert {rule.endpoint for rule in rules} == set(told), "say in READS what these show"
    assert told["submissions.show"] == "read" and told["comparisons.show"] == "read what changed"
    assert (said("workbook.keep"), said("mail.queue")) == ("uploaded", "asked to send")


def test_each_entry_of_the_story_is_named(app, open_as):
    """A verb reads as a past, and a thing of a review has a name, not a number."""
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {said(verb).split()[0][-2:] for verb in verbs} <= {"ed", "nt", "pt"}, sorted(map(said, verbs))
    assert not [row for row in rows(open_as("lead").get("/reviews/1/audit")) if row.split()[-1].isdecimal() and "version" not in row]
    assert (said("action.record_progress"), said("evidence.take_down"), kind("request_parts")) == ("recorded progress", "took down", "part of a request")
