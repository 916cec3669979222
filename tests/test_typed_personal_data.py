"""What people type: no form saves an NHS number; dates of birth and postcodes near names are asked about once."""

import pytest
from sqlalchemy import select

from tests.conftest import action
from tests.dump import dump
from tracker.extensions import db
from tracker.models import ProgressUpdate

NUMBER = "943 476 5919"
BORN = "The girl, DOB 12/03/2009, was seen."


def test_an_nhs_number_is_refused_and_what_was_typed_is_kept(app, open_as):
    before, url = dump(), f"/actions/{action('1.4').id}/progress"
    page = open_as("owner").get(f"/actions/{action('1.4').id}").submit(url, 422, confidence="on track", note=f"Seen: {NUMBER}")
    assert "this seems to hold an NHS number. Take it out" in page.words and f"Seen: {NUMBER}" in page.text and dump() == before
    assert "Save it anyway" not in page.words


def test_a_date_of_birth_is_asked_about_once(app, open_as):
    own, url = action("1.4"), f"/actions/{action('1.4').id}/progress"
    page = open_as("owner").get(f"/actions/{own.id}").submit(url, 422, confidence="on track", note=BORN)
    assert "this seems to hold a date of birth" in page.words
    page.submit(url, 303, note__anyway="yes")
    assert db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc())).note == BORN
