"""The search index stays whole while migrations rebuild tables, go down and come up again. # checks 61"""

import shutil

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import text

from tests.conftest import settings
from tests.test_search_index import pieces
from tests.worlds import copy_world, inside
from tracker import create_app
from tracker.extensions import db
from tracker.models import search_index

TRIGGERS = {name for table in search_index.SEARCHED for name in search_index.triggers(table)}
TRIAL = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = 'trial', '{newest}'
def upgrade():
    for name in ('actions', 'progress_updates', 'reviews'):
        with op.batch_alter_table(name, recreate='always') as table:
            table.add_column(sa.Column('trial', sa.String(30)))
    op.execute("UPDATE actions SET words = 'a platypus, changed by a migration' WHERE id = 1")
def downgrade():
    pass
"""


@pytest.fixture
def filled(tmp_path, told_world):
    """An app of its own over a copy of the told story."""
    copy_world(told_world, tmp_path)
    with inside(create_app(settings(tmp_path))) as app:
        yield app


def made(kind: str) -> set[str]:
    """The names of the index's own triggers or tables that are there."""
    names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = :kind"), {"kind": kind})
    return {name for name in names if name.startswith(search_index.PREFIX)}


@pytest.mark.engines("sqlite")
def test_down_and_up_again_with_every_trigger(filled):
    before = pieces()
    assert made("trigger") == TRIGGERS
    db.session.remove()
    downgrade(revision="0007")
    assert made("trigger") == made("table") == set()
    db.session.remove()
    upgrade()
    assert made("trigger") == TRIGGERS and pieces() == before
    check()


@pytest.mark.engines("postgresql")
def test_down_and_up_again_with_every_index(filled):
    indexes = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'search%' AND indexdef LIKE '%gin_trgm_ops%'"
    every = {search_index.PREFIX + table for table in search_index.SEARCHED}
    assert set(db.session.scalars(text(indexes))) == every
    db.session.remove()
    downgrade(revision="0007")
    assert db.session.scalars(text(indexes)).all() == []
    db.session.remove()
    upgrade()
    assert set(db.session.scalars(text(indexes))) == every
    check()


@pytest.mark.engines("sqlite")  # which drops the triggers of a table that it rebuilds
def test_tables_that_are_searched_can_be_rebuilt(filled, tmp_path):
    versions = tmp_path / "migrations"
    shutil.copytree(filled.extensions["migrate"].directory, versions)
    newest = ScriptDirectory(str(versions)).get_current_head()
    (versions / "versions" / "trial.py").write_text(TRIAL.format(newest=newest))
    upgrade(directory=str(versions))
    assert made("trigger") == TRIGGERS
    kept = pieces()
    assert {place for piece, place, *_ in kept["actions"] if piece == "ypu"} == {search_index.HALF + 1}
    search_index.drop(db.session.connection())
    search_index.create(db.session.connection())
    assert pieces() == kept
    db.session.execute(text("UPDATE actions SET words = 'an echidna' WHERE id = 1"))
    assert {place for piece, place, *_ in pieces()["actions"] if piece in ("ypu", "idn")} == {search_index.HALF + 1}
