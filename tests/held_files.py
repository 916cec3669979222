"""A file with personal data that waits for its uploader."""

from datetime import UTC, datetime

from tests.conftest import action, person
from tracker.models import HeldFile

SEARCH = {"signs": [{"kind": "NHS number", "count": 1, "places": ["page 3"], "more": False}], "whole": True}


def hold_file() -> HeldFile:
    """One that the owner brought for action 1.4, with bytes that nobody has."""
    at = datetime(2016, 8, 26, 12, tzinfo=UTC)
    told = {"title": "Case audit", "filename": "audit.pdf", "mimetype": "application/pdf", "request_id": "held-file-of-the-tests", "on_behalf_of": None}
    return HeldFile.hold(action("1.4"), **told, sha256="0" * 64, size=1, search=SEARCH, at=at, by=person("owner"))
