"""How many SQL statements a page costs; the floor is one."""

from contextlib import contextmanager

from sqlalchemy import event

from tests.bench.compare import Result
from tests.bench.world import World

PAGES = {
    "home": "/",
    "review page": "/reviews/1",
    "findings": "/reviews/1/report",
    "checklist": "/reviews/1/submissions",
    "submission": "/submissions/1",
    "action": "/actions/4",
}


def counts(world: World) -> list[Result]:
    """A line for each page, as the lead sees it."""
    return [
        Result(f"queries: {name}", _count(world, url), 1, "queries", f"SQL statements of {url}, signed in as lead")
        for name, url in PAGES.items()
    ]


def count(world: World, called: str, name: str, url: str, small: World) -> Result:
    """A line for a page in a large world, against the same page in a small one."""
    return Result(f"queries: {name}", _count(world, url, called), _count(small, url, called), "queries", f"SQL statements of {url}; floor: in the small world")


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


def _count(world: World, url: str, called: str = "lead") -> int:
    with statements(world.engine) as said:
        world.get(called, url)
    return len(said)
