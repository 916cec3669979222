"""The store when things break: the order of the calls, kill -9 at each point, full disks."""

import hashlib
import multiprocessing
import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from tests.test_storage import NOTES, NOTES_SHA256, arrived, checked, files_in
from tracker.storage import StoreFull, open_store


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "evidence")


@pytest.fixture
def calls(store, monkeypatch):
    """Names of the calls that make things durable, in order, with the folder or file they touch."""
    recorded = []

    def relative(path):
        return Path(path).relative_to(store.root).parts

    def recording_fsync(descriptor, real=os.fsync):
        recorded.append(("fsync", *relative(os.readlink(f"/proc/self/fd/{descriptor}"))))
        real(descriptor)

    def recording_rename(source, target, real=os.rename):
        recorded.append(("rename", *relative(target)))
        real(source, target)

    monkeypatch.setattr(os, "fsync", recording_fsync)
    monkeypatch.setattr(os, "rename", recording_rename)
    return recorded


@pytest.mark.parametrize("times", [1, 2], ids=["new", "already there"])
def test_bytes_are_on_disk_before_they_are_named_and_named_before_anybody_hears(store, calls, times):  # checks 50
    for _ in range(times):
        calls.clear()
        with arrived(store) as arrival:
            name = arrival.path.name
            assert store.keep(arrival) == NOTES_SHA256
    shelf = NOTES_SHA256[:2]
    assert calls == [
        ("fsync", "incoming", name),
        ("rename", "objects", shelf, NOTES_SHA256),
        ("fsync", "objects", shelf),
        ("fsync", "objects"),
    ]


def test_what_was_synced_is_not_synced_twice_unless_written_again(store, calls):  # checks 50
    with arrived(store) as arrival:
        arrival.sync()
        arrival.sync()
        assert len(calls) == 1
        arrival.write(b"more")
        store.keep(arrival)
    assert [call[:2] for call in calls[:3]] == [("fsync", "incoming"), ("fsync", "incoming"), ("rename", "objects")]


EVIDENCE = b"evidence " * 200_000


def keep_and_die(root, point, answered):
    """Keeps EVIDENCE in a process that is killed at the named point; calls `answered` if it gets as far."""
    rename, fsync = os.rename, os.fsync

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def rename_and_die(*paths):
        rename(*paths)
        die()

    def fsync_and_die_at_a_folder(descriptor):
        fsync(descriptor)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            die()

    store = open_store(root)
    arrival = store.incoming()
    arrival.write(EVIDENCE[:1_000_000])
    if point == "mid write":
        die()
    arrival.write(EVIDENCE[1_000_000:])
    if point == "written":
        die()
    os.rename = {"fsynced": die, "renamed": rename_and_die}.get(point, rename)
    os.fsync = fsync_and_die_at_a_folder if point == "folder synced" else fsync
    store.keep(arrival)
    answered.set()
    die()


@pytest.mark.parametrize(
    ("point", "is_there"),
    [
        ("mid write", False),
        ("written", False),
        ("fsynced", False),
        ("renamed", True),
        ("folder synced", True),
        ("answered", True),
    ],
)
def test_killed_at_any_point_no_object_is_wrong(store, point, is_there):  # checks 49
    fork = multiprocessing.get_context("fork")
    answered = fork.Event()
    process = fork.Process(target=keep_and_die, args=(store.root, point, answered))
    process.start()
    process.join(timeout=30)
    assert process.exitcode == -signal.SIGKILL
    assert answered.is_set() == (point == "answered")
    for path in files_in(store, "objects"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    assert len(files_in(store, "objects")) == is_there
    assert checked(store, store.put(EVIDENCE)) == EVIDENCE


def test_a_full_disk_while_writing(store, monkeypatch):  # checks 51
    real_open = os.open
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", lambda path, flags, mode: real_open("/dev/full", os.O_RDWR))
        arrival = store.incoming()
    with pytest.raises(StoreFull, match="no room"):
        arrival.write(NOTES)
    assert arrival.closed
    assert not files_in(store, ".")


@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir"])
def test_a_full_disk_while_keeping(store, monkeypatch, call):  # checks 51
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with arrived(store) as arrival:
        with monkeypatch.context() as patched:
            patched.setattr(os, call, full)
            with pytest.raises(StoreFull):
                store.keep(arrival)
        assert not files_in(store, "objects")
    assert not files_in(store, "incoming")
    assert store.put(NOTES) == NOTES_SHA256


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, timeout=10, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", folder], check=True, timeout=10)


def test_a_disk_that_fills_up_works_again_once_freed(small_disk):  # checks 51
    store = open_store(small_disk / "evidence")
    kept = store.put(b"a" * 2_000_000)
    with pytest.raises(StoreFull):
        store.put(b"b" * 2_000_000)
    assert not files_in(store, "incoming")
    assert [path.name for path in files_in(store, "objects")] == [kept]
    store.put(b"c" * 500_000)
    assert checked(store, kept) == b"a" * 2_000_000


def test_another_failure_of_the_disk_keeps_its_own_name(store, monkeypatch):
    def broken(*_):
        raise OSError(5, "Input/output error")

    with arrived(store) as arrival:
        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="Input/output"):
            store.keep(arrival)
    assert not files_in(store, "objects")
