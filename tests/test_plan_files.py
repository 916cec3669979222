"""Plan files: a plan that exists already is read, its columns told apart, and laid beside the plan."""

import io

import pytest
from sqlalchemy import select

from tests.conftest import SAMPLE
from tests.existing_plans import as_csv, as_sheet, as_word, plan_rows, texts_of
from tracker.extensions import db
from tracker.models import PlanFile, Workbook


@pytest.fixture(scope="module")
def rows() -> list[list]:
    """The demonstration's plan as a CCG would have typed it."""
    return plan_rows(texts_of(SAMPLE.read_bytes()))


def upload(browser, data: bytes, name: str, expect: int = 303):
    """Send a file by the real form."""
    return browser.get("/reviews/1/plan-files").submit("/reviews/1/plan-files", expect, file=(io.BytesIO(data), name))


def test_the_plan_comes_in_and_waits_beside_the_tracker(app, open_as, rows):
    lead = open_as("lead")
    page = upload(lead, as_sheet(rows), "plan.xlsx").follow()
    assert "Cost code" in page.words and "Sept 2016" in page.words
    answer = page.submit("/plan-files/1/proposals", 303)
    workbook = db.session.scalars(select(Workbook)).one()
    assert answer.response.location.endswith(f"/workbooks/{workbook.id}")
    print(len(workbook.proposals), workbook.notes)
    assert "These columns were not used: Cost code." in workbook.notes
