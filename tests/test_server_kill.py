"""kill -9 of the server while people upload: what was acknowledged is there, and no row is without its file."""

import hashlib
import http.client
import io
import multiprocessing
import os
import random
import secrets
import signal
import threading
import time

import pytest
from sqlalchemy import event

from tests.client import Browser, request_id
from tests.server import Server, until
from tests.stores import kept, server_over
from tests.visitor import PATIENCE
from tests.worlds import inside, is_whole
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import AuditEntry

pytestmark = pytest.mark.server

MINUTES = b"Minutes of the safeguarding committee, 14 November"
SIZES = (1, 4_000, 300_000, 3_000_000)  # bytes: most of the time goes into waiting, into writing, or into the database


class Writer(threading.Thread):
    """Somebody who uploads one version after another, and sends a form again that was not answered."""

    def __init__(self, server: Server, called: str, url: str):
        super().__init__(daemon=True)
        self.visitor, self.url = server.visitor(called), url
        self.fields = {"csrf_token": self.visitor.token()}
        self.acknowledged: dict[str, str] = {}  # request id → SHA-256
        self.refused: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        """Upload until told to stop."""
        while not self.done.is_set():
            data = (secrets.token_hex(16) * 100_000)[: random.choice(SIZES)].encode()
            self._upload(self.fields | {"request_id": request_id()}, data)

    def _upload(self, fields: dict, data: bytes) -> None:
        while not self.done.is_set():
            try:
                answer = self.visitor.post(self.url, fields, "minutes.txt", data)
            except (OSError, http.client.HTTPException):
                self.done.wait(0.05)
                continue
            if answer.status == 303:
                self.acknowledged[fields["request_id"]] = hashlib.sha256(data).hexdigest()
            else:
                self.refused.append(f"{answer.status} {answer.text[:2000]}")
            return


def upload_and_kill(server: Server, kills: int, uploads: int) -> dict[str, str]:
    """Two people upload so many files at least while the server is killed so many times; what was acknowledged."""
    writers = [Writer(server, called, "/evidence/4/versions") for called in ("lead", "owner")]

    def enough(number: int) -> bool:
        return sum(len(writer.acknowledged) for writer in writers) >= number or any(w.refused for w in writers)

    try:
        for writer in writers:
            writer.start()
        for kill in range(kills):
            assert until(lambda: enough(uploads * kill // kills)), server.said
            time.sleep(random.uniform(0, 0.1))
            server.kill()
            server.start()
        assert until(lambda: enough(uploads)), server.said
    finally:
        for writer in writers:
            writer.done.set()
            writer.join(PATIENCE)
    assert [words for writer in writers for words in writer.refused] == []
    return {id: sha256 for writer in writers for id, sha256 in writer.acknowledged.items()}


def size_of(store, sha256: str) -> int:
    """The bytes of a kept file, each with the right hash."""
    with store.open_checked(sha256) as file:
        return file.seek(0, io.SEEK_END)


def check_whole(server: Server, acknowledged: dict[str, str]) -> None:
    """Everything acknowledged has its row, every row its file, every file its hash, every number its version."""
    rows = server.rows("SELECT request_id, sha256, size FROM evidence_versions JOIN blobs USING (sha256)")
    assert len(rows) == server.rows("SELECT count(*) FROM evidence_versions")[0][0]
    assert acknowledged.items() <= {(id, sha256) for id, sha256, _size in rows}
    store = server.tracker.extensions["store"]
    there = {sha256: size_of(store, sha256) for sha256 in kept(store)}
    assert [row for row in rows if there.get(row[1]) != row[2]] == []
    assert {sha256 for (sha256,) in server.rows("SELECT sha256 FROM blobs")} <= there.keys()
    numbers = server.rows("SELECT max(number), count(*) FROM evidence_versions GROUP BY evidence_id")
    assert [pair for pair in numbers if pair[0] != pair[1]] == []
    assert is_whole(server.folder)
    with inside(server.tracker):
        assert list(AuditEntry.broken()) == []


LONG = [pytest.mark.long, pytest.mark.timeout(5400)]  # twenty minutes each, on a machine that has nothing else to do


@pytest.mark.parametrize(
    ("engine", "kind", "kills", "uploads"),
    [
        pytest.param("sqlite", "folder", 14, 42, marks=pytest.mark.timeout(360)),
        pytest.param("postgresql", "bucket", 6, 18, marks=pytest.mark.timeout(360)),
        pytest.param("sqlite", "folder", 200, 2000, marks=LONG), pytest.param("postgresql", "bucket", 200, 2000, marks=LONG),
    ],
    indirect=["engine"],
)  # fmt: skip
def test_killed_again_and_again_it_keeps_what_it_acknowledged(told_world, tmp_path, request, kind, kills, uploads):  # checks 49
    with server_over(kind, told_world, tmp_path, request) as server:
        acknowledged = upload_and_kill(server, kills, uploads)
        server.kill()
        assert len(acknowledged) >= uploads
        check_whole(server, acknowledged)


def test_the_check_sees_what_is_lost(told_world, tmp_path):  # checks 49
    server = Server(told_world, tmp_path)
    check_whole(server, {})
    with pytest.raises(AssertionError):
        check_whole(server, {request_id(): "0" * 64})
    ((sha256,),) = server.rows("SELECT sha256 FROM evidence_versions LIMIT 1")
    (tmp_path / "evidence" / "objects" / sha256[:2] / sha256).unlink()
    with pytest.raises(AssertionError):
        check_whole(server, {})


# --- at each point --------------------------------------------------------------------------------------------------


def die(*_) -> None:
    """As if the power went."""
    os.kill(os.getpid(), signal.SIGKILL)


def keep_and_die(store) -> None:
    """The store keeps the file, and nothing comes after."""
    keep = store.keep
    store.keep = lambda arrival: die(keep(arrival))


POINTS = {  # where it dies, and how many versions there are then
    "file kept, no row yet": (lambda app: keep_and_die(app.extensions["store"]), 0),
    "rows written, before the commit": (lambda app: event.listen(db.engine, "commit", die), 0),
    "after the commit, before the answer": (lambda app: event.listen(db.session, "after_commit", die), 1),
}


def upload_in(server: Server, fields: dict, prepare=None):
    """Upload a version in this process; `prepare` sets up where it dies."""
    app = server.tracker
    with inside(app):
        browser = Browser(app, CAST["owner"][1])
        file = {"file": (io.BytesIO(MINUTES), "minutes.txt")}
        fields = {"csrf_token": browser.token()} | fields | file
        if prepare:
            prepare(app)
        answer = browser.post("/evidence/4/versions", fields, content_type="multipart/form-data")
    return answer


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize(("prepare", "versions"), POINTS.values(), ids=POINTS)
def test_killed_at_this_point_it_is_whole_and_the_form_can_be_sent_again(told_world, tmp_path, prepare, versions):  # checks 45, 49
    server, fields = Server(told_world, tmp_path), {"request_id": request_id()}
    process = multiprocessing.get_context("fork").Process(target=upload_in, args=(server, fields, prepare))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    check_whole(server, {})
    count = "SELECT count(*) FROM evidence_versions WHERE request_id = ?"
    assert server.rows(count, fields["request_id"]) == [(versions,)]
    assert upload_in(server, fields).status == 303
    check_whole(server, {fields["request_id"]: hashlib.sha256(MINUTES).hexdigest()})
    assert server.rows(count, fields["request_id"]) == [(1,)]
