"""How `flask db` reaches the database: through the app's own engine, one transaction for each run."""

from alembic import context
from flask import current_app

from tracker.models.columns import UtcDateTime

db = current_app.extensions["migrate"].db


def plain_types(kind, item, _autogen):
    """A migration names plain types, so that it still runs when our own are gone."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


with db.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=db.metadata, compare_type=True, render_item=plain_types, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
