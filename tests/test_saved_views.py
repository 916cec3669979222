"""Saved views: a name for what the list of actions shows, kept for one person."""

import pytest
from sqlalchemy import func, select

from tests.conftest import person
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, SavedView, Stale
from tracker.models.saved_view import MOST

QUERY = "post=matron&status=open&sort=-due"


def save(browser, name: str, expect: int, query: str = QUERY):
    """Save what a list shows under a name, by the page's own form."""
    url = f"/saved-views/new?{query}"
    page = browser.get(url)
    return page.submit(next(form.get("action") for form in page.tree.iter("form") if form.xpath(".//input[@name='name']")), expect, name=name)


def entries() -> list[str]:
    """The verbs of every audit entry on views."""
    return list(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.startswith("saved_view.")).order_by(AuditEntry.id)))


def test_a_view_is_saved_opened_renamed_and_removed(app, open_as):
    lead = open_as("lead")
    assert f"/saved-views/new?{QUERY}" in lead.get(f"/actions?{QUERY}").links
    page = save(lead, "  Matrons <b>first</b> ", 303).follow()
    assert "The view “Matrons <b>first</b>” is saved." in page.words
    assert page.tree.xpath("//a[text()='Matrons <b>first</b>']/@href") == [f"/actions?{QUERY}"]
    assert "Status: Open" in lead.get(f"/actions?{QUERY}").words
    view = db.session.scalar(select(SavedView))
    renamed = lead.get(f"/saved-views/{view.id}").submit(f"/saved-views/{view.id}", 303, name="Mine").follow()
    assert "Mine" in renamed.words and "Matrons" not in renamed.words
    gone = lead.get(f"/saved-views/{view.id}").submit(f"/saved-views/{view.id}/removal", 303).follow()
    assert "There is none yet." in gone.words and "Saved views:" not in lead.get("/actions").words
    assert entries() == ["saved_view.save", "saved_view.rename", "saved_view.remove"]


def test_a_name_is_needed_once_only_and_kept_when_it_is_refused(app, open_as):
    lead = open_as("lead")
    save(lead, "Overdue", 303), save(lead, "Mine", 303)
    assert "You have a saved view with the name “overdue” already." in save(lead, "overdue", 409).words
    assert "Enter a name" in save(lead, " ", 422).words
    assert "must be 80 characters or fewer" in save(lead, "x" * 81, 422).words
    mine = db.session.scalar(select(SavedView).where(SavedView.name == "Mine"))
    page = lead.get(f"/saved-views/{mine.id}")
    assert page.submit(f"/saved-views/{mine.id}", 409, name="OVERDUE").tree.xpath("//input[@name='name']/@value") == ["OVERDUE"]
    lead.get(f"/saved-views/{mine.id}").submit(f"/saved-views/{mine.id}", 303, name="MINE")
    assert page.submit(f"/saved-views/{mine.id}", 409, name="Another").words.count("Somebody saved a change") == 1
    assert save(open_as("owner"), "Overdue", 303).status == 303, "another person may use the name"
    assert db.session.scalar(select(func.count(SavedView.id))) == 3


def test_nobody_sees_or_changes_the_view_of_another(app, open_as):  # checks 1
    save(open_as("lead"), "CANARY", 303)
    id = db.session.scalar(select(SavedView.id))
    for called in ("owner", "both"):
        browser = open_as(called)
        browser.get(f"/saved-views/{id}", 404)
        browser.post(f"/saved-views/{id}", {"csrf_token": browser.token(), "name": "Mine", "version": 1}, 404)
        browser.post(f"/saved-views/{id}/removal", {"csrf_token": browser.token(), "version": 1}, 404)
        assert "CANARY" not in browser.get("/saved-views").text + browser.get("/actions").text
    assert db.session.scalar(select(SavedView.name)) == "CANARY"


def test_what_is_sent_beside_the_form_is_not_kept(app, open_as):  # checks 6
    lead = open_as("lead")
    url = "/saved-views/new?status=open&after=4~2016-01-01&tick=page&evil=%3Cscript%3E&review=99"
    lead.post(url, {"csrf_token": lead.token(), "name": "Mine", "user_id": person("owner").id, "query": "evil", "id": 77, "version": 9}, 303)
    view = db.session.scalar(select(SavedView))
    assert (view.user_id, view.query, view.version) == (person("lead").id, "status=open", 1) and view.id != 77


def test_a_view_that_names_what_is_gone_still_opens(app, open_as):
    SavedView.save(name="Old", query="review=99&owner=98&status=open", by=person("lead"))
    db.session.commit()
    lead = open_as("lead")
    page = lead.get(lead.get("/actions").tree.xpath("//a[text()='Old']/@href")[0])
    assert "Review, Owner: what the address asks for is not there any more" in page.words and "Status: Open" in page.words


def test_there_is_an_end_to_how_many_and_the_rules_hold_without_a_page(app):
    lead = person("lead")
    for number in range(MOST):
        view = SavedView.save(name=f"View {number}", query="", by=lead)
    with pytest.raises(NotAllowed, match=f"{MOST} saved views"):
        SavedView.save(name="One more", query="", by=lead)
    with pytest.raises(NotAllowed, match="“view 3” already"):
        view.rename("view 3", version=1, by=lead)
    with pytest.raises(Stale):
        view.remove(version=2, by=lead)
    view.remove(version=1, by=lead)
    with pytest.raises(NotAllowed, match="too long to be kept"):
        SavedView.save(name="Long", query="post=" + "%C3%A9" * 200, by=lead)
    assert len(entries()) == MOST + 1
