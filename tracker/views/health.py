"""Health, for whoever watches over the server: does it run, and does it reach what it needs. No secrets, so it is public."""

from flask import Blueprint, current_app

from tracker.access import public
from tracker.extensions import database_answers
from tracker.storage import StorageError

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
@public
def live():
    """200 as long as the process answers."""
    return {"status": "ok"}


@blueprint.get("/ready")
@public
def ready():
    """A word on each: ok, failing or off; 503 without the database or the storage. Without the scanner the tracker works on: files wait."""
    states = {"database": _database(), "storage": _storage(), "malware scan": _scanner()}
    is_ready = "failing" not in (states["database"], states["storage"])
    return states, 200 if is_ready else 503


def _database() -> str:
    return "ok" if database_answers() else "failing"


def _storage() -> str:
    try:
        current_app.extensions["store"].check_ready()
    except StorageError:
        return "failing"
    return "ok"


def _scanner() -> str:
    clamd = current_app.extensions["clamd"]
    if clamd is None:
        return "off"
    return "ok" if clamd.ready() else "failing"
