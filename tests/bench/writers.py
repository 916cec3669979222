"""Sixteen people save progress updates at once against a real server with two workers; nobody is turned away."""

import shutil
import sqlite3
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.bench.compare import Result
from tests.bench.progress_update import write
from tests.bench.world import World
from tests.server import Server, at_once

PEOPLE, EACH = 16, 12  # clients, and updates of each of them
SAID = {"confidence": "on track", "note": "Twenty records were read this week; nineteen are complete."}


def result(world: World, folder: Path) -> Result:
    """Milliseconds between one saved update and the next; the floor commits the same rows one after the other, with the same engine settings.

    Raises AssertionError when an update was not saved.
    """
    copies = {name: _copy(world, folder / name) for name in ("ours", "floor")}
    with Server(copies["ours"], folder / "server") as server:
        ours = _served(server)
    floor = _bare(copies["floor"] / "tracker.sqlite")
    note = f"{PEOPLE} clients, {PEOPLE * EACH} updates, 2 workers, 0 errors; floor: the same rows, a durable transaction for each update, one bare connection"
    return Result(f"{PEOPLE} people update at once", ours, floor, "ms", note)


def _copy(world: World, folder: Path) -> Path:
    folder.mkdir()
    world.put_back()
    shutil.copy(world.file, folder / "tracker.sqlite")
    return folder


def _served(server: Server) -> float:
    open_ones = [id for (id,) in server.rows("SELECT id FROM actions WHERE status IN ('not started', 'in progress') ORDER BY id LIMIT ?", PEOPLE)]
    assert len(open_ones) == PEOPLE
    before = _count(server)
    people = [_ready(server, action) for action in open_ones]
    begun = perf_counter()
    answers = at_once(*[partial(_save_all, *person) for person in people])
    took = perf_counter() - begun
    assert [status for own in answers for status in own] == [200] * (PEOPLE * EACH), answers
    assert _count(server) == before + PEOPLE * EACH
    return took * 1000 / (PEOPLE * EACH)


def _count(server: Server) -> int:
    return server.rows("SELECT count(*) FROM progress_updates")[0][0]


def _ready(server: Server, action: int):
    """Somebody with the page of his action open."""
    visitor = server.visitor("lead")
    return visitor, action, visitor.get(f"/actions/{action}")


def _save_all(visitor, action: int, page) -> list[int]:
    token, statuses = page.value("csrf_token"), []
    for _ in range(EACH):
        fields = SAID | {"csrf_token": token, "version": page.value("version")}
        page = visitor.post(f"/actions/{action}/progress", fields, **{"HX-Request": "true"})
        statuses.append(page.status)
        if page.status != 200:
            return statuses
    return statuses


def _bare(file: Path) -> float:
    plain = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        plain.execute(f"PRAGMA {pragma}")
    rows = plain.execute("SELECT id, version FROM actions WHERE status IN ('not started', 'in progress') ORDER BY id LIMIT ?", [PEOPLE]).fetchall()
    (user,) = plain.execute("SELECT min(id) FROM users").fetchone()
    begun = perf_counter()
    for number in range(EACH):
        for action, version in rows:
            write(plain, action, version + number, user)
    took = perf_counter() - begun
    plain.close()
    return took * 1000 / (len(rows) * EACH)
