"""Errors: every refusal is a page that says what happened, what to do next, and which request it was."""

import errno
import os
import re
from pathlib import Path

import pytest

from tests.client import ORIGIN
from tests.conftest import SAMPLE, folder_of, person
from tests.drafts import keep_draft
from tests.test_csrf import body, dump
from tests.worlds import write_lock
from tracker.access import public
from tracker.extensions import db, writing

NUMBER = re.compile(r"Number of this request: ([0-9a-f]{8})")
INSIDE = re.compile(r"Traceback|sqlalchemy|sqlite|SELECT |INSERT |UPDATE |\.py\b|/srv|site-packages|Error\(|tracker/", re.IGNORECASE)
on_both = pytest.mark.engines("sqlite", "postgresql")
WHAT_NEXT = {
    400: "Go back, load the page again", 403: "ask a lead of the review or your administrator", 404: "Check the address",
    409: "load the page again to see how it stands", 413: "Make it smaller", 429: "Wait a few minutes",
    500: "Try again", 503: "Wait a minute, then try again",
}  # fmt: skip


def hold(page, code: int) -> str:
    """An error page is what it must be; gives the number of the request."""
    assert page.status == code, f"{page.status}: {page.words[:300]}"
    main = page.tree.get_element_by_id("maincontent")
    assert WHAT_NEXT[code] in " ".join(main.text_content().split())
    assert main.xpath(".//a[@href='/']"), "a way out"
    assert not INSIDE.search(main.text_content()), INSIDE.search(main.text_content())
    return NUMBER.search(page.words)[1]


@pytest.fixture
def fail(app, monkeypatch):
    """Make the privacy notice fail: `fail(error)`."""
    def failing(error):
        @public
        def view():
            raise error
        monkeypatch.setitem(app.view_functions, "pages.privacy", view)
    return failing  # fmt: skip


@pytest.fixture
def hurried(monkeypatch):
    """Nobody waits long for the write lock."""
    monkeypatch.setattr(writing, "__defaults__", (0.05,))


def test_a_form_without_its_token_is_a_400(open_as):  # checks 73
    hold(open_as("lead").post("/import/removal"), 400)


def test_a_role_without_the_right_is_a_403(open_as):  # checks 73
    hold(open_as("regulator").get("/reviews", expect=None), 403)
    hold(open_as("lead").post("/import/removal", headers={"Origin": "https://evil.example"}), 403)


@pytest.mark.parametrize("url", ["/nothing", "/actions/999", "/actions/x", "/actions/-1", "/actions/0", f"/actions/{10**30}", "/reviews/1/draft/exe"])
def test_nothing_there_is_a_404(open_as, url):  # checks 10, 73
    hold(open_as("lead").get(url, expect=None), 404)
    open_as(None).get("/nothing", expect=404)


def test_a_wrong_method_is_refused_and_says_which_are_right(open_as):
    page = open_as("lead").get("/sign-out", expect=405)
    assert "POST" in page.response.headers["Allow"] and NUMBER.search(page.words)


AGAIN = "This report was imported before. Nothing was created a second time."


@pytest.fixture
def with_draft(open_as):
    """The lead's browser, with a draft of the report that was imported already."""
    keep_draft("lead", data=SAMPLE.read_bytes(), doubts=())
    return open_as("lead")


def test_what_cannot_be_done_is_a_409(app, with_draft):  # checks 73
    before = dump(app)
    page = with_draft.get("/import").submit("/import/confirmation")
    hold(page, 409)
    assert AGAIN in page.words and dump(app) == before


def test_htmx_gets_the_refusal_as_a_notice(with_draft):
    page = with_draft.get("/import").submit("/import/confirmation", expect=409, htmx=True)
    assert page.is_fragment and page.tree[0].get("id") == "notice" and page.tree[0].get("role") == "status"
    assert page.words == f"{AGAIN} Nothing was changed."
    assert page.response.headers["HX-Retarget"] == page.response.headers["HX-Reselect"] == "#notice" and page.response.headers["HX-Reswap"] == "outerHTML"


def test_a_form_that_is_too_large_is_a_413(open_as):  # checks 73
    lead = open_as("lead")
    hold(lead.post("/password", {"current": "x" * 1_100_000, "csrf_token": "x"}), 413)


