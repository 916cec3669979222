"""Search index: which texts are searched, kept by the database itself; the one file that knows how each engine does it.

SQLite: for each table an FTS5 table of three-letter pieces, without a copy of the texts, kept by triggers. PostgreSQL: a pg_trgm index.
The upper half of a place is the review, so that a search reads only the stretches of reviews that somebody sees: docs/decisions/14.
"""

import json

from sqlalchemy import Integer, and_, bindparam, column, literal_column, or_, text

from tracker.extensions import db
from tracker.models.search_words import spellings

SEARCHED = {  # all since migration 0001, which later ones rely on
    "recommendations": ("text",),
    "findings": ("text",),
    "actions": ("words", "post", "success_measure", "evidence_expected", "monitored_by"),
    "progress_updates": ("note",),
    "evidence": ("title", "shows"),
}
PREFIX = "search_"
HALF = 2**32
# CROSS JOIN, because the planner would else read the hits of all reviews first.
FOUND = """SELECT f.rowid % :half AS id FROM json_each(:stretches) s CROSS JOIN {name} f
    WHERE f.{name} MATCH :words AND f.rowid BETWEEN json_extract(s.value, '$[0]') AND json_extract(s.value, '$[1]')"""


def contains(model, words: list[str], reviews: list[int], columns: tuple[str, ...] = ()):
    """A condition: each of these words, of three letters or more, stands in one of the columns (all that are searched).

    `reviews` are the ids of those in which rows are wanted; it makes the search quick, and grants nothing.
    """
    table = model.__tablename__
    if db.engine.dialect.name == "postgresql":
        whole = _joined(table, SEARCHED[table])  # the index is of this very expression
        parts = (whole, _joined(table, columns)) if columns else (whole,)
        return and_(*(or_(*(part.ilike(_like(w), escape="\\") for w in spellings(word))) for part in parts for word in words))
    sought = " AND ".join(f"({' OR '.join(map(_quoted, spellings(word)))})" for word in words)
    given = {"half": HALF, "stretches": json.dumps(stretches(reviews)), "words": f"{{{' '.join(columns or SEARCHED[table])}}} : ({sought})"}
    found = text(FOUND.format(name=PREFIX + table)).bindparams(*(bindparam(name, value, unique=True) for name, value in given.items()))
    return model.id.in_(found.columns(column("id", Integer)))


def stretches(reviews: list[int]) -> list[list[int]]:
    """First and last place of each run of reviews; neighbours make one run."""
    runs = []
    for review in sorted(set(reviews)):
        if runs and runs[-1][1] == review * HALF - 1:
            runs[-1][1] += HALF
        else:
            runs.append([review * HALF, (review + 1) * HALF - 1])
    return runs


def create(connection) -> None:
    """Make the index of every table and fill it."""
    for table in SEARCHED:
        _create(connection, table)


def drop(connection) -> None:
    """Take every index away, with its triggers."""
    for table in SEARCHED:
        _drop(connection, table)


def restore(connection) -> None:
    """Make again what a migration lost: SQLite drops the triggers of a table that it rebuilds."""
    if connection.dialect.name != "sqlite":
        return
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
    for table in SEARCHED:
        if PREFIX + table in there and not there.issuperset(triggers(table)):
            _drop(connection, table)
            _create(connection, table)


def triggers(table: str) -> dict[str, str]:
    """The SQL of the triggers that keep a table's index, by name."""
    name, columns = PREFIX + table, ", ".join(SEARCHED[table])
    owner = "action_id" if table == "progress_updates" else "review_id"
    gone = f"INSERT INTO {name} ({name}, rowid, {columns}) VALUES ('delete', {_row('old', table)});"
    come = f"INSERT INTO {name} (rowid, {columns}) VALUES ({_row('new', table)});"
    return {
        f"{name}_added": f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {come} END",
        f"{name}_changed": f"CREATE TRIGGER {name}_changed AFTER UPDATE OF id, {owner}, {columns} ON {table} BEGIN {gone} {come} END",
        f"{name}_removed": f"CREATE TRIGGER {name}_removed BEFORE DELETE ON {table} BEGIN {gone} END",
    }


def _row(row: str, table: str) -> str:
    """SQL: the place of a row and its searched texts; an action never changes its review."""
    review = f"(SELECT review_id FROM actions WHERE id = {row}.action_id)" if table == "progress_updates" else f"{row}.review_id"
    return ", ".join([f"{review} * {HALF} + {row}.id", *(f"{row}.{name}" for name in SEARCHED[table])])


def _create(connection, table: str) -> None:
    name, columns = PREFIX + table, ", ".join(SEARCHED[table])
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.exec_driver_sql(f"CREATE INDEX {name} ON {table} USING gin ({_joined(table, SEARCHED[table])} gin_trgm_ops)")
        return
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='', tokenize='trigram')")
    connection.exec_driver_sql(f"INSERT INTO {name} (rowid, {columns}) SELECT {_row(table, table)} FROM {table} ORDER BY 1")
    connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    for sql in triggers(table).values():
        connection.exec_driver_sql(sql)


def _drop(connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP INDEX {PREFIX}{table}")
        return
    for name in triggers(table):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql(f"DROP TABLE {PREFIX}{table}")


def _joined(table: str, columns: tuple[str, ...]):
    return literal_column(f"({' || chr(10) || '.join(f'{table}.{name}' for name in columns)})")


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _like(word: str) -> str:
    return "%" + "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in word) + "%"
