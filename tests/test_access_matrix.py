"""Every route × every member of the cast. A route that is not in the table fails. # checks 1, 2, 10, 11"""

import io
from pathlib import Path

import pytest
from flask import current_app
from PIL import Image
from sqlalchemy import select

from tests.asked import owners_part
from tests.client import Browser
from tests.confirmed import owners_confirmation, part_of
from tests.conftest import action, over, person, settings
from tests.drafts import keep_draft, printed_page
from tests.dump import dump
from tests.existing_plans import keep_plan_file
from tests.held_files import hold_file
from tests.outcomes import ask, say_what_cqc_said
from tests.kept_mail import keep_mail
from tests.own_templates import keep_template
from tests.workbook_edits import waiting_workbook
from tests.worlds import copy_world
from tracker import create_app
from tracker.demo import CAST
from tracker.demo.cast import CCG as MEDWAY_CCG
from tracker.extensions import db
from tracker.models import Contribution, Evidence, Organisation, ProgressUpdate, SavedView, SignIn, Step, Submission

# One letter a person: lead, owner (of this action), outsider (owner elsewhere), both (lead elsewhere, owner elsewhere),
# regulator, observer, admin. y = works (200, or 422 for an empty form, or 303), n = 403, - = 404.
PEOPLE = list(CAST)
TABLE = {
    # noun                                   L O U B R V A
    "GET home.index":                        "y y y y y y y",
    "GET account.password":                  "y y y y y y y",
    "POST account.create_password":          "y y y y y y y",
    "GET imports.show":                      "y n n y n n n",
    "POST imports.create":                   "y n n y n n n",
    "GET imports.new":                       "y n n y n n n",
    "GET imports.page":                      "y n n y n n n",
    "POST imports.create_check":             "y n n y n n n",
    "POST imports.create_confirmation":      "y n n y n n n",
    "POST imports.create_removal":           "y n n y n n n",
    "GET corrections.details":               "y n n y n n n",
    "POST corrections.details":              "y n n y n n n",
    "GET corrections.organisation":          "y n n y n n n",
    "POST corrections.organisation":         "y n n y n n n",
    "GET corrections.group":                 "y n n y n n n",
    "POST corrections.group":                "y n n y n n n",
    "GET corrections.recommendation":        "y n n y n n n",
    "POST corrections.recommendation":       "y n n y n n n",
    "GET corrections.new_recommendation":    "y n n y n n n",
    "POST corrections.new_recommendation":   "y n n y n n n",
    "GET corrections.split":                 "y n n y n n n",
    "POST corrections.split":                "y n n y n n n",
    "GET corrections.removal":               "y n n y n n n",
    "POST corrections.removal":              "y n n y n n n",
    "GET corrections.finding":               "y n n y n n n",
    "POST corrections.finding":              "y n n y n n n",
    "GET corrections.new_finding":           "y n n y n n n",
    "POST corrections.new_finding":          "y n n y n n n",
    "GET corrections.finding_removal":       "y n n y n n n",
    "POST corrections.finding_removal":      "y n n y n n n",
    "GET reviews.index":                     "y y y y n n n",
    "GET reviews.show":                      "y y y y n n n",
    "GET reviews.report":                    "y y y y n n n",
    "GET reviews.new":                       "y n n y n n n",
    "POST reviews.create":                   "y n n y n n n",
    "GET reviews.report_file":               "y y y y n n n",
    "GET reviews.removal":                   "y n n n n n n",
    "POST reviews.create_removal":           "y n n n n n n",
    "GET recommendations.show":              "y y y y n n n",
    "GET recommendations.new":               "y n n n n n n",
    "POST recommendations.create":           "y n n n n n n",
    "GET recommendations.correction":        "y n n n n n n",
    "POST recommendations.create_correction": "y n n n n n n",
    "GET recommendations.split":             "y n n n n n n",
    "POST recommendations.create_split":     "y n n n n n n",
    "GET recommendations.organisations":     "y n n n n n n",
    "POST recommendations.create_organisations": "y n n n n n n",
    "GET recommendations.removal":           "y n n n n n n",
    "POST recommendations.create_removal":   "y n n n n n n",
    "GET actions.new":                       "y n n n n n n",
    "POST actions.create":                   "y n n n n n n",
    "GET actions.recommendations":           "y n n - n n n",
    "POST actions.create_recommendations":   "y n n - n n n",
    "GET actions.removal":                   "y n n - n n n",
    "POST actions.create_removal":           "y n n - n n n",
    "GET reviews.clock":                     "y y y y n n n",
    "POST reviews.correct_clock":            "y n n n n n n",
    "GET actions.show":                      "y y - - n n n",
    "GET actions.plan":                      "y y - - n n n",
    "POST actions.create_plan":              "y y - - n n n",
    "POST progress.create":                  "y y - - n n n",
    "GET progress.completion":               "y y - - n n n",
    "GET bulk_plans.new":                    "y y y y n n n",
    "POST bulk_plans.create":                "y y y y n n n",
    "GET updates.index":                     "y y y y n n n",
    "POST updates.create":                   "y y y y n n n",
    "POST updates.create_line":              "y y - - n n n",
    "POST progress.create_completion":       "y y - - n n n",
    "GET verifications.new":                 "y n n - n n n",
    "POST verifications.create":             "y n n - n n n",
    "GET verifications.new_return":          "y n n - n n n",
    "POST verifications.create_return":      "y n n - n n n",
    "GET withdrawals.new":                   "y n n - n n n",
    "POST withdrawals.create":               "y n n - n n n",
    "GET withdrawals.new_reinstatement":     "y n n - n n n",
    "POST withdrawals.create_reinstatement": "y n n - n n n",
    "GET rechecks.new":                      "y n n - n n n",
    "POST rechecks.create":                  "y n n - n n n",
    "GET rechecks.new_reopening":            "y n n - n n n",
    "POST rechecks.create_reopening":        "y n n - n n n",
    "GET opinions.new":                      "y n n - n n n",
    "POST opinions.create":                  "y n n - n n n",
    "GET several_verifications.new":         "y n n n n n n",
    "POST several_verifications.create":     "y n n n n n n",
    "GET closures.new":                      "y n n n n n n",
    "POST closures.create":                  "y n n n n n n",
    "GET closures.new_reopening":            "y n n n n n n",
    "POST closures.create_reopening":        "y n n n n n n",
    "GET evidence.new":                      "y y - - n n n",
    "POST evidence.create":                  "y y - - n n n",
    "GET evidence.show":                     "y y - - n n n",
    "POST evidence.create_version":          "y y - - n n n",
    "GET evidence.download":                 "y y - - n n n",
    "POST evidence.create_check":            "y n n - n n n",
    "GET evidence_checks.index":             "y n n y n n n",
    "GET evidence_checks.new":               "y n n - n n n",
    "POST evidence_checks.create":           "y n n - n n n",
    "GET evidence_checks.show_picture":      "y y - - n n n",
    "GET evidence_descriptions.new":         "y y - - n n n",
    "POST evidence_descriptions.create":     "y y - - n n n",
    "GET seen_on_site.new":                  "y y - - n n n",
    "POST seen_on_site.create":              "y y - - n n n",
    "GET evidence_files.new":                "y y - - n n n",
    "POST evidence_files.create":            "y y - - n n n",
    "GET take_downs.new":                    "y y - - n n n",
    "POST take_downs.create":                "y y - - n n n",
    "GET withholdings.new":                  "y y - - n n n",
    "POST withholdings.create":              "y y - - n n n",
    "GET held_files.show":                   "- y - - n n n",  # the owner's own upload
    "POST held_files.create_decision":       "- y - - n n n",
    "GET mails.of_review":                   "y n n n n n n",
    "GET mails.new":                         "y n n n n n n",
    "POST mails.create":                     "y n n n n n n",
    "GET mails.draft":                       "y n n n n n n",
    "GET mails.show":                        "y n n - n n n",
    "POST mails.create_withdrawal":          "y n n - n n n",
    "POST mails.create_repetition":          "y n n - n n n",
    "POST mails.create_arrival":             "y n n - n n n",
    "GET submissions.index":                 "y y y y y y n",
    "GET submissions.of_review":             "y n n n n n n",
    "GET submissions.draft":                 "y n n n n n n",
    "POST submissions.create":               "y n n n n n n",
    "GET submissions.show":                  "y y y y y y n",
    "POST sign_offs.create":                 "y n n n n n n",
    "GET sign_offs.signed_copy":             "y n n n n n n",
    "GET follow_ups.index":                  "y n n n n n n",
    "POST follow_ups.create":                "y n n n n n n",
    "GET comparisons.show":                  "y y y y y y n",
    "POST outcomes.create":                  "y n n n n n n",
    "GET outcomes.new_question":             "y n n - n n n",
    "POST outcomes.create_question":         "y n n - n n n",
    "GET outcomes.answers":                  "y n n n n n n",
    "POST submissions.create_sending":       "y n n n n n n",
    "GET closings.new":                      "y n n n n n n",
    "POST closings.create":                  "y n n n n n n",
    "GET submissions.document":              "y y y y y y n",
    "GET submissions.export":                "y y y y y y n",
    "GET submissions.pack":                  "y n n n y n n",
    "GET compliance_exports.show":           "y y y y y y n",
    "GET compliance_exports.download":       "y y y y y y n",
    "GET compliance_exports.pack":           "y n n n y n n",
    "GET compliance_mails.new":              "y n n n n n n",
    "POST compliance_mails.create":          "y n n n n n n",
    "GET public_extracts.show":              "y - - - - - n",  # nothing is released yet: the lead's preview
    "GET public_extracts.download":          "y - - - - - n",
    "POST public_extracts.create":           "y n n n n n n",
    "GET papers.index":                      "y n n n n n n",
    "GET papers.progress":                   "y n n n n n n",
    "GET papers.exceptions":                 "y n n n n n n",
    "GET extensions.new":                    "y y - - n n n",
    "POST extensions.create":                "y y - - n n n",
    "GET extensions.due_date":               "y n n - n n n",
    "POST extensions.create_due_date":       "y n n - n n n",
    "GET extensions.of_review":              "y n n n n n n",
    "POST extensions.create_decisions":      "y n n n n n n",
    "GET redactions.new":                    "y y - - n n n",
    "POST redactions.create":                "y y - - n n n",
    "GET audit.index":                       "n n n n n n y",
    "GET audit.export":                      "n n n n n n y",
    "GET audit.of_review":                   "y n n n n n n",
    "GET people.index":                      "n n n n n n y",
    "GET people.ending":                     "n n n n n n y",
    "POST people.create_ending":             "n n n n n n y",
    "GET people.suspension":                 "n n n n n n y",
    "POST people.create_suspension":         "n n n n n n y",
    "GET contributions.index":               "y y - - n n n",
    "POST contributions.create":             "y y - - n n n",
    "POST contributions.create_ending":      "- - - - n n n",  # the owner's trust contributes elsewhere: the ids do not belong together
    "GET contributions.notes":               "n y - - n n n",
    "POST contributions.create_note":        "n y - - n n n",
    "GET evidence.new_contributed":          "n y - - n n n",
    "POST evidence.create_contributed":      "n y - - n n n",
    "GET steps.index":                       "y y - - n n n",
    "GET steps.new":                         "y y - - n n n",
    "POST steps.create":                     "y y - - n n n",
    "POST steps.create_state":               "y y - - n n n",
    "GET further_actions.new":               "y y n n n n n",
    "POST further_actions.create":           "y y n n n n n",
    "GET organisations.index":               "n n n n n n y",
    "GET organisations.succession":          "n n n n n n y",
    "POST organisations.create_succession":  "n n n n n n y",
    "GET moves.new":                         "y n n n n n n",
    "POST moves.create":                     "y n n n n n n",
    "GET handovers.owner":                   "y y - - n n n",
    "POST handovers.create_owner":           "y y - - n n n",
    "GET handovers.handover":                "y y - - n n n",
    "POST handovers.create_handover":        "y y - - n n n",
    "GET confirmations.show":                "y y - - n n n",
    "GET confirmations.new":                 "y y - - n n n",
    "POST confirmations.create":             "y y - - n n n",
    "POST confirmations.create_acceptance":  "y n n - n n n",
    "GET confirmations.new_return":          "y n n - n n n",
    "POST confirmations.create_return":      "y n n - n n n",
    "GET confirmations.date":                "y n n n n n n",
    "POST confirmations.create_date":        "y n n n n n n",
    "GET answers.index":                     "y n n n n n n",
    "GET answers.contact":                   "y n n - n n n",
    "POST answers.create_contact":           "y n n - n n n",
    "GET action_list.index":                 "y y y y n n n",
    "GET action_list.export":                "y y y y n n n",
    "GET bulk_plans.new_listed":             "y y y y n n n",
    "POST bulk_plans.create_listed":         "y y y y n n n",
    "GET saved_views.index":                 "y y y y n n n",
    "GET saved_views.new":                   "y y y y n n n",
    "POST saved_views.create":               "y y y y n n n",
    "GET saved_views.show":                  "y - - - n n n",
    "POST saved_views.create_name":          "y - - - n n n",
    "POST saved_views.create_removal":       "y - - - n n n",
    "GET askings.index":                     "y n n n n n n",
    "POST askings.create":                   "y n n n n n n",
    "POST askings.create_preview":           "y n n n n n n",
    "GET askings.show":                      "y n n - n n n",
    "GET askings.letter_to":                 "y n n - n n n",
    "GET askings.all_letters":               "y n n - n n n",
    "GET requests.of_review":                "y y y y n n n",
    "GET requests.new":                      "y n n n n n n",
    "POST requests.create":                  "y n n n n n n",
    "GET requests.show":                     "y y - - n n n",
    "POST requests.create_answer":           "y y - - n n n",
    "POST requests.create_decision":         "y n n - n n n",
    "GET recommendation_files.show":         "y y n n n n n",
    "GET recommendation_files.pack":         "y n n n n n n",
    "GET search.index":                      "y y y y n n n",
    "GET requests.withdrawal":               "y n n - n n n",
    "POST requests.create_withdrawal":       "y n n - n n n",
    "GET column_layouts.show":               "y n n - n n n",
    "POST column_layouts.create":            "y n n - n n n",
    "POST column_layouts.create_removal":    "y n n - n n n",
    "GET plan_files.index":                  "y n n n n n n",
    "POST plan_files.create":                "y n n n n n n",
    "GET plan_files.show":                   "y n n - n n n",
    "POST plan_files.create_proposals":      "y n n - n n n",
    "GET plan_files.left_out":               "y n n - n n n",
    "POST plan_files.create_removal":        "y n n - n n n",
    "GET word_templates.index":              "y n n - n n n",
    "POST word_templates.create":            "y n n - n n n",
    "GET word_templates.standard":           "y n n - n n n",
    "GET word_templates.download":           "y n n - n n n",
    "GET word_templates.draft":              "y n n - n n n",
    "POST word_templates.create_use":        "y n n - n n n",
    "POST word_templates.create_removal":    "y n n - n n n",
    "GET workbooks.of_review":               "y y y y n n n",
    "POST workbooks.create":                 "y y y y n n n",
    "GET workbooks.download":                "y y - - n n n",
    "GET workbooks.show":                    "y y - - n n n",
    "POST workbooks.create_acceptance":      "y y - - n n n",
    "POST workbooks.create_removal":         "y y - - n n n",
}  # fmt: skip
PUBLIC = {"GET account.sign_in", "POST account.create_sign_in", "POST account.create_demonstration_sign_in",
          "POST account.sign_out", "GET pages.accessibility", "GET pages.privacy"}  # fmt: skip
