"""`flask audit verify --head`: a printed head proves that nothing up to its document was altered, or says what cannot be. # checks 55"""

import pytest
from sqlalchemy import select, text

from tests.tampering import take_guards_away
from tests.test_commands import run
from tracker.extensions import db
from tracker.models import AuditEntry, Submission


def printed() -> str:
    """The head in the documents of version 1."""
    return db.session.scalar(select(Submission)).plan["audit_head"]


def tamper(*statements: str) -> None:
    """Change rows as somebody could who has the database in hand."""
    take_guards_away()
    for statement in statements:
        assert db.session.execute(text(statement)).rowcount
    db.session.commit()


def test_the_head_of_a_document_is_found_however_it_was_copied(app):
    head, last = printed(), db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()))
    entry = AuditEntry.with_hash(head)
    for typed in (head, head.upper(), f" {head[:32]}\n{head[32:50]}\u200b{head[50:]}\u00ad "):
        said = run(app, "audit", "verify", "--head", typed).stdout
        assert f"the head of entry {entry.id}, written on " in said and f"{last - entry.id} entries came later" in said
        assert "Nothing up to it was altered." in said and "The audit log is whole." in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [("abc123", "has 64 digits and letters, and this has 6"), ("", "this has 0"), ("x" * 64, "has “x”"), ("٣" * 64, "has “٣”"), ("a" * 65, "this has 65")],
)
def test_what_is_no_head_is_explained(app, typed, words):
    assert words in run(app, "audit", "verify", "--head", typed, expect=2).stderr


def test_a_head_that_no_entry_has_is_not_there(app):
    refused = run(app, "audit", "verify", "--head", "a" * 64, expect=1).stderr
    assert "No entry has this head. The last entry is " in refused and "taken from the end" in refused


def test_a_cut_tail_is_found_by_the_head_of_a_later_document(app):
    head = AuditEntry.head()
    tamper("DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)")
    assert list(AuditEntry.broken()) == [], "the chain alone cannot know"
    assert "No entry has this head." in run(app, "audit", "verify", "--head", head, expect=1).stderr


def test_a_change_before_the_document_is_told_from_one_after_it(app):
    head = printed()
    tamper("UPDATE audit_entries SET noun_id = 99 WHERE id = (SELECT max(id) FROM audit_entries)")
    after = run(app, "audit", "verify", "--head", head, expect=1)
    assert "Nothing up to it was altered." in after.stdout and "was changed after it was written" in after.stderr
    tamper("UPDATE audit_entries SET noun_id = 99 WHERE id = 2")
    before = run(app, "audit", "verify", "--head", head, expect=1)
    assert "Entries up to it were altered." in before.stdout and "Entry 2 was changed" in before.stderr


def test_a_log_that_was_written_anew_has_other_heads(app):
    """Who can compute hashes can make a whole chain again; the printed head is then in none of it."""
    head = printed()
    take_guards_away()
    entries, previous = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all(), "0" * 64
    entries[1].noun_id = 99
    for entry in entries:
        entry.previous = previous
        entry.hash = previous = entry.computed()
    db.session.commit()
    assert list(AuditEntry.broken()) == []
    assert "No entry has this head." in run(app, "audit", "verify", "--head", head, expect=1).stderr


def test_another_review_of_an_entry_is_found(app):
    of_review = select(AuditEntry.id).where(AuditEntry.review_id == 1).order_by(AuditEntry.id)
    id = db.session.scalar(of_review)
    for value in ("2", "NULL"):
        tamper(f"UPDATE audit_entries SET review_id = {value} WHERE id = {id}")
        assert list(AuditEntry.broken()) == [f"Entry {id} was changed after it was written."]
