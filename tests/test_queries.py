"""A page asks the database as often for a long plan as for a short one."""

import re
from collections import Counter

import pytest
from sqlalchemy import Enum, UniqueConstraint

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tracker.extensions import db
from tracker.models import Review, Submission

SHIFT = 1000  # what the ids of a copy are moved by
VALUE = r"(\?|%\(\w+\)s(::[\w ]+(\(\d+\))?)?)"  # as SQLite's and as PostgreSQL's driver writes it
LISTS = re.compile(rf"\(({VALUE}, )*{VALUE}\)")  # an IN list is as long as the rows are many
KEPT = {"reviews", "sign_ins", "throttles", "audit_entries", "import_drafts"}
PAGES = [
    ("lead", "/"),
    ("lead", "/reviews/1"),
    ("lead", "/reviews/1/report"),
    ("lead", "/reviews/1/submissions"),
    ("lead", "/submissions"),
    ("regulator", "/"),
    ("regulator", "/submissions"),
    ("admin", "/people"),
    ("admin", "/organisations"),
    ("lead", "/reviews/1/moves"),
    ("lead", "/evidence"),
]


@pytest.mark.parametrize("called,url", PAGES)
def test_a_page_asks_as_often_for_three_times_as_many_rows(app, open_as, called, url):
    _leave_gaps()
    _same_for_a_longer_page(open_as(called), url, url, KEPT)


@pytest.mark.parametrize("called", ["lead", "owner"])
@pytest.mark.parametrize("number", ["1.2", "1.4", "1.13"], ids=["complete", "in progress", "verified"])
def test_an_action_asks_as_often_for_three_times_as_much_that_belongs_to_it(app, open_as, called, number):
    url = f"/actions/{action(number).id}"
    _same_for_a_longer_page(open_as(called), url, url, KEPT | {"actions", "recommendations"})


def test_freezing_a_plan_asks_as_often_for_three_times_as_many_rows(app):
    with statements(db.engine) as short:
        _assemble()
    _triple(KEPT)
    with statements(db.engine) as long:
        _assemble()
    assert _counted(long) == _counted(short)


def test_a_submission_asks_as_often_for_a_plan_three_times_as_long(app, open_as):
    _same_for_a_longer_page(open_as("lead"), f"/submissions/{_assemble()}", lambda: f"/submissions/{_assemble()}", KEPT)


def _same_for_a_longer_page(browser, short: str, long, kept: set[str]) -> None:
    with statements(db.engine) as before:
        page = browser.get(short, expect=200)
    _triple(kept)
    long = long() if callable(long) else long
    with statements(db.engine) as after:
        longer = browser.get(long, expect=200)
    assert len(longer.words) > len(page.words), "the page did not grow, so it proves nothing"
    assert before and _counted(after) == _counted(before)


def _counted(said: list[str]) -> Counter:
    """How often each statement ran, so that a failure names the one that did so more often."""
    return Counter(LISTS.sub("(…)", statement) for statement in said)


def _assemble() -> int:
    submission = Submission.assemble(
        db.session.get(Review, 1), gap_reason="Not yet agreed.", by=person("lead"), on=TODAY, demonstration=True
    )
    db.session.commit()
    return submission.id


def _leave_gaps() -> None:
    """Every action lacks something, so that the checklist has a line for each."""
    actions = db.metadata.tables["actions"]
    db.session.execute(actions.update().values(success_measure=""))
    db.session.commit()


def _triple(kept: set[str]) -> None:
    """Copy every row twice, with users and organisations of its own; what hangs on kept rows goes on hanging there."""
    for table in db.metadata.sorted_tables:
        if table.name not in kept and (_own_key(table) or any(_goes_along(c, kept) for c in table.columns)):
            rows = [dict(row) for row in db.session.execute(table.select()).mappings()]
            copies = [_copy(table, row, kept, n * SHIFT) for row in rows for n in (1, 2)]
            if copies:  # a noun that the story does not use
                db.session.execute(table.insert(), copies)
    db.session.commit()


def _copy(table, row: dict, kept: set[str], shift: int) -> dict:
    own = _changed_for_uniqueness(table, kept)
    return {c.name: _moved(c, row[c.name], shift) if c.name in own or _goes_along(c, kept) else row[c.name] for c in table.columns}


def _changed_for_uniqueness(table, kept: set[str]) -> set[str]:
    names = set(_own_key(table))
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint) and not any(_goes_along(c, kept) for c in rule.columns):
            names.add([c.name for c in rule.columns if not isinstance(c.type, Enum)][-1])
    return names


def _own_key(table) -> list[str]:
    return [c.name for c in table.primary_key if not c.foreign_keys]


def _goes_along(column, kept: set[str]) -> bool:
    return any(key.column.table.name not in kept for key in column.foreign_keys)


def _moved(column, value, shift: int):
    if isinstance(value, int):
        return value + shift
    return value and f"{value}0{shift}"[-(column.type.length or 0) :]  # PostgreSQL keeps to the length, and a checksum is hex
