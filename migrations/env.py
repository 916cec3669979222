"""How `flask db` reaches the database: through the app's own engine, one transaction for each run."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from tracker.models.columns import UtcDateTime

db = current_app.extensions["migrate"].db


def plain_types(kind, item, _autogen):
    """A migration names plain types, so that it still runs when our own are gone."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


@contextmanager
def rebuilding(connection):
    """SQLite changes a table by rebuilding it, which foreign keys forbid while rows point at it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF").close()
    yield
    driver.execute("PRAGMA foreign_keys=ON").close()


def check_foreign_keys(connection):
    """Raises RuntimeError for rows that point nowhere."""
    broken = connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")


with db.engine.connect() as connection, rebuilding(connection):
    context.configure(
        connection=connection, target_metadata=db.metadata, compare_type=True, render_item=plain_types,
        render_as_batch=True, transactional_ddl=True,  # an interrupted migration leaves nothing behind
    )
    with context.begin_transaction():
        context.run_migrations()
        check_foreign_keys(connection)
