"""Purge: what was taken down is deleted when its time has come, a legal hold beats it, the hash and the tombstone stay. # checks 58"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.conftest import person
from tests.test_commands import run
from tests.test_held_files import file_url, newest
from tests.test_take_down import version
from tests.held_files import hold_file
from tracker.clock import now
from tracker.extensions import db
from tracker.models import AuditEntry, Blob, EvidenceVersion, HeldFile, LegalHold, NotAllowed, Review
from tracker.storage import MissingObject

NOW = datetime(2016, 8, 26, 12, tzinfo=UTC)


def take_down(days: int, title: str = "Level 4 certificate", of: EvidenceVersion | None = None) -> SimpleNamespace:
    """Take a version down so many days ago; what it was, as a command ends the session."""
    of = of or version(title)
    of.take_down(because="It names a child.", by=person("owner"), at=NOW - timedelta(days=days))
    db.session.commit()
    return SimpleNamespace(id=of.id, evidence_id=of.evidence_id, sha256=of.sha256, size=of.blob.size)


def is_kept(app, of) -> bool:
    """Whether the store has the bytes of a version."""
    try:
        app.extensions["store"].check(of.sha256)
    except MissingObject:
        return False
    return True


def test_what_was_taken_down_goes_after_thirty_days_and_leaves_its_hash(app, open_as):  # checks 58
    early, late = take_down(31), take_down(29, "Weekly dip-samples")
    printed = run(app, "evidence", "purge").stdout
    assert f"purged /evidence/{early.evidence_id} version 1 {early.sha256}" in printed and "1 file purged" in printed
    assert not is_kept(app, early) and is_kept(app, late)
    gone = db.session.get(EvidenceVersion, early.id)
    assert (gone.filename, gone.sha256) == ("", early.sha256) and gone.purged_at and gone.blob.purged_at
    entry = newest(AuditEntry)
    assert (entry.verb, entry.noun_id, entry.user_id) == ("evidence.purge", gone.id, None) and not list(AuditEntry.broken())
    page = open_as("lead").get(f"/evidence/{gone.evidence_id}")
    assert "The file is deleted for good" in page.words and early.sha256 in page.words
    assert "deleted for good" in open_as("lead").get(file_url(gone), 404).words
    run(app, "evidence", "verify"), run(app, "audit", "verify")
    assert "0 files purged" in run(app, "evidence", "purge").stdout
    run(app, "evidence", "pack", 1, "--output", app.extensions["store"].root.parent / "pack.zip")


def test_a_legal_hold_beats_retention(app):  # checks 58
    of, why = take_down(400), ("--why", "Case 12 of the coroner", "--by", person("lead").email)
    assert "is under a legal hold from now on" in run(app, "review", "hold", 1, *why).stdout
    assert "already" in run(app, "review", "hold", 1, *why, expect=1).stderr
    assert "0 files purged" in (printed := run(app, "evidence", "purge").stdout) and "1 kept by a legal hold" in printed
    assert is_kept(app, of) and newest(AuditEntry).verb == "review.hold"
    assert "has ended" in run(app, "review", "release", 1, *why[2:]).stdout
    assert "under no legal hold" in run(app, "review", "release", 1, *why[2:], expect=1).stderr
    assert "1 file purged" in run(app, "evidence", "purge").stdout and not is_kept(app, of)
    run(app, "review", "hold", 1, *why)  # once more


@pytest.mark.parametrize("called", ["owner", "both", "outsider", "regulator", "observer", "admin"])
def test_only_a_lead_of_its_own_ccg_holds_a_review_or_lets_it_go(app, called):
    why = ("--why", "Case 12 of the coroner", "--by")
    assert "Only a lead of the review's own CCG" in run(app, "review", "hold", 1, *why, person(called).email, expect=1).stderr
    assert not LegalHold.of(db.session.get(Review, 1))
    run(app, "review", "hold", 1, *why, person("lead").email)
    assert "Only a lead of the review's own CCG" in run(app, "review", "release", 1, "--by", person(called).email, expect=1).stderr
    assert LegalHold.of(db.session.get(Review, 1))


def bring_again(of) -> EvidenceVersion:
    """Another version of the same item with the same bytes."""
    item = db.session.get(EvidenceVersion, of.id).evidence
    told = {"filename": "again.txt", "mimetype": "text/plain", "sha256": of.sha256, "size": of.size}
    row = item.add_version(**told, request_id="brought-once-more", at=NOW, by=person("owner"))
    db.session.commit()
    return row


def test_bytes_that_another_version_has_too_stay(app, open_as):
    of = take_down(31)
    bring_again(of)
    run(app, "evidence", "purge")
    assert is_kept(app, of) and open_as("owner").get(file_url(newest(EvidenceVersion))) and db.session.get(EvidenceVersion, of.id).purged_at
    take_down(31, of=newest(EvidenceVersion))
    run(app, "evidence", "purge")
    assert not is_kept(app, of)


def test_the_same_bytes_can_come_again(app):
    of = take_down(31)
    with app.extensions["store"].open(of.sha256) as kept:
        data = kept.read()
    run(app, "evidence", "purge")
    app.extensions["store"].put(data)
    bring_again(of)
    run(app, "evidence", "purge"), run(app, "evidence", "verify")
    assert is_kept(app, of) and db.session.get(Blob, of.sha256).purged_at is None


def test_a_file_that_nobody_decided_about_goes_too(app):
    file = hold_file()
    file.at = NOW - timedelta(days=31)
    db.session.commit()
    assert "1 file thrown away" in run(app, "evidence", "purge").stdout and newest(HeldFile) is None


def test_a_held_file_is_kept_by_a_hold_and_for_a_day_at_least(app, monkeypatch):  # checks 58
    file = hold_file()
    file.at = NOW - timedelta(days=31)
    LegalHold.place(db.session.get(Review, 1), why="A case", by=person("lead"), on=date(2016, 8, 26))
    db.session.commit()
    assert "0 thrown away" in (printed := run(app, "evidence", "purge").stdout).replace("files ", "") and "1 kept by a legal hold" in printed
    newest(LegalHold).end(by=person("lead"), on=date(2016, 8, 26))
    newest(HeldFile).at = now() - timedelta(minutes=5)
    db.session.commit()
    monkeypatch.setitem(app.config, "PURGE_AFTER_DAYS", 0)
    run(app, "evidence", "purge")
    assert newest(HeldFile)


def test_the_retention_is_a_setting(app, monkeypatch):
    of = take_down(0)
    monkeypatch.setitem(app.config, "PURGE_AFTER_DAYS", 0)
    run(app, "evidence", "purge")
    assert not is_kept(app, of)


def test_a_hold_is_placed_once_at_a_time(app):
    review, lead = db.session.get(Review, 1), person("lead")
    LegalHold.place(review, why="A case", by=lead, on=date(2016, 8, 26))
    with pytest.raises(NotAllowed):
        LegalHold.place(review, why="A case", by=lead, on=date(2016, 8, 26))
