"""Every page that somebody can reach by its links opens, is what every page must be, and tells nothing that is another's."""

import re

import pytest
from sqlalchemy import select

from tests.asked import ask, part_of
from tests.confirmed import confirm
from tests.confirmed import part_of as confirmed_part
from tests.conftest import TODAY, action, person
from tests.crawl import everything
from tests.test_confirmations import ask_for_them
from tracker.demo import CAST
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Evidence, Extension
from tracker.models.extension import Reason

TRUST = {"lead", "owner"}  # nobody else reads what belongs to the owner's trust
READERS = {
    "CANARY-NOTE": TRUST,
    "CANARY-TITLE": TRUST,
    "CANARY-ASKED": TRUST,
    "CANARY-DECIDED": TRUST,
    "CANARY-MEETING": TRUST,
    "CANARY-NAME": TRUST,
    "CANARY-COMMITTEE": TRUST,
    "CANARY-COMMENT": TRUST,
    "CANARY-ACTION": TRUST,
    "CANARY-CONTACT": {"lead"},
    "CANARY-WORDS": {"lead", "owner", "both"},
    "CANARY-OURS": TRUST,
    "CANARY-THEIRS": {"lead", "both"},
    "CANARY-RETURNED": {"lead", "both"},
}


# Nothing of all this is hidden from the lead, so of her twenty forms for each action some will do.
@pytest.mark.parametrize("called,rows", [(c, 6 if c == "lead" else None) for c in CAST] + [pytest.param("lead", None, marks=pytest.mark.long)])
def test_everything_that_is_linked_opens_and_tells_nobody_what_is_not_his(app, open_as, called, rows):  # checks 8
    plant_notes_and_evidence()
    plant_an_extension()
    plant_a_confirmation()
    plant_answers()
    read = everything(open_as(called), rows)
    assert len(read) >= 4, set(read)
    told = {canary.decode() for answer in read.values() for canary in re.findall(rb"CANARY-[A-Z]+", answer)}
    assert told == {canary for canary, readers in READERS.items() if called in readers}


def plant_notes_and_evidence() -> None:
    own = action("1.4")
    own.record_progress(confidence=own.confidence, note="CANARY-NOTE", by=person("owner"), on=TODAY, version=own.version)
    db.session.scalar(select(Evidence).where(Evidence.of(own))).title = "CANARY-TITLE"


def plant_an_extension() -> None:
    later = TODAY.replace(month=12)
    row = Extension.ask(action("5.1", ACUTE), proposed_on=later, reason=Reason.OTHER, words="CANARY-ASKED", by=person("owner"), on=TODAY)
    row.agree(words="CANARY-DECIDED", by=person("lead"), on=TODAY, meeting="CANARY-MEETING", meeting_on=TODAY)


def plant_a_confirmation() -> None:
    row = confirm(approved_by="CANARY-NAME", committee="CANARY-COMMITTEE")
    row.give_back(comment="CANARY-COMMENT", comments={action("5.1", ACUTE).id: "CANARY-ACTION"}, by=person("lead"), on=TODAY)
    confirmed_part().escalate_to = "CANARY-CONTACT"
    ask_for_them()


def plant_answers() -> None:
    row = ask(action("5.1", ACUTE), action("5.1", COMMUNITY), words="CANARY-WORDS")
    ours, theirs = (part_of(row, name) for name in (ACUTE, COMMUNITY))
    ours.answer(words="CANARY-OURS", evidence=[], by=person("owner"), on=TODAY, version=ours.version)
    theirs.answer(words="CANARY-THEIRS", evidence=[], by=person("both"), on=TODAY, version=theirs.version)
    theirs.give_back(reason="CANARY-RETURNED", by=person("lead"), on=TODAY, version=theirs.version)
    db.session.commit()


def test_nobody_sees_the_public_pages_only(open_as):
    nobody = open_as(None)
    for url in ("/sign-in", "/accessibility", "/privacy"):
        nobody.get(url, expect=200)
    assert nobody.get("/reviews/1", expect=302).response.location == "/sign-in?next=/reviews/1"
