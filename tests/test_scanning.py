"""Scanning: malware is refused at the door; what nobody could scan is opened by nobody; what turns out bad is closed."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import sample_files
from tests.clamd import EICAR, LONGEST_STREAM, NOWHERE, Scanner
from tests.conftest import TODAY, action, person
from tests.macros import vba_project
from tests.server import until
from tests.stores import damage, kept
from tests.test_commands import run
from tests.test_evidence import TEXT, bring, count, incoming
from tracker import scanning
from tracker.checks import Clamd
from tracker.clock import now
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion, RefusedFile, Scan
from tracker.models.audit import canonical, sha256
from tracker.models.frozen_plan import freeze


@pytest.fixture
def scanned(point, scanner):
    """The app with a real scanner."""
    point(scanner.address)


@pytest.fixture
def teachable(point, tmp_path):
    """The app with a scanner of its own, which may learn."""
    (tmp_path / "clamd").mkdir()
    with Scanner(tmp_path / "clamd") as running:
        running.wait()
        point(running.address)
        yield running


class Kept:
    """A version, which commands may end the session of, and its addresses."""

    def __init__(self, version: EvidenceVersion):
        self.id, self.sha256 = version.id, version.sha256
        self.page = f"/evidence/{version.evidence_id}"
        self.file, self.check = (f"{self.page}/versions/{version.id}/{end}" for end in ("file", "check"))

    @property
    def row(self) -> EvidenceVersion:
        """As it stands now."""
        return db.session.get(EvidenceVersion, self.id)


def newest() -> Kept:
    return Kept(db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc())))


# --- at the door ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "name"), [
    (EICAR, "audit.txt"), (sample_files.office("docx", ("word/embeddings/oleObject1.bin", EICAR)), "minutes.docx"),
], ids=["plain", "in Word"])  # fmt: skip
def test_malware_is_refused_and_its_hash_is_kept(app, open_as, scanned, data, name):  # checks 34
    before, held = (count(EvidenceVersion), count(AuditEntry)), kept(app.extensions["store"])
    page = bring(open_as("owner"), data=data, name=name, expect=422)
    assert f"{name} was not saved: malware was found in it (Test.Eicar" in page.words and "Upload a clean copy instead" in page.words
    assert (count(EvidenceVersion), count(AuditEntry)) == (before[0], before[1] + 1)
    assert kept(app.extensions["store"]) == held and incoming(app) == []
    row = db.session.scalar(select(RefusedFile))
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (row.sha256, row.by_id) == (hashlib.sha256(data).hexdigest(), person("owner").id)
    assert (entry.verb, entry.noun, entry.noun_id, entry.user_id) == ("evidence.refuse", "refused_files", row.id, row.by_id)
    assert entry.fields["sha256"] == sha256(canonical(row.sha256))


@pytest.mark.parametrize("name", ["audit.zip", "audit.gz"])
def test_an_archive_is_refused_before_it_is_scanned(app, open_as, scanned, name):  # checks 34
    assert "Archives are not accepted" in bring(open_as("owner"), data=EICAR, name=name, expect=422).words
    assert incoming(app) == [] and count(RefusedFile) == 0


@pytest.mark.parametrize(("member", "words"), [("word/vbaProject.bin", "macros"), ("word/within.zip", "archive")])
def test_our_own_checks_come_first(app, open_as, scanned, member, words):  # checks 35, 36
    data = sample_files.office("docx", (member, EICAR))
    assert words in bring(open_as("owner"), data=data, name="minutes.docx", expect=422).words and count(RefusedFile) == 0


@pytest.mark.parametrize(("data", "name", "words"), [
    (sample_files.PDF_WITH_PASSWORD, "minutes.pdf", "it needs a password, so it cannot be scanned. Save a copy without one"),
    (sample_files.office("docx", ("word/embeddings/oleObject1.bin", vba_project())), "minutes.docx", "it holds macros. Save a copy without macros"),
], ids=["password", "macros"])  # fmt: skip
def test_what_the_scanner_is_told_to_refuse_is_refused_with_advice(app, open_as, scanned, data, name, words):  # checks 35, 36
    page = bring(open_as("owner"), data=data, name=name, expect=422)
    assert f"{name} was not saved: {words}" in page.words and "malware" not in page.words and count(RefusedFile) == 1


def test_a_report_is_scanned_before_it_is_read(app, open_as, point, scanner):  # checks 34, 38
    lead = open_as("lead")
    fields = {"received_on__day": "20", "received_on__month": "6", "received_on__year": "2016"}
    for address, words in ((scanner.address, "report.txt was not saved: malware was found"), (NOWHERE, "could not be scanned for malware just now")):
        point(address)
        page = lead.get("/import/new").submit("/import", 422, report=(io.BytesIO(EICAR), "report.txt"), **fields)
        assert words in page.words


def test_a_clean_file_says_so(app, open_as, scanned):
    owner = open_as("owner")
    bring(owner)
    version = newest()
    assert version.row.scan is Scan.CLEAN and version.row.scanned_at == version.row.at
    assert "nothing found" in owner.get(version.page).words
    assert "not scanned" not in owner.get(f"/actions/{action('1.1').id}/evidence").words


def test_without_a_scanner_the_pages_and_the_pack_say_so(app, open_as):
    owner, lead = open_as("owner"), open_as("lead")
    assert "Files are not scanned for malware here." in owner.get(f"/actions/{action('1.1').id}/evidence").words
    bring(owner)
    version = newest()
    assert version.row.scan is Scan.OFF and "Not scanned for malware." in lead.get(version.page).words
    lead.get(version.file)
    assert "Not all evidence in this pack was scanned" in index_of(open_as("regulator"))


# --- what could not be scanned --------------------------------------------------------------------------------------


def index_of(browser) -> str:
    """The index of the pack of the plan that was sent."""
    data = browser.get("/submissions/1/evidence-pack").response.get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return next(archive.read(name) for name in archive.namelist() if name.endswith("data/index.html")).decode()


def test_what_could_not_be_scanned_is_opened_by_nobody_until_it_was(app, open_as, point, scanner):  # checks 38
    point(NOWHERE)
    owner, lead = open_as("owner"), open_as("lead")
    page = bring(owner).follow()
    assert "nobody can open it" in page.words and "Not yet scanned for malware" in page.words
    version = newest()
    for browser in (owner, lead):
        assert "not yet scanned for malware" in browser.get(version.file, 409).words
        assert version.file not in browser.get(version.page).links
        assert "Audit of records, Medway NHS Foundation Trust: audit.txt, not yet scanned" in browser.get("/").words
    assert version.check not in lead.get(version.page).text
    assert "Not yet scanned" in lead.post(version.check, {"csrf_token": lead.token(), "decision": "accept"}, 409).words
    assert f"does not answer at {NOWHERE}." in run(app, "evidence", "scan", expect=1).stderr
    assert f"unscanned {version.sha256} {version.page}\n" in run(app, "evidence", "verify", expect=1).stdout
    point(scanner.address)
    assert "nothing new was found" in run(app, "evidence", "scan").stdout
    assert owner.get(version.file).response.get_data() == TEXT
    lead.get(version.page).submit(version.check, 303, decision="accept")
    assert "all are whole" in run(app, "evidence", "verify").stdout


def test_a_scanner_that_hangs_lets_nothing_through(app, open_as, scanned, scanner, monkeypatch):  # checks 38
    monkeypatch.setattr(scanning, "AT_THE_DOOR", 0.3)
    scanner.hang()
    try:
        bring(open_as("owner"), data=EICAR)
    finally:
        scanner.go_on()
    assert newest().row.scan is Scan.WAITING


def test_what_is_too_long_for_the_scanner_stays_closed(app, open_as, scanned):  # checks 38
    bring(open_as("owner"), data=b"x" * (LONGEST_STREAM + 1))
    version = newest()
    lines = run(app, "evidence", "scan", expect=1).stdout.splitlines()
    assert len(lines) == 1 and lines[0].startswith(f"not scanned {version.sha256} {version.page}: ")
    assert version.row.scan is Scan.WAITING
    open_as("owner").get(version.file, 409)


@pytest.mark.parametrize("store", ["folder", "bucket"])
def test_what_turns_out_infected_while_it_waits_is_never_opened(app, open_as, point, scanner, store, request, monkeypatch):  # checks 34, 38
    if store == "bucket":
        monkeypatch.setitem(app.extensions, "store", request.getfixturevalue("bucket_store"))
    point(NOWHERE)
    owner = open_as("owner")
    bring(owner, data=EICAR)
    version = newest()
    point(scanner.address)
    lines = run(app, "evidence", "scan", expect=1).stdout.splitlines()
    assert lines[0] == f"infected {version.sha256} {version.page}: Test.Eicar.Within.UNOFFICIAL"
    assert store == "bucket" or len(lines) == 1  # the story's own files lie in the folder
    page = owner.get(version.page)
    assert "Closed: malware found" in page.words and "The scanner found Test.Eicar" in page.words
    assert "closed: malware found" in owner.get(version.file, 409).words


# --- new signatures -------------------------------------------------------------------------------------------------


def test_what_was_clean_is_closed_when_the_scanner_learns_better(app, open_as, teachable):  # checks 39
    run(app, "evidence", "scan")
    assert "All evidence in this pack was scanned" in index_of(open_as("regulator"))
    item = db.session.scalar(select(Evidence).where(Evidence.title == "Level 4 certificate"))
    version, shown, entries = Kept(item.newest), f"/actions/{item.actions[0].id}", count(AuditEntry)
    with app.extensions["store"].open(version.sha256) as file:
        teachable.learn(file.read(), "Test.Learned")
    line = f"infected {version.sha256} {version.page}: Test.Learned.UNOFFICIAL\n"
    assert until(lambda: app.test_cli_runner().invoke(args=["evidence", "rescan"]).stdout == line)
    assert count(AuditEntry) == entries + 1
    for browser in (open_as("lead"), open_as("owner")):
        assert "Level 4 certificate, Medway NHS Foundation Trust: certificate.txt, closed: malware found" in browser.get("/").words
        assert "closed: malware found" in browser.get(version.file, 409).words
        assert "Level 4 certificate” closed: malware found" in browser.get(shown).words
    assert "Level 4 certificate</bdi>, version 1<br>File left out. <bdi>Closed: malware found." in index_of(open_as("regulator"))
    item = version.row.evidence
    plan = freeze(item.review, on=TODAY, by="", number=None, head=None, gap_reason="", demonstration=True)
    assert item.id not in [e["id"] for a in plan["actions"] for e in a["evidence"]] and not Evidence.has_accepted(item.actions[0])
    assert "nothing new was found" in run(app, "evidence", "rescan").stdout and count(AuditEntry) == entries + 2  # CQC opened the pack


def test_what_the_scanner_cannot_look_into_stays_as_it_was_and_says_so(app, open_as, point, scanner):  # checks 35
    owner, kept_files = open_as("owner"), []
    for address in ("", NOWHERE):
        point(address)
        bring(owner, data=sample_files.PDF_WITH_PASSWORD + address.encode(), name="minutes.pdf")
        kept_files.append(newest())
    point(scanner.address)
    old, waiting = kept_files
    lines = run(app, "evidence", "scan", expect=1).stdout.splitlines()
    assert lines == [f"not scanned {version.sha256} {version.page}: Heuristics.Encrypted.PDF" for version in (waiting, old)]
    assert (old.row.scan, waiting.row.scan) == (Scan.OFF, Scan.WAITING)
    words = [owner.get(version.page).words for version in kept_files]
    assert all("could not look into it (Heuristics.Encrypted.PDF)" in said for said in words) and ["Nobody can open it" in said for said in words] == [False, True]
    owner.get(old.file), owner.get(waiting.file, 409)
    assert "0 files scanned" in run(app, "evidence", "scan").stdout


def test_a_scanner_that_stops_half_way_ends_the_command(app, point, monkeypatch):  # checks 38
    point(NOWHERE)
    said = iter([True, False])
    monkeypatch.setattr(Clamd, "ready", lambda self: next(said))
    result = run(app, "evidence", "rescan", expect=1)
    assert "stopped answering" in result.stderr and len(result.stdout.splitlines()) == 1


def test_without_a_scanner_there_is_no_scanning(app):
    assert "set CLAMD" in run(app, "evidence", "scan", expect=1).stderr


def test_a_damaged_file_is_not_called_clean(app, open_as, scanned):  # checks 40
    bring(open_as("owner"))
    version = newest()
    damage(app.extensions["store"], version.sha256, b"Something else")
    before = version.row.scanned_at
    lines = run(app, "evidence", "rescan", expect=1).stdout.splitlines()
    assert lines == [f"not scanned {version.sha256} {version.page}: the bytes that were read are not {version.sha256}"]
    assert version.row.scanned_at == before


def test_a_purged_file_is_scanned_no_more(app, open_as, scanned):
    bring(open_as("owner"))
    version = newest()
    version.row.scan, version.row.scanned_at = Scan.WAITING, None
    version.row.take_down(because="It names a child.", by=person("owner"), at=now() - timedelta(days=31))
    db.session.commit()
    assert f"purged {version.page}" in run(app, "evidence", "purge").stdout
    for command in ("scan", "rescan", "verify"):
        assert version.sha256 not in run(app, "evidence", command).stdout


@pytest.mark.parametrize("scan", list(Scan))
def test_the_two_ways_to_ask_whether_a_file_may_be_opened_agree(app, scan):
    version = newest()
    version.row.scan = scan
    db.session.commit()
    may = db.session.scalars(select(EvidenceVersion.id).where(EvidenceVersion.is_available())).all()
    assert (version.id in may) is (not version.row.closed_because) is (scan in (Scan.OFF, Scan.CLEAN))
