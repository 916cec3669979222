"""A small browser for tests: it submits the real form found in the page, and checks every page it sees."""

import secrets

from flask import has_request_context, request, session
from flask_wtf.csrf import generate_csrf
from lxml import html
from sqlalchemy import event

from tracker.extensions import db
from tracker.models import SignIn, User
from tracker.models.audit import READ

ORIGIN = "https://localhost"
NOT_DOMAIN = ("sign_ins", "throttles")


def watch_writes(engine) -> None:
    """No GET changes a domain row."""

    @event.listens_for(engine, "before_cursor_execute")
    def _look(_connection, _cursor, statement, values, *_rest):
        words = statement.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE") and has_request_context() and request.method in ("GET", "HEAD"):
            table = words[2] if words[0] != "UPDATE" else words[1]
            assert table.strip('"') in NOT_DOMAIN or _is_read(statement, values), f"a GET wrote: {statement}"


def _is_read(statement: str, values) -> bool:
    """Whether it appends the entry that CQC opened something, the one that a GET may write."""
    words = values.values() if isinstance(values, dict) else values
    return statement.startswith("INSERT INTO audit_entries") and any(str(word).startswith(READ) for word in words)


class Browser:
    """One person's browser. `get` and `submit` give a Page. A `token` is of a sign-in that there is."""

    def __init__(self, app, email: str | None = None, token: str | None = None):
        self.client = app.test_client()
        if email:
            token = SignIn.start(User.with_email(email))
            db.session.commit()
        if token:
            with self.client.session_transaction(base_url=ORIGIN) as kept:
                kept["_user_id"], kept["_fresh"] = token, True

    def get(self, url: str, expect: int = 200, **headers) -> "Page":
        """Open a page and check it."""
        return Page(self, self._send(self.client.get, url, headers=headers), expect)

    def post(self, url: str, data: dict | None = None, expect: int | None = None, htmx: bool = False, **options) -> "Page":
        """Send fields as they are given, from our own origin; most tests `submit` a form instead."""
        headers = {"Origin": ORIGIN} | ({"HX-Request": "true"} if htmx else {}) | options.pop("headers", {})
        return Page(self, self._send(self.client.post, url, data=data, headers=headers, **options), expect)

    def _send(self, method, url: str, **options):
        """One request in an app context of its own, as a server would; what the test read before is read again."""
        with self.client.application.app_context():
            response = method(url, base_url=ORIGIN, buffered=True, **options)
        db.session.rollback()
        return response

    def token(self) -> str:
        """A CSRF token of this session."""
        app = self.client.application
        with self.client.session_transaction(base_url=ORIGIN) as kept, app.app_context(), app.test_request_context():
            session.update(kept)
            token = generate_csrf()
            kept["csrf_token"] = session["csrf_token"]
        return token


class Page:
    """What came back; HTML is parsed and held to what every page must be."""

    def __init__(self, browser: Browser, response, expect: int | None):
        self.browser, self.response, self.status = browser, response, response.status_code
        self.text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        if expect:
            assert self.status == expect, f"{self.status} instead of {expect}: {self.words[:600]}"
        self.is_fragment = bool(self.text) and "<html" not in self.text[:200]
        if self.is_fragment:
            self.tree = html.fragment_fromstring(self.text, create_parent="body")
            _check_fragment(self.tree)
        elif self.text and self.status not in (301, 302, 303):
            self.tree = html.document_fromstring(self.text)
            _check_page(self.tree)

    @property
    def words(self) -> str:
        """The text that a person reads."""
        return " ".join(html.fromstring(self.text).text_content().split()) if self.text else ""

    @property
    def links(self) -> list[str]:
        """Every address that the page leads to."""
        return self.tree.xpath("//a/@href")

    def form(self, action: str):
        """The one form that posts to this address."""
        found = [f for f in self.tree.iter("form") if f.get("action") == action]
        assert len(found) == 1, f"{len(found)} forms post to {action}"
        return found[0]

    def submit(self, action: str, expect: int | None = None, htmx: bool = False, **fields) -> "Page":
        """Fill the real form in and send it; a name that the form does not have is an error."""
        form = self.form(action)
        typed = dict(form.form_values())
        names = {e.get("name") for e in form.iter("input", "textarea", "select")}
        for name, value in fields.items():
            name = name.replace("__", "-")
            assert name in names, f"the form has no {name}; it has {sorted(filter(None, names))}"
            typed[name] = value
        kind = {"content_type": "multipart/form-data"} if form.get("enctype") else {}
        return self.browser.post(action, typed, expect, htmx, **kind)

    def follow(self) -> "Page":
        """Open the page that a redirect leads to."""
        assert self.status in (302, 303), f"no redirect: {self.status} {self.words[:600]}"
        return self.browser.get(self.response.location.removeprefix(ORIGIN))


def _check_page(tree) -> None:
    assert len(tree.xpath("//h1")) == 1, "a page has one h1"
    assert tree.findtext(".//title").strip().removesuffix("– Action plan tracker").strip(), "a page has a title of its own"
    _check_ids(tree)
    _check_forms(tree)


def _check_fragment(tree) -> None:
    roots = list(tree)
    assert len(roots) == 1 and roots[0].get("id"), "a fragment has one root with an id"
    _check_ids(tree)
    _check_forms(tree)


def _check_ids(tree) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), f"ids stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"


def _check_forms(tree) -> None:
    labelled = set(tree.xpath("//label/@for"))
    for box in tree.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        assert box.get("id") in labelled, f"no label for {box.get('name')}"
    for form in tree.iter("form"):
        if form.get("method") == "post":
            assert form.xpath(".//input[@name='csrf_token']/@value"), f"no token in the form to {form.get('action')}"


def request_id() -> str:
    """As a form would draw it."""
    return secrets.token_urlsafe(16)
