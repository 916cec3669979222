"""Sign-in: who gets in, what the cookie holds, how guessing is slowed down, and what ends a session."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from argon2 import extract_parameters
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select

from tests.client import ORIGIN
from tests.conftest import CHEAP, person, settings
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import SignIn, Throttle, User
from tracker.models import user as user_model

PASSWORD, NEW = "three plain words", "four other plain words"
COOKIE = "__Host-tracker"
REAL_HASHER, REAL_NOBODY = user_model.HASHER, user_model.NOBODY


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Whoever is nobody costs as little as those that there are."""
    monkeypatch.setattr(user_model, "NOBODY", CHEAP.hash("nobody's"))


@pytest.fixture
def lead(app) -> str:
    """The address of the lead, whose password is PASSWORD."""
    return change("lead", password_hash=CHEAP.hash(PASSWORD))


def change(called: str, **values) -> str:
    """Set columns of one of the cast; gives the address."""
    db.session.rollback()
    user = person(called)
    for name, value in values.items():
        setattr(user, name, value)
    db.session.commit()
    return CAST[called][1]


def enter(browser, email: str, password: str = PASSWORD, expect: int | None = 303, **query):
    """Fill the sign-in form in."""
    url = "/sign-in" + (f"?{urlencode(query)}" if query else "")
    page = browser.get(url)
    here = page.tree.xpath("//form[.//input[@name='password']]/@action")[0]
    return page.submit(here, expect, email=email, password=password)


def cookie(browser) -> str:
    return browser.client.get_cookie(COOKIE).value


def replayed(open_as, value: str):
    """A browser that holds nothing but this cookie."""
    browser = open_as(None)
    browser.client.set_cookie(COOKIE, value)
    return browser


def is_signed_in(browser) -> bool:
    return browser.get("/", expect=None).status == 200


def held(app, value: str) -> dict:
    """What a cookie says."""
    return SecureCookieSessionInterface().get_signing_serializer(app).loads(value)


def test_the_right_password_opens_home(open_as, lead):
    page = enter(open_as(None), lead.upper())
    assert page.response.location == "/"
    assert "Designated nurse" in page.follow().words


def test_signing_in_changes_the_cookie_and_the_old_one_is_worth_nothing(open_as, lead):  # checks 18
    browser = open_as(None)
    browser.get("/sign-in")
    before = cookie(browser)
    enter(browser, lead)
    first = cookie(browser)
    assert before != first and not is_signed_in(replayed(open_as, before))
    enter(browser, lead)
    assert cookie(browser) != first and not is_signed_in(replayed(open_as, first))
    assert is_signed_in(browser)


def test_a_cookie_planted_before_sign_in_never_becomes_a_session(open_as, lead):  # checks 18
    attacker, victim = open_as(None), open_as(None)
    attacker.get("/sign-in")
    victim.client.set_cookie(COOKIE, cookie(attacker))
    enter(victim, lead)
    assert is_signed_in(victim) and not is_signed_in(attacker)


def test_the_cookie_holds_a_token_that_is_not_the_users_id_and_is_not_kept(app, open_as, lead):  # checks 18
    browser = open_as(None)
    enter(browser, lead)
    token = held(app, cookie(browser))["_user_id"]
    db.session.rollback()
    assert len(token) >= 43 and token != str(person("lead").id)
    hashes = db.session.scalars(select(SignIn.token_hash)).all()
    assert hashes and token not in hashes


def test_a_made_up_token_is_nobody(app, open_as, lead):
    browser = open_as(None)
    with browser.client.session_transaction(base_url=ORIGIN) as session:
        session["_user_id"], session["_fresh"] = str(person("lead").id), True
    assert not is_signed_in(browser)


def test_signing_out_ends_the_session_at_the_server(open_as, lead):
    browser = open_as(None)
    enter(browser, lead)
    old = cookie(browser)
    assert browser.client.get("/sign-out", base_url=ORIGIN).status_code == 405
    browser.get("/").submit("/sign-out", expect=303)
    assert not is_signed_in(browser) and not is_signed_in(replayed(open_as, old))


def test_a_new_password_ends_every_other_session_and_renews_this_one(open_as, lead):  # checks 18
    here, elsewhere = open_as(None), open_as(None)
    enter(here, lead)
    enter(elsewhere, lead)
    old = cookie(here)
    here.get("/password").submit("/password", expect=303, current=PASSWORD, new=NEW)
    assert is_signed_in(here) and not is_signed_in(elsewhere) and not is_signed_in(replayed(open_as, old))
    assert "not right" in enter(open_as(None), lead, PASSWORD, expect=422).words
    enter(open_as(None), lead, NEW)


def test_the_current_password_is_asked_before_a_new_one_is_set(open_as, lead):
    browser = open_as("lead")
    page = browser.get("/password").submit("/password", expect=422, current="not the right one", new=NEW)
    assert "The current password is not right" in page.words
    enter(open_as(None), lead)


def test_a_one_use_password_must_be_changed_before_anything_else(open_as, app):
    address = change("owner", password_hash=CHEAP.hash(PASSWORD), must_change_password=True)
    browser = open_as(None)
    enter(browser, address)
    for url in ("/", "/reviews", "/actions/1"):
        assert browser.get(url, expect=302).response.location == "/password"
    refused = browser.post("/actions/1/progress", {"csrf_token": browser.token(), "note": "x"}, expect=302)
    assert refused.response.location == "/password"
    page = browser.get("/password")
    assert "one-use password" in page.words
    page.submit("/password", expect=303, current=PASSWORD, new=NEW).follow()
    assert is_signed_in(browser)
    enter(open_as(None), address, PASSWORD, expect=422)
    enter(open_as(None), address, NEW)


