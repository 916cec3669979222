"""What each transaction of an engine wrote: the domain's tables, and how many audit entries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from tests.client import NOT_DOMAIN

TABLE_AT = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}  # which word of the statement names the table
NO_CHANGE = {*NOT_DOMAIN, "alembic_version", "audit_entries"}


@dataclass
class Written:
    """`tables` are those of the domain; `entries` counts what was appended to the log."""

    tables: set[str] = field(default_factory=set)
    entries: int = 0


@contextmanager
def committed(engine) -> Iterator[list[Written]]:
    """A list that grows by one for each transaction that commits meanwhile and has written something."""
    kept, open_ones = [], {}

    def wrote(connection, _cursor, statement, _values, _context, _many):
        words = statement.replace('"', "").split(None, 3)
        if words[0] in TABLE_AT:
            now, table = open_ones.setdefault(id(connection.connection.driver_connection), Written()), words[TABLE_AT[words[0]]]
            now.entries += table == "audit_entries"
            now.tables |= {table} - NO_CHANGE

    def ended(connection):
        done = open_ones.pop(id(connection.connection.driver_connection), None)
        if done and (done.tables or done.entries):
            kept.append(done)

    def undone(connection):
        open_ones.pop(id(connection.connection.driver_connection), None)

    listeners = (("before_cursor_execute", wrote), ("commit", ended), ("rollback", undone))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield kept
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)
