"""Where sign-in leads: to the page that was asked for, and never to another site."""

from urllib.parse import urlencode

import pytest

from tests.test_sign_in import enter, lead, quick_hashes  # noqa: F401 – fixtures
from tracker.access import is_local

# One a line; %-escapes of a real query string are already undone here.
HOSTILE = (
    "//evil.example", "///evil.example", "////evil.example", "//evil.example/%2f..", "//evil.example\\@localhost",
    "/\\evil.example", "/\\/evil.example", "\\\\evil.example", "\\/evil.example", "/\\\\evil.example",
    "http://evil.example", "https://evil.example", "HTTPS://EVIL.EXAMPLE", "https:evil.example", "https:/evil.example",
    "https:///evil.example", "ftp://evil.example", "//localhost@evil.example", "https://localhost@evil.example",
    "https://localhost.evil.example", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:https://evil.example/1", "file:///etc/passwd",
    "\t//evil.example", "/\t/evil.example", " //evil.example", "/\n/evil.example", "/\r/evil.example", "\x00//evil.example",
    "/\x00/evil.example", "/\r\nSet-Cookie: a=b", "/reviews\r\nLocation: https://evil.example", "\u2028//evil.example",
    "evil.example", "?next=//evil.example", "/reviews\\..\\..\\evil.example",
)  # fmt: skip
OURS = ("/", "/reviews/1", "/reviews/1?status=complete&brag=red", "/actions/1#progress", "/submissions/1/documents/pdf")


def test_there_are_forty():
    assert len(set(HOSTILE)) == 40


@pytest.mark.parametrize("wanted", HOSTILE, ids=ascii)
def test_another_site_is_not_local(wanted):  # checks 27
    assert not is_local(wanted)


def test_sign_in_leads_home_instead_of_to_another_site(open_as, lead):  # noqa: F811 – checks 27
    for wanted in HOSTILE:
        browser = open_as(None)
        url = "/sign-in?" + urlencode({"next": wanted})
        page = browser.get(url)
        assert "evil" not in page.text and "script:" not in page.text, wanted
        fields = {"email": lead, "password": "three plain words", "csrf_token": page.form("/sign-in").form_values()[0][1]}
        answer = browser.post(url, fields, expect=303).response
        assert answer.location == "/", wanted
        assert "a=b" not in str(answer.headers), wanted


@pytest.mark.parametrize("wanted", OURS)
def test_sign_in_leads_to_the_page_that_was_asked_for(open_as, lead, wanted):  # noqa: F811
    assert is_local(wanted)
    assert enter(open_as(None), lead, next=wanted).response.location == wanted


def test_who_is_asked_to_sign_in_comes_back_to_his_page(open_as, lead):  # noqa: F811
    browser = open_as(None)
    here = browser.get("/actions/1?from=home", expect=302).response.location
    page = browser.get(here)
    address = page.tree.xpath("//form[.//input[@name='password']]/@action")[0]
    assert page.submit(address, 303, email=lead, password="three plain words").response.location == "/actions/1?from=home"
