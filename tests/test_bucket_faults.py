"""The bucket is away, hangs, errs or lies: who uploads or downloads hears it soon, and everything else goes on."""

import hashlib
import io
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from tests.client import request_id
from tests.conftest import action
from tests.dump import dump
from tests.hostile_bucket import ANSWERS, HostileBucket
from tests.stores import kept, move, on_their_way
from tracker.extensions import db
from tracker.models import EvidenceVersion
from tracker.storage import MissingObject, StoreUnavailable, s3
from tracker.storage.names import object_name
from tracker.storage.s3 import S3Store

NOTES = b"Minutes of the safeguarding committee, 14 November\n"
AWAY, LOST = "Files cannot be reached now.", "What you sent was not saved"


@pytest.fixture
def impatient(monkeypatch):
    """The limits of time, a tenth or less: the tests have no minute to wait."""
    for name, seconds in {"CONNECT": 0.2, "READ": 0.3, "WHOLE_FILE": 0.8, "ATTEMPTS": 1}.items():
        monkeypatch.setattr(s3, name, seconds)


@pytest.fixture
def hostile(impatient):
    with HostileBucket() as server:
        yield server


@pytest.fixture
def bad_store(hostile, tmp_path):
    return S3Store("evidence", "", tmp_path / "spool", hostile.client)


