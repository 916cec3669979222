"""Handover: an action goes to a colleague, or back to its organisation when its owner leaves, and on in one step."""

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_people import flask, newest  # noqa: F401 – a fixture
from tests.test_reviews import count
from tracker.demo.cast import ACUTE
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Handover, Membership, NotAllowed, Organisation, Role, User
from tracker.models.action_status import OPEN, Status

OWNER = "named.nurse@medway-ft.example"
DEPUTY = "deputy@medway-ft.example"


@pytest.fixture
def deputy(app) -> str:
    """Another owner of the trust; gives her address."""
    user = User.add(email=DEPUTY, name="Deputy named nurse", password="a one-use password", by=None, is_cast=True)
    user.join(Organisation.named(ACUTE), Role.OWNER, by=None)
    db.session.commit()
    return DEPUTY


def browser(app, email: str):
    """The small browser of somebody outside the cast."""
    from tests.client import Browser

    return Browser(app, email)


def held(email: str) -> list[int]:
    """The ids of the open actions that somebody owns."""
    own = select(Action.id).where(Action.owner_id == User.with_email(email).id, Action.status.in_(OPEN))
    return db.session.scalars(own.order_by(Action.id)).all()


def test_an_owner_passes_his_action_to_a_colleague(app, open_as, deputy):
    own, owner = action("1.4"), open_as("owner")
    url = f"/actions/{own.id}/owner"
    assert url in owner.get(f"/actions/{own.id}").links
    page = owner.get(url)
    assert "Named nurse has it now" in page.words and page.tree.xpath("//select/option/text()") == ["Deputy named nurse"]
    before = count(AuditEntry)
    after = page.submit(url, 303).follow()
    assert "Deputy named nurse has the action now" in after.words and action("1.4").owner.email == DEPUTY
    assert count(AuditEntry) == before + 1 and newest().verb == "action.pass_on"
    assert f"/actions/{own.id}" in browser(app, DEPUTY).get("/").links
    assert "owns it already" in page.submit(url, 409).words  # the second click


def test_nobody_else_is_a_sentence_and_a_stranger_no_choice(app, open_as):
    own, owner = action("1.4"), open_as("owner")
    assert "Nobody else of" in owner.get(f"/actions/{own.id}/owner").words
    sent = {"csrf_token": owner.token(), "version": own.version, "owner_id": person("outsider").id}
    owner.post(f"/actions/{own.id}/owner", sent, 422)
    for receiver, words in (("outsider", "must be an owner"), ("owner", "owns it already")):
        with pytest.raises(NotAllowed, match=words):
            Handover.pass_on(action("1.4"), person(receiver), version=own.version, by=person("lead"), on=TODAY)


def test_what_is_done_is_not_passed_on(app, open_as, deputy):
    done = action("1.2")
    assert done.status is Status.COMPLETE and f"/actions/{done.id}/owner" not in open_as("owner").get(f"/actions/{done.id}").links
    with pytest.raises(NotAllowed, match="is complete"):
        Handover.pass_on(done, User.with_email(DEPUTY), version=done.version, by=person("lead"), on=TODAY)


def test_who_leaves_gives_his_open_actions_back(app, open_as, flask, deputy):  # noqa: F811
    open_ones, done = held(OWNER), action("1.2").id
    assert len(open_ones) > 5
    before = count(AuditEntry)
    said = flask("user", "end", OWNER, "--role", "owner", "--organisation", ACUTE)
    assert f"{len(open_ones)} open actions fell back to {ACUTE}" in said
    assert count(AuditEntry) == before + 1 and newest().verb == "membership.end" and held(OWNER) == []
    assert db.session.get(Action, done).owner.email == OWNER  # what he did stays his
    for who in (browser(app, DEPUTY), open_as("lead")):
        assert "handed over by Named nurse on 26 August 2016" in who.get("/").words
        page = who.get(f"/actions/{open_ones[0]}")
        assert "Without an owner: handed over by Named nurse on 26 August 2016" in page.words
    for called in ("outsider", "both", "admin"):
        assert "Without an owner" not in open_as(called).get("/").words


def test_all_of_them_are_handed_over_in_one_step(app, open_as, flask, deputy):  # noqa: F811
    open_ones = held(OWNER)
    flask("user", "end", OWNER, "--role", "owner", "--organisation", ACUTE)
    url = f"/organisations/{Organisation.named(ACUTE).id}/handover"
    new = browser(app, DEPUTY)
    assert url in new.get("/").links
    page = new.get(url)
    assert sorted(map(int, page.tree.xpath("//input[@type='checkbox'][@checked]/@value"))) == open_ones
    before = count(AuditEntry)
    stale = open_as("lead").get(url)
    done = _press(page, url, page.tree.xpath("//input[@type='checkbox'][@checked]/@value"), 303).follow()
    assert "Deputy named nurse has" in done.words and "Without an owner" not in done.words
    assert held(DEPUTY) == open_ones and count(AuditEntry) == before + len(open_ones)
    assert "Tick at least one" in _press(stale, url, [], 422).words


