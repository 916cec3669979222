"""A world of the tests: a folder with the evidence, and its database: a file there, or on PostgreSQL one of its own.

`@pytest.mark.engines("sqlite", "postgresql")` runs a test on each of these. The others run on SQLite, or with
`TEST_DATABASE=postgresql` on PostgreSQL, and then those that name both do too.
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests import postgresql
from tracker.extensions import WRITE_LOCK, db

WANTED = os.environ.get("TEST_DATABASE", "")
USUAL = WANTED or "sqlite"
assert USUAL in ("sqlite", "postgresql"), "TEST_DATABASE is sqlite or postgresql"
_chosen = [USUAL]


def choose(engine: str) -> None:
    """Worlds that are made from now on have their database there."""
    _chosen[0] = engine


def on_postgresql() -> bool:
    """Whether the running test uses PostgreSQL."""
    return _chosen[0] == "postgresql"


def database_url(folder: Path) -> str:
    """The database of the world in this folder, made empty when there is none yet."""
    if not on_postgresql():
        return f"sqlite:///{folder}/tracker.sqlite"
    postgresql.shared().make(_name(folder))
    return postgresql.shared().url(_name(folder))


def copy_world(world: Path, folder: Path) -> None:
    """Fill a folder with a copy of a world; what its database held before is gone."""
    shutil.copytree(world, folder, dirs_exist_ok=True)
    if on_postgresql():
        postgresql.shared().copy(_name(world), _name(folder))


def put_back(world: Path, folder: Path) -> None:
    """Every row of the world under the running server of this folder, and no other."""
    if on_postgresql():
        postgresql.shared().copy(_name(world), _name(folder))
        return
    with _sqlite(world) as told, _sqlite(folder) as own:
        told.backup(own)


def ask(folder: Path, query: str, *values) -> list[tuple]:
    """What the database says, asked past the app, with a `?` for each value."""
    if on_postgresql():
        query, values = query.replace("?", "%s") if values else query, values or None
    with _postgresql(folder) if on_postgresql() else _sqlite(folder) as connection:
        done = connection.execute(query, values)
        found = done.fetchall() if done.description else []
        connection.commit()
    return found


def is_whole(folder: Path) -> bool:
    """Whether SQLite's own check finds nothing, or every index of PostgreSQL fits its table."""
    if on_postgresql():
        ask(folder, "CREATE EXTENSION IF NOT EXISTS amcheck")
        ask(folder, BTREES)  # raises for one that does not
        return True
    return ask(folder, "PRAGMA integrity_check") == [("ok",)] and ask(folder, "PRAGMA foreign_key_check") == []


BTREES = """SELECT bt_index_check(index => c.oid, heapallindexed => true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'btree' AND n.nspname = 'public'"""


@contextmanager
def inside(app):
    """In the app's context; afterwards none of its connections is left open."""
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def write_lock(folder: Path):
    """Somebody else holds the database's one write lock meanwhile."""
    if on_postgresql():
        with _postgresql(folder) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
            yield
            other.rollback()
        return
    with _sqlite(folder) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield


def _sqlite(folder: Path):
    return closing(sqlite3.connect(folder / "tracker.sqlite", timeout=10))


def _postgresql(folder: Path):
    return closing(psycopg.connect(postgresql.shared().url(_name(folder)).replace("+psycopg", "")))


def _name(folder: Path) -> str:
    return "world_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]
