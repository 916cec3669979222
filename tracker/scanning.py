"""Scanning at the door: what becomes of an upload when clamd finds something, or cannot say."""

import hashlib
import io
from typing import BinaryIO

from flask import Flask, current_app
from flask_login import current_user

from tracker.checks import Clamd, Infected, NotScanned, Refused
from tracker.clock import now
from tracker.extensions import db, writing
from tracker.models import RefusedFile, Scan

AT_THE_DOOR = 30  # seconds that somebody waits for the answer; then the file waits for it instead


def init_app(app: Flask) -> None:
    """The scanner of this app; None when the setting CLAMD is empty."""
    app.extensions["clamd"] = Clamd(app.config["CLAMD"]) if app.config["CLAMD"] else None


def scanned(stream: BinaryIO, sha256: str, filename: str) -> Scan:
    """How an upload stands; Refused, and the hash recorded, when something was found in it."""
    clamd = current_app.extensions["clamd"]
    if clamd is None:
        return Scan.OFF
    answer = clamd.scan(stream, sha256, within=AT_THE_DOOR)
    if isinstance(answer, Infected):
        writing()
        RefusedFile.refuse(sha256, answer.name, by=current_user, at=now())
        db.session.commit()
        raise Refused(f"{filename} was not saved: {answer.advice}")
    if isinstance(answer, NotScanned):
        current_app.logger.error("not scanned: %s: %s", sha256, answer.reason)
        return Scan.WAITING
    return Scan.CLEAN


def check_scanned(data: bytes, filename: str) -> None:
    """The same for a file that cannot wait, as it is shown at once: Refused, too, when nobody could scan it."""
    if scanned(io.BytesIO(data), hashlib.sha256(data).hexdigest(), filename) is Scan.WAITING:
        raise Refused(f"{filename} was not saved: it could not be scanned for malware just now. Try again in a few minutes.")
