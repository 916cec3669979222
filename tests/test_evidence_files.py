"""Several files at once: each is kept or refused by itself, and the same file sent again is the same item."""

import io

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict

from tests.clamd import EICAR
from tests.client import request_id
from tests.conftest import action
from tests.test_evidence import TEXT, count, incoming
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion, HeldFile, RefusedFile


def files(*given: tuple[bytes, str]) -> list[FileStorage]:
    return [FileStorage(io.BytesIO(data), name) for data, name in given]


def send(browser, *given, htmx=False, expect=None, form=None):
    """Send these files from one form for the action on 1.1."""
    url = f"/actions/{action('1.1').id}/evidence-files"
    fields = MultiDict([("csrf_token", browser.token()), ("request_id", form or request_id())] + [("file", file) for file in files(*given)])
    return browser.post(url, fields, expect, htmx, content_type="multipart/form-data")


def titles() -> list[str]:
    query = select(Evidence.title).where(Evidence.of(action("1.1"))).order_by(Evidence.id.desc())
    return db.session.scalars(query).all()


def test_three_files_are_three_items_named_after_them(app, open_as):
    owner, entries, before = open_as("owner"), count(AuditEntry), len(titles())
    page = owner.get(f"/actions/{action('1.1').id}/evidence").links
    assert f"/actions/{action('1.1').id}/evidence-files" in page
    sent = send(owner, (b"one\n", "Audit.txt"), (b"two\n", "Minutes of May.txt"), (b"a,b\n", "rota.csv"), expect=303).follow()
    assert "3 files are saved" in sent.words and titles()[:3] == ["rota", "Minutes of May", "Audit"]
    assert len(titles()) == before + 3 and count(AuditEntry) == entries + 3 and incoming(app) == []


def test_one_that_is_refused_takes_no_other_along(app, open_as, point, scanner):  # checks 34
    point(scanner.address)
    owner, before = open_as("owner"), count(EvidenceVersion)
    page = send(owner, (TEXT, "audit.txt"), (EICAR, "infected.txt"), (b"MZ", "setup.exe"), (b"fine\n", "notes.txt"), expect=422)
    assert count(EvidenceVersion) == before + 2 and count(RefusedFile) == 1 and incoming(app) == []
    assert "infected.txt was not saved: malware was found" in page.words and "Files of this type are not accepted" in page.words
    lines = [" ".join(line.text_content().split())[:30] for line in page.tree.xpath("//ul[@class='tracker-files'][1]/li")]
    assert [line.partition("aved")[0] for line in lines] == ["audit.txt S", "infected.txt Not s", "setup.exe Not s", "notes.txt S"]


def test_what_may_hold_personal_data_waits_for_a_decision_and_the_others_do_not(app, open_as):
    owner, form, before = open_as("owner"), request_id(), (count(EvidenceVersion), count(HeldFile))
    for _ in range(2):
        page = send(owner, (TEXT, "audit.txt"), (b"Case audit, NHS no 943 476 5919\n", "cases.txt"), form=form, expect=200)
    assert (count(EvidenceVersion), count(HeldFile)) == (before[0] + 1, before[1] + 1)
    held = db.session.scalar(select(HeldFile).order_by(HeldFile.id.desc()))
    assert "To decide" in page.words and f"/held-files/{held.id}" in page.links and held.title == "cases"


def test_the_same_file_sent_again_from_the_same_form_is_the_same_item(app, open_as):  # checks 45
    owner, form, before = open_as("owner"), request_id(), count(EvidenceVersion)
    send(owner, (TEXT, "audit.txt"), (b"fine\n", "notes.txt"), form=form, expect=303)
    send(owner, (b"fine\n", "notes.txt"), (b"more\n", "more.txt"), (TEXT, "audit.txt"), form=form, expect=303)
    assert count(EvidenceVersion) == before + 3
    send(owner, (TEXT, "audit.txt"), expect=303)
    assert count(EvidenceVersion) == before + 4, "another form is another item"


def test_our_script_is_told_of_one_file_at_a_time(app, open_as):
    owner = open_as("owner")
    kept = send(owner, (TEXT, "audit.txt"), htmx=True, expect=200)
    item = db.session.scalar(select(Evidence).order_by(Evidence.id.desc()))
    assert f"/evidence/{item.id}" in kept.links and "audit: The file is saved. A lead will check it." in kept.words
    assert "The file is empty" in send(owner, (b"", "empty.txt"), htmx=True, expect=422).words


@pytest.mark.parametrize(("number", "status", "words"), [(0, 422, "Choose one or more files"), (21, 400, "at most 20 files at a time")])
def test_none_and_too_many_are_refused(app, open_as, number, status, words):
    before = count(EvidenceVersion)
    assert words in send(open_as("owner"), *[(b"%d" % n, f"{n}.txt") for n in range(number)], expect=status).words
    assert count(EvidenceVersion) == before and incoming(app) == []


def test_what_finds_no_room_is_refused_by_itself(app, open_as, monkeypatch):  # checks 47
    owner, own = open_as("owner"), action("1.1").organisation_id
    files_of = select(func.count()).select_from(EvidenceVersion).join(Evidence).where(Evidence.organisation_id == own)
    monkeypatch.setitem(app.config, "ORGANISATION_QUOTA", (10**9, db.session.scalar(files_of) + 1))
    page = send(owner, (TEXT, "audit.txt"), (b"fine\n", "notes.txt"), expect=422)
    assert "There is no room left" in page.words and titles()[0] == "audit"
