"""How `flask db` reaches the database: through the app's own engine, one transaction for each run."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from tracker.models import audit_triggers, search_index
from tracker.models.columns import UtcDateTime

db = current_app.extensions["migrate"].db


def plain_types(kind, item, _autogen):
    """A migration names plain types, so that it still runs when our own are gone."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def in_models(name, _kind, _parents):
    """The search index belongs to no model."""
    return not (name or "").startswith(search_index.PREFIX)


@contextmanager
def rebuilding(connection):
    """SQLite changes a table by rebuilding it, which foreign keys forbid while rows point at it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF").close()
    # While a table is away, renaming its successor fails when a trigger names it.
    driver.execute("PRAGMA legacy_alter_table=ON").close()
    yield
    driver.execute("PRAGMA legacy_alter_table=OFF").close()
    driver.execute("PRAGMA foreign_keys=ON").close()


def check_foreign_keys(connection):
    """Raises RuntimeError for rows that point nowhere."""
    broken = connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")


with db.engine.connect() as connection, rebuilding(connection):
    context.configure(
        connection=connection, target_metadata=db.metadata, compare_type=True, render_item=plain_types,
        include_name=in_models, render_as_batch=True, transactional_ddl=True,  # an interrupted migration leaves nothing behind
    )
    with context.begin_transaction():
        context.run_migrations()
        search_index.restore(connection)
        audit_triggers.restore(connection)
        check_foreign_keys(connection)
