"""The update round: a line for each open action of one organisation, saved by itself or with all the others."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_queries import KEPT, _counted, _triple
from tracker.demo.cast import ACUTE, CCG, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Organisation, ProgressUpdate, Stale
from tracker.models.action_status import Confidence
from tracker.models.update_round import LONGEST, record_no_change

NOBODY_ELSES = "Canary: what the trust wrote for itself."


def entries() -> int:
    """How many audit entries there are."""
    return db.session.scalar(select(func.count(AuditEntry.id)))


def newest(of: Action) -> ProgressUpdate:
    """The newest update of an action."""
    return db.session.scalar(select(ProgressUpdate).where(ProgressUpdate.action_id == of.id).order_by(ProgressUpdate.id.desc()))


def organisation(name: str) -> int:
    """The id of an organisation."""
    return db.session.scalar(select(Organisation.id).where(Organisation.name == name))


def line(page, of: Action, **said) -> dict:
    """The fields of one line as the page offers them, with what somebody fills in."""
    form = page.tree.xpath("//form[starts-with(@action, '/updates')]")
    boxes = dict(form[0].form_values()) if form else {b.get("name"): b.get("value") or b.text or "" for b in page.tree.xpath("//input[@type='hidden'] | //textarea")}
    own = {name: value for name, value in boxes.items() if name.startswith(f"u{of.id}-")}
    return own | {f"u{of.id}-{name}": value for name, value in said.items()}


def send(browser, of: Action, fields: dict, expect: int, *, htmx: bool = True):
    """Save one line."""
    return browser.post(f"/updates/{of.id}", fields | {"csrf_token": browser.token()}, expect, htmx)


# --- who sees which lines ---------------------------------------------------------------------------------------------


def test_an_owner_has_all_open_actions_of_his_organisation_and_no_others(app, open_as):
    page = open_as("owner").get("/updates")
    own = set(db.session.scalars(select(Action.id).where(Action.organisation_id == organisation(ACUTE), Action.status.in_(["not started", "in progress"]))))
    assert own and {int(id.removeprefix("update-")) for id in page.tree.xpath("//li/@id")} == own
    assert "on behalf of" not in page.words


def test_a_lead_chooses_an_organisation_first_and_records_for_it(app, open_as):
    lead, own = open_as("lead"), action("1.1")
    page = lead.get("/updates")
    assert "Whose actions" in page.words and f"/updates?organisation={organisation(ACUTE)}" in page.links
    page = lead.get(f"/updates?organisation={organisation(ACUTE)}")
    assert f"on behalf of {ACUTE}" in page.words
    send(lead, own, line(page, own, confidence="at risk", note="By phone"), 200)
    assert newest(own).on_behalf_of.name == ACUTE


def test_somebody_who_leads_here_and_owns_there_begins_with_his_own(app, open_as):
    page = open_as("both").get("/updates")
    assert COMMUNITY in page.words and "on behalf of" not in page.words


@pytest.mark.parametrize("called", ["outsider", "both"])
def test_nobody_sees_or_saves_another_organisations_line(app, open_as, called):
    own, stranger = action("5.1", ACUTE), open_as(called)
    own.record_progress(confidence=Confidence.AT_RISK, note=NOBODY_ELSES, by=person("owner"), on=TODAY, version=own.version)
    db.session.commit()
    for url in ("/updates", f"/updates?organisation={organisation(ACUTE)}", f"/updates?organisation={organisation(CCG)}"):
        page = stranger.get(url)
        assert NOBODY_ELSES not in page.text and f"update-{own.id}" not in page.text
    mine, before = open_as("owner").get("/updates"), entries()
    joint = 403 if called == "both" else 404
    assert stranger.post(f"/updates/{own.id}", line(mine, own, note="Mine now") | {"csrf_token": stranger.token()}).status == joint
    page = stranger.post("/updates", line(mine, own, note="Mine now") | {"csrf_token": stranger.token()}, 422)
    assert NOBODY_ELSES not in page.text and entries() == before


# --- one line ---------------------------------------------------------------------------------------------------------


def test_a_line_is_saved_as_pasted_and_folds(app, open_as):
    own, owner, before = action("1.1"), open_as("owner"), entries()
    page = send(owner, own, line(owner.get("/updates"), own, confidence="at risk", note="First line\r\n\r\n- second <b>line</b>"), 200)
    assert page.is_fragment and page.tree[0].get("id") == f"update-{own.id}"
    assert "Saved: at risk" in page.tree.xpath("string(//*[@role='status'][@data-focus])")
    assert (newest(own).note, newest(own).on) == ("First line\n\n- second <b>line</b>", TODAY)
    assert entries() == before + 1
    assert "Updated today: at risk" in owner.get("/updates").words


def test_no_change_is_one_press_and_says_since_when(app, open_as):
    own, owner, before = action("1.4"), open_as("owner"), entries()
    page = owner.get("/updates")
    assert [b.text.strip() for b in page.tree.xpath(f"//li[@id='update-{own.id}']//button[@name='no_change']")] == ["No change"]
    send(owner, own, line(page, own, note="") | {"no_change": str(own.id)}, 200)
    assert (newest(own).note, newest(own).confidence) == ("No change since 1 August 2016.", Confidence.AT_RISK)
    assert entries() == before + 1


def test_no_change_throws_no_text_away(app, open_as):
    own, owner, before = action("1.4"), open_as("owner"), entries()
    page = send(owner, own, line(owner.get("/updates"), own, note="Half a sentence") | {"no_change": str(own.id)}, 422)
    assert "You wrote or chose something here" in page.words and "Half a sentence" in page.tree.xpath("string(//textarea)")
    assert entries() == before


def test_before_the_first_update_there_is_nothing_that_could_stay(app, open_as):
    own = action("1.1")
    assert not open_as("owner").get("/updates").tree.xpath(f"//li[@id='update-{own.id}']//button[@name='no_change']")
    with pytest.raises(NotAllowed):
        record_no_change(own, by=person("owner"), on=TODAY, version=own.version)


def test_no_change_from_an_old_page_is_refused(app):
    own = action("1.4")
    with pytest.raises(Stale):
        record_no_change(own, by=person("owner"), on=TODAY, version=own.version - 1)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_line_without_a_note_says_so_and_keeps_the_choice(app, open_as, htmx):
    own, owner = action("1.1"), open_as("owner")
    page = send(owner, own, line(owner.get("/updates"), own, confidence="off track"), 422, htmx=htmx)
    assert "Enter what has happened" in page.words and page.is_fragment == htmx
    assert page.tree.xpath(f"//li[@id='update-{own.id}']//input[@type='radio'][@checked]/@value") == ["off track"]


@pytest.mark.parametrize("htmx", [True, False])
def test_the_loser_of_two_sees_both_texts_in_the_line_and_keeps_his_by_pressing_again(app, open_as, htmx):  # checks 63
    own, owner, lead = action("1.1"), open_as("owner"), open_as("lead")
    first, second = owner.get("/updates"), lead.get(f"/updates?organisation={organisation(ACUTE)}")
    send(owner, own, line(first, own, confidence="on track", note="The owner's words"), 200)
    before = entries()
    lost = send(lead, own, line(second, own, confidence="at risk", note="The lead's words"), 409, htmx=htmx)
    its = lost.tree.xpath(f"//li[@id='update-{own.id}']")[0]
    assert "The owner's words" in its.text_content() and its.xpath("string(.//textarea)").strip() == "The lead's words"
    assert entries() == before
    send(lead, own, line(lost, own, confidence="at risk", note="The lead's words"), 200)
    assert newest(own).note == "The lead's words" and entries() == before + 1


def test_a_line_of_an_action_that_is_complete_by_now_keeps_its_text(app, open_as):
    own, owner = action("1.1"), open_as("owner")
    page = owner.get("/updates")
    own.complete(completed_on=TODAY, note="Done", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()
    lost = send(owner, own, line(page, own, confidence="at risk", note="Nearly there"), 409, htmx=False)
    assert "This action is complete" in lost.words and "Nearly there" in lost.text


# --- all lines at once, without scripts -----------------------------------------------------------------------------


def test_one_button_saves_every_line_that_is_filled_in(app, open_as):
    owner, before = open_as("owner"), entries()
    page = owner.get("/updates")
    filled = {"confidence": "on track", "note": "Pasted\r\nas it is"}
    url = page.tree.xpath("//form[starts-with(@action, '/updates')]/@action")[0]
    typed = {f"u{action(n).id}-{name}".replace("-", "__"): value for n in ("1.1", "1.3", "1.6") for name, value in filled.items()}
    done = page.submit(url, 303, **typed).follow()
    assert "3 actions are updated." in done.words and entries() == before + 3
    assert all(newest(action(n)).note == "Pasted\nas it is" for n in ("1.1", "1.3", "1.6"))


def test_lines_that_fail_are_named_and_the_others_are_saved(app, open_as):
    owner, stale, empty, good = open_as("owner"), action("1.1"), action("1.3"), action("1.6")
    page = owner.get("/updates")
    stale.record_progress(confidence=Confidence.OFF_TRACK, note="Somebody else's words", by=person("lead"), on=TODAY, version=stale.version)
    db.session.commit()
    fields = line(page, stale, confidence="on track", note="My words") | line(page, empty, confidence="at risk") | line(page, good, confidence="on track", note="Good")
    before = entries()
    failed = owner.post("/updates", fields | {"csrf_token": owner.token()}, 409)
    summary = failed.tree.get_element_by_id("failed").text_content()
    assert "1 action was saved. 2 actions were not saved." in " ".join(summary.split())
    assert "Action 1.1: Somebody saved a change" in summary and "Action 1.3: Enter what has happened" in summary
    assert "Somebody else's words" in failed.words and "My words" in failed.text
    assert newest(good).note == "Good" and entries() == before + 1


def test_an_empty_round_says_so_and_saves_nothing(app, open_as):
    owner, before = open_as("owner"), entries()
    page = owner.get("/updates")
    url = page.tree.xpath("//form[starts-with(@action, '/updates')]/@action")[0]
    assert "Nothing is filled in" in page.submit(url, 422).words and entries() == before


def test_a_choice_that_somebody_else_made_meanwhile_is_not_mine(app, open_as):
    owner, other = open_as("owner"), action("1.4")
    page = owner.get("/updates")
    other.record_progress(confidence=Confidence.OFF_TRACK, note="Worse", by=person("lead"), on=TODAY, version=other.version)
    db.session.commit()
    url = page.tree.xpath("//form[starts-with(@action, '/updates')]/@action")[0]
    page.submit(url, 303, **{f"u{action('1.1').id}__confidence": "on track", f"u{action('1.1').id}__note": "Begun"})
    assert newest(other).note == "Worse"


@pytest.mark.parametrize("fields", [{"u1-version": "0"}, {"u1-version": "x", "u1-note": "a"}, {f"u{10**30}-version": "1"}, {"no_change": "4"}])
def test_a_line_that_no_page_sends_saves_nothing(app, open_as, fields):
    owner, before = open_as("owner"), entries()
    owner.post("/updates", fields | {"csrf_token": owner.token()}, 422)
    assert entries() == before


# --- many lines -------------------------------------------------------------------------------------------------------


def test_a_longer_round_asks_the_database_as_often(app, open_as):
    owner = open_as("owner")
    with statements(db.engine) as short:
        page = owner.get("/updates")
    _triple(KEPT | {"users", "organisations", "memberships", "participations"})
    with statements(db.engine) as long:
        longer = owner.get("/updates")
    assert len(longer.tree.xpath("//li[@data-says]")) > len(page.tree.xpath("//li[@data-says]"))
    assert _counted(long) == _counted(short)


def test_of_more_than_fifty_the_page_shows_fifty_and_the_next_ones_come(app, open_as):
    review, trust = action("1.1").review, action("1.1").organisation
    db.session.add_all(Action(review=review, organisation=trust, words=f"Number {n}", due_on=date(2017, 1, 1)) for n in range(60))
    db.session.commit()
    owner = open_as("owner")
    page = owner.get("/updates")
    lines = page.tree.xpath("//li[@data-says]/@id")
    assert len(lines) == LONGEST and f"These are {LONGEST} of" in page.words
    first = db.session.get(Action, int(lines[0].removeprefix("update-")))
    send(owner, first, line(page, first, confidence="on track", note="Done with it"), 200)
    assert lines[0] not in owner.get("/updates").tree.xpath("//li[@data-says]/@id")
