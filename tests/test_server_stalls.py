"""Clients that send a little and then nothing hold nobody up. # checks 44, in short"""

import contextlib
import socket

import pytest

from tests.server import Server

pytestmark = pytest.mark.server

STALLED = 24
HELD = {  # the first number of the answer: how many transactions stand open
    "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)",
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
}


@pytest.fixture
def server(told_world, tmp_path):
    """A server over the told story, as `make run` starts it."""
    with Server(told_world, tmp_path) as server:
        yield server


def _stalled(server, path: str, cookie: str = "") -> socket.socket:
    """A connection that declares a long form and sends its first bytes only."""
    host, port = server.host.split(":")
    connection = socket.create_connection((host, int(port)), timeout=10)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {server.host}\r\nOrigin: http://{server.host}\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nemail="
    )
    connection.sendall(head.encode())
    return connection


def test_forms_that_never_end_leave_pages_to_the_others(server):
    with contextlib.ExitStack() as stack:
        for _ in range(STALLED):
            stack.enter_context(_stalled(server, "/sign-in"))
        lead = server.visitor("lead")
        assert [lead.get(url).status for url in ("/", "/reviews/1", "/actions/1")] == [200] * 3


@pytest.mark.engines("sqlite", "postgresql")
def test_uploads_that_never_end_hold_no_connection_of_the_database(server, engine):
    lead = server.visitor("lead")
    with contextlib.ExitStack() as stack:
        for _ in range(STALLED):
            connection = stack.enter_context(_stalled(server, f"/actions/{server.action('1.1')}/evidence", lead.cookie))
            assert connection.fileno() > 0
        assert lead.get("/reviews/1").status == 200
        busy, *_ = server.rows(HELD[engine])[0]
        assert busy == 0
