"""Health: whoever watches over the server is told what fails, and nothing else. # checks 78"""

import shutil
from datetime import date, timedelta

import pytest

from tests.clamd import NOWHERE
from tests.kept_mail import keep_mail
from tracker.extensions import db
from tracker.storage import StoreUnavailable
from tracker.storage.s3 import S3Store


def ready(app, expect: int) -> dict:
    """What it says, asked by somebody who is not signed in."""
    answer = app.test_client().get("/health/ready", base_url="https://localhost")
    assert answer.status_code == expect
    return answer.json


def test_all_is_well(app, point, scanner):
    assert ready(app, 200) == {"database": "ok", "storage": "ok", "malware scan": "off", "mail": "ok"}
    point(scanner.address)
    assert ready(app, 200)["malware scan"] == "ok"
    assert app.test_client().get("/health/live", base_url="https://localhost").json == {"status": "ok"}


def test_without_the_scanner_it_works_on_and_says_so(app, point):
    point(NOWHERE)
    assert ready(app, 200) == {"database": "ok", "storage": "ok", "malware scan": "failing", "mail": "ok"}


def test_mail_that_waits_too_long_is_told_with_no_word_of_it(app):
    mail = keep_mail()
    mail.at -= timedelta(minutes=14)
    db.session.commit()
    assert ready(app, 200)["mail"] == "ok"
    mail.at -= timedelta(minutes=2)
    db.session.commit()
    assert ready(app, 200)["mail"] == f"waits since {mail.at:%Y-%m-%dT%H:%MZ}"
    mail.review.closed_on = date(2016, 8, 26)
    db.session.commit()
    assert ready(app, 200)["mail"] == "ok"


def test_without_its_files_it_is_not_ready(app):
    shutil.rmtree(app.extensions["store"].root)
    assert ready(app, 503) == {"database": "ok", "storage": "failing", "malware scan": "off", "mail": "ok"}
    assert app.test_client().get("/health/live", base_url="https://localhost").status_code == 200


def test_without_its_database_it_is_not_ready(app):
    db.session.execute(db.text("ALTER TABLE alembic_version RENAME TO away"))
    db.session.commit()
    assert ready(app, 503)["database"] == "failing"


def test_a_bucket_that_is_away(tmp_path, bucket_store):
    bucket_store.check_ready()
    gone = S3Store("no-such-bucket", "", tmp_path, bucket_store.client)
    with pytest.raises(StoreUnavailable):
        gone.check_ready()