def test_a_page_that_is_old_hands_nothing_over(app, open_as, deputy):  # checks 63
    url = f"/organisations/{Organisation.named(ACUTE).id}/handover"
    first, second = held(OWNER)[:2]
    page = open_as("lead").get(url)
    own = db.session.get(Action, second)
    own.plan(version=own.version, on=TODAY, by=person("owner"), post="Matron")
    db.session.commit()
    refused = _press(page, url, [str(first), str(second)], 409, receiver_id=str(User.with_email(DEPUTY).id))
    assert "Somebody saved a change" in refused.words and held(DEPUTY) == []
    again = _press(refused, url, [str(first), str(second)], 303, receiver_id=str(User.with_email(DEPUTY).id))
    assert again.status == 303 and held(DEPUTY) == sorted([first, second])


def test_a_role_ends_on_the_page_of_people(app, open_as, deputy):  # checks 7
    admin, owner = open_as("admin"), open_as("owner")
    owner.get("/actions/1", 200)
    member = db.session.scalar(select(Membership).where(Membership.user_id == person("owner").id))
    url, fell_back = f"/memberships/{member.id}/ending", len(held(OWNER))
    assert url in admin.get("/people").links
    page = admin.get(url)
    assert "Named nurse" in page.words and action("1.4").words not in page.words
    before = count(AuditEntry)
    done = page.submit(url, 303).follow()
    assert f"{fell_back} open actions fell back" in done.words and count(AuditEntry) == before + 1
    owner.get("/actions/1", 403)
    assert "is not owner in" in page.submit(url, 409).words  # the second click
    assert url not in admin.get("/people").links


def test_somebody_is_suspended_on_the_page_of_people(app, open_as):  # checks 7
    admin, owner = open_as("admin"), open_as("owner")
    owner.get("/", 200)
    url = f"/people/{person('owner').id}/suspension"
    page = admin.get(url)
    page.submit(url, 303)
    owner.get("/", 302)
    assert newest().verb == "user.suspend" and newest().user_id == person("admin").id
    assert "suspended already" in page.submit(url, 409).words
    assert "Suspended" in admin.get("/people").words


def test_nobody_ends_or_suspends_himself(app, open_as):
    admin = open_as("admin")
    member = db.session.scalar(select(Membership).where(Membership.user_id == person("admin").id))
    for url in (f"/memberships/{member.id}/ending", f"/people/{person('admin').id}/suspension"):
        assert url not in admin.get("/people").links
        assert "Ask another administrator" in admin.get(url).submit(url, 409).words
    assert person("admin").active_memberships


def test_an_owner_of_both_spellings_who_loses_one_keeps_his_actions(app):
    owner, old = person("owner"), Organisation.named(ACUTE)
    second = Organisation.named("Medway Trust")
    second.current_id = old.id
    db.session.flush()
    owner.join(second, Role.OWNER, by=None)
    before = held(OWNER)
    assert owner.leave(second, Role.OWNER, by=None, on=TODAY) == 0 and held(OWNER) == before
    assert owner.leave(old, Role.OWNER, by=None, on=TODAY) == len(before) and held(OWNER) == []


def test_handovers_stay_and_tell_the_whole_way(app, deputy):
    own = action("1.4")
    Handover.pass_on(own, User.with_email(DEPUTY), version=own.version, by=person("owner"), on=TODAY)
    User.with_email(DEPUTY).leave(Organisation.named(ACUTE), Role.OWNER, by=person("admin"), on=TODAY)
    rows = db.session.scalars(select(Handover).order_by(Handover.id)).all()
    told = [(r.giver.email, r.receiver and r.receiver.email, r.by.name) for r in rows]
    assert told == [(OWNER, DEPUTY, "Named nurse"), (DEPUTY, None, "Tracker administrator")]
    assert db.session.scalar(select(func.count()).where(Handover.is_open())) == 1


def _press(page, url: str, ticked: list[str], expect: int, **more):
    """The form with these boxes ticked; a browser sends one field for each."""
    typed = {k: v for k, v in page.form(url).form_values() if k != "actions"}
    return page.browser.post(url, typed | {"actions": ticked} | more, expect)


def test_home_asks_as_often_for_many_as_for_few(app, deputy):
    few = _home_after_leaving(app, held(OWNER)[:2])
    db.session.rollback()
    many = _home_after_leaving(app, held(DEPUTY) or held(OWNER))
    assert few == many


def _home_after_leaving(app, ids: list[int]) -> int:
    """How many statements home takes when these actions fell back."""
    for id in ids:
        Handover.let_go(db.session.get(Action, id), by=None, on=TODAY)
    db.session.commit()
    with statements(db.engine) as asked:
        page = browser(app, DEPUTY).get("/", 200)
    assert page.words.count("handed over by") == db.session.scalar(select(func.count()).where(Handover.is_open()))
    return len(asked)
