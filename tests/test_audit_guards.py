"""The database itself refuses to change or delete an audit entry, on both engines, also after migrations. # checks 55"""

import re
import shutil
from runpy import run_path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.conftest import TODAY, TOP, person, settings
from tests.tampering import take_guards_away
from tests.test_commands import run
from tests.worlds import copy_world, inside, on_postgresql
from tracker import create_app
from tracker.extensions import db
from tracker.models import Action, AuditEntry, ProgressUpdate, Redaction, Review, Step, audit_triggers
from tracker.models.audit_names import NAMED, names
from tracker.models.redaction import KINDS

both = pytest.mark.engines("sqlite", "postgresql")
COPY = "SELECT id, at, user_id, 'made.up', noun, noun_id, fields, previous, hash, review_id FROM audit_entries WHERE id = 4"
COLUMNS = "id, at, user_id, verb, noun, noun_id, fields, previous, hash, review_id"
CRIMES = {
    "change": "UPDATE audit_entries SET verb = 'nothing' WHERE id = 3",
    "change of the review": "UPDATE audit_entries SET review_id = NULL WHERE id = 3",
    "delete": "DELETE FROM audit_entries WHERE id = 3",
    "delete all": "DELETE FROM audit_entries",
    "replace": f"INSERT OR REPLACE INTO audit_entries ({COLUMNS}) {COPY}",
}
ON_POSTGRESQL = {
    "replace": f"INSERT INTO audit_entries ({COLUMNS}) {COPY} ON CONFLICT (id) DO UPDATE SET verb = excluded.verb",
    "truncate": "TRUNCATE audit_entries",
    "change as a replica": "SET session_replication_role = replica; UPDATE audit_entries SET verb = 'nothing' WHERE id = 3",
}


@both
def test_no_statement_changes_or_deletes_an_entry(app):
    crimes = CRIMES | (ON_POSTGRESQL if on_postgresql() else {})
    for name, crime in crimes.items():
        with pytest.raises(IntegrityError, match="never changed or deleted"):
            db.session.execute(text(crime))
        db.session.rollback()
        assert list(AuditEntry.broken()) == [], name


@both
def test_the_log_says_when_it_is_not_guarded_and_an_upgrade_guards_it_again(app):
    take_guards_away()
    db.session.commit()
    printed = run(app, "audit", "verify", expect=1)
    assert "its triggers are missing" in printed.stderr and "The audit log is whole." in printed.stdout
    upgrade()
    assert "is whole" in run(app, "audit", "verify").stdout


TRIAL = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = 'trial', '{newest}'
def upgrade():
    with op.batch_alter_table('audit_entries', recreate='always') as table:
        table.add_column(sa.Column('trial', sa.String(30)))
def downgrade():
    pass
"""


@pytest.fixture
def filled(tmp_path, told_world):
    """An app of its own over a copy of the told story."""
    copy_world(told_world, tmp_path)
    with inside(create_app(settings(tmp_path))) as app:
        yield app


@pytest.mark.engines("sqlite")
def test_a_migration_that_rebuilds_the_table_keeps_the_guards(filled, tmp_path):
    versions = tmp_path / "migrations"
    shutil.copytree(filled.extensions["migrate"].directory, versions)
    newest = ScriptDirectory(str(versions)).get_current_head()
    (versions / "versions" / "trial.py").write_text(TRIAL.format(newest=newest))
    db.session.remove()
    upgrade(directory=str(versions))
    assert audit_triggers.missing(db.session.connection()) == set() and list(AuditEntry.broken()) == []


@both
def test_down_and_up_again_every_entry_knows_its_review(filled):
    own, lead = db.session.get(Action, 1), person("lead")
    Step.add(own, words="Gone", due_on=None, version=own.version, by=lead).remove(by=lead, version=1)
    db.session.commit()
    before = reviews()
    assert before[-1] == before[-2] == 1 and None in before
    down_and_up(filled)
    assert reviews() == before and list(AuditEntry.broken()) == []
    down_and_up(filled, forget_reviews)
    assert reviews() == [*before[:-2], None, None], "an older entry names no review, and its step is gone"
    assert audit_triggers.missing(db.session.connection()) == set()


@both
def test_an_older_redaction_gets_its_review_and_the_page_names_it(filled):
    own = db.session.get(Action, 1)
    own.record_progress(confidence=own.confidence, note="Somebody's name", by=person("lead"), on=TODAY, version=own.version)
    row = db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc()))
    Redaction.of("progress", row, why="A name", by=person("lead"), on=TODAY)
    db.session.commit()
    down_and_up(filled, forget_reviews)
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.verb, entry.noun, entry.review_id) == ("history.redact", "progress_updates", 1)
    own = db.session.get(Action, 1)
    assert names(db.session.get(Review, 1), [entry]) == {entry.id: f"progress update, {own.name} – {own.organisation}"}


def test_every_kind_of_redaction_has_its_review_and_its_name():
    nouns = {model.__tablename__ for model, *_ in KINDS.values()}
    migration = run_path(str(TOP / "migrations/versions/0021_audit_entries_stay.py"))
    assert nouns <= set(dict(migration["OF_REVIEW"])) and nouns <= set(NAMED)


def reviews() -> list[int | None]:
    """The review of each entry."""
    return list(db.session.scalars(select(AuditEntry.review_id).order_by(AuditEntry.id)))


def down_and_up(app, between=lambda: None) -> None:
    """To the migration before the log's own, and back."""
    migrations = ScriptDirectory(app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(revision=migrations.get_revision("0021").down_revision)
    between()
    upgrade()


def forget_reviews() -> None:
    """Entries as a tracker before the log's own migration wrote them."""
    entries = sa.table("audit_entries", sa.column("id"), sa.column("fields", sa.JSON))
    for id, fields in db.session.execute(select(entries.c.id, entries.c.fields)).all():
        older = {name: value for name, value in fields.items() if name != "review_id"}
        db.session.execute(entries.update().where(entries.c.id == id).values(fields=older))
    db.session.commit()
    db.session.remove()


def grants() -> list[str]:
    """The statements of the README, which make the role that the tracker runs as."""
    return re.findall(r"^    ((?:GRANT|ALTER DEFAULT|REVOKE) .*;)$", (TOP / "README.md").read_text(), re.MULTILINE)


@pytest.fixture
def app_role(filled):
    """The app as that role, over a copy of the told story."""
    with db.engine.begin() as owner:
        for statement in ["CREATE ROLE tracker_app LOGIN", *grants()]:
            owner.exec_driver_sql(statement)
    url = filled.config["SQLALCHEMY_DATABASE_URI"].replace("//tracker@", "//tracker_app@")
    with inside(create_app(filled.config | {"SQLALCHEMY_DATABASE_URI": url})) as app:
        yield app
    with db.engine.begin() as owner:
        owner.exec_driver_sql("DROP OWNED BY tracker_app")
        owner.exec_driver_sql("DROP ROLE tracker_app")


@pytest.mark.engines("postgresql")
def test_the_role_of_the_readme_works_and_can_change_no_entry(app_role):
    assert len(grants()) == 5
    own = db.session.get(Action, 1)
    Step.add(own, words="As the role of the app", due_on=None, version=own.version, by=person("lead"))
    db.session.commit()
    for crime in (*CRIMES.values(), *ON_POSTGRESQL.values(), "ALTER TABLE audit_entries DISABLE TRIGGER ALL", "DROP TRIGGER audit_entries_not_changed ON audit_entries"):
        if "OR REPLACE" not in crime:
            with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
                db.session.execute(text(crime))
            db.session.rollback()
    assert list(AuditEntry.broken()) == []
