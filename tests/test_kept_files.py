"""`flask evidence verify` and `sweep`: each file that is not as recorded is named; only what belongs to nothing goes."""

import os
import secrets
import threading
import time

import pytest
from sqlalchemy import select

from tests.client import request_id
from tests.server import Server
from tests.stores import damage, in_bucket, kept, on_their_way, server_over
from tests.test_commands import run
from tests.visitor import PATIENCE
from tests.worlds import inside
from tracker.extensions import db
from tracker.models import Blob, Document, EvidenceVersion

ORPHAN = b"Nobody's file"


everywhere = pytest.mark.parametrize(("engine", "store"), [("sqlite", "folder"), ("postgresql", "bucket")], indirect=True)


@pytest.fixture
def store(request, app):
    """The store of the app, with the files of the story."""
    return in_bucket(app, request) if request.param == "bucket" else app.extensions["store"]


def old(path, hours: float):
    """Make a file look as if it was last written so many hours ago."""
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def left_over(store, hours: float):
    """What a killed upload leaves: a file on its way that nobody has open."""
    path = store.spool.folder / secrets.token_hex(16)
    path.write_bytes(b"half a fi")
    old(path, hours)
    return path


# --- verify ---------------------------------------------------------------------------------------------------------


@everywhere
def test_a_store_that_is_whole_says_so(app, store):
    printed = run(app, "evidence", "verify").stdout
    assert printed == f"{len(kept(store))} files checked: all are whole, and nothing else is there.\n"


@everywhere
def test_whatever_is_wrong_is_named_a_line_each(app, store):  # checks 54
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id))
    missing, item = version.sha256, version.evidence_id
    documents = set(db.session.scalars(select(Document.sha256)))
    flipped, cut, one, other = sorted(set(kept(store)) - {missing}, key=lambda sha256: sha256 not in documents)[:4]
    store.remove(missing)
    for sha256, change in {flipped: lambda data: bytes([data[0] ^ 1]) + data[1:], cut: lambda data: data[:-1]}.items():
        with store.open(sha256) as file:
            damage(store, sha256, change(file.read()))
    with store.open(one) as first, store.open(other) as second:
        swapped = {one: second.read(), other: first.read()}
    for sha256, data in swapped.items():
        damage(store, sha256, data)
    orphan = store.put(ORPHAN)
    lines = run(app, "evidence", "verify", expect=1).stdout.splitlines()
    assert {line[:72].strip() for line in lines} == {f"missing {missing}", f"orphan {orphan}"} | {
        f"corrupt {sha256}" for sha256 in (flipped, cut, one, other)
    }
    assert len(lines) == 6 and f"missing {missing} /evidence/{item}" in lines
    assert any("/submissions/1" in line for line in lines)


def test_a_file_that_the_disk_cannot_read_is_named(app, monkeypatch):  # checks 54
    def broken(sha256):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(app.extensions["store"], "check", broken, raising=False)
    lines = run(app, "evidence", "verify", expect=1).stdout.splitlines()
    assert len(lines) == len(kept(app.extensions["store"])) and all(line.startswith("unreadable ") for line in lines)


def test_what_is_uploaded_while_it_runs_is_no_orphan(app, monkeypatch):
    store, listed = app.extensions["store"], app.extensions["store"].listed

    def late():
        db.session.add(Blob(sha256=store.put(ORPHAN), size=len(ORPHAN)))
        db.session.commit()
        return listed()

    monkeypatch.setattr(store, "listed", late, raising=False)
    assert "all are whole" in run(app, "evidence", "verify").stdout


# --- sweep ----------------------------------------------------------------------------------------------------------


@everywhere
def test_only_what_belongs_to_nothing_goes(app, store):  # checks 49, 57
    named = kept(store)
    orphan = store.put(ORPHAN)
    crashed, fresh = left_over(store, 25), left_over(store, 23)
    with store.incoming() as arriving:
        old(arriving.path, 100)
        assert run(app, "evidence", "sweep").stdout == f"removed incoming/{crashed.name}\n1 file removed.\n"
        assert kept(store) == sorted([*named, orphan])
        assert on_their_way(store) == sorted([fresh, arriving.path])
        printed = run(app, "evidence", "sweep", "--grace", "0m").stdout
    assert printed == f"removed {orphan}\nremoved incoming/{fresh.name}\n2 files removed.\n"
    assert kept(store) == named and not on_their_way(store)
    assert "all are whole" in run(app, "evidence", "verify").stdout


def test_an_orphan_in_a_folder_goes_after_a_day(app):  # checks 49
    store = app.extensions["store"]
    orphan = store.put(ORPHAN)
    path = store.root / "objects" / orphan[:2] / orphan
    old(path, 23.9)
    assert run(app, "evidence", "sweep").stdout == "0 files removed.\n"
    old(path, 24.1)
    assert run(app, "evidence", "sweep").stdout == f"removed {orphan}\n1 file removed.\n"


def test_what_an_upload_names_before_the_lock_is_not_swept(app, monkeypatch):  # checks 57
    store = app.extensions["store"]
    orphan, listed = store.put(ORPHAN), store.listed

    def upload_then_list():
        found = list(listed())
        db.session.add(Blob(sha256=orphan, size=len(ORPHAN)))
        db.session.commit()
        return found

    monkeypatch.setattr(store, "listed", upload_then_list, raising=False)
    assert run(app, "evidence", "sweep", "--grace", "0m").stdout == "0 files removed.\n"
    store.check(orphan)


@pytest.mark.parametrize("grace", ["soon", "-1h", "24", "1h30m", "", "99999d"])
def test_a_grace_that_is_no_time_is_refused(app, grace):
    assert "30m, 24h, 7d" in run(app, "evidence", "sweep", "--grace", grace, expect=1).stderr


def flask(server: Server, *command: str) -> str:
    """What `flask evidence …` prints, run in this process beside the server's."""
    with inside(server.tracker):
        return run(server.tracker, "evidence", *command).stdout


@pytest.mark.parametrize(("engine", "kind"), [("sqlite", "folder"), ("postgresql", "bucket")], indirect=["engine"])
@pytest.mark.parametrize("seconds", [2, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(180)])])
def test_a_sweep_never_takes_what_is_uploaded_at_that_moment(told_world, tmp_path, request, kind, seconds):  # checks 57
    with server_over(kind, told_world, tmp_path, request) as server:
        store, acknowledged, refused = server.tracker.extensions["store"], [], []
        done = threading.Event()

        def upload(visitor) -> None:
            fields = {"csrf_token": visitor.token()}
            while not done.is_set():
                data = secrets.token_hex(2000).encode()
                sha256 = store.put(data)  # an orphan already: what another upload left, that failed
                answer = visitor.post("/evidence/4/versions", fields | {"request_id": request_id()}, "notes.txt", data)
                acknowledged.append(sha256) if answer.status == 303 else refused.append(answer.text)

        writers = [threading.Thread(target=upload, args=(server.visitor(called),), daemon=True) for called in ("lead", "owner")]
        for writer in writers:
            writer.start()
        swept, until = 0, time.monotonic() + seconds
        # On a busy machine two seconds may pass before anything was uploaded, or found by the sweep.
        while time.monotonic() < until or (not (acknowledged and swept) and time.monotonic() < until + PATIENCE):
            swept += flask(server, "sweep", "--grace", "0m").count("removed ")
        done.set()
        for writer in writers:
            writer.join(PATIENCE)
        assert not refused and acknowledged and swept
        flask(server, "sweep", "--grace", "0m")
        assert "all are whole" in flask(server, "verify")
        assert set(acknowledged) <= set(kept(store))
