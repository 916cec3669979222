"""Commands: what they print, what they leave behind, and how they refuse bad input."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from flask.cli import FlaskGroup
from sqlalchemy import func, select, text

from tests.conftest import REAL_REPORT, SAMPLE, missing, settings
from tests.tampering import take_guards_away
from tests.test_csrf import dump
from tests.test_sign_in import NEW, enter, is_signed_in, quick_hashes  # noqa: F401 – a fixture for every test here
from tracker import create_app
from tracker.demo import CAST, load_demo
from tracker.demo.cast import CCG
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Membership, Recommendation, Review, User

LEAD = "lead@medway-ccg.example"


def run(app, *words, expect: int = 0):
    """Run `flask` with these words; gives its result, whose stdout and stderr are apart."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    db.session.remove()
    assert result.exit_code == expect, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if expect:
        assert re.search(r"^Error: ['“A-Z].+\.$", result.stderr, re.MULTILINE) and "Traceback" not in result.output, result.stderr
    return result


def add(app, email: str = LEAD, role: str = "lead", organisation: str = CCG, **options):
    return run(app, "user", "add", email, "--role", role, "--organisation", organisation, **options)


def bring(app, file: Path, by: str = LEAD, on: str = "2016-06-20", **options):
    return run(app, "review", "import", file, "--received-on", on, "--by", by, **options)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_user_add_prints_a_password_that_works_once(empty_app):
    from tests.client import Browser

    printed = add(empty_app, LEAD.upper()).stdout
    assert f"{LEAD} is now CCG lead in {CCG}." in printed
    password = re.search(r"^One-use password: (\S{20,})$", printed, re.MULTILINE)[1]
    browser = Browser(empty_app, None)
    enter(browser, LEAD, password)
    browser.get("/password").submit("/password", expect=303, current=password, new=NEW)
    assert is_signed_in(browser)
    enter(Browser(empty_app, None), LEAD, password, expect=422)


def test_user_add_for_a_known_address_adds_a_membership_and_no_password(empty_app):
    add(empty_app)
    assert "password" not in add(empty_app, LEAD.title(), "owner", "Medway NHS Foundation Trust").stdout
    add(empty_app, LEAD, "owner", "medway nhs foundation trust ")
    assert (count(User), count(Membership)) == (1, 2)


@pytest.mark.parametrize("email", ["", "nurse", "@", "nurse@", "@trust", "a b@trust.example", "a@b@trust.example", "a@trust\nx", "a" * 250 + "@b.uk"])
def test_user_add_refuses_what_is_no_address(empty_app, email):
    result = run(empty_app, "user", "add", "--role", "lead", "--organisation", CCG, "--", email, expect=1)
    assert "is not an email address" in result.stderr and count(User) == 0


def test_user_add_refuses_an_organisation_without_a_name_and_an_unknown_role(empty_app):
    assert "needs a name" in add(empty_app, organisation=" ", expect=1).stderr
    result = empty_app.test_cli_runner().invoke(args=["user", "add", LEAD, "--role", "king", "--organisation", CCG])
    assert result.exit_code == 2 and "lead" in result.stderr and count(User) == 0


@pytest.mark.parametrize("report", [SAMPLE, REAL_REPORT], ids=["sample", "real"])
def test_import_prints_only_the_id_and_creates_everything(empty_app, report):
    if not report.exists():
        pytest.skip("the folder with the real report is not here") if report is REAL_REPORT else missing(str(report))
    add(empty_app)
    result = bring(empty_app, report)
    assert result.stdout == "1\n"
    review = db.session.get(Review, 1)
    assert (review.due_on.isoformat(), count(Recommendation), count(Action)) == ("2016-07-18", 23, 24)


def _no_recommendations() -> bytes:
    front, _, rest = SAMPLE.read_bytes().rpartition(b"\nRecommendations\n")
    return front + b"\nNext steps\n" + rest.rpartition(b"\nNext steps\n")[2]


