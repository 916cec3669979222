"""The stores, a folder and a bucket: bytes under their hash, checked when they are read, nothing left when an upload fails."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests.stores import damage, kept, on_their_way
from tracker.storage import CorruptObject, MissingObject, TooLarge, open_store

NOTES = b"Minutes of the safeguarding committee, 14 November"
NOTES_SHA256 = hashlib.sha256(NOTES).hexdigest()


@pytest.fixture
def folder(tmp_path):
    return open_store(tmp_path / "evidence")


@pytest.fixture(params=["folder", "bucket_store"], ids=["folder", "bucket"])
def store(request):
    return request.getfixturevalue(request.param)


def arrived(store, data=NOTES, limit=None):
    arrival = store.incoming(limit)
    arrival.write(data)
    return arrival


def files_in(store, folder):
    return sorted(path for path in (store.root / folder).rglob("*") if path.is_file())


def checked(store, sha256):
    with store.open_checked(sha256) as file:
        return file.read()


def object_path(store, sha256):
    return store.root / "objects" / sha256[:2] / sha256


# Keeping and opening


def test_a_kept_file_is_found_under_its_hash(store):
    with arrived(store) as arrival:
        assert store.keep(arrival) == NOTES_SHA256
    with store.open(NOTES_SHA256) as file:
        assert file.read() == NOTES
    assert kept(store) == [NOTES_SHA256]
    assert not on_their_way(store)


def test_a_folder_and_a_bucket_call_it_the_same(folder, bucket_store):
    folder.put(NOTES)
    bucket_store.put(NOTES)
    path = f"objects/{NOTES_SHA256[:2]}/{NOTES_SHA256}"
    assert (folder.root / path).read_bytes() == NOTES
    key = f"{bucket_store.prefix}{path}"
    assert bucket_store.client.get_object(Bucket="evidence", Key=key)["Body"].read() == NOTES


def test_put_keeps_bytes_in_memory(store):
    assert store.put(NOTES) == NOTES_SHA256
    assert checked(store, NOTES_SHA256) == NOTES
    assert not on_their_way(store)


def test_an_empty_file_has_a_hash_too(store):
    assert checked(store, store.put(b"")) == b""


def test_the_same_bytes_are_kept_once(store):
    with arrived(store) as first, arrived(store) as second:
        assert store.keep(first) == store.keep(second) == NOTES_SHA256
    assert len(kept(store)) == 1
    assert not on_their_way(store)


def test_the_same_bytes_heal_a_damaged_copy(store):
    store.put(NOTES)
    damage(store, NOTES_SHA256, bytes(len(NOTES)))
    store.put(NOTES)
    assert checked(store, NOTES_SHA256) == NOTES


def test_many_at_once_lose_nothing(store):
    documents = [f"document {number % 8}".encode() * 5_000 for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        hashes = list(pool.map(store.put, documents))
    for document, sha256 in zip(documents, hashes, strict=True):
        assert checked(store, sha256) == document
    assert len(kept(store)) == 8


def test_a_second_process_sees_what_the_first_kept(folder):
    folder.put(NOTES)
    assert checked(open_store(str(folder.root)), NOTES_SHA256) == NOTES


@pytest.mark.parametrize("location", ["s3://", "s3:///plans", "S3://evidence", "gs://evidence"])
def test_a_place_that_is_no_store_is_refused_in_words(tmp_path, location):
    with pytest.raises(ValueError, match="in a folder, or in s3:"):
        open_store(location, tmp_path)


def test_only_this_user_may_read(folder):
    store = folder
    with arrived(store) as arrival:
        assert stat.S_IMODE(arrival.path.stat().st_mode) == 0o600
        store.keep(arrival)
    for path in [store.root, *store.root.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(
    "sha256",
    ["", "..", "../../etc/passwd", "a" * 63, "a" * 65, "A" * 64, "g" * 64, NOTES_SHA256 + "\n", "../" + "a" * 61],
)
def test_only_a_hash_becomes_a_path(store, sha256):  # checks 32
    with pytest.raises(ValueError, match="64 lower-case"):
        store.open(sha256)


# Checked reading


def test_a_missing_object_is_named(store):  # checks 53, 54
    for read in (store.open, store.open_checked, store.check):
        with pytest.raises(MissingObject, match=NOTES_SHA256):
            read(NOTES_SHA256)


def test_what_is_right_passes(store):
    store.check(store.put(NOTES))


@pytest.mark.parametrize(
    "damaged",
    [NOTES[:-1], NOTES + b"\0", b"", bytes([NOTES[0] ^ 1]) + NOTES[1:], b"the bytes of another object"],
    ids=["truncated", "longer", "emptied", "one bit flipped", "swapped"],
)
def test_damaged_bytes_are_never_handed_out(store, damaged):  # checks 54
    store.put(NOTES)
    damage(store, NOTES_SHA256, damaged)
    for read in (store.open_checked, store.check):
        with pytest.raises(CorruptObject, match=NOTES_SHA256):
            read(NOTES_SHA256)


def test_what_is_put_in_place_after_the_check_is_not_served(store):  # checks 40
    store.put(NOTES)
    with store.open_checked(NOTES_SHA256) as file:
        damage(store, NOTES_SHA256, b"something else")
        assert file.read() == NOTES


# The arrival


@given(chunks=st.lists(st.binary(max_size=200), max_size=20))
def test_an_arrival_counts_and_hashes_whatever_the_chunks(tmp_path_factory, chunks):
    store = open_store(tmp_path_factory.getbasetemp() / "chunks")
    with store.incoming() as arrival:
        for chunk in chunks:
            assert arrival.write(chunk) == len(chunk)
        data = b"".join(chunks)
        assert (arrival.size, arrival.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert arrival.path.read_bytes() == data


def test_reading_between_writes_spoils_nothing(store):
    with store.incoming() as arrival:
        arrival.write(NOTES[:10])
        arrival.seek(0)
        assert arrival.read(4) == NOTES[:4]
        arrival.write(NOTES[10:])
        arrival.seek(0)
        assert arrival.read() == NOTES
        assert store.keep(arrival) == NOTES_SHA256
    assert checked(store, NOTES_SHA256) == NOTES


def test_a_kept_file_can_still_be_read_but_not_written(store):
    with arrived(store) as arrival:
        store.keep(arrival)
        arrival.seek(0)
        assert arrival.read() == NOTES
        with pytest.raises(ValueError, match="never written"):
            arrival.write(b"more")
    assert checked(store, NOTES_SHA256) == NOTES


@pytest.mark.parametrize("size", [9, 10])
def test_up_to_the_limit_is_accepted(store, size):  # checks 41
    with arrived(store, bytes(size), limit=10) as arrival:
        assert arrival.size == size


@pytest.mark.parametrize("chunks", [[11], [10, 1], [5, 6], [0, 11]])
def test_one_byte_over_the_limit_leaves_nothing(store, chunks):  # checks 41
    arrival = store.incoming(limit=10)
    with pytest.raises(TooLarge) as refused:
        for size in chunks:
            arrival.write(bytes(size))
    assert refused.value.limit == 10
    assert not isinstance(refused.value, ValueError)
    assert not on_their_way(store)


def test_the_limit_is_said_in_megabytes():
    assert str(TooLarge(100 * 2**20)) == "The file is larger than 100 MB, the most that is accepted."


def test_discarding_twice_is_harmless(store):
    arrival = arrived(store)
    arrival.discard()
    arrival.discard()
    assert not on_their_way(store)


def test_discarding_what_was_kept_keeps_it(store):
    arrival = arrived(store)
    store.keep(arrival)
    arrival.discard()
    assert checked(store, NOTES_SHA256) == NOTES


def test_an_exception_leaves_nothing(store):
    with pytest.raises(RuntimeError), arrived(store):
        raise RuntimeError
    assert not on_their_way(store)


# Under Werkzeug's form parser


def upload(store, body_changed=lambda body: body, limit=None):
    """The request, its parsed file (if any) and the arrivals, as a Flask app would get them."""
    arrivals = []

    class Upload(Request):
        def _get_file_stream(self, total_content_length, content_type, filename=None, content_length=None):
            arrivals.append(store.incoming(limit))
            return arrivals[-1]

    made = EnvironBuilder(method="POST", data={"note": "seen", "file": (__file__, "notes.py")}).get_environ()
    body = body_changed(made["wsgi.input"].read())
    environ = EnvironBuilder(method="POST", data=body, content_type=made["CONTENT_TYPE"]).get_environ()
    return Upload(environ), arrivals


def test_the_form_parser_writes_straight_into_the_arrival(store):
    request, arrivals = upload(store)
    file = request.files["file"]
    assert file.stream is arrivals[0]
    assert file.read() == Path(__file__).read_bytes()
    sha256 = store.keep(file.stream)
    request.close()
    assert checked(store, sha256) == Path(__file__).read_bytes()
    assert not on_their_way(store)


def test_a_request_that_ends_without_keeping_leaves_nothing(store):
    request, _ = upload(store)
    assert request.files["file"].filename == "notes.py"
    request.close()
    assert not on_their_way(store)


def test_a_body_cut_short_is_no_file_and_leaves_nothing(store):  # checks 43
    request, arrivals = upload(store, lambda body: body[: len(body) // 2])
    assert not request.files
    for arrival in arrivals:
        arrival.discard()
    assert arrivals
    assert not on_their_way(store)


def test_too_large_a_file_stops_the_form_parser(store):  # checks 41
    request, _ = upload(store, limit=1_000)
    with pytest.raises(TooLarge):
        _ = request.files
    assert not on_their_way(store)