PUBLIC |= {"GET health.live", "GET health.ready"}
PUBLIC |= {"GET schemas.show"}
STATIC = {"GET static", "GET nhsuk.static"}
WORKS = {"GET": {200}, "POST": {200, 303, 422}}


def routes(app) -> dict[str, object]:
    """ "METHOD endpoint" of every route that is not HEAD or OPTIONS."""
    return {f"{m} {rule.endpoint}": rule for rule in app.url_map.iter_rules() for m in rule.methods - {"HEAD", "OPTIONS"}}


def address(rule) -> str:
    """The route with the ids of things that belong to the owner's trust."""
    own = action("1.4")
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    ids = {"review_id": own.review_id, "recommendation_id": own.recommendations[0].id, "action_id": own.id, "evidence_id": item.id, "version_id": item.newest.id,
           "submission_id": db.session.scalar(select(Submission.id)), "format": "csv" if "export" in rule.rule else "pdf",
           "kind": "progress", "row_id": db.session.scalar(select(ProgressUpdate.id).where(ProgressUpdate.action_id == own.id)),
           "step_id": 1, "contribution_id": 1, "user_id": 1, "membership_id": 1, "organisation_id": own.organisation_id,
           "position": 1, "number": 1, "view_id": 1, "asking_id": 1}  # fmt: skip
    ids |= {"part_id": owners_part().id, "request_id": owners_part().request_id} if "/requests/" in rule.rule else {}
    ids |= {"organisation_id": Organisation.matching(MEDWAY_CCG).id} if "/columns" in rule.rule or "/word-templates" in rule.rule else {}
    ids |= {"participation_id": part_of().id}
    ids |= {"mail_id": 1, "plan_file_id": 1, "held_file_id": 1, "template_id": 1}
    ids |= {"outcome_id": 1, "name": "plan-2.json"}
    ids |= {"workbook_id": waiting_workbook().id} if "workbook_id" in rule.arguments else {}
    ids |= {"confirmation_id": owners_confirmation().id} if "confirmation_id" in rule.arguments else {}
    return build(rule, ids)


