"""Of two people who save at once, the second sees what the first saved, loses nothing, and decides. # checks 63"""

import pytest

from tests.conftest import TODAY, action, person
from tests.test_actions import entries
from tracker.extensions import db
from tracker.models import Action
from tracker.models.action_status import Confidence, Status

pytestmark = pytest.mark.engines("sqlite", "postgresql")
THEIRS = "What somebody else planned meanwhile."
# where, on which action, what is typed, and how it ends
FORMS = {
    "completion": ("1.1", {"note": "What I did."}, Status.COMPLETE),
    "return": ("1.2", {"reason": "What I miss."}, Status.IN_PROGRESS),
    "verification": ("1.2", {"method": "documents", "found": "What I found."}, Status.VERIFIED),
}
FORMS_WITH_NAMES = [pytest.param(f"/actions/{{}}/{name}", *rest, id=name) for name, rest in FORMS.items()]


@pytest.mark.parametrize("url, number, typed, end", FORMS_WITH_NAMES)
def test_the_second_sees_both_texts_and_pressing_again_keeps_his(app, open_as, url, number, typed, end):
    own = action(number)
    url = url.format(own.id)
    page = open_as("lead").get(url)
    own.words, own.version = THEIRS, own.version + 1  # as any verb would
    db.session.commit()
    before = entries()
    lost = page.submit(url, 409, **typed)
    assert "Somebody saved a change while you were writing." in lost.words and THEIRS in lost.words
    assert "Press the button again to save yours as well." in lost.words
    assert typed.get("note", typed.get("reason", typed.get("found"))) in lost.text
    assert entries() == before
    lost.submit(url, 303)
    assert db.session.get(Action, own.id).status is end and entries() == before + 1


def test_the_newest_note_stands_beside_the_form_of_the_loser(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}/completion")
    own.record_progress(confidence=Confidence.AT_RISK, note="Not so fast.", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()
    assert "Not so fast." in page.submit(f"/actions/{own.id}/completion", 409, note="Done").words


def test_a_refusal_that_is_nobody_elses_doing_shows_no_change(app, open_as):
    own = action("1.1")
    url = f"/actions/{own.id}/completion"
    page = open_as("owner").get(url)
    own.complete(completed_on=TODAY, note="Done", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()
    assert "This action is complete, so this cannot be done now." in (lost := page.submit(url, 409, note="Done too").words)
    assert "Press the button again" not in lost
    fresh = open_as("lead").get(f"/actions/{action('1.2').id}/verification")
    assert "Saved by somebody else" not in fresh.words


def test_the_loser_of_a_correction_sees_both_texts_and_keeps_his(app, open_as):
    row = action("1.1").recommendations[0]
    url = f"/recommendations/{row.id}/correction"
    first, second = open_as("lead").get(url), open_as("lead").get(url)
    first.submit(url, 303, words="What was saved first")
    lost = second.submit(url, 409, words="What was typed second")
    assert "What was saved first" in lost.words and "What was typed second" in lost.text
    lost.submit(url, 303)
    assert db.session.get(type(row), row.id).text == "What was typed second"
