"""`flask evidence verify` over files of two sizes; the floor is SHA-256 of the same files and nothing else."""

import hashlib
import os
from pathlib import Path

from flask import current_app

from tests.bench.compare import Case
from tests.bench.world import World
from tracker.demo.cast import make_cast
from tracker.extensions import db
from tracker.models import Blob

SIZES = [1_000_000] * 120 + [20_000_000] * 4  # bytes


def case(folder: Path) -> Case:
    """A database with nothing but people and the records of the files."""
    world = World(folder / "kept", _fill)
    runner = world.app.test_cli_runner()
    paths = sorted(path for path in (folder / "kept" / "evidence" / "objects").rglob("*") if path.is_file())

    def verify() -> None:
        result = runner.invoke(args=["evidence", "verify"])
        if result.exit_code or f"{len(SIZES)} files" not in result.stdout:
            raise ValueError(result.output)

    return Case(
        "evidence verify", f"{len(SIZES)} files, {sum(SIZES) // 1_000_000} MB; floor: sha256 of each, one after the other",
        ours=verify, floor=lambda: [_digest(path) for path in paths],
    )  # fmt: skip


def _fill() -> None:
    make_cast()
    store = current_app.extensions["store"]
    for size in SIZES:
        db.session.add(Blob(sha256=store.put(os.urandom(size)), size=size))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
