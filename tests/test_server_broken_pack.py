"""A real server with a damaged file: the transfer of a pack that holds it breaks off, and what came opens nowhere. # checks 54, 70"""

import subprocess
import zipfile

import pytest

from tests.server import Server

pytestmark = pytest.mark.server

TRANSFER_CLOSED_EARLY = 18  # curl's own number


@pytest.fixture
def server(told_world, tmp_path):
    """A server over the told story, as `make run` starts it."""
    with Server(told_world, tmp_path) as server:
        yield server


def fetched(server, called: str, url: str):
    """What curl makes of the download: its exit status, and the file."""
    visitor, file = server.visitor(called), server.folder / f"{called}.zip"
    command = ["curl", "-s", "-b", visitor.cookie, "-o", file, f"http://{server.host}{url}"]
    return subprocess.run(command, timeout=visitor.patience, check=False).returncode, file


@pytest.mark.engines("sqlite")
def test_one_flipped_byte_breaks_every_pack_that_holds_the_file(server):
    ((sha256, recommendation),) = server.rows(
        "SELECT v.sha256, r.recommendation_id FROM evidence_versions v JOIN evidence_actions e ON e.evidence_id = v.evidence_id"
        " JOIN action_recommendations r ON r.action_id = e.action_id WHERE v.filename = 'certificate.txt'"
    )
    packs = {"regulator": "/submissions/1/evidence-pack", "lead": f"/recommendations/{recommendation}/evidence-pack"}
    for called, url in packs.items():
        status, file = fetched(server, called, url)
        assert status == 0 and zipfile.ZipFile(file).testzip() is None
    (blob,) = (path for path in server.files("evidence") if path.name == sha256)
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes()[:-1] + b"~")

    for called, url in packs.items():
        status, file = fetched(server, called, url)
        assert status == TRANSFER_CLOSED_EARLY
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(file)
        assert subprocess.run(["unzip", "-tq", file], capture_output=True, timeout=20, check=False).returncode > 1
