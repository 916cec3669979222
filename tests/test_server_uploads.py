"""Uploads to a real server: what is whole is kept once; what is not, or not allowed, leaves nothing behind."""

import http.client
from functools import partial
from itertools import repeat

import pytest

from tests.server import at_once, until
from tests.stores import on_their_way, server_over
from tests.uploads import filled, is_kept, newest, nothing_kept, text
from tests.visitor import form

pytestmark = [pytest.mark.server, pytest.mark.engines("sqlite", "postgresql")]

LIMIT = 2 * 1024 * 1024
PIECE = bytes(64 * 1024)


@pytest.fixture(scope="module")
def running(engine, told_world, tmp_path_factory, request):
    """A server over SQLite and a folder, or over PostgreSQL and a bucket."""
    folder, kind = tmp_path_factory.mktemp("uploads"), "bucket" if engine == "postgresql" else "folder"
    with server_over(kind, told_world, folder, request, app="tests.small_files:app", EVIDENCE_LIMIT=str(LIMIT)) as server:
        yield server


@pytest.fixture
def server(running):
    """The server; the same workers must be alive after every test, and nothing on its way."""
    before = running.processes()
    yield running
    assert running.processes() == before and len(before) == 3
    assert running.visitor("owner").get("/").status == 200
    assert not on_their_way(running.store) and not running.files("tmp")


@pytest.fixture
def owner(server):
    return server.visitor("owner")


@pytest.fixture
def url(server):
    """Where evidence for an action of the owner is sent."""
    return f"/actions/{server.action('1.4')}/evidence"


# --- size -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, LIMIT - 1, LIMIT], ids=["one byte", "one byte less than the limit", "the limit"])
def test_a_file_up_to_the_limit_is_kept(server, owner, url, size):  # checks 41, 48
    data = text(size)
    assert owner.post(url, filled(owner), "audit.txt", data).status == 303
    assert is_kept(server, data)


def test_a_chunked_body_within_the_limit_is_kept(server, owner, url):  # checks 41
    data = text(LIMIT)
    kind, body = form(filled(owner), "audit.txt", data)
    pieces = [body[i : i + 50_000] for i in range(0, len(body), 50_000)]
    assert owner.send_chunked(url, kind, [*pieces, b""]).status == 303
    assert is_kept(server, data)


def test_a_byte_more_than_the_limit_is_too_much(server, owner, url):  # checks 41
    with nothing_kept(server):
        answer = owner.post(url, filled(owner), "audit.txt", text(LIMIT + 1))
    assert answer.status == 413
    assert "larger than 2 MB" in answer.text


def test_an_empty_file_is_refused_in_words(server, owner, url):  # checks 48
    with nothing_kept(server):
        answer = owner.post(url, filled(owner), "audit.txt", b"")
    assert answer.status == 422
    assert "The file is empty" in answer.text


def test_a_body_that_is_declared_too_large_is_not_read(server, owner, url):  # checks 41
    kind, body = form(filled(owner), "audit.txt", text(LIMIT))
    before = server.written()
    with nothing_kept(server):
        answer = owner.send_declared(url, kind, body, 100 * LIMIT)
    assert answer.status == 413
    assert server.written() - before < len(PIECE)


def test_chunks_over_the_limit_are_too_much(server, owner, url):  # checks 41
    kind, body = form(filled(owner), "audit.txt", text(LIMIT))
    with nothing_kept(server):
        answer = owner.send_chunked(url, kind, [body[:LIMIT], *repeat(PIECE, 1000)])
    assert answer.status == 413


@pytest.mark.parametrize("length", ["-1", "12 or so", "0x10", "1, 2"])
def test_a_length_that_is_no_number_is_refused(server, owner, url, length):  # checks 41
    kind, body = form(filled(owner), "audit.txt", text(1000))
    with nothing_kept(server):
        assert owner.send_declared(url, kind, body, length).status == 400


