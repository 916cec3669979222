"""Personal data in a file: the uploader sees kind, count and place, decides, and the values are kept nowhere."""

import io
import logging

import pytest
from sqlalchemy import func, select

from tests.conftest import action
from tests.dump import dump
from tests.test_evidence import bring, count
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion, HeldFile

NUMBER = "943 476 5919"
FILE = f"Case audit\nNHS no {NUMBER}\nDOB: 12/03/2009\n".encode()


def held() -> HeldFile:
    """The newest held file."""
    return db.session.scalar(select(HeldFile).order_by(HeldFile.id.desc()))


def hold(browser, data=FILE, **fields):
    """Bring a file with personal data; gives the page that asks what shall become of it."""
    return bring(browser, data=data, name="cases.txt", **fields).follow()


def decide(page, fate: str, expect=303, **typed):
    """Press the button of that page."""
    return page.submit(f"/held-files/{held().id}/decision", expect, fate=fate, **typed)


def test_a_withheld_file_is_its_organisations_alone(app, open_as):
    before = count(EvidenceVersion)
    page = hold(open_as("owner"))
    assert "1 NHS number (line 2)" in page.words and "1 date of birth (line 3)" in page.words and count(EvidenceVersion) == before
    decide(page, "withhold", because="It is a case audit")
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    url = f"/evidence/{version.evidence_id}"
    assert count(EvidenceVersion) == before + 1 and count(HeldFile) == 0
    assert open_as("owner").get(f"{url}/versions/{version.id}/file").response.get_data() == FILE
    seen = open_as("lead").get(url)
    assert "Withheld: It is a case audit" in seen.words and "Signs of personal data: 1 NHS number (line 2)" in seen.words
    open_as("lead").get(f"{url}/versions/{version.id}/file", 403)
