"""Colours: derived from the rows, the first rule that matches wins. Source: design §4, BRAG."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import action
from tracker.extensions import db
from tracker.models import Action
from tracker.models.action_status import Confidence, Status
from tracker.models.brag import COLOUR, MEANING, Brag, coloured, legend

ON = date(2016, 8, 26)


def reason(of: Action, on: date = ON) -> str:
    """The reason of an action's colour."""
    return db.session.execute(coloured(select(Action).where(Action.id == of.id), on)).one()[1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": Status.WITHDRAWN, "due_on": date(2016, 1, 1)}, "withdrawn"),
        ({"status": Status.VERIFIED, "due_on": date(2016, 1, 1)}, "verified"),
        ({"status": Status.EMBEDDED}, "embedded"),
        ({"status": Status.NOT_STARTED, "due_on": date(2016, 8, 25)}, "overdue"),
        ({"status": Status.NOT_STARTED, "due_on": ON}, "on track"),  # due today is not overdue
        ({"status": Status.IN_PROGRESS, "confidence": Confidence.OFF_TRACK}, "off track"),
        ({"status": Status.IN_PROGRESS, "confidence": Confidence.AT_RISK}, "at risk"),
        ({"status": Status.COMPLETE, "confidence": Confidence.OFF_TRACK, "updated_on": ON}, "complete"),  # counts only while open
        ({"status": Status.COMPLETE, "due_on": date(2016, 1, 1), "updated_on": ON}, "complete"),  # a late completion is not red
        ({"status": Status.COMPLETE, "updated_on": date(2016, 7, 29)}, "not verified yet"),
        ({"status": Status.COMPLETE, "updated_on": date(2016, 8, 1)}, "complete"),
        ({"status": Status.IN_PROGRESS, "updated_on": date(2016, 7, 14)}, "on track"),  # the plan went on 15 July: 30 days
        ({"status": Status.NOT_STARTED, "due_on": None}, "on track"),
    ],
)
def test_the_first_rule_that_matches_wins(app, fields, expected):
    own = action("1.1")
    for name, value in ({"due_on": date(2016, 12, 1), "confidence": Confidence.ON_TRACK} | fields).items():
        setattr(own, name, value)
    db.session.commit()
    assert reason(own) == expected


def test_no_update_counts_from_the_first_submission(app):
    own = action("1.1")
    own.updated_on = None
    db.session.commit()
    assert reason(own, date(2016, 8, 26)) == "on track"  # 30 working days after 15 July
    assert reason(own, date(2016, 8, 30)) == "no update"  # the 31st, after the bank holiday
    own.review.first_sent_on = None
    db.session.commit()
    assert reason(own, date(2016, 9, 29)) == "on track"


def test_every_reason_has_a_colour_and_every_colour_a_meaning():
    assert set(COLOUR.values()) == set(MEANING) == set(Brag)
    assert [row["brag"] for row in legend()] == [b.value for b in Brag]