@contextmanager
def soon(seconds: float = 8):
    """What is done inside takes no longer."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


def test_no_wait_is_longer_than_it_should_be(bucket_store):  # checks 53
    config = bucket_store.client.meta.config
    assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (2, 5, 2)


@pytest.mark.parametrize("behaviour", [*ANSWERS, "silent", "trickle"])
def test_whatever_the_bucket_answers_it_is_named_soon(bad_store, hostile, behaviour):  # checks 53
    hostile.behaviour = behaviour
    sha256 = "0" * 64
    wanted = MissingObject if behaviour == "no object" else StoreUnavailable
    with soon(), pytest.raises(wanted):
        bad_store.open_checked(sha256)
    if behaviour != "cut short":  # as an answer to a PUT, that is a yes: its body says nothing
        with soon(), pytest.raises(StoreUnavailable):
            bad_store.put(NOTES)
    if behaviour != "no object":
        with soon(), pytest.raises(StoreUnavailable):
            list(bad_store.listed())
        with soon(), pytest.raises(StoreUnavailable):
            bad_store.remove(sha256)
    assert not on_their_way(bad_store) and hostile.asked > 0


def test_a_request_that_fails_once_is_sent_again(monkeypatch, tmp_path):  # checks 53
    monkeypatch.setattr(s3, "ATTEMPTS", 2)
    with HostileBucket() as hostile, soon(), pytest.raises(StoreUnavailable):
        S3Store("evidence", "", tmp_path / "spool", hostile.client).put(NOTES)
    assert hostile.asked == 2


def test_nothing_is_asked_of_a_bucket_before_the_first_file(bad_store, hostile):
    with bad_store.incoming() as arrival:
        arrival.write(NOTES)
    assert hostile.asked == 0


def test_nobody_listens(impatient, tmp_path):  # checks 53
    gone = HostileBucket()
    gone.server_close()
    with soon(), pytest.raises(StoreUnavailable):
        S3Store("evidence", "", tmp_path / "spool", gone.client).put(NOTES)


def test_what_a_sweep_took_between_staging_and_keeping_is_brought_again(bucket_store):  # checks 57
    with bucket_store.incoming() as arrival:
        arrival.write(NOTES)
        bucket_store.stage(arrival)
        bucket_store.remove(arrival.sha256)
        sha256 = bucket_store.keep(arrival)
    assert kept(bucket_store) == [sha256]
    bucket_store.check(sha256)


def test_the_bucket_itself_refuses_bytes_that_changed_on_the_way(bucket_store):  # checks 53
    class Lying:
        """A client whose network flips a bit."""

        def put_object(self, *, Body, **named):
            return bucket_store.client.put_object(Body=b"!" + Body.read()[1:], **named)

    store = S3Store("evidence", bucket_store.prefix, bucket_store.spool.folder, Lying())
    with pytest.raises(StoreUnavailable) as refused:
        store.put(NOTES)
    assert "BadDigest" in str(refused.value.__cause__) and kept(bucket_store) == []


def test_a_bucket_that_hangs_and_goes_on(bucket, impatient, tmp_path, monkeypatch):  # checks 53
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    store = S3Store("evidence", "hanging", tmp_path / "spool", s3.bounded_client())
    sha256 = store.put(NOTES)
    bucket.hang()
    try:
        for call in (lambda: store.put(b"other notes"), lambda: store.open_checked(sha256), lambda: store.check(sha256)):
            with soon(), pytest.raises(StoreUnavailable):
                call()
    finally:
        bucket.go_on()
    bucket.wait()
    assert store.put(NOTES) == sha256 and not on_their_way(store)
    with store.open_checked(sha256) as file:
        assert file.read() == NOTES


# --- in the app -----------------------------------------------------------------------------------------------------


@pytest.fixture
def moved(app, bucket_store, monkeypatch):
    """The app with all its files in the bucket, and the story told."""
    move(app.extensions["store"], bucket_store)
    monkeypatch.setitem(app.extensions, "store", bucket_store)
    return bucket_store


def upload(browser, expect: int, fields: dict):
    """Bring a file as new evidence for 1.1."""
    url = f"/actions/{action('1.1').id}/evidence"
    file = {"file": (io.BytesIO(NOTES), "minutes.txt")}
    return browser.post(url, fields | file, expect, content_type="multipart/form-data")


def fields_of(browser) -> dict:
    """The form for new evidence, filled in."""
    return {"csrf_token": browser.token(), "title": "Minutes", "request_id": request_id()}


def files(browser) -> str:
    """Where the newest evidence is fetched."""
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    return f"/evidence/{version.evidence_id}/versions/{version.id}/file"


def test_files_live_in_the_bucket(moved, app, open_as):
    owner = open_as("owner")
    upload(owner, 303, fields_of(owner))
    got = owner.get(files(owner)).response
    assert got.get_data() == NOTES and owner.get(files(owner), 206, Range="bytes=0-6").response.get_data() == NOTES[:7]
    assert not on_their_way(moved)
    assert open_as("regulator").get("/submissions/1/evidence-pack").response.get_data().startswith(b"PK")


@pytest.mark.parametrize("behaviour", ["500", "trickle", "no object"])
def test_pages_work_while_files_do_not(moved, app, open_as, hostile, tmp_path, monkeypatch, behaviour):  # checks 53
    owner = open_as("owner")
    fields, url = fields_of(owner), files(owner)
    hostile.behaviour = behaviour
    before = dump()
    with monkeypatch.context() as broken:
        broken.setitem(app.extensions, "store", S3Store("evidence", "", tmp_path / "spool", hostile.client))
        with soon():
            page = upload(owner, 503, fields)
        assert AWAY in page.words and LOST in page.words and page.response.headers["Retry-After"]
        with soon():
            page = owner.get(url, 503)
        assert ("missing" if behaviour == "no object" else AWAY) in page.words and LOST not in page.words
        asked = hostile.asked
        for path in ("/", "/reviews/1", f"/actions/{action('1.1').id}", url.rpartition("/versions")[0]):
            owner.get(path)
        assert hostile.asked == asked and dump() == before and not on_their_way(moved)
    assert upload(owner, 303, fields) and owner.get(url)


def test_another_object_under_the_name_is_not_served(moved, open_as):  # checks 40, 53
    owner = open_as("owner")
    upload(owner, 303, fields_of(owner))
    sha256 = hashlib.sha256(NOTES).hexdigest()
    moved.client.put_object(Bucket="evidence", Key=moved.prefix + object_name(sha256), Body=b"A child's name")
    page = owner.get(files(owner), 500)
    assert "damaged" in page.words and "A child" not in page.text
