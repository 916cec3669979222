"""The evidence pack of two gigabytes; the floor reads the same files, hashes them and writes them bare. Both go through a pipe."""

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from sqlalchemy import select

from tests.bench.compare import Result
from tests.bench.export import MEBIBYTE
from tests.bench.world import World
from tracker.documents.pack import CHUNK, evidence_pack
from tracker.extensions import db
from tracker.models import Submission
from tracker.storage import FolderStore

FILES, SIZE = 20, 100 * MEBIBYTE
ROUNDS = 5
def results(world: World, folder: Path) -> Iterator[Result]:
    """Milliseconds of the best of a few rounds by turns, of 1.25 times the floor; the first byte; the memory."""
    store = FolderStore(folder / "pack")
    hashes = [_kept(store) for _ in range(FILES)]
    plan = _plan(world, hashes)
    ways = {"ours": lambda: evidence_pack(plan, None, store.open), "floor": lambda: _bare(store, hashes)}
    took = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            took[name].append(_piped(way))
    first = min(_first(ways["ours"]) for _ in range(3))
    note = f"{FILES} files of {SIZE // MEBIBYTE} MiB; floor: the same files read, hashed and written bare"
    yield Result("evidence pack of 2 GiB", min(took["ours"]) * 1000, min(took["floor"]) * 1000, "ms", note).held(1.25)
    yield Result("its first byte", first * 1000, 100, "ms", "floor: the latest it may come").held(1.0)
    grown = _grown(lambda: _piped(ways["ours"])) / MEBIBYTE
    yield Result("memory of that pack", max(grown, 0.001), 30, "MiB", "growth of the largest resident size; floor: the most it may be").held(1.0)


def _kept(store: FolderStore) -> str:
    with store.incoming() as arrival:
        for _ in range(SIZE // MEBIBYTE):
            arrival.write(os.urandom(MEBIBYTE))
        return store.keep(arrival)


def _plan(world: World, hashes: list[str]) -> dict:
    """The plan of the demonstration, as if its evidence were these files."""
    with world.app.app_context():
        plan = db.session.scalar(select(Submission).limit(1)).plan
    first = next(action for action in plan["actions"] if action["evidence"])
    one = first["evidence"][0]
    for action in plan["actions"]:
        action["evidence"] = []
    first["evidence"] = [one | {"id": number, "sha256": sha256, "size": SIZE} for number, sha256 in enumerate(hashes, 1)]
    return plan


def _bare(store: FolderStore, hashes: list[str]) -> Iterator[bytes]:
    for sha256 in hashes:
        digest = hashlib.sha256()
        with store.open(sha256) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                yield chunk


def _piped(way: Callable[[], Iterable[bytes]]) -> float:
    """Seconds until somebody at the other end of a pipe has read it all."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0) as reader:
        begun = perf_counter()
        for part in way():
            if part:
                reader.stdin.write(part)
        reader.stdin.close()
        reader.wait()
        return perf_counter() - begun


def _first(way: Callable[[], Iterable[bytes]]) -> float:
    begun = perf_counter()
    next(part for part in way() if part)
    return perf_counter() - begun


def _grown(way: Callable[[], object]) -> int:
    """Bytes by which the largest resident size of a process of its own grows meanwhile."""
    fork = get_context("fork")
    told = fork.SimpleQueue()
    process = fork.Process(target=_measure, args=(way, told))
    process.start()
    process.join()
    return told.get()


def _measure(way: Callable[[], object], told) -> None:
    before = getrusage(RUSAGE_SELF).ru_maxrss
    way()
    told.put((getrusage(RUSAGE_SELF).ru_maxrss - before) * 1024)