def test_a_length_smaller_than_the_body_is_a_lie(server, owner, url):  # checks 41
    kind, body = form(filled(owner), "audit.txt", text(LIMIT))
    with nothing_kept(server):
        assert owner.send_declared(url, kind, body, len(body) // 2).status == 400


def test_a_length_beside_chunks_does_not_hide_their_size(server, owner, url):  # checks 41
    kind, body = form(filled(owner), "audit.txt", text(LIMIT))
    with nothing_kept(server):
        answer = owner.send_chunked(url, kind, [body[:LIMIT], *repeat(PIECE, 1000)], **{"Content-Length": "100"})
    assert answer.status in (400, 413)


# --- broken off -----------------------------------------------------------------------------------------------------


WHOLE = LIMIT - 1000  # bytes: cut or not, it is not too large

BROKEN = "The upload broke off before the end. Nothing was saved."
CUTS = {
    "1 %": lambda body: body[: len(body) // 100],
    "half": lambda body: body[: len(body) // 2],
    "no closing boundary": lambda body: body[: body.rindex(b"\r\n--")],
    "closing boundary not whole": lambda body: body[:-3],
    "last byte": lambda body: body[:-1],
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_body_shorter_than_declared_is_refused(server, owner, url, cut):  # checks 43
    kind, body = form(filled(owner), "audit.txt", text(WHOLE))
    with nothing_kept(server):
        answer = owner.send_declared(url, kind, cut(body), len(body), hang_up=True)
    assert answer.status == 400
    assert BROKEN in answer.text


# Without a declared length the closing boundary is what says that all has come; the last byte is after it.
@pytest.mark.parametrize("cut", list(CUTS.values())[:-1], ids=list(CUTS)[:-1])
def test_chunks_that_break_off_are_refused(server, owner, url, cut):  # checks 43
    kind, body = form(filled(owner), "audit.txt", text(WHOLE))
    with nothing_kept(server):
        answer = owner.send_chunked(url, kind, [cut(body)], hang_up=True)
    assert answer.status == 400
    assert BROKEN in answer.text


def test_a_whole_body_without_closing_boundary_is_refused(server, owner, url):  # checks 43
    kind, body = form(filled(owner), "audit.txt", text(WHOLE))
    body = CUTS["no closing boundary"](body)
    with nothing_kept(server):
        answers = [owner.send_declared(url, kind, body, len(body)), owner.send_chunked(url, kind, [body, b""])]
    assert [answer.status for answer in answers] == [400, 400]
    assert all(BROKEN in answer.text for answer in answers)


def test_a_browser_that_goes_away_leaves_nothing(server, owner, url):  # checks 43
    kind, body = form(filled(owner), "audit.txt", text(WHOLE))
    with nothing_kept(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        headers = owner.headers | {"Content-Type": kind, "Content-Length": str(len(body))}
        connection.request("POST", url, iter([body[: LIMIT // 2]]), headers)
        assert until(lambda: on_their_way(server.store))
        connection.close()
        assert until(lambda: not on_their_way(server.store))


# --- twice, and at once ---------------------------------------------------------------------------------------------


@pytest.fixture
def item(server, owner, url) -> int:
    """The id of an item with one version."""
    owner.post(url, filled(owner), "audit.txt", text(500))
    return newest(server)[0]


def test_the_same_form_sent_again_adds_nothing(server, owner, url):  # checks 45
    fields, data = filled(owner), text(500)
    first = owner.post(url, fields, "audit.txt", data)
    assert first.status == 303
    with nothing_kept(server):
        again = owner.post(url, fields, "audit.txt", data)
    assert (again.status, again.headers["Location"]) == (303, first.headers["Location"])


def test_the_same_form_sent_twice_at_once_brings_one_item(server, owner, url):  # checks 45
    for _round in range(5):
        fields, data = filled(owner), text(100_000)
        before = server.rows("SELECT count(*) FROM evidence")[0][0]
        answers = at_once(*[partial(owner.post, url, fields, "audit.txt", data)] * 3)
        assert [answer.status for answer in answers] == [303, 303, 303]
        assert server.rows("SELECT count(*) FROM evidence")[0][0] == before + 1
        assert is_kept(server, data)


def test_the_same_form_sent_twice_at_once_brings_one_version(server, owner, item):  # checks 45
    fields, data = filled(owner), text(100_000)
    answers = at_once(*[partial(owner.post, f"/evidence/{item}/versions", fields, "audit.txt", data)] * 3)
    assert [answer.status for answer in answers] == [303, 303, 303]
    assert newest(server)[:2] == (item, 2)
    assert is_kept(server, data)


@pytest.mark.engines("sqlite")  # beside PostgreSQL, a bucket has the file before the row is refused: it is swept later
def test_the_same_form_with_another_file_is_not_said_to_be_saved(server, owner, item):  # checks 45
    fields, url = filled(owner), f"/evidence/{item}/versions"
    assert owner.post(url, fields, "audit.txt", text(500)).status == 303
    with nothing_kept(server):
        answer = owner.post(url, fields, "audit.txt", text(600))
    assert answer.status == 409
    assert "another file" in answer.text


def test_two_people_at_once_bring_two_versions(server, owner, item):  # checks 46
    lead, url = server.visitor("lead"), f"/evidence/{item}/versions"
    for number in range(2, 12, 2):
        sent = [(who, filled(who), text(100_000)) for who in (owner, lead)]
        answers = at_once(*[partial(who.post, url, fields, "audit.txt", data) for who, fields, data in sent])
        assert [answer.status for answer in answers] == [303, 303]
        assert all(is_kept(server, data) for _, _, data in sent)
        numbers = server.rows("SELECT number FROM evidence_versions WHERE evidence_id = ? ORDER BY number", item)
        assert numbers == [(n,) for n in range(1, number + 2)]


# --- not allowed ----------------------------------------------------------------------------------------------------


REFUSED = {
    "nobody": (None, {}, 302),
    "CQC": ("regulator", {}, 403),
    "an administrator": ("admin", {}, 403),
    "another organisation": ("outsider", {}, 404),
    "another site": ("owner", {"Origin": "http://elsewhere.example"}, 403),
    "a sandboxed page": ("owner", {"Origin": "null"}, 403),
}


def folders_changed(server) -> list[int]:
    """When a file was last made or removed where files arrive."""
    return [folder.stat().st_mtime_ns for folder in (server.store.spool.folder, server.folder / "tmp")]


@pytest.mark.engines("sqlite")  # no store is asked
@pytest.mark.parametrize(("called", "headers", "status"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("send", ["declared", "chunked"])
def test_a_body_that_is_not_allowed_is_not_read(server, url, called, headers, status, send):  # checks 29
    visitor = server.visitor(called)
    kind, body = form(filled(server.visitor("owner")), "audit.txt", text(LIMIT))
    folders, written = folders_changed(server), server.written()
    with nothing_kept(server):
        if send == "declared":
            answer = visitor.send_declared(url, kind, body, len(body), **headers)
        else:
            answer = visitor.send_chunked(url, kind, [body, b""], **headers)
        assert server.written() - written < len(PIECE)
    assert answer.status == status
    assert folders_changed(server) == folders


def test_what_counts_bytes_would_see_a_body_that_is_read(server, owner, url):  # checks 29
    fields = filled(owner)
    folders, written = folders_changed(server), server.written()
    owner.post(url, fields, "audit.txt", text(LIMIT))
    assert server.written() - written > LIMIT
    assert folders_changed(server)[0] > folders[0]


def test_a_gibibyte_from_nobody_is_not_read(server, url):  # checks 29
    kind, body = form({"title": "Audit"}, "audit.txt", text(1000))
    pieces, written = [body[:1000], *repeat(PIECE, 16 * 1024)], server.written()
    with nothing_kept(server):
        headers = {"Content-Type": kind, "Content-Length": str(2**30 + 1000)}
        answer = server.visitor().send("POST", url, pieces, **headers)
    assert answer.status == 302
    assert server.written() - written < len(PIECE)


def test_a_form_without_its_token_leaves_nothing(server, owner, url):  # checks 29
    fields = filled(owner) | {"csrf_token": "forged"}
    with nothing_kept(server):
        assert owner.post(url, fields, "audit.txt", text(LIMIT)).status == 400
