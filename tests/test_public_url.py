"""PUBLIC_URL: links in mails begin with it, and no other host is answered. # checks 30"""

import email
from email.policy import default

import pytest

from tests.client import Browser
from tests.conftest import settings
from tests.worlds import copy_world, inside
from tracker import create_app
from tracker.demo.cast import CAST

PUBLIC = "https://tracker.ccg.example"


@pytest.fixture(scope="module")
def public(engine, told_world, tmp_path_factory):
    """An app over the told story that people reach at that address; the tests here change nothing."""
    folder = tmp_path_factory.mktemp("public")
    copy_world(told_world, folder)
    with inside(create_app(settings(folder, PUBLIC_URL=PUBLIC))) as app:
        yield app


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("tracker.ccg.example", 200), ("tracker.ccg.example:443", 200), ("localhost", 200), ("127.0.0.1:8000", 200),
        ("evil.example", 400), ("tracker.ccg.example.evil.example", 400), ("evil.example:443", 400), ("evil@tracker.ccg.example", 400), ("", 400),
    ],
)  # fmt: skip
def test_an_unknown_host_is_not_answered(public, host, status):
    client = public.test_client()
    for url in ("/sign-in", "/health/live", "/nothing" if status == 400 else "/privacy"):
        answer = client.get(url, base_url=PUBLIC, headers={"Host": host})
        assert answer.status_code == status and "evil" not in answer.text, (host, url)
    if status == 400:
        assert client.post("/sign-in", base_url=PUBLIC, headers={"Host": host}, data={"email": "a@b.example"}).status_code == 400


def test_links_in_mails_come_from_the_setting_and_never_from_the_request(public):
    lead = Browser(public, CAST["lead"][1])
    draft = email.message_from_bytes(lead.get("/submissions/1/mail.eml").response.data, policy=default)
    assert f"{PUBLIC}/submissions/1" in draft.get_body().get_content()
    typed = {}
    page = lead.get("/reviews/1/askings")
    for name, value in page.form("/reviews/1/askings").form_values():
        typed.setdefault(name, []).append(value)
    typed["organisations"] = page.tree.xpath("//input[@name='organisations']/@value")
    assert f"{PUBLIC}/reviews/1" in lead.post("/reviews/1/askings/previews", typed, 200).text
