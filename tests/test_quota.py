"""Quota: how much is left is said before an upload, and what finds no room is refused before it is read."""

import io

import pytest
from sqlalchemy import func, select

from tests.client import request_id
from tests.conftest import action, person
from tests.dump import dump
from tests.held_files import hold_file
from tests.test_evidence import bring, count, incoming
from tracker.extensions import db
from tracker.models import Blob, Evidence, EvidenceVersion
from tracker.models.quota import Quota, room_for

pytestmark = pytest.mark.engines("sqlite", "postgresql")
PLENTY = Quota(10**12, 10**6)
MINE, OURS = "files that you upload", "files of Medway NHS Foundation Trust"


def used(condition) -> tuple[int, int]:
    """Bytes and files, counted in another way."""
    sizes = [v.blob.size for v in db.session.scalars(select(EvidenceVersion).where(condition).execution_options(own_verb=True))]
    return sum(sizes), len(sizes)


@pytest.fixture
def trust(app):
    return action("1.1").organisation


def ours(trust):
    return EvidenceVersion.evidence.has(Evidence.organisation_id == trust.id)


def test_what_is_left_is_counted_over_all_versions(app, trust):  # checks 47
    owner = person("owner")
    octets, files = used(ours(trust))
    my_octets, my_files = used(EvidenceVersion.by_id == owner.id)
    room = room_for(trust, owner, of_organisation=Quota(octets + 5, files + 3), of_user=PLENTY)
    assert (room.what, room.octets, room.files) == (OURS, 5, 3)
    room = room_for(trust, owner, of_organisation=PLENTY, of_user=Quota(my_octets + 7, my_files + 2))
    assert (room.what, room.octets, room.files) == (MINE, 7, 2) and files > my_files - 1 > 0
    room = room_for(trust, owner, of_organisation=PLENTY, of_user=Quota(1, 1))
    assert (room.octets, room.files) == (0, 0)


def set_left(app, monkeypatch, condition, setting: str, octets: int, files: int) -> None:
    """Leave so many bytes and files."""
    octets_used, files_used = used(condition)
    monkeypatch.setitem(app.config, setting, (octets_used + octets, files_used + files))


@pytest.mark.parametrize("setting", ["ORGANISATION_QUOTA", "USER_QUOTA"])
@pytest.mark.parametrize(("octets", "files"), [(0, 10), (10**9, 0)], ids=["no bytes left", "no file left"])
def test_without_room_the_page_says_so_and_nothing_is_taken(app, open_as, trust, monkeypatch, setting, octets, files):  # checks 47
    owner = open_as("owner")
    condition, whose = {"ORGANISATION_QUOTA": (ours(trust), OURS), "USER_QUOTA": (EvidenceVersion.by_id == person("owner").id, MINE)}[setting]
    set_left(app, monkeypatch, condition, setting, octets, files)
    before, url = dump(), f"/actions/{action('1.1').id}/evidence"
    page = owner.get(f"{url}")
    assert f"There is no room left for {whose}." in page.words
    assert f"There is no room left for {whose}." in bring(owner, expect=409).words
    item = db.session.scalar(select(Evidence.id).where(Evidence.title == "Weekly dip-samples").execution_options(own_verb=True))
    assert f"There is no room left for {whose}." in owner.get(f"/evidence/{item}").words
    fields = {"csrf_token": owner.token(), "request_id": request_id(), "file": (io.BytesIO(b"More"), "more.txt")}
    page = owner.post(f"/evidence/{item}/versions", fields, 409, content_type="multipart/form-data")
    assert f"There is no room left for {whose}." in page.words and "load the page again" not in page.words
    assert dump() == before and incoming(app) == []


def test_the_body_that_finds_no_room_is_not_read(app, open_as, trust, monkeypatch):  # checks 29, 47
    def never(*_):
        raise AssertionError("the body was read")

    set_left(app, monkeypatch, ours(trust), "ORGANISATION_QUOTA", 300_000, 9)
    monkeypatch.setattr(app.extensions["store"], "incoming", never, raising=False)
    page = bring(open_as("owner"), data=b"x" * 400_000, expect=409)
    assert "The file is too large: 0.3 MB are left for files of Medway NHS Foundation Trust." in page.words


def test_to_the_byte_it_is_decided_under_the_lock(app, open_as, trust, monkeypatch):  # checks 47
    owner, before = open_as("owner"), count(EvidenceVersion)
    set_left(app, monkeypatch, ours(trust), "ORGANISATION_QUOTA", 2000, 9)
    for size, status in ((2001, 409), (1500, 303), (501, 409), (500, 303), (1, 409)):
        bring(owner, data=b"x" * size, title=f"{size} bytes", expect=status)
    assert count(EvidenceVersion) == before + 2 and incoming(app) == []
    assert used(ours(trust))[0] == app.config["ORGANISATION_QUOTA"][0]


def test_a_second_click_is_no_second_file(app, open_as, trust, monkeypatch):  # checks 45, 47
    owner, url = open_as("owner"), f"/actions/{action('1.1').id}/evidence"
    set_left(app, monkeypatch, ours(trust), "ORGANISATION_QUOTA", 100, 2)
    fields = {"csrf_token": owner.token(), "title": "Audit", "request_id": request_id()}
    for _ in range(2):
        file = {"file": (io.BytesIO(b"x" * 60), "audit.txt")}
        owner.post(url, fields | file, 303, content_type="multipart/form-data")
    assert used(ours(trust))[0] == app.config["ORGANISATION_QUOTA"][0] - 40


def test_another_organisations_files_do_not_count(app, open_as, trust, monkeypatch):  # checks 47
    monkeypatch.setitem(app.config, "ORGANISATION_QUOTA", (used(ours(trust))[0], 10**6))
    assert db.session.scalar(select(func.sum(Blob.size))) > 0
    bring(open_as("outsider"), number="3.1")
    bring(open_as("owner"), expect=409)


def test_a_held_file_takes_room_and_is_released_into_it(app, trust):  # checks 47
    owner, before = person("owner"), used(ours(trust))
    row = hold_file()
    row.blob.size = 3000
    for quotas in ({"of_organisation": Quota(before[0] + 3005, 10**6), "of_user": PLENTY}, {"of_organisation": PLENTY, "of_user": Quota(10**6, used(EvidenceVersion.by_id == owner.id)[1] + 2)}):
        left = room_for(trust, owner, **quotas)
        assert left.octets == 5 or left.files == 1
        assert type(left.octets) is int
    row.release(because="It is harmless", withheld=False, ccg_may_because="", by=owner, at=row.at)
    db.session.flush()
    assert room_for(trust, owner, of_organisation=Quota(before[0] + 3005, 10**6), of_user=PLENTY).octets == 5


def test_while_there_is_plenty_nothing_is_said(app, open_as, trust, monkeypatch):
    owner, url = open_as("owner"), f"/actions/{action('1.1').id}/evidence"
    assert "left for files" not in owner.get(url).words
    set_left(app, monkeypatch, ours(trust), "ORGANISATION_QUOTA", 340_000_000, 5000)
    assert f"340 MB, in 5000 files at most, are left for {OURS}." in owner.get(url).words
    set_left(app, monkeypatch, ours(trust), "ORGANISATION_QUOTA", 10**10, 19)
    assert f"10 GB, in 19 files at most, are left for {OURS}." in owner.get(url).words
