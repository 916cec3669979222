"""kill -9 of the server while people upload: what was acknowledged is there, and no row is without its file."""

import hashlib
import http.client
import multiprocessing
import os
import random
import secrets
import signal
import threading
import time

import pytest
from sqlalchemy import event

from tests.client import Browser, request_id
from tests.conftest import settings
from tests.server import PATIENCE, Server, until
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db

SIZES = (1, 4_000, 300_000, 3_000_000)  # bytes: most of the time goes into waiting, into writing, or into the database


class Writer(threading.Thread):
    """Somebody who uploads one version after another, and sends a form again that was not answered."""

    def __init__(self, server: Server, called: str, url: str):
        super().__init__(daemon=True)
        self.visitor, self.url = server.visitor(called), url
        self.fields = {"csrf_token": self.visitor.token()}
        self.acknowledged: dict[str, str] = {}  # request id → SHA-256
        self.refused: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        """Upload until told to stop."""
        while not self.done.is_set():
            data = (secrets.token_hex(16) * 100_000)[: random.choice(SIZES)].encode()
            self._upload(self.fields | {"request_id": request_id()}, data)

    def _upload(self, fields: dict, data: bytes) -> None:
        while not self.done.is_set():
            try:
                answer = self.visitor.post(self.url, fields, "minutes.txt", data)
            except (OSError, http.client.HTTPException):
                self.done.wait(0.05)
                continue
            if answer.status == 303:
                self.acknowledged[fields["request_id"]] = hashlib.sha256(data).hexdigest()
            else:
                self.refused.append(f"{answer.status} {answer.text[:2000]}")
            return


def upload_and_kill(server: Server, kills: int, between: int) -> dict[str, str]:
    """Kill the server so many times, each after that many more acknowledged uploads; what was acknowledged."""
    urls = [f"/evidence/{id}/versions" for (id,) in server.rows("SELECT id FROM evidence WHERE organisation_id = 1 OR 1 LIMIT 1")]
    writers = [Writer(server, called, urls[0]) for called in ("lead", "owner")]
    for writer in writers:
        writer.start()

    def so_far() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    try:
        for _kill in range(kills):
            wanted = so_far() + between
            assert until(lambda: so_far() >= wanted or any(w.refused for w in writers)), server.said  # noqa: B023
            time.sleep(random.uniform(0, 0.05))
            server.kill()
            server.start()
    finally:
        for writer in writers:
            writer.done.set()
        for writer in writers:
            writer.join(PATIENCE)
    assert [words for writer in writers for words in writer.refused] == []
    return {id: sha256 for writer in writers for id, sha256 in writer.acknowledged.items()}