def make_what_the_story_lacks() -> None:
    """One row of each noun that is optional, each with the id 1."""
    db.session.add(Step(action=action("1.4"), words="A step"))
    db.session.add(Contribution(action=action("2.2"), organisation=action("1.4").organisation, by_id=1))
    owners_part(), owners_confirmation(), waiting_workbook()
    db.session.add(SavedView(user_id=person("lead").id, name="Mine", query=""))
    keep_plan_file()
    keep_mail()
    keep_template()
    keep_picture()
    hold_file()
    ask(say_what_cqc_said(), "How many records?", "1.4")
    db.session.commit()


def keep_picture() -> None:
    """A version that can be drawn, of the evidence for 1.4."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    sha256 = current_app.extensions["store"].put(picture.getvalue())
    item = db.session.scalar(select(Evidence).where(Evidence.of(action("1.4"))))
    item.add_version(filename="page.png", mimetype="image/png", sha256=sha256, size=len(picture.getvalue()), request_id="a page of the matrix",
                     at=item.newest.at, by=person("owner"))  # fmt: skip


def build(rule, ids: dict) -> str:
    """The address of a route with these ids."""
    url = rule.rule
    for name in rule.arguments:
        url = url.replace(f"<id:{name}>", str(ids[name])).replace(f"<{name}>", str(ids[name]))
    return url


def test_every_route_is_in_the_table(app):
    assert set(routes(app)) == set(TABLE) | PUBLIC | STATIC


@pytest.fixture(scope="module")
def whole_world(told_world, tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder with the story and what it lacks, a draft for each lead, and everybody's token: all are signed in."""
    folder = tmp_path_factory.mktemp("whole")
    copy_world(told_world, folder)
    app = create_app(settings(folder))
    with app.app_context():
        make_what_the_story_lacks()
        for called in ("lead", "both"):
            keep_draft(called, data=printed_page())
        tokens = {called: SignIn.start(person(called)) for called in PEOPLE}
        db.session.commit()
        db.engine.dispose()
    return folder, tokens


