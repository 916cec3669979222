"""The domain's rows as one text, to prove that nothing changed."""

from tracker.extensions import db
from tracker.models.audit import READ

NOT_DOMAIN = {"sign_ins", "throttles", "alembic_version"}


def domain_rows(table):
    """A select of a table's rows; that CQC opened something is no change."""
    return table.select().where(~table.c.verb.startswith(READ)) if table.name == "audit_entries" else table.select()


def dump() -> str:
    """Every row of every domain table."""
    db.session.rollback()
    lines = []
    for table in db.metadata.sorted_tables:
        if table.name not in NOT_DOMAIN:
            with db.engine.connect() as connection:
                lines += [f"{table.name} {row!r}" for row in connection.execute(domain_rows(table).order_by(*table.primary_key))]
    return "\n".join(lines)
