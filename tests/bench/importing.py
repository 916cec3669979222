"""The import: the report's text becomes a review with its findings, recommendations and actions, durably."""

import sqlite3

from tests.bench.compare import Case
from tests.bench.reading import REPORT, WHICH
from tests.bench.world import World
from tests.conftest import TODAY, person
from tracker.demo.story import RECEIVED
from tracker.extensions import db, writing
from tracker.models.report_import import import_report
from tracker.reading import read_report


def case(world: World) -> Case:
    """The floor decodes the same bytes and inserts the same rows by `executemany` in one transaction."""
    data, plain = REPORT.read_bytes(), world.plain()
    before = _rows(plain)
    _import(world, data)
    new = {table: [row for row in rows if row not in before[table]] for table, rows in _rows(plain).items()}
    count = sum(map(len, new.values()))
    return Case(
        "import the report", f"{WHICH}; floor: decode, then the same {count} rows by executemany",
        ours=lambda: _import(world, data), floor=lambda: _insert(plain, data, new), before=world.put_back,
    )  # fmt: skip


def _import(world: World, data: bytes) -> None:
    with world.app.app_context():
        writing()
        import_report(read_report(data), filename=REPORT.name, data=data, received_on=RECEIVED, on=TODAY, by=person("lead"))
        db.session.commit()


def _insert(plain: sqlite3.Connection, data: bytes, new: dict[str, list[tuple]]) -> None:
    data.decode()
    plain.execute("BEGIN IMMEDIATE")
    for table, rows in new.items():
        if rows:
            plain.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    plain.execute("COMMIT")


def _rows(plain: sqlite3.Connection) -> dict[str, list[tuple]]:
    """Every row of every table, parents first."""
    return {t.name: [tuple(row) for row in plain.execute(f"SELECT * FROM {t.name}")] for t in db.metadata.sorted_tables}