@pytest.fixture(scope="module")
def browsers(_app, whole_world) -> dict[str, tuple[Browser, str]]:
    """The browser of each of the cast, and a CSRF token for it: both outlive the copies of the world."""
    made = {called: Browser(_app[0], token=token) for called, token in whole_world[1].items()}
    return {called: (browser, browser.token()) for called, browser in made.items()}


@pytest.fixture
def everybody(_app, whole_world, browsers):
    """The browsers, over a fresh copy of the whole world."""
    for _made in over(_app, whole_world[0]):
        yield browsers


UNSAFE = [route for route in TABLE if not route.startswith("GET")]


# htmx gets the same pages as everybody, so of these a sample is enough.
@pytest.mark.parametrize(("route", "htmx"), [(r, False) for r in TABLE] + [(r, True) for r in dict.fromkeys(UNSAFE + list(TABLE)[::9])])
def test_the_matrix(everybody, route, htmx):
    rule, method = routes(everybody["lead"][0].client.application)[route], route.split()[0]
    url = address(rule)
    expected = dict(zip(PEOPLE, TABLE[route].split(), strict=True))
    for called, letter in expected.items():
        status = _status(*everybody[called], method, url, htmx)
        allowed = {"y": WORKS[method], "n": {403}, "-": {404}}[letter]
        assert status in allowed, f"{called} {route}: {status}, the table says {letter}"


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("route", list(TABLE)[::12])
def test_a_sample_of_the_matrix(everybody, route):
    test_the_matrix(everybody, route, False)


