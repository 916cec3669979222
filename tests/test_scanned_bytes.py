"""The same bytes in several places: what the scanner said of them counts everywhere, and its date says when that changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.held_files import hold_file
from tests.test_evidence import bring
from tests.test_scanning import newest
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion, Review, Scan
from tracker.models.frozen_plan import freeze
from tracker.models.left_out import pack_state
from tracker.models.scanning import record_scan
from tracker.views.evidence import SAVED_UNSCANNED

LATER = datetime(2016, 8, 27, tzinfo=UTC)


@pytest.mark.parametrize(("scan", "words"), [(Scan.INFECTED, "The file is saved. Closed: malware found."), (Scan.WAITING, SAVED_UNSCANNED)])
def test_bytes_that_nobody_may_open_stay_closed_when_they_come_again(app, open_as, scan, words):
    owner = open_as("owner")
    bring(owner)
    record_scan(newest().sha256, scan, found="Test.Learned", at=LATER)
    db.session.commit()
    assert words in bring(owner, title="Once more").follow().words
    version = newest()
    assert (version.row.scan, version.row.found, version.row.scanned_at) == (scan, "Test.Learned", LATER)
    owner.get(version.file, 409)


def test_a_held_file_is_what_the_scanner_says_of_its_bytes(app):
    row = hold_file()
    assert record_scan(row.sha256, Scan.CLEAN, at=LATER) and record_scan(row.sha256, Scan.INFECTED, found="Test.Learned", at=LATER)
    assert db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc())).verb == "held_file.scan"
    version = row.release(because="It is harmless", withheld=False, ccg_may_because="", by=row.by, at=row.at)
    assert (version.scan, version.found, version.scanned_at) == (Scan.INFECTED, "Test.Learned", LATER) and version.closed_because


def test_the_date_of_a_scan_is_when_something_changed(app):
    version, first = newest().row, datetime(2016, 8, 20, tzinfo=UTC)
    for scan, found in ((Scan.CLEAN, ""), (Scan.INFECTED, "Test.Learned"), (None, "Test.Password")):
        for at in (first, LATER):
            record_scan(version.sha256, scan, found=found, at=at)
        assert version.scanned_at == first
    assert version.is_infected and version.found == "Test.Password"


def test_a_pack_with_a_file_that_could_not_be_looked_into_is_not_called_scanned(app):
    plan = freeze(db.session.get(Review, 1), on=TODAY, by="", number=None, head=None, gap_reason="", demonstration=True)
    for version in db.session.scalars(select(EvidenceVersion)).all():
        version.scan = Scan.CLEAN
    assert pack_state(plan)["scanned"]
    item = next(e for a in plan["actions"] for e in a["evidence"])
    db.session.get(Evidence, item["id"]).newest.note_scan(None, found="Heuristics.Encrypted.PDF", at=LATER)
    assert not pack_state(plan)["scanned"]