@pytest.mark.parametrize("more", [1, 70_000])
def test_a_file_that_is_too_large_is_a_413_and_leaves_nothing(app, open_as, monkeypatch, more):  # checks 41
    owner = open_as("owner")
    monkeypatch.setitem(app.config, "EVIDENCE_LIMIT", 1000)
    sent = body(csrf_token=owner.token())
    sent["data"]["file"][0].write(b"x" * (1000 + more))
    sent["data"]["file"][0].seek(0)
    before = dump(app)
    hold(owner.post("/actions/1/evidence", **sent), 413)
    assert dump(app) == before


def test_too_many_wrong_passwords_are_a_429(open_as, monkeypatch):  # checks 73
    monkeypatch.setattr("tracker.models.Throttle.take", lambda email: 61)
    page = open_as(None).get("/sign-in").submit("/sign-in", email="a@b.example", password="x")
    hold(page, 429)
    assert "Wait 2 minutes" in page.words and page.response.headers["Retry-After"] == "61"


def test_an_unforeseen_failure_is_a_500_that_tells_nothing_but_its_number(open_as, fail, caplog):  # checks 73
    fail(RuntimeError("SELECT secret FROM sqlite at /srv/tracker/models.py"))
    lead = open_as("lead")
    numbers = [hold(lead.get("/privacy", expect=None), 500) for _ in range(2)]
    assert numbers[0] != numbers[1]
    assert [record.getMessage() for record in caplog.records] == [f"request {n}: GET /privacy" for n in numbers]
    assert "secret" not in open_as(None).get("/privacy", expect=500).text


@on_both
def test_a_locked_database_is_a_503_and_nothing_is_changed(app, open_as, hurried, caplog):  # checks 52
    nobody = open_as(None)
    with write_lock(folder_of(app)):
        page = nobody.get("/sign-in").submit("/sign-in", email="a@b.example", password="wrong")
    number = hold(page, 503)
    assert page.response.headers["Retry-After"] == "10"
    assert number in caplog.text and "a@b.example" not in caplog.text
    nobody.get("/sign-in").submit("/sign-in", email="a@b.example", password="wrong", expect=422)


@on_both
def test_a_locked_database_keeps_no_upload(app, open_as, hurried):  # checks 52
    owner, before = open_as("owner"), dump(app)
    sent = body(csrf_token=owner.token())
    db.session.rollback()
    with write_lock(folder_of(app)):
        hold(owner.post("/actions/1/evidence", **sent), 503)
    assert dump(app) == before
    owner.post("/actions/1/evidence", expect=303, **body(csrf_token=owner.token()))


@on_both
def test_a_database_that_cannot_be_read_still_answers_with_a_page(app, open_as, caplog):  # checks 52, 73
    lead = open_as("lead")
    db.session.execute(db.text("ALTER TABLE sign_ins RENAME TO gone"))
    db.session.commit()
    page = lead.get("/", expect=None)
    hold(page, 503)
    assert "Designated nurse" not in page.text


def test_a_full_store_is_a_503_and_nothing_is_kept(app, open_as, monkeypatch, caplog):  # checks 51
    owner, before = open_as("owner"), dump(app)
    token = owner.token()

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/evidence")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        page = owner.post("/actions/1/evidence", **body(csrf_token=token))
    hold(page, 503)
    assert "no room left to store files" in page.words and page.response.headers["Retry-After"] == "600"
    assert dump(app) == before
    owner.post("/actions/1/evidence", expect=303, **body(csrf_token=token))


def test_a_damaged_file_is_never_served(app, open_as, caplog):  # checks 40
    for kept in Path(app.config["EVIDENCE_STORE"], "objects").rglob("*"):
        if kept.is_file():
            kept.chmod(0o600)
            kept.write_bytes(b"something else")
    page = open_as("lead").get("/evidence/1/versions/1/file", expect=None)
    hold(page, 500)
    assert "something else" not in page.text and "checksum" in caplog.text


def test_nobody_sees_error_pages_too(open_as):
    nobody = open_as(None)
    hold(nobody.get("/nothing", expect=None), 404)
    answer = nobody.client.post("/sign-in", base_url=ORIGIN, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400 and NUMBER.search(answer.text)