def test_nobody_is_asked_to_sign_in(app, open_as):
    make_what_the_story_lacks()
    nobody, before = open_as(None), dump()
    for route in TABLE:
        url, method = address(routes(app)[route]), route.split()[0]
        ask = nobody.get if method == "GET" else nobody.post
        assert ask(url, expect=302).response.location.startswith("/sign-in"), route
        asked = ask(url, expect=401, headers={"HX-Request": "true"}) if method == "POST" else ask(url, 401, **{"HX-Request": "true"})
        assert asked.response.headers["HX-Redirect"].startswith("/sign-in"), route
    assert dump() == before


@pytest.mark.parametrize("id", ["0", "-1", "abc", "1.0", str(10**30), str(2**63), str(2**31), "999999", "%00"])
def test_an_id_that_cannot_be_is_not_found(app, open_as, id):
    lead, others = open_as("lead"), {called: open_as(called) for called in ("owner", "admin")}
    for rule in app.url_map.iter_rules():
        ids = [name for name in rule.arguments if name.endswith("_id")]
        if ids and "GET" in rule.methods and TABLE[f"GET {rule.endpoint}"].startswith("n"):
            able = next(called for called, letter in zip(PEOPLE, TABLE[f"GET {rule.endpoint}"].split(), strict=True) if letter == "y")
            assert others[able].get(build(rule, dict.fromkeys(ids, id)), None).status == 404
        elif ids and "GET" in rule.methods:
            assert lead.client.get(build(rule, dict.fromkeys(ids, id) | {"format": "pdf", "kind": "progress"}), base_url="https://localhost").status_code == 404


def _status(browser, token: str, method: str, url: str, htmx: bool) -> int:
    headers = {"HX-Request": "true"} if htmx else {}
    if method == "GET":
        return browser.get(url, expect=None, **headers).status
    return browser.post(url, {"csrf_token": token}, htmx=htmx).status
