"""Home: what is mine to do, the first fifty of it."""

from random import Random

import pytest
from sqlalchemy import select

from tests.action_lists import own_ids, reasons, scatter
from tests.conftest import TODAY, person
from tracker.extensions import db
from tracker.models import Action, Role
from tracker.models.action_status import OPEN, Status
from tracker.models.brag import COLOUR, Brag, needing
from tracker.views import home


def in_table(page, caption: str) -> list[int]:
    """The ids of the actions in the table with this caption."""
    links = page.tree.xpath(f"//table[caption[contains(., '{caption}')]]//a/@href[starts-with(., '/actions/')]")
    return [int(link.split("/")[2].split("?")[0]) for link in links]


@pytest.mark.parametrize("called", ["lead", "owner"])
def test_open_actions_of_my_organisation_and_elsewhere_what_is_red_or_amber(app, open_as, called):
    scatter(Random(called))
    user, why = person(called), reasons()
    mine = {m.organisation.current_id for m in user.active_memberships if m.role in (Role.LEAD, Role.OWNER)}
    expected = {
        a.id for a in db.session.scalars(select(Action).where(Action.id.in_(own_ids(user))))
        if a.status in OPEN and (a.organisation.current_id in mine or COLOUR[why[a.id]] in (Brag.RED, Brag.AMBER))
    }  # fmt: skip
    assert expected and set(in_table(open_as(called).get("/"), "Open actions")) == expected


def test_without_an_organisation_only_colours_count(app):
    why = reasons()
    found = set(db.session.scalars(select(Action.id).where(needing([], TODAY))))
    assert found == {id for id, reason in why.items() if COLOUR[reason] in (Brag.RED, Brag.AMBER) and reason != "not verified yet"}


def test_long_lists_are_cut_and_lead_to_the_rest(app, open_as, monkeypatch):
    lead, full = open_as("lead"), open_as("lead").get("/")
    assert "These are the first" not in full.text
    db.session.scalar(select(Action).where(Action.status.in_(OPEN)).limit(1)).status = Status.COMPLETE
    db.session.commit()
    for limit, links in ((2, ["/actions?status=open"]), (1, ["/actions?status=complete", "/actions?status=open"])):
        monkeypatch.setattr(home, "LONGEST", limit)
        page = lead.get("/")
        assert [a for a in page.tree.xpath("//p[contains(., 'These are the first')]/a/@href") if a in links] == links[-len(links):], limit
        assert len(in_table(page, "Open actions")) == limit and lead.get(links[0]).status == 200
