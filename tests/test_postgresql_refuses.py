"""What SQLite keeps and PostgreSQL refuses: no request of that kind is an error of ours, and nothing of it is kept."""

import pytest

from tests.conftest import action
from tests.dump import dump
from tests.test_csrf import body
from tests.test_errors import hold
from tracker.extensions import db
from tracker.models import Review

pytestmark = pytest.mark.engines("postgresql")
NUL = "a\x00b" * 8


def test_a_nul_is_a_400_that_tells_nothing(app, open_as, caplog):
    owner, before = open_as("owner"), dump()
    own = action("1.1").id
    hold(owner.post(f"/actions/{own}/evidence", **body(csrf_token=owner.token(), request_id=NUL)), 400)
    assert "refused a value" in caplog.text and NUL not in caplog.text and dump() == before
    assert not list((app.extensions["store"].root / "incoming").iterdir())


@pytest.mark.parametrize("url", ["/sign-in", "/search?q=a%00bc", "/updates?organisation=%00", "/reviews/1?organisation=%00", "/actions?owner=%00"])
def test_a_nul_in_an_address_is_no_error_of_ours(open_as, url):
    assert open_as("lead").get(url, None).status in (200, 303, 400, 404)


@pytest.mark.parametrize("number", [2**31, 2**63 - 1])
def test_a_number_beyond_its_integers_is_no_error_of_ours(open_as, number):
    lead = open_as("lead")
    for url in (f"/actions?review={number}", f"/actions?after={number}", f"/reviews/1?owner={number}", f"/actions/plans?actions={number}"):
        assert lead.get(url, None).status in (200, 303, 404), url
    own = action("1.1").id
    page = lead.post(f"/actions/{own}/progress", {"csrf_token": lead.token(), "version": str(number), "confidence": "on track", "note": "n"})
    assert page.status in (409, 422)


def test_rows_keep_their_order_when_one_is_written_again(app):
    """PostgreSQL puts a row that was changed behind the others."""
    review = db.session.get(Review, 1)
    parts = [part.id for part in review.participations]
    review.participations[0].mailbox = "safeguarding@medway-ft.example"
    db.session.commit()
    db.session.expire_all()
    assert [part.id for part in db.session.get(Review, 1).participations] == parts == sorted(parts)
