"""A page asks the database as often for a long plan as for a short one."""

import pytest
from sqlalchemy import Enum, UniqueConstraint

from tests.bench.queries import statements
from tracker.extensions import db

SHIFT = 1000  # what the ids of a copy are moved by
KEPT = {"reviews", "sign_ins", "throttles", "audit_entries", "import_drafts"}
PAGES = [
    ("lead", "/"),
    ("lead", "/reviews"),
    ("lead", "/reviews/1"),
    ("lead", "/reviews/1/report"),
    ("lead", "/reviews/1/submissions"),
    ("lead", "/submissions"),
    ("lead", "/submissions/1"),
    ("owner", "/reviews/1"),
    ("owner", "/submissions/1"),
    ("regulator", "/"),
    ("regulator", "/submissions"),
    ("admin", "/people"),
]


@pytest.mark.parametrize("called,url", PAGES, ids=lambda value: value)
def test_a_page_asks_as_often_for_three_times_as_many_rows(app, open_as, called, url):
    _leave_gaps()
    browser = open_as(called)
    before = _asked(browser, url)
    _triple(KEPT)
    assert _asked(browser, url) == before


@pytest.mark.parametrize("called", ["lead", "owner"])
@pytest.mark.parametrize("number", [2, 4, 13], ids=["completed", "in progress", "verified"])
def test_an_action_asks_as_often_for_three_times_as_much_that_belongs_to_it(app, open_as, called, number):
    browser, url = open_as(called), f"/actions/{number}"
    before = _asked(browser, url)
    _triple(KEPT | {"actions"})
    assert _asked(browser, url) == before


def test_evidence_asks_as_often_for_three_times_as_many_versions_and_actions(app, open_as):
    browser = open_as("lead")
    before = _asked(browser, "/evidence/3")
    _triple(KEPT | {"evidence"})
    assert _asked(browser, "/evidence/3") == before


def _asked(browser, url: str) -> list[str]:
    """What the page asks, so that a failure shows what is asked too often."""
    with statements(db.engine) as said:
        browser.get(url, expect=200)
    return sorted(s.split("\nFROM")[0][:60] + " … " + s.split("\nFROM")[-1][:160] for s in said)


def _leave_gaps() -> None:
    """Every action lacks something, so that the checklist has a line for each."""
    actions = db.metadata.tables["actions"]
    db.session.execute(actions.update().values(success_measure=""))
    db.session.commit()


def _triple(kept: set[str]) -> None:
    """Copy every row twice, with users and organisations of its own; what hangs on kept rows goes on hanging there."""
    for table in db.metadata.sorted_tables:
        if table.name not in kept:
            rows = [dict(row) for row in db.session.execute(table.select()).mappings()]
            copies = [_copy(table, row, kept, n * SHIFT) for row in rows for n in (1, 2)]
            db.session.execute(table.insert(), copies)
    db.session.commit()


def _copy(table, row: dict, kept: set[str], shift: int) -> dict:
    own = _changed_for_uniqueness(table, kept)
    return {c.name: _moved(row[c.name], shift) if c.name in own or _goes_along(c, kept) else row[c.name] for c in table.columns}


def _changed_for_uniqueness(table, kept: set[str]) -> set[str]:
    names = {c.name for c in table.primary_key if not c.foreign_keys}
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint) and not any(_goes_along(c, kept) for c in rule.columns):
            names.add([c.name for c in rule.columns if not isinstance(c.type, Enum)][-1])
    return names


def _goes_along(column, kept: set[str]) -> bool:
    return any(key.column.table.name not in kept for key in column.foreign_keys)


def _moved(value, shift: int):
    if isinstance(value, int):
        return value + shift
    return value and f"{value}x{shift}"
