"""Migrations: up and down with data, the newest schema is the models' own, tables with rows can be rebuilt. # checks 61"""

import shutil

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from tests.conftest import TODAY, person, settings
from tests.held_files import hold_file
from tests.outcomes import say_what_cqc_said
from tests.own_templates import keep_template
from tests.worlds import copy_world, inside, on_postgresql
from tracker import create_app
from tracker.clock import now
from tracker.extensions import db
from tracker.models import Mail, PublicExtract, Review, Submission


pytestmark = pytest.mark.engines("sqlite", "postgresql")


@pytest.fixture
def filled(tmp_path, told_world):
    """An app of its own over a copy of the told story."""
    copy_world(told_world, tmp_path)
    with inside(create_app(settings(tmp_path))) as app:
        yield app


def keep_mail() -> None:
    """A mail that waits."""
    said = {"to": "plans@cqc.example", "subject": "s", "words": "w", "sender": "tracker@ccg.example", "request_id": "r"}
    Mail.queue(db.session.get(Review, 1), [], **said, by=person("lead"), at=now())


def release() -> None:
    """An extract that was released."""
    files = dict.fromkeys(("pdf", "docx", "csv"), b"x")
    PublicExtract.release(db.session.get(Submission, 1), {}, files, by=person("lead"), on=TODAY)


def test_the_newest_schema_is_the_models(filled):
    check()


def test_down_and_up_again(filled):
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    check()


def test_a_table_that_others_point_at_can_be_rebuilt(filled, monkeypatch, tmp_path):
    versions = tmp_path / "migrations"
    shutil.copytree(filled.extensions["migrate"].directory, versions)
    newest = ScriptDirectory(str(versions)).get_current_head()
    (versions / "versions" / "trial.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = 'trial', '{newest}'\n"
        "def upgrade():\n"
        "    rebuilt = 'always' if op.get_bind().dialect.name == 'sqlite' else 'never'\n"
        "    with op.batch_alter_table('users', recreate=rebuilt) as table:\n"
        "        table.add_column(sa.Column('telephone', sa.String(30)))\n"
        "def downgrade():\n    pass\n"
    )
    before = db.session.execute(db.text("SELECT count(*) FROM memberships")).scalar()
    db.session.remove()
    upgrade(directory=str(versions))
    assert "telephone" in {c["name"] for c in inspect(db.engine).get_columns("users")}
    assert db.session.execute(db.text("SELECT count(*) FROM memberships")).scalar() == before
    assert on_postgresql() or db.session.execute(db.text("PRAGMA foreign_keys")).scalar() == 1


def test_a_review_that_waits_for_its_report_is_not_lost_on_the_way_down(filled, caplog):
    reviews = db.metadata.tables["reviews"]
    waiting = {"report": None, "report_name": None, "report_sha256": None, "received_on": None, "imported_by_id": None}
    db.session.execute(reviews.update().values(waiting))
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0001")
    assert "1 of the reviews waits for its report" in caplog.text
    assert db.session.execute(db.text("SELECT count(*) FROM reviews")).scalar() == 1
    check()


def test_a_file_that_may_not_be_opened_is_not_opened_by_an_older_tracker(filled, caplog):
    db.session.execute(db.text("UPDATE evidence_versions SET scan = 'infected' WHERE id = 1"))
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0013")
    assert "1 of the files may not be opened" in caplog.text
    check()


@pytest.mark.parametrize("what", ["withheld_at", "taken_down_at", "held"])
def test_a_file_with_personal_data_is_not_opened_by_an_older_tracker(filled, caplog, what):
    if what == "held":
        hold_file()
    else:
        db.session.execute(db.text(f"UPDATE evidence_versions SET {what} = '2016-08-26 12:00:00' WHERE id = 1"))
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0014")
    assert "1 of the files are withheld, taken down or wait" in caplog.text
    check()


@pytest.mark.parametrize("what", ["kind = 'follow-up'", "declined_json = '{}'"], ids=["a follow-up", "a declined version"])
def test_what_an_older_tracker_would_send_as_a_plan_stays(filled, caplog, what):
    db.session.execute(db.text(f"UPDATE submissions SET {what} WHERE id = 1"))
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0016")
    assert "1 of the submissions are follow-ups or were declined" in caplog.text
    check()


def test_what_cqc_said_is_not_lost_on_the_way_down(filled, caplog):
    say_what_cqc_said()
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0016")
    assert "2 records of what CQC said, or of signed pages" in caplog.text
    check()


@pytest.mark.parametrize(
    ("keep", "down_to", "words"),
    [(keep_template, "0017", "1 records of Word templates"), (keep_mail, "0018", "1 records of emails"), (release, "0019", "1 public extracts")],
    ids=["a template", "an email", "an extract"],
)
def test_records_are_not_lost_on_the_way_down(filled, caplog, keep, down_to, words):
    keep()
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision=down_to)
    assert words in caplog.text
    check()


def test_a_document_says_which_template_made_it_and_goes_not_down(filled, caplog):
    db.session.execute(db.text(f"UPDATE documents SET template_sha256 = '{'0' * 64}' WHERE id = 1"))
    db.session.commit()
    with pytest.raises(SystemExit):
        downgrade(revision="0017")
    assert "1 records of Word templates, or of documents made from one" in caplog.text
    check()


def test_dates_that_cqc_was_told_are_found_in_the_plan_that_was_sent(filled):
    actions = db.metadata.tables["actions"]
    before = db.session.execute(db.select(actions.c.id, actions.c.promised_on).order_by(actions.c.id)).all()
    assert sum(day is not None for _, day in before) == len(before)
    db.session.execute(db.text("UPDATE actions SET due_on = '2017-02-01' WHERE id = 1"))
    db.session.commit()
    downgrade(revision="0003")
    upgrade()
    assert db.session.execute(db.select(actions.c.id, actions.c.promised_on).order_by(actions.c.id)).all() == before
    moved = db.select(actions.c.id).where(actions.c.times_moved == 1)
    assert db.session.scalars(moved).all() == [1]
