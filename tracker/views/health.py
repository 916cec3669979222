"""Health, for whoever watches over the server: does it run, and does it reach what it needs. No secrets, so it is public."""

from datetime import timedelta

from flask import Blueprint, current_app

from tracker.access import public
from tracker.clock import now
from tracker.extensions import database_answers
from tracker.models import outbox
from tracker.storage import StorageError

blueprint = Blueprint("health", __name__, url_prefix="/health")

LAG = timedelta(minutes=15)  # a mail server may put off the first try: that alone is no fault


@blueprint.get("/live")
@public
def live():
    """200 as long as the process answers."""
    return {"status": "ok"}


@blueprint.get("/ready")
@public
def ready():
    """A word on each: ok, failing or off; 503 without the database or the storage. Without the scanner or a mail server the tracker works on: files and mail wait."""
    states = {"database": _database(), "storage": _storage(), "malware scan": _scanner()}
    states["mail"] = _mail() if states["database"] == "ok" else "failing"
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


def _mail() -> str:
    since = outbox.waiting_since()
    if since is None or now() - since < LAG:
        return "ok"
    return f"waits since {since:%Y-%m-%dT%H:%MZ}"


def _scanner() -> str:
    clamd = current_app.extensions["clamd"]
    if clamd is None:
        return "off"
    return "ok" if clamd.ready() else "failing"
