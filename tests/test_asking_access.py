"""Nothing of a review shows to an organisation before a lead asks it; what she does for it knowingly shows at once."""

from datetime import date

from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from tests.askings import CANARY, ask, import_another
from tests.asked import ask as ask_question
from tests.confirmed import part_of
from tests.conftest import TODAY, action, person
from tests.test_access_matrix import PEOPLE, TABLE, address, make_what_the_story_lacks, routes
from tests.test_migrations import filled  # noqa: F401  a fixture
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, Move, Organisation, Part, Participation, Recommendation, Review, Role, Succession
from tracker.models.action_status import Status

# What an organisation does for another one's action was asked of it by name, and needs no review.
CONTRIBUTING = {"GET contributions.notes", "POST contributions.create_note", "GET evidence.new_contributed", "POST evidence.create_contributed"}
HELD = {"GET held_files.show", "POST held_files.create_decision"}  # a file waits for whoever uploaded it, whatever became of the action


def unask(*names: str) -> None:
    """As if nobody had asked these organisations, with everything that the story recorded still there."""
    for name in names:
        part_of(name).asked_on = None
    db.session.commit()


def test_everything_of_a_review_is_not_found_before_its_organisation_is_asked(app, open_as):  # checks 8
    make_what_the_story_lacks()
    everything = {route: address(rule) for route, rule in routes(app).items() if route in TABLE and "_id" in rule.rule and "/organisations/" not in rule.rule[:15]}
    owners = {route: url for route, url in everything.items() if TABLE[route].split()[PEOPLE.index("owner")] == "y"}
    unask(ACUTE)
    owner, compared = open_as("owner"), 0
    token = {"csrf_token": owner.token()}
    for route in owners.keys() - CONTRIBUTING - HELD:
        answer = owner.get(owners[route], None) if route.startswith("GET") else owner.post(owners[route], token)
        assert answer.status == 404, f"{route} {owners[route]}: {answer.status}"
        compared += 1
    assert compared >= 30


def test_nothing_of_a_review_stands_on_any_list_before(app, open_as):  # checks 8
    import_another()
    unask(ACUTE)
    own, owner = action("1.4"), open_as("owner")
    canaries = ("CANARY", own.words[:40], "Medway: ", "/reviews/", "Weekly dip-samples")
    for url in ("/", "/reviews", "/updates", "/submissions", f"/organisations/{own.organisation_id}/handover"):
        page = owner.get(url)
        assert not [c for c in canaries if c in page.words or c in " ".join(page.links).replace("/reviews ", "")], url
    assert "It will show here when the CCG has imported a report" in owner.get("/").words
    lead = open_as("lead")
    assert own.words[:40] in lead.get("/reviews/1").words and CANARY in lead.get("/reviews/2").text


def test_the_others_see_neither_more_nor_less_of_a_joint_recommendation(app, open_as):
    mine, theirs = action("5.1", COMMUNITY), action("5.1", ACUTE)
    unask(ACUTE)
    both = open_as("both")
    assert theirs.words in both.get(f"/actions/{theirs.id}").words
    unask(COMMUNITY)
    for own in (mine, theirs):
        both.get(f"/actions/{own.id}", 404)


def test_an_owner_of_two_organisations_sees_only_the_part_that_was_asked(app, open_as):
    person("outsider").join(Organisation.named(ACUTE), Role.OWNER, by=None)
    unask(ACUTE)
    outsider = open_as("outsider")
    outsider.get(f"/actions/{action('3.1').id}", 200)
    outsider.get(f"/actions/{action('1.4').id}", 404)
    assert action("1.4").words[:40] not in outsider.get("/reviews/1").words
    outsider.get(f"/parts/{part_of(ACUTE).id}", 404)
    assert "Plan several actions" not in outsider.get("/reviews/1").words or action("1.4").words not in outsider.get("/").words


def test_a_frozen_plan_is_read_by_those_who_were_asked(app, open_as):
    owner = open_as("owner")
    owner.get("/submissions/1/documents/pdf", 200)
    unask(ACUTE)
    owner.get("/submissions/1/documents/pdf", 404)
    assert "/submissions/1" not in owner.get("/submissions").links
    open_as("regulator").get("/submissions/1", 200)