@pytest.mark.parametrize(("password", "words"), {
    "short": "12 characters or more", "medway123456": "too easy to guess", "aaaaaaaaaaaaaa": "too easy to guess",
}.items())  # fmt: skip
def test_a_weak_new_password_is_refused(open_as, lead, password, words):
    page = open_as("lead").get("/password").submit("/password", expect=422, current=PASSWORD, new=password)
    assert words in page.words


def test_ten_wrong_passwords_make_the_account_wait_for_the_right_one_too(open_as, lead):  # checks 13
    guesser, known = open_as(None), open_as("lead")
    for n in range(10):
        enter(guesser, lead, f"wrong {n}", expect=422)
    for address in (lead, lead.upper()):
        page = enter(open_as(None), address, expect=429)
        assert 0 < int(page.response.headers["Retry-After"]) <= 300
    assert is_signed_in(known), "who is signed in already goes on working"


def test_other_accounts_do_not_wait(open_as, lead):  # checks 13
    owner = change("owner", password_hash=CHEAP.hash(PASSWORD))
    browser = open_as(None)
    for n in range(10):
        enter(browser, lead, f"wrong {n}", expect=422)
    enter(browser, owner)


def test_the_count_lives_in_the_database_for_every_worker_and_after_a_restart(app, open_as, lead):  # checks 13
    for n in range(10):
        enter(open_as(None), lead, f"wrong {n}", expect=422)
    assert db.session.scalar(select(func.sum(Throttle.failures))) == 10
    other = create_app(settings(Path(app.config["EVIDENCE_STORE"]).parent))
    with other.app_context():
        assert 0 < Throttle.take(lead) <= 301 and Throttle.take("somebody.else@trust.example") == 0
        db.session.remove()
        db.engine.dispose()


def test_after_the_wait_the_right_password_works_and_clears_the_count(open_as, lead):  # checks 13
    for n in range(10):
        enter(open_as(None), lead, f"wrong {n}", expect=422)
    db.session.rollback()
    db.session.scalar(select(Throttle)).since -= timedelta(minutes=5)
    db.session.commit()
    enter(open_as(None), lead)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Throttle)) == 0


def _answers(open_as, address: str) -> list:
    """What the tenth and the eleventh wrong password are answered, less what differs every time."""
    browser, answers = open_as(None), []
    db.session.rollback()
    for _ in range(9):
        Throttle.take(address)
    db.session.commit()
    for password in ("wrong", "wrong again"):
        page = enter(browser, address, password, expect=None)
        text = re.sub(r'nonce="[^"]+"|value="[^"]*"|Token": "[^"]+"|request: \w+', "", page.text)
        headers = {k: v for k, v in page.response.headers if k not in ("Set-Cookie", "Retry-After", "Content-Length")}
        answers.append((page.status, text, re.sub("nonce-[^']+", "", str(headers))))
    return answers


def test_known_unknown_and_suspended_addresses_get_the_same_answers(open_as, lead):
    suspended = change("owner", suspended_at=datetime.now(UTC))
    known = _answers(open_as, lead)
    assert [status for status, *_ in known] == [422, 429]
    assert _answers(open_as, "nobody@trust.example") == known
    assert _answers(open_as, suspended) == known


def test_a_suspended_user_gets_the_answer_of_a_wrong_password(open_as, lead):
    change("lead", suspended_at=datetime.now(UTC))
    assert "The email address or the password is not right" in enter(open_as(None), lead, expect=422).words


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one():
    ours = extract_parameters(REAL_HASHER.hash("x"))
    assert extract_parameters(REAL_NOBODY) == ours and ours.type.name == "ID"  # checks 17


@pytest.mark.parametrize("length", [1025, 1_000_000, 2_000_000])
def test_a_huge_password_is_refused_before_it_is_hashed(open_as, lead, monkeypatch, length):  # checks 17
    browser = open_as(None)
    browser.get("/sign-in")
    monkeypatch.setattr(User, "check_password", lambda *_: pytest.fail("it was hashed"))
    page = enter(browser, lead, "x" * length, expect=None)
    assert page.status in (413, 422), page.status
    assert not is_signed_in(browser)


@pytest.mark.parametrize("minutes", [29, 31])
def test_thirty_idle_minutes_end_a_session(open_as, lead, minutes):  # checks 20
    browser = open_as("lead")
    _age(seen_at=timedelta(minutes=minutes))
    assert is_signed_in(browser) == (minutes < 30)


@pytest.mark.parametrize("ago", [timedelta(hours=12, seconds=-5), timedelta(hours=12, seconds=1)])
def test_twelve_hours_end_a_session_however_busy(open_as, lead, ago):  # checks 20
    browser = open_as("lead")
    _age(started_at=ago)
    assert is_signed_in(browser) == (ago < timedelta(hours=12))


def _age(**columns) -> None:
    db.session.rollback()
    for row in db.session.scalars(select(SignIn)):
        for name, ago in columns.items():
            setattr(row, name, datetime.now(UTC) - ago)
    db.session.commit()


def test_suspension_ends_the_session_at_the_next_request(open_as):  # checks 7
    browser = open_as("owner")
    assert is_signed_in(browser)
    change("owner", suspended_at=datetime.now(UTC))
    assert browser.get("/", expect=302).response.location.startswith("/sign-in")


def test_an_ended_membership_is_refused_at_the_next_request(open_as):  # checks 7
    browser = open_as("owner")
    browser.get("/reviews/1", expect=200)
    db.session.rollback()
    for member in person("owner").memberships:
        member.ended_on = date(2016, 8, 25)
    db.session.commit()
    for url in ("/", "/reviews/1", "/actions/1", "/evidence/1"):
        browser.get(url, expect=403)
