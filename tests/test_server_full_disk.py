"""A real server whose disk is full: whoever would write hears it, nothing is half written, and once freed it goes on."""

import os
import subprocess
from contextlib import contextmanager

import pytest

from tests.server import Server
from tests.uploads import filled, is_kept, nothing_kept, text
from tests.worlds import is_whole

MEGABYTE = 1_000_000


@pytest.fixture
def server(told_world, tmp_path):
    """A server with everything on a small disk: database, evidence, temporary files, its log."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk], capture_output=True, timeout=10, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        with Server(told_world, disk) as running:
            yield running
    finally:
        subprocess.run(["umount", "-l", disk], check=True, timeout=10)


@contextmanager
def full(server, leaving: int = 0):
    """Nothing but so many bytes is left on the disk."""
    ballast = server.folder / "ballast"
    free = os.statvfs(server.folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leaving)
    yield
    ballast.unlink()


@pytest.mark.engines("sqlite")
def test_a_full_disk_loses_nothing_and_works_again_once_freed(server):  # checks 51
    owner, nobody, action = server.visitor("owner"), server.visitor(), server.action("1.4")
    evidence, progress = f"/actions/{action}/evidence", f"/actions/{action}/progress"
    fields, small, large = filled(owner), text(1000), text(2 * MEGABYTE)
    note = {"csrf_token": fields["csrf_token"], "confidence": "on track", "note": "Samples are taken each week.",
            "version": owner.get(f"/actions/{action}").value("version")}  # fmt: skip
    sign_in = {"csrf_token": nobody.get("/sign-in").value("csrf_token"), "email": "nobody@trust.example", "password": "not this one"}
    updates = server.rows("SELECT count(*) FROM progress_updates")

    with full(server, leaving=MEGABYTE), nothing_kept(server):
        answer = owner.post(evidence, fields, "audit.txt", large)
        assert answer.status == 503 and "There is no room left to store files" in answer.text and answer.headers["Retry-After"]
        assert owner.get("/").status == owner.get(f"/actions/{action}").status == 200
    with full(server), nothing_kept(server):
        answers = {
            "upload": owner.post(evidence, fields, "audit.txt", small), "update": owner.post(progress, note),
            "sign in": nobody.post("/sign-in", sign_in),
        }  # fmt: skip
        assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 503)
        assert all(answer.headers["Retry-After"] and "Number of this request" in answer.text for answer in answers.values())
        for url in ("/", "/reviews/1", "/submissions/1", "/submissions/1/documents/pdf", "/submissions/1/export/csv"):
            assert owner.get(url).status == 200, url
        assert server.rows("SELECT count(*) FROM progress_updates") == updates

    assert owner.post(evidence, fields, "audit.txt", large).status == 303 and is_kept(server, large)
    assert owner.post(progress, note).status == 303
    assert nobody.post("/sign-in", sign_in).status == 422
    for command in (("evidence", "verify"), ("audit", "verify")):
        checked = server.flask(*command)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    assert is_whole(server.folder)


@pytest.mark.engines("postgresql")  # its rows lie on another disk
def test_a_full_disk_of_files_stops_uploads_and_nothing_else(server):  # checks 51
    owner, action, data = server.visitor("owner"), server.action("1.4"), text(2 * MEGABYTE)
    evidence, fields = f"/actions/{action}/evidence", filled(owner)
    note = {"csrf_token": fields["csrf_token"], "confidence": "on track", "note": "Samples are taken each week.",
            "version": owner.get(f"/actions/{action}").value("version")}  # fmt: skip
    with full(server):
        with nothing_kept(server):
            assert owner.post(evidence, fields, "audit.txt", data).status == 503
        assert owner.post(f"/actions/{action}/progress", note).status == 303
    assert owner.post(evidence, fields, "audit.txt", data).status == 303 and is_kept(server, data)
    assert server.flask("evidence", "verify").returncode == 0 and is_whole(server.folder)
