"""Organisations change: successions, merged spellings, services that move. Access follows, history keeps the old name."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_handover import _press, browser
from tests.test_people import flask, newest  # noqa: F401 – a fixture
from tests.test_reviews import count
from tracker.demo.cast import ACUTE, CCG, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import (
    Action, AuditEntry, Evidence, Handover, Move, NotAllowed, Organisation, Part, ProgressUpdate, Review, Role, Succession, User,
)  # fmt: skip

KENT, ICB = "NHS Kent and Medway CCG", "NHS Kent and Medway ICB"
ADMIN = "administrator@medway-ccg.example"


def member(email: str, role: Role, organisation: str) -> User:
    """Somebody new, in one role."""
    user = User.add(email=email, name=email.split("@")[0].capitalize(), password="a one-use password", by=None, is_cast=True)
    user.join(Organisation.named(organisation), role, by=None)
    db.session.commit()
    return user


def succeed(old: str, new: str, day: date = TODAY) -> Succession:
    """One succession, confirmed by the administrator."""
    row = Succession.confirm(Organisation.named(old), Organisation.named(new), took_place_on=day, by=person("admin"), on=TODAY)
    db.session.commit()
    return row


def test_an_administrator_confirms_after_reading_what_follows(app, open_as):
    admin, old = open_as("admin"), Organisation.named(CCG)
    url = f"/organisations/{old.id}/succession"
    assert url in admin.get("/organisations").links
    page = admin.get(url)
    assert "Choose who answers" in page.submit(url, 422).words
    before = count(AuditEntry)
    day = {"took_place_on__day": "1", "took_place_on__month": "8", "took_place_on__year": "2016"}
    asked = page.submit(url, 200, new_name=KENT, **day)
    assert f"{KENT} answers for {CCG}, since 1 August 2016" in asked.words and "Designated nurse, CCG lead" in asked.words
    assert count(AuditEntry) == before and Organisation.matching(KENT) is None  # nothing happened yet
    done = asked.submit(url, 303).follow()
    assert f"{KENT} answers for {CCG} now" in done.words and count(AuditEntry) == before + 1
    assert newest().verb == "organisation.succeed" and Organisation.named(CCG).called == f"{CCG} (now {KENT})"
    assert "one organisation already" in asked.submit(url, 409).words  # the second click


def test_everything_that_pointed_there_goes_along(app):
    succeed(CCG, KENT)
    succeed(KENT, ICB)
    names = {o.name: o.current.name for o in db.session.scalars(select(Organisation))}
    assert names[CCG] == names[KENT] == names[ICB] == ICB and names[ACUTE] == ACUTE
    with pytest.raises(NotAllowed, match=f"Choose {ICB}"):
        succeed(CCG, ACUTE)
    for old, new in ((ICB, CCG), (ICB, KENT), (CCG, ICB), (ICB, ICB)):
        with pytest.raises(NotAllowed, match="one organisation already"):
            succeed(old, new)


def test_it_is_never_in_the_future_and_never_by_others(app):
    with pytest.raises(NotAllowed, match="on its day or later"):
        succeed(CCG, KENT, date(2016, 8, 27))
    old, new = Organisation.named(CCG), Organisation.named(KENT)
    with pytest.raises(NotAllowed, match="Only an administrator"):
        Succession.confirm(old, new, took_place_on=TODAY, by=person("lead"), on=TODAY)
    assert old.current_id == old.id


def test_leads_and_owners_of_the_successor_have_everything_and_keep_what_they_had(app, open_as):
    member("heir@kent.example", Role.LEAD, ICB)
    member("nurse@new-trust.example", Role.OWNER, "Kent Acute NHS Foundation Trust")
    own = action("1.4")
    browser(app, "heir@kent.example").get("/reviews/1", 404)
    browser(app, "nurse@new-trust.example").get(f"/actions/{own.id}", 404)
    succeed(CCG, KENT)
    succeed(KENT, ICB)
    succeed(ACUTE, "Kent Acute NHS Foundation Trust")
    heir, nurse = browser(app, "heir@kent.example"), browser(app, "nurse@new-trust.example")
    heir.get(f"/actions/{own.id}/return", 200)
    assert [o.name for o in Review.commissioners_led_by(User.with_email("heir@kent.example"))] == [ICB]
    assert [o.name for o in Review.commissioners_led_by(person("lead"))] == [ICB]
    open_as("lead").get("/reviews/1/moves", 200)
    page = nurse.get(f"/actions/{own.id}")
    assert f"{ACUTE} (now Kent Acute NHS Foundation Trust)" in page.words and "on behalf of" not in page.words
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    nurse.get(f"/evidence/{item.id}", 200)
    open_as("owner").get(f"/actions/{own.id}/plan", 200)
    assert f"{ACUTE} (now Kent Acute NHS Foundation Trust)" in heir.get("/reviews/1").words
    whole = nurse.get("/submissions/1/export/json").response.json["plan"]["actions"]  # the copy with its notes
    assert any(a["evidence"] for a in whole if a["organisation"] == ACUTE)
    assert not any(a["evidence"] for a in whole if a["organisation"] != ACUTE)
    open_as("outsider").get(f"/actions/{own.id}", 404)


def test_an_action_is_passed_between_people_of_both_names(app, open_as):
    nurse = member("nurse@new-trust.example", Role.OWNER, "Kent Acute NHS Foundation Trust")
    succeed(ACUTE, "Kent Acute NHS Foundation Trust")
    own = action("1.4")
    Handover.pass_on(own, nurse, version=own.version, by=person("owner"), on=TODAY)
    assert own.owner is nurse
    assert nurse.leave(Organisation.named(ACUTE), Role.OWNER, by=None, on=TODAY) == 1  # under the name that she never used


def test_the_command_merges_two_spellings(flask):  # noqa: F811
    flask("user", "add", "x@example.org", "--role", "owner", "--organisation", "Medway Foundation Trst")
    said = flask("organisation", "succeed", "Medway Foundation Trst", ACUTE, "--by", ADMIN)
    assert said == f"{ACUTE} answers for Medway Foundation Trst now.\n"
    assert newest().verb == "organisation.succeed" and newest().user_id == person("admin").id
    assert {m.user.email for m in _owners(ACUTE)} == {"x@example.org", "named.nurse@medway-ft.example"}
    for words, why in (
        (("Nothing at all", ACUTE, "--by", ADMIN), "is not known"),
        ((ACUTE, "Medway Foundation Trst", "--by", ADMIN), "one organisation already"),
        ((ACUTE, MENTAL_HEALTH, "--by", "nobody@example.org"), "Nobody has the address"),
        ((ACUTE, MENTAL_HEALTH, "--by", "named.nurse@medway-ft.example"), "Only an administrator"),
        ((ACUTE, MENTAL_HEALTH, "--by", ADMIN, "--on", "2016-08-27"), "on its day or later"),
    ):
        assert why in flask("organisation", "succeed", *words, exit_code=1)


def test_a_recommendation_is_not_addressed_to_both_names_of_one_organisation(app):
    succeed(ACUTE, "Kent Acute NHS Foundation Trust")
    row = action("1.4").recommendations[0]
    new = Organisation.named("Kent Acute NHS Foundation Trust")
    before = count(Action)
    row.readdress([Organisation.named(ACUTE), new], version=row.version, by=person("lead"))
    assert [o.name for o in row.organisations] == [ACUTE] and count(Action) == before
    second = Action.add(row.review, new, words="A new action of the successor", on=TODAY, by=person("lead"))
    second.link([row], version=second.version, by=person("lead"))
    assert second.number == "1.4"


# --- services that move -----------------------------------------------------------------------------------------------


def test_a_lead_moves_the_actions_of_a_service(app, open_as):
    own, lead = action("1.4"), open_as("lead")
    new, words = Organisation.named("Elm Health C.I.C"), "CANARY-NOTE"
    nurse = member("nurse@elm.example", Role.OWNER, "Elm Health C.I.C")
    own.record_progress(confidence=own.confidence, note=words, by=person("owner"), on=TODAY, version=own.version)
    item_id = db.session.scalar(select(Evidence.id).where(Evidence.of(own)))
    db.session.commit()
    assert "/reviews/1/moves" in lead.get("/reviews/1").links and "/reviews/1/moves" not in open_as("owner").get("/reviews/1").links
    before, page = count(AuditEntry), lead.get("/reviews/1/moves")
    assert "Tick at least one" in _press(page, "/reviews/1/moves", [], 422).words
    done = _press(page, "/reviews/1/moves", [str(own.id)], 303, known=str(new.id), reason="The ward moved.").follow()
    assert "1 action moved to Elm Health C.I.C" in done.words and count(AuditEntry) == before + 1 and newest().verb == "action.move"
    elm, owner = browser(app, nurse.email), open_as("owner")
    seen = elm.get(f"/actions/{own.id}")
    assert f"From {ACUTE} on 26 August 2016, recorded by Designated nurse: The ward moved." in seen.words and words in seen.words
    elm.get(f"/evidence/{item_id}", 200)
    elm.get("/reviews/1", 200)
    elm.get(f"/actions/{own.id}/plan", 200)
    for url in (f"/actions/{own.id}", f"/evidence/{item_id}", f"/actions/{own.id}/plan"):
        owner.get(url, 404)
    assert words not in owner.get("/reviews/1").words and action("1.4").owner is None
    assert [o.name for o in action("1.4").recommendations[0].organisations] == ["Elm Health C.I.C"]
    assert "Elm Health C.I.C" in [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]


def test_who_has_nothing_left_in_a_review_no_longer_sees_it(app, open_as):
    mine = db.session.scalars(select(Action).join(Organisation).where(Organisation.name == COMMUNITY)).all()
    assert mine
    open_as("both").get("/submissions/1", 200)
    rows = Move.of_all(
        mine, Organisation.named(ACUTE), reason="Contract ended", moved_on=TODAY, versions={a.id: a.version for a in mine}, by=person("lead"), on=TODAY
    )
    db.session.commit()
    assert len(rows) == len(mine)
    for url in ("/reviews/1", "/submissions/1", f"/actions/{rows[0].action_id}"):
        open_as("both").get(url, 404)
    assert [o.name for o in mine[0].recommendations[0].organisations].count(ACUTE) == 1


def test_what_cannot_move(app):
    first, second, done = action("1.4"), action("1.5"), action("1.2")
    new = Organisation.named("Elm Health C.I.C")
    item = db.session.scalar(select(Evidence).where(Evidence.of(first)))
    item.actions.append(second)
    db.session.commit()

    def move(*actions, to=new, day=TODAY, old=0):
        versions = {a.id: a.version - old for a in actions}
        return Move.of_all(list(actions), to, reason="r", moved_on=day, versions=versions, by=person("lead"), on=TODAY)

    for words, what in (
        ("is also evidence of action 1.5", lambda: move(first)),
        ("belongs to .* already", lambda: move(action("1.9"), to=Organisation.named(ACUTE))),
        ("cannot be in the future", lambda: move(action("1.9"), day=date(2016, 8, 27))),
        ("is complete", lambda: move(done)),
    ):
        with pytest.raises(NotAllowed, match=words):
            what()
        db.session.rollback()
    assert len(move(first, second)) == 2 and item.organisation is new  # both, so nothing is torn


def test_an_old_page_moves_nothing(app, open_as):  # checks 63
    lead, own = open_as("lead"), action("1.4")
    page = lead.get("/reviews/1/moves")
    own.plan(version=own.version, on=TODAY, by=person("owner"), post="Matron")
    db.session.commit()
    refused = _press(page, "/reviews/1/moves", [str(own.id)], 409, new_name="Elm Health C.I.C", reason="r")
    assert "Somebody saved a change" in refused.words and count(Move) == 0 and Organisation.matching("Elm Health C.I.C") is None


def test_the_rules_hold_after_a_move(app):
    own = action("1.4")
    new = Organisation.named("Elm Health C.I.C")
    Move.of_all([own], new, reason="r", moved_on=TODAY, versions={own.id: own.version}, by=person("lead"), on=TODAY)
    own.link(own.recommendations, version=own.version, by=person("lead"))
    with pytest.raises(NotAllowed, match="left without an action"):
        own.link([], version=own.version, by=person("lead"))
    notes = select(ProgressUpdate).where(ProgressUpdate.action_id == own.id)
    assert db.session.scalars(notes).all() and all(u.by for u in db.session.scalars(notes))


def _owners(name: str) -> list:
    from tracker.models import Membership

    return Membership.owners_of(Organisation.named(name))
