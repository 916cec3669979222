"""The domain's rows as one text, to prove that nothing changed."""

from tracker.extensions import db

NOT_DOMAIN = {"sign_ins", "throttles", "alembic_version"}


def dump() -> str:
    """Every row of every domain table."""
    db.session.rollback()
    lines = []
    for table in db.metadata.sorted_tables:
        if table.name not in NOT_DOMAIN:
            with db.engine.connect() as connection:
                lines += [f"{table.name} {row!r}" for row in connection.execute(table.select().order_by(*table.primary_key))]
    return "\n".join(lines)