BAD = {
    "letter": (b"Dear all,\n\nthe minutes of Monday are attached.\n", "This looks like a letter"),
    "pdf": (b"%PDF-1.7\n", "This file is damaged"), "zip": (b"PK\x03\x04word/", "This file is damaged"), "bytes": (bytes(range(256)) * 40, "not"),
    "empty": (b"", "This file is empty."), "blank": (b" \r\n\t ", "This file is empty."),
    "huge": (b"x" * 50_000_000, "larger than 20 MB"), "no recommendations": (_no_recommendations(), "No recommendations were found"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_import_refuses_what_cannot_be_read(empty_app, tmp_path, kind):
    data, words = BAD[kind]
    file = tmp_path / "report.txt"
    file.write_bytes(data)
    add(empty_app)
    before = dump(empty_app)
    result = bring(empty_app, file, expect=1)
    assert words in result.stderr and len(result.stderr.splitlines()) == 1 and result.stdout == ""
    assert dump(empty_app) == before, "nothing was created"


@pytest.mark.parametrize(("by", "on", "words"), [
    ("nobody@trust.example", "2016-06-20", "Nobody has the address"), ("owner@trust.example", "2016-06-20", "Only a lead of the report's own CCG"),
    ("neighbour@swale.example", "2016-06-20", "Only a lead of the report's own CCG"), (LEAD, "2016-08-27", "in the future"),
    (LEAD, "2016-06-19", "before it was published"),
])  # fmt: skip
def test_import_refuses_who_may_not_and_days_that_cannot_be(empty_app, by, on, words):
    add(empty_app)
    add(empty_app, "owner@trust.example", "owner", CCG)
    add(empty_app, "neighbour@swale.example", "lead", "NHS Swale CCG")
    before = dump(empty_app)
    assert words in bring(empty_app, SAMPLE, by, on, expect=1).stderr
    assert dump(empty_app) == before


def test_the_same_file_twice_is_one_review(empty_app):
    add(empty_app)
    bring(empty_app, SAMPLE)
    before = dump(empty_app)
    assert "imported before" in bring(empty_app, SAMPLE, expect=1).stderr
    assert dump(empty_app) == before and count(Review) == 1


def test_review_export_writes_json_and_csv(app, tmp_path):
    for format in ("json", "csv"):
        run(app, "review", "export", 1, "--format", format, "--output", tmp_path / f"plan.{format}")
    plan = json.loads((tmp_path / "plan.json").read_bytes())
    assert "Head of midwifery" in json.dumps(plan)
    rows = list(csv.reader(io.StringIO((tmp_path / "plan.csv").read_bytes().decode("utf-8-sig"))))
    assert sum(any("Head of midwifery" in cell for cell in row) for row in rows) == 2


def test_submission_documents_are_the_very_bytes_that_were_kept(app, tmp_path):
    printed = run(app, "submission", "documents", 1, "--output", tmp_path / "new" / "folder").stdout.splitlines()
    files = sorted((tmp_path / "new" / "folder").iterdir())
    assert sorted(printed) == [str(file) for file in files] and {f.suffix for f in files} == {".docx", ".pdf", ".xlsx"}
    store = app.extensions["store"]
    for sha256, name in db.session.execute(text("SELECT sha256, filename FROM documents")):
        with store.open_checked(sha256) as kept:
            assert kept.read() == (tmp_path / "new" / "folder" / name).read_bytes()


def test_an_evidence_pack_opens_and_holds_what_was_accepted(app, tmp_path):
    run(app, "evidence", "pack", 1, "--output", tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert archive.testzip() is None
        names = " ".join(archive.namelist())
    assert "certificate" in names and "guide" in names and "dip-samples" not in names


def test_a_pack_that_breaks_leaves_no_file_and_what_lay_there(app, tmp_path):
    output = tmp_path / "pack.zip"
    output.write_bytes(b"the pack of last month")
    (sha256,) = db.session.execute(text("SELECT min(sha256) FROM evidence_versions WHERE \"check\" = 'accepted'")).one()
    app.extensions["store"].remove(sha256)
    assert "is missing from the evidence store" in run(app, "evidence", "pack", 1, "--output", output, expect=1).stderr
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"the pack of last month"]


@pytest.mark.parametrize("words", [
    ("review", "export", 99, "--output", "{}/x"), ("evidence", "pack", 99, "--output", "{}/x"), ("submission", "documents", 99, "--output", "{}/x"),
    ("review", "observer", 99, "--organisation", "X"), ("review", "export", 10**30, "--output", "{}/x"),
])  # fmt: skip
def test_an_id_that_is_nobodys_is_refused_and_writes_no_file(app, tmp_path, words):
    before = dump(app)
    result = run(app, *(str(word).format(tmp_path) for word in words), expect=1)
    assert f"with the id {words[2]}" in result.stderr and not list(tmp_path.iterdir()) and dump(app) == before


def test_the_demonstration_is_loaded_once(empty_app):
    printed = run(empty_app, "demo", "load").stdout
    assert printed.startswith("The demonstration is loaded.\n") and all(title in printed for title, *_ in CAST.values())
    before = dump(empty_app)
    assert "nothing was changed" in run(empty_app, "demo", "load").stdout
    assert dump(empty_app) == before and count(User) == len(CAST) and load_demo() is False


def test_the_demonstration_is_not_mixed_with_real_reviews(empty_app):
    add(empty_app)
    bring(empty_app, SAMPLE)
    before = dump(empty_app)
    assert "only loaded into an empty" in run(empty_app, "demo", "load", expect=1).stderr and dump(empty_app) == before


def test_a_whole_audit_log_prints_its_head(app):
    assert run(app, "audit", "verify").stdout == f"The audit log is whole. Its head is {AuditEntry.head()}\n"


COPY = "INSERT INTO audit_entries (id, at, user_id, verb, noun, noun_id, fields, previous, hash) SELECT {}, at, user_id, verb, noun, noun_id, fields, {} FROM audit_entries WHERE id = 8"
SWAP = "UPDATE audit_entries SET id = {} WHERE id = {}"
TAMPERED = {
    "changed": (["UPDATE audit_entries SET verb = 'review.other' WHERE id = 7"], "Entry 7 was changed"),
    "changed time": (["UPDATE audit_entries SET at = '2016-01-01 00:00:00' WHERE id = 7"], "Entry 7 was changed"),
    "changed with its hash": (["UPDATE audit_entries SET hash = replace(hash, 'a', 'b') WHERE id = 7"], "Entry 7 was changed"),
    "deleted": (["DELETE FROM audit_entries WHERE id = 7"], "Between entry 6 and entry 8"),
    "first deleted": (["DELETE FROM audit_entries WHERE id = 1"], "Between entry 0 and entry 2"),
    "inserted": ([COPY.format("(SELECT max(id) + 1 FROM audit_entries)", "previous, hash")], "does not follow the entry before it"),
    "reordered": ([SWAP.format(-1, 7), SWAP.format(7, 8), SWAP.format(8, -1)], "Entry 7 does not follow"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_an_audit_log_that_was_tampered_with_is_found(app, how):  # checks 55
    statements, words = TAMPERED[how]
    take_guards_away()
    for statement in statements:
        assert db.session.execute(text(statement)).rowcount == 1
    db.session.commit()
    result = run(app, "audit", "verify", expect=1)
    assert words in result.stderr and "The audit log was changed." in result.stderr and "whole" not in result.stdout


def test_a_cut_tail_shows_in_the_head_that_was_written_down(app):  # checks 55
    before = run(app, "audit", "verify").stdout
    take_guards_away()
    db.session.execute(text("DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)"))
    db.session.commit()
    assert run(app, "audit", "verify", expect=1).stdout != before, "the chain alone cannot know; a head kept elsewhere does"


def test_help_says_what_the_ids_are(app):
    printed = app.test_cli_runner().invoke(FlaskGroup(create_app=lambda: app), ["--help"]).stdout
    assert "REVIEW is the id that import prints" in printed and "SUBMISSION is the id" in printed
    for words in (["review", "export"], ["evidence", "pack"], ["submission", "documents"]):
        assert "(an id)" in run(app, *words, "--help").stdout


@pytest.mark.parametrize("words", [
    ("user", "add", LEAD, "--role", "lead", "--organisation", CCG), ("review", "import", SAMPLE, "--received-on", "2016-06-20", "--by", LEAD),
    ("review", "export", "1", "--output", "{}/x"), ("submission", "documents", "1", "--output", "{}/x"),
    ("evidence", "pack", "1", "--output", "{}/x"), ("audit", "verify"), ("demo", "load"),
], ids=lambda words: " ".join(words[:2]))  # fmt: skip
def test_a_database_without_tables_is_a_sentence(tmp_path, words):
    bare = create_app(settings(tmp_path))
    with bare.app_context():
        result = run(bare, *(str(word).format(tmp_path) for word in words), expect=1)
        assert result.stderr == "Error: The database is empty. Run `flask db upgrade` first.\n"
        db.engine.dispose()
    assert not (tmp_path / "x").exists()


def test_review_read_prints_json_with_dates_and_nothing_else(app):
    printed = json.loads(run(app, "review", "read", SAMPLE, "--json").stdout)
    assert (printed["area"], printed["published_on"], printed["plan"]["working_days"]) == ("Medway", "2016-06-20", 20)
    assert (len(printed["recommendations"]), len(printed["findings"]), printed["doubts"]) == (23, 160, [])
    assert printed["recommendations"][0]["organisations"] == ["Medway NHS Foundation Trust"]


def test_review_read_sums_up_for_people_and_names_its_doubts(app, tmp_path):
    printed = run(app, "review", "read", SAMPLE).stdout
    assert "23 recommendations in 6 groups, all cited\n  1.1 to 1.13   Medway NHS Foundation Trust\n" in printed
    assert "157 findings, of which 130 cite no recommendation\n  8 drawn to the attention of others\n\nNo doubts.\n" in printed
    damaged = tmp_path / "damaged.txt"
    damaged.write_bytes(SAMPLE.read_bytes().replace(b"20 working days", b"good time"))
    assert "\n1 doubt:\n  next steps: No number of working days was found, so 20 are assumed.\n" in run(app, "review", "read", damaged).stdout


def test_review_read_needs_no_database(tmp_path):
    without = create_app(settings(tmp_path))
    result = without.test_cli_runner().invoke(args=["review", "read", str(SAMPLE)])
    assert result.exit_code == 0 and "Medway" in result.stdout
    assert not (tmp_path / "tracker.sqlite").exists()


def test_review_read_refuses_with_one_sentence(app, tmp_path):
    other = tmp_path / "minutes.txt"
    other.write_text("Minutes of a meeting on safeguarding.\n")
    assert "This is not the report of a CQC review" in run(app, "review", "read", other, expect=1).stderr
