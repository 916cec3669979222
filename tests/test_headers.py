"""Headers: what every answer carries, whatever it is; and that scripts are the very bytes we measured."""

import base64
import hashlib
import json
import re
from email.message import Message
from pathlib import Path

import pytest

from tests.client import ORIGIN
from tests.conftest import TOP, missing
from tests.test_csrf import body
from tracker import access, assets
from tracker.extensions import db
from tracker.models import Blob, EvidenceVersion

ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOCKED = {"default-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'"}
STATIC = ("/static/tracker.css", "/static/tracker.js", "/static/htmx-fallback.js", "/static/icon.svg", "/static/nothing.css", "/assets/nothing.svg")


def policy(response) -> dict[str, str]:
    """The content security policy, directive by directive."""
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, _, values in parts}


def hold(response) -> None:
    """The headers that no answer goes without."""
    for name, value in ALWAYS.items():
        assert response.headers.getlist(name) == [value], name
    csp = policy(response)
    assert "unsafe" not in str(csp) and "*" not in str(csp) and "http" not in str(csp)
    if "sandbox" in csp:
        assert csp == {"default-src": "'none'", "sandbox": ""}
    else:
        assert {name: csp[name] for name in LOCKED} == LOCKED
        assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", csp["script-src"])
    assert "Server" not in response.headers


@pytest.fixture
def broken(app, monkeypatch):
    """The privacy notice fails in a way that nobody foresaw."""
    monkeypatch.setitem(app.view_functions, "pages.privacy", access.public(lambda: 1 / 0))


ANSWERS = {
    ("lead", "/"): 200, ("lead", "/actions/1"): 200, (None, "/sign-in"): 200, (None, "/"): 302, (None, "/nothing"): 404,
    ("lead", "/actions/999"): 404, ("regulator", "/reviews"): 403, ("lead", "/sign-out"): 405, ("lead", "/privacy"): 500,
}  # fmt: skip


@pytest.mark.parametrize(("called", "url"), ANSWERS)
def test_every_answer_carries_them(open_as, broken, called, url):  # checks 72
    response = open_as(called).get(url, expect=ANSWERS[called, url]).response
    hold(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_answers_to_posts_carry_them(open_as):  # checks 72
    lead = open_as("lead")
    token = {"X-CSRFToken": lead.token()}
    refused = lead.post("/evidence/1/versions/1/check", {"decision": "accept"}, expect=409, headers=token)
    fragment = lead.post("/actions/1/progress", {}, expect=422, htmx=True, headers=token)
    for page in (refused, fragment, lead.post("/import/removal", expect=400), open_as(None).post("/import", expect=302, htmx=False)):
        hold(page.response)
        assert page.response.headers["Cache-Control"] == "no-store"
    hold(open_as(None).post("/import", expect=401, htmx=True).response)


@pytest.mark.parametrize("url", STATIC)
def test_static_files_and_their_absence_carry_them(open_as, url):  # checks 72
    response = open_as("lead").get(url, expect=404 if "nothing" in url else 200).response
    hold(response)
    if response.status_code == 404:
        assert response.headers["Cache-Control"] == "no-store", "the page names who is signed in"
    else:
        assert "Set-Cookie" not in response.headers


def test_the_design_systems_images_carry_them(open_as):  # checks 72
    images = sorted((assets.VENDOR / "nhsuk" / "assets").rglob("*.svg")) or missing("nhsuk-frontend")
    url = f"/assets/{images[0].relative_to(assets.VENDOR / 'nhsuk' / 'assets')}"
    hold(open_as(None).get(url).response)


def test_a_nonce_is_used_once_and_every_script_has_it_or_is_ours(open_as):  # checks 72
    lead, nonces = open_as("lead"), set()
    for url in ("/", "/", "/reviews/1", "/actions/1"):
        page = lead.get(url)
        nonce = re.search("nonce-([^']+)", page.response.headers["Content-Security-Policy"])[1]
        nonces.add(nonce)
        for script in page.tree.iter("script"):
            assert script.get("nonce") == nonce or script.get("src", "").startswith("/static/")
        assert not page.tree.xpath("//@style | //style | //@*[starts-with(name(), 'on')] | //@href[starts-with(., 'javascript')]")
    assert len(nonces) == 4


def test_htmx_evaluates_nothing(open_as):  # checks 72
    said = json.loads(open_as(None).get("/sign-in").tree.xpath("//meta[@name='htmx-config']/@content")[0])
    assert {name: said[name] for name in said if name != "responseHandling"} == {
        "includeIndicatorStyles": False, "allowEval": False, "allowScriptTags": False, "selfRequestsOnly": True, "historyCacheSize": 0,
    }  # fmt: skip
    assert {"code": "422", "swap": True} in said["responseHandling"] and said["responseHandling"][-1]["error"]


DOWNLOADS = (
    "/evidence/1/versions/1/file", "/reviews/1/draft/docx", "/reviews/1/draft/pdf", "/reviews/1/draft/xlsx", "/submissions/1/documents/pdf",
    "/submissions/1/export/csv", "/submissions/1/export/json", "/submissions/1/evidence-pack",
    "/askings/1/letters/1.eml", "/askings/1/letters.zip",
)  # fmt: skip


@pytest.mark.parametrize("url", DOWNLOADS)
def test_a_download_is_an_attachment_in_a_sandbox(open_as, url):  # checks 33
    response = open_as("lead").get(url).response
    hold(response)
    assert policy(response) == {"default-src": "'none'", "sandbox": ""}
    assert response.headers["Cache-Control"] == "no-store"
    said = Message()
    said["Content-Disposition"] = response.headers["Content-Disposition"]
    assert said.get_content_disposition() == "attachment" and said.get_filename()


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "text/plain"),
    ("rows.csv", b"=1+1,<script>alert(1)</script>\n", "text/csv"),
])  # fmt: skip
def test_evidence_that_looks_like_a_page_is_still_a_plain_file(app, open_as, name, data, kind):  # checks 33
    owner = open_as("owner")
    version = db.session.get(EvidenceVersion, 1)
    version.blob = Blob.known(app.extensions["store"].put(data), len(data))
    version.filename, version.mimetype = name, kind
    db.session.commit()
    response = owner.get("/evidence/1/versions/1/file").response
    hold(response)
    assert response.mimetype == kind and response.data == data and "sandbox" in policy(response)


