"""The charts of the review page: the figures of the actions that one sees, and nothing while a filter shows a part."""

from collections import Counter

from sqlalchemy import select

from tests.conftest import person
from tracker.extensions import db
from tracker.models import Action


def test_the_charts_of_a_page_count_the_actions_that_one_sees(app, open_as):
    for called in ("lead", "owner"):
        seen = db.session.scalars(select(Action).where(Action.review_id == 1, Action.visible_to(person(called).active_memberships)).execution_options(own_verb=True)).all()
        page = open_as(called).get("/reviews/1")
        pictures = page.tree.xpath("//*[local-name()='svg'][@role='img']")
        assert [picture.get("aria-labelledby").split("-")[1] for picture in pictures] == ["status", "done", "due"]
        whole = page.tree.xpath("(//div[contains(@class, 'tracker-charts')]//table)[1]//tr[last()]/td/text()")
        heads = page.tree.xpath("(//div[contains(@class, 'tracker-charts')]//table)[1]//th[@scope='col']/text()")[1:]
        counted = Counter(a.status.value.capitalize() for a in seen)
        assert dict(zip(heads, map(int, whole))) == counted | {"Actions": len(seen)}
    assert not open_as("lead").get("/reviews/1?status=in+progress").tree.xpath("//*[contains(@class, 'tracker-charts')]")