def test_what_a_lead_does_for_an_organisation_knowingly_shows_at_once(app, open_as):
    review = import_another()
    owner, lead = open_as("owner"), person("lead")
    owner.get("/reviews/2", 404)
    own = next(a for a in db.session.scalars(select(Action).where(Action.review_id == 2)) if a.organisation.name == MENTAL_HEALTH)
    ask_question(own)
    assert "How many records" in open_as("outsider").get("/").words
    Action.add(review, Organisation.named(COMMUNITY), words="Begin at once", by=lead, on=TODAY)
    db.session.commit()
    assert "Begin at once" in open_as("both").get("/reviews/2").words
    owner.get("/reviews/2", 404)
    assert [p.organisation.name for p in db.session.get(Review, 2).unasked] == [ACUTE]


def test_a_recommendation_that_comes_later_shows_at_once_to_whom_was_asked(app, open_as):
    review = import_another()
    ask(review, ACUTE)
    organisations = [Organisation.named(name) for name in (ACUTE, "Birch House")]
    row = Recommendation.add(review, number="9.1", text="Told later", organisations=organisations, by=person("lead"))
    db.session.commit()
    assert "Told later" in open_as("owner").get(f"/recommendations/{row.id}").words
    assert {p.organisation.name for p in review.unasked} == {MENTAL_HEALTH, COMMUNITY, "Birch House"}
    row.readdress([Organisation.named(COMMUNITY)], version=row.version, by=person("lead"))
    db.session.commit()
    open_as("both").get(f"/recommendations/{row.id}", 404)


def test_a_service_that_moves_is_seen_where_it_went_as_it_was_where_it_came_from(app, open_as):
    for name, expected in ((ACUTE, 200), (None, 404)):
        review = import_another() if name is None else db.session.get(Review, 1)
        own = next(a for a in db.session.scalars(select(Action).where(Action.review_id == review.id))
                   if a.organisation.name == ACUTE and a.status in (Status.NOT_STARTED, Status.IN_PROGRESS) and not a.recommendations[0].is_joint)  # fmt: skip
        new = Organisation.named("Birch House")
        if not any(m.organisation_id == new.id for m in person("outsider").memberships):
            person("outsider").join(new, Role.OWNER, by=None)
        Move.of_all([own], new, reason="It moved", moved_on=TODAY, versions={own.id: own.version}, by=person("lead"), on=TODAY)
        db.session.commit()
        open_as("outsider").get(f"/actions/{own.id}", expected)


def test_who_takes_over_an_organisation_sees_what_it_was_asked(app, open_as):
    review = import_another()
    ask(review, ACUTE)
    new = Organisation.named("Birch House")
    person("outsider").join(new, Role.OWNER, by=None)
    Succession.confirm(Organisation.named(ACUTE), new, took_place_on=TODAY, by=person("admin"), on=TODAY)
    db.session.commit()
    own = next(a for a in db.session.scalars(select(Action).where(Action.review_id == 2)) if a.organisation.name == ACUTE)
    open_as("outsider").get(f"/actions/{own.id}", 200)
    row = Recommendation.add(review, number="9.1", text="Told later", organisations=[new], by=person("lead"))
    db.session.commit()
    open_as("outsider").get(f"/actions/{db.session.scalar(select(Action.id).where(Action.answering(row)))}", 200)


def test_an_asking_is_the_leads_alone(app, open_as):
    row = ask(import_another(), words="CANARY-COVER to {organisation}")
    url = f"/askings/{row.id}"
    letter = f"{url}/letters/{row.letters[0].organisation_id}.eml"
    assert open_as("lead").get("/reviews/2/askings").status == 200
    for called in ("owner", "outsider", "regulator", "observer", "admin"):
        for path in ("/reviews/2/askings", url, letter, f"{url}/letters.zip"):
            open_as(called).get(path, 403)
    for path in ("/reviews/2/askings", url, letter, f"{url}/letters.zip"):
        assert open_as("both").get(path, None).status in (403, 404)  # a lead elsewhere
    other = part_of("Sussex Partnership NHS Foundation Trust").organisation_id
    open_as("lead").get(f"{url}/letters/{other}.eml", 404)  # it was not asked


def test_what_was_seen_before_there_was_asking_is_seen_after_the_migration(filled):  # noqa: F811
    downgrade(revision="0007")
    upgrade()
    for part in Part:
        days = db.session.scalars(select(Participation.asked_on).where(Participation.part == part)).all()
        assert days and set(days) == {date(2016, 6, 20) if part is Part.ADDRESSED else None}
