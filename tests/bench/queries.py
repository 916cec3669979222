"""How many SQL statements a page costs."""

from contextlib import contextmanager

from sqlalchemy import event


@contextmanager
def statements(engine):
    """The list of the statements that run on an engine meanwhile, less BEGIN and PRAGMA."""
    said = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