def cookies(open_as) -> list[str]:
    """Every cookie that is set while people come, go, and go wrong."""
    nobody, lead, owner = open_as(None), open_as("lead"), open_as("owner")
    pages = [nobody.get("/sign-in"), nobody.get("/", expect=302), nobody.get("/nothing", expect=404), lead.get("/"), lead.get("/actions/1")]
    pages.append(nobody.get("/sign-in").submit("/sign-in", email="a@b.example", password="wrong", expect=422))
    pages.append(lead.post("/import/removal", expect=400))
    pages.append(owner.post("/actions/1/evidence", expect=303, **body(csrf_token=owner.token())))
    pages.append(lead.get("/").submit("/sign-out", expect=303))
    return [value for page in pages for value in page.response.headers.getlist("Set-Cookie")]


def test_every_cookie_is_bound_to_this_host_and_small(open_as):  # checks 21
    found = cookies(open_as)
    assert len(found) >= 4
    for value in found:
        first, *flags = value.split("; ")
        assert first.startswith("__Host-tracker=") and len(value.encode()) < 4096
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
        assert not any(flag.lower().startswith("domain") for flag in flags)


def sri(file: Path) -> str:
    """The integrity attribute of a file's bytes."""
    if not file.exists():
        missing(file.name)
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def test_the_hash_of_htmx_is_that_of_the_local_copy(open_as):
    assert assets.HTMX_SRI == sri(assets.VENDOR / "htmx.min.js")
    script = open_as(None).get("/sign-in").tree.xpath("//script[contains(@src, 'cdn')]")[0]
    assert (script.get("src"), script.get("integrity"), script.get("crossorigin")) == (assets.HTMX, assets.HTMX_SRI, "anonymous")


def test_the_hashes_of_the_design_system_are_those_of_its_package():
    folder = TOP / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"
    assert assets.NHSUK_CSS_SRI == sri(folder / "nhsuk-frontend-10.6.1.min.css")
    assert assets.NHSUK_JS_SRI == sri(folder / "nhsuk-frontend-10.6.1.min.js")


def test_no_local_file_asks_a_third_party():
    css = assets.VENDOR / "nhsuk" / "nhsuk-frontend-10.6.1.min.css"
    text = css.read_text() if css.exists() else missing("nhsuk-frontend")
    assert not re.findall(r"url\(['\"]?https?:", text) and "@font-face" not in text


def test_without_a_local_copy_the_design_system_comes_with_its_hash(app, open_as, monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    page = open_as(None).get("/sign-in")
    css = page.tree.xpath("//link[@integrity and @rel='stylesheet']")[0]
    assert css.get("href").startswith("https://cdn.jsdelivr.net/") and css.get("integrity") == assets.NHSUK_CSS_SRI
    nonce = re.search("nonce-([^']+)", policy(page.response)["style-src"])[1]
    assert css.get("nonce") == nonce and page.response.request.base_url.startswith(ORIGIN)
