"""Nobody else's page can act for a person: every unsafe route asks for his token, from one of our own pages."""

import hashlib
import io
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.client import NOT_DOMAIN, ORIGIN, request_id
from tests.confirmed import part_of
from tests.drafts import keep_draft
from tests.dump import domain_rows
from tests.test_access_matrix import PEOPLE, TABLE, make_what_the_story_lacks
from tracker.access import SAFE, STATIC
from tracker.extensions import db
from tracker.models import EvidenceVersion

UPLOADS = {"evidence.create", "evidence.create_version", "evidence.create_contributed", "evidence_files.create"}
NOT_OURS = (
    {"Origin": "https://evil.example"}, {"Origin": "https://localhost.evil.example"}, {"Origin": "https://localhost@evil.example"},
    {"Origin": "https://localhost:8443"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "https://[evil"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}, {},
)  # fmt: skip


def routes(app, methods: set[str]) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of everything in the app's own map, with ids that a lead may see."""
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id))
    ids = {"evidence_id": version.evidence_id, "version_id": version.id, "format": "pdf", "kind": "progress"}
    ids |= {"user_id": 3, "membership_id": 3}  # the outsider's, who signs in nowhere here
    ids |= {"participation_id": part_of().id}  # the owner's trust is addressed
    build = app.url_map.bind("localhost").build
    return [
        (rule.endpoint, method, build(rule.endpoint, {name: ids.get(name, 1) for name in rule.arguments}, method))
        for rule in app.url_map.iter_rules() if rule.endpoint not in STATIC
        for method in sorted(rule.methods & methods)
    ]  # fmt: skip


def dump(app) -> str:
    """One hash of every row that is no session and no throttle, and of the names in the store."""
    found = hashlib.sha256()
    db.session.rollback()
    for table in db.metadata.sorted_tables:
        if table.name not in NOT_DOMAIN:
            for row in sorted(map(repr, db.session.execute(domain_rows(table)))):
                found.update(f"{table.name}: {row}\n".encode())
    db.session.rollback()
    for file in sorted(Path(app.config["EVIDENCE_STORE"]).rglob("*")):
        found.update(str(file).encode())
    return found.hexdigest()


def body(**fields) -> dict:
    """Fields that every form would take, with one file."""
    return {
        "data": {
            "file": (io.BytesIO(b"Week,Records\n1,20\n"), "audit.csv"),
            "request_id": request_id(), "title": "Audit", "received_on-day": "20", "received_on-month": "6",
            "received_on-year": "2016", "version": "1", "note": "Words", "email": "named.nurse@medway-ft.example", **fields,
        },
        "content_type": "multipart/form-data",
    }  # fmt: skip


def unsafe(app) -> list[tuple[str, str, str]]:
    found = routes(app, {method for rule in app.url_map.iter_rules() for method in rule.methods} - SAFE)
    assert len(found) >= 15 and UPLOADS < {endpoint for endpoint, *_ in found}
    return found


def send(browser, method: str, url: str, headers: dict, **options) -> int:
    with browser.client.application.app_context():
        answer = browser.client.open(url, method=method, base_url=ORIGIN, headers=headers, buffered=True, **options)
    return answer.status_code


def test_every_unsafe_route_refuses_a_request_without_a_token(app, open_as):  # checks 28
    browser, before = open_as("lead"), dump(app)
    for endpoint, method, url in unsafe(app):
        assert send(browser, method, url, {"Origin": ORIGIN}, **body()) in (400, 403), endpoint
    assert dump(app) == before


def test_every_unsafe_route_refuses_somebody_elses_token(app, open_as):  # checks 28
    browser, stranger = open_as("lead"), open_as("outsider").token()
    before = dump(app)
    for endpoint, method, url in unsafe(app):
        for token in ("made up", stranger):
            assert send(browser, method, url, {"Origin": ORIGIN}, **body(csrf_token=token)) in (400, 403), endpoint
            assert send(browser, method, url, {"Origin": ORIGIN, "X-CSRFToken": token}, **body()) in (400, 403), endpoint
    assert dump(app) == before


@pytest.mark.parametrize("headers", NOT_OURS, ids=str)
def test_every_unsafe_route_refuses_another_sites_page_even_with_the_token(app, open_as, headers):  # checks 28
    browser = open_as("lead")
    token, before = browser.token(), dump(app)
    # It is refused before any view: one kind of it is sent to every route, the others to some.
    for endpoint, method, url in unsafe(app)[:: 1 if headers == NOT_OURS[0] else 7]:
        assert send(browser, method, url, headers | {"X-CSRFToken": token}, **body(csrf_token=token)) == 403, endpoint
    assert dump(app) == before


@pytest.mark.parametrize(("headers", "carried"), [({"Origin": ORIGIN}, "header"), ({"Sec-Fetch-Site": "same-origin"}, "field")], ids=str)
def test_every_unsafe_route_listens_to_our_own_page_with_the_token(app, open_as, headers, carried):
    """What the refusals above are measured against: the token and the origin alone make the difference."""
    make_what_the_story_lacks()
    for endpoint, method, url in unsafe(app):
        keep_draft("lead")  # of an import, for the routes that correct it
        letters = TABLE.get(f"{method} {endpoint}", "y").split()
        browser = open_as(PEOPLE[letters.index("y")] if "y" in letters else "lead")
        token = browser.token()
        sent = headers | {"X-CSRFToken": token} if carried == "header" else headers
        status = send(browser, method, url, sent, **body(**({"csrf_token": token} if carried == "field" else {})))
        gone = endpoint == "account.create_demonstration_sign_in" or "y" not in letters
        expected = {404} if gone else {204, 303, 409, 422}
        assert status in expected, f"{endpoint}: {status}"


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("endpoint", sorted(UPLOADS))
def test_an_upload_with_the_token_is_kept_and_without_it_leaves_nothing(app, open_as, endpoint, htmx):  # checks 28
    browser = open_as("owner")
    make_what_the_story_lacks()
    url = {"evidence.create": "/actions/1/evidence", "evidence.create_version": "/evidence/1/versions",
           "evidence.create_contributed": "/contributions/1/evidence", "evidence_files.create": "/actions/1/evidence-files"}[endpoint]  # fmt: skip
    before = dump(app)
    browser.post(url, expect=400, htmx=htmx, **body())
    assert dump(app) == before
    browser.post(url, expect=(200 if "files" in url else 204) if htmx else 303, htmx=htmx, **body(csrf_token=browser.token()))
    assert dump(app) != before


@pytest.mark.parametrize("called", ["lead", "regulator", None])
def test_no_get_changes_a_domain_row(app, open_as, called):  # checks 28
    browser, before = open_as(called), dump(app)
    found = routes(app, {"GET"})
    assert len(found) >= 20
    for _, _, url in found:
        assert browser.get(url, expect=None).status in (200, 302, 403, 404), url
    assert dump(app) == before
