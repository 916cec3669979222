"""Audit: one entry for every verb, in its transaction, holding no words; a chain that shows what was done to it. # checks 56"""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.conftest import TODAY, person
from tests.tampering import take_guards_away
from tests.test_actions import ALL, do
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Refused

COLUMNS = "id, at, user_id, verb, noun, noun_id, fields, previous, hash, review_id"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ALL), st.integers(1, 24)), min_size=1, max_size=12))
def test_random_acts_leave_one_entry_each_and_a_whole_chain(app, acts):
    db.session.rollback()
    for verb, id in acts:
        before = len(db.session.scalars(select(AuditEntry.id)).all())
        try:
            do(verb, db.session.get(Action, id))
            db.session.commit()
            done = 1
        except Refused:
            db.session.rollback()
            done = 0
        assert len(db.session.scalars(select(AuditEntry.id)).all()) == before + done
    assert list(AuditEntry.broken()) == []


def test_an_entry_holds_ids_names_and_hashes_and_no_words(app):
    own = db.session.get(Action, 1)
    own.review.first_sent_on = None  # so that the date still moves in the plan
    own.plan(version=own.version, on=TODAY, by=person("lead"), words="CANARY words", due_on=date(2016, 12, 1))
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.verb, entry.noun, entry.noun_id, entry.user_id) == ("action.plan", "actions", 1, person("lead").id)
    assert set(entry.fields) == {"words", "due_on", "review_id"} and all(len(h) == 64 for h in entry.fields.values())
    assert "CANARY" not in json.dumps(entry.fields)


def test_a_verb_that_fails_leaves_no_entry(app):
    own, head = db.session.get(Action, 1), AuditEntry.head()
    with pytest.raises(Refused):
        own.plan(version=own.version + 1, on=TODAY, by=person("lead"), words="late")
    assert AuditEntry.head() == head


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize(
    ("crime", "found"),
    [
        ("UPDATE audit_entries SET verb = 'nothing' WHERE id = 3", "Entry 3 was changed"),
        ("UPDATE audit_entries SET fields = '{}' WHERE id = 4", "Entry 4 was changed"),
        ("DELETE FROM audit_entries WHERE id = 5", "entries are missing"),
        ("UPDATE audit_entries SET id = 100000 WHERE id = 6", "entries are missing"),
        ("UPDATE audit_entries SET id = -1 WHERE id = 7; UPDATE audit_entries SET id = 7 WHERE id = 8; UPDATE audit_entries SET id = 8 WHERE id = -1", "Entry 7 does not follow"),
        (f"INSERT INTO audit_entries ({COLUMNS}) SELECT (SELECT max(id) + 1 FROM audit_entries), {COLUMNS[4:]} FROM audit_entries WHERE id = 8", "does not follow the entry before it"),
    ],
)
def test_what_was_done_to_the_log_is_found(app, crime, found):  # checks 55
    take_guards_away()
    for statement in crime.split("; "):
        assert db.session.execute(text(statement)).rowcount == 1
    db.session.commit()
    assert any(found in sentence for sentence in AuditEntry.broken())


def test_a_submission_records_the_head_before_it(app):
    from tracker.models import Submission

    submission = db.session.scalar(select(Submission))
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.verb == "submission.assemble"))
    assert submission.plan["audit_head"] == entry.previous
    assert "plan_sha256" in entry.fields
