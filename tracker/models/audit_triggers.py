"""Audit triggers: the database itself refuses to change or delete an audit entry; the one file that knows how each engine does it.

Who may alter the schema can take them away, and the chain of hashes then shows what he did.
"""

from sqlalchemy import inspect

TABLE, MARK = "audit_entries", "review_id"  # the column came with the triggers, so a table that has it must have them
WORDS = "audit entries are never changed or deleted"
FUNCTION = "audit_entries_stay"
SQLITE = {
    "audit_entries_not_changed": "BEFORE UPDATE ON audit_entries",
    "audit_entries_not_deleted": "BEFORE DELETE ON audit_entries",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "audit_entries_not_replaced": "BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = new.id)",
}
POSTGRESQL = {"audit_entries_not_changed": "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries"}


def create(connection) -> None:
    """Make every trigger."""
    if connection.dialect.name == "sqlite":
        for name, when in SQLITE.items():
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END")
        return
    raising = f"BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END"
    connection.exec_driver_sql(f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${raising}$$")
    for name, when in POSTGRESQL.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()")
        # ALWAYS, so that no session can pass for a replica, where ordinary triggers rest.
        connection.exec_driver_sql(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def drop(connection) -> None:
    """Take every trigger away that is there."""
    if connection.dialect.name == "sqlite":
        for name in SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name in POSTGRESQL:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {FUNCTION}()")


def restore(connection) -> None:
    """Make again what was lost: SQLite drops the triggers of a table that a migration rebuilds."""
    schema = inspect(connection)
    if schema.has_table(TABLE) and MARK in {column["name"] for column in schema.get_columns(TABLE)} and missing(connection):
        drop(connection)
        create(connection)


def missing(connection) -> set[str]:
    """The names of the triggers that are not there, or that sleep."""
    if connection.dialect.name == "sqlite":
        there, wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger'", SQLITE
    else:
        there, wanted = f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled = 'A'", POSTGRESQL
    return set(wanted) - set(connection.exec_driver_sql(there).scalars())
