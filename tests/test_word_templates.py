"""A CCG's own Word template: brought, looked at, taken into use, kept with what was signed off."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from docx import Document as WordDocument

from tests.conftest import TODAY, person
from tests.own_templates import good, keep_template, standard, written
from tests.test_people import newest
from tests.test_reviews import count
from tracker.demo.cast import CCG as MEDWAY_CCG
from tracker.documents import word
from tracker.documents.own_word import in_child
from tracker.extensions import db
from tracker.models import (
    AuditEntry, Blob, Document, NotAllowed, Organisation, Part, Participation, Review, Stale, Submission, Succession, WordTemplate,
)  # fmt: skip

URL = "/organisations/1/word-templates"
NOW = datetime(2016, 8, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Checks run in this process: the child has tests of its own, and takes half a second each time."""
    monkeypatch.setattr(word, "run_apart", lambda task, data, *, seconds, **given: getattr(in_child, task.split(":")[1])(data, **given))


def words_of(page) -> str:
    """The text of a Word document that came back."""
    return "\n".join(p.text for p in WordDocument(io.BytesIO(page.response.get_data())).paragraphs)


def test_only_a_lead_of_the_ccg_brings_one_and_the_audit_holds_no_words(app):
    for called in ("both", "owner", "admin"):
        with pytest.raises(NotAllowed, match="Only a lead of the CCG"):
            keep_template(called=called)
    before = count(AuditEntry)
    row = keep_template()
    assert count(AuditEntry) == before + 1 and newest().verb == "word_template.keep" and "Ours" not in str(newest().fields)
    with pytest.raises(NotAllowed, match="in the list already"):
        keep_template()
    assert row.used_since is None and WordTemplate.used_for(db.session.get(Review, 1)) is None
    assert Blob.is_named(row.sha256) and not Blob.let_go(row.sha256, at=NOW)


def test_one_is_in_use_and_the_one_who_is_late_hears_of_it(app):
    first, second, review = keep_template(), keep_template(standard()), db.session.get(Review, 1)
    first.use(version=1, by=person("lead"), at=NOW)
    assert WordTemplate.used_for(review) is first and newest().verb == "word_template.use"
    second.use(version=1, by=person("lead"), at=NOW)
    assert WordTemplate.used_for(review) is second and first.used_since is None
    with pytest.raises(Stale):
        first.put_away(version=2, by=person("lead"))
    with pytest.raises(NotAllowed, match="not in use any more"):
        first.put_away(version=first.version, by=person("lead"))
    db.session.rollback()


def test_the_first_ccg_of_a_review_that_uses_one_decides_and_a_successor_keeps_it(app):
    review, swale = db.session.get(Review, 1), Organisation.matching("NHS Swale CCG")
    review.participations.append(Participation(organisation=swale, part=Part.COMMISSIONER))
    theirs, ours = keep_template(called="both", of="NHS Swale CCG"), keep_template(standard())
    theirs.use(version=1, by=person("both"), at=NOW)
    assert WordTemplate.used_for(review) is theirs
    ours.use(version=1, by=person("lead"), at=NOW + timedelta(days=1))
    assert WordTemplate.used_for(review) is ours
    joint = Organisation.named("NHS Kent and Medway CCG")
    for old in (Organisation.matching(MEDWAY_CCG), swale):
        Succession.confirm(old, joint, took_place_on=TODAY, by=person("admin"), on=TODAY)
    db.session.expire_all()
    assert WordTemplate.used_for(review) is ours, "what was taken into use last"


def test_a_lead_brings_one_looks_at_a_draft_uses_it_and_goes_back(app, open_as):
    lead = open_as("lead")
    assert URL in lead.get("/reviews/1/submissions").links
    page = lead.get(URL)
    assert "the tracker's own template" in page.words and "{{ title }}" in page.words and "running_title" in page.words
    assert lead.get(f"{URL}/standard").response.get_data() == standard()
    brought = page.submit(URL, 303, file=(io.BytesIO(good()), "Ours.docx")).follow()
    assert "Ours.docx is saved and can be filled in" in brought.words and "In use: Ours.docx" not in brought.words
    assert lead.get("/word-templates/1/file").response.get_data() == good()
    shown = words_of(lead.get("/word-templates/1/drafts/1"))
    assert shown.startswith("Our own plan") and "Draft" in shown
    assert not words_of(lead.get("/reviews/1/draft/docx")).startswith("Our own plan")
    used = brought.submit("/word-templates/1/use", 303).follow()
    assert "In use: Ours.docx" in used.words
    assert words_of(lead.get("/reviews/1/draft/docx")) == shown and "Revised" in shown, "what was looked at is what will be drafted"
    assert lead.get("/reviews/1/draft/pdf").response.get_data().startswith(b"%PDF")
    assert "Word is made from the template Ours.docx" in lead.get("/reviews/1/submissions").words
    stale = brought.submit("/word-templates/1/use", 409)
    assert "Somebody saved a change" in stale.words
    back = used.submit("/word-templates/1/use/removal", 303).follow()
    assert "In use: the tracker's own template" in back.words and "Ours.docx" in back.words
    assert not words_of(lead.get("/reviews/1/draft/docx")).startswith("Our own plan")


def test_what_is_wrong_stands_on_the_page_with_its_place_and_nothing_is_kept(app, open_as):
    lead = open_as("lead")
    page = lead.get(URL)
    assert "Choose the file of your template" in page.submit(URL, 422).words
    wrong = page.submit(URL, 422, file=(io.BytesIO(written("Hello", "{{ titel }}")), "Ours.docx"))
    assert "1 thing must be mended" in wrong.words and "Paragraph 2{{ titel }} says “titel”" in wrong.words and "Do you mean “title”?" in wrong.words
    assert "This is another kind of file" in page.submit(URL, 422, file=(io.BytesIO(b"a,b\n1,2\n"), "plan.csv")).words
    hostile = page.submit(URL, 422, file=(io.BytesIO(written("{{ '<script>alert(1)</script>'.x }}")), "<b>.docx"))
    assert "<script>alert(1)" not in hostile.text
    assert count(WordTemplate) == 0


def test_a_sign_off_says_which_template_it_used_and_keeps_it(app, open_as):
    keep_template().use(version=1, by=person("lead"), at=NOW)
    Submission.assemble(db.session.get(Review, 1), gap_reason="-", by=person("lead"), on=TODAY, demonstration=False)
    db.session.commit()
    lead = open_as("lead")
    done = lead.get("/submissions/2").submit("/submissions/2/sign-off", 303, name="Ann Example", role="Accountable officer").follow()
    row = db.session.get(WordTemplate, 1)
    assert f"Made from the CCG's own template, SHA-256 {row.sha256}" in done.words
    kept = lead.get("/submissions/2/documents/docx").response.get_data()
    assert words_of(lead.get("/submissions/2/documents/docx")).startswith("Our own plan")
    lead.get(URL).submit("/word-templates/1/use/removal", 303)
    assert lead.get("/submissions/2/documents/docx").response.get_data() == kept
    assert {d.format: d.template_sha256 for d in db.session.get(Submission, 2).documents} == {"docx": row.sha256, "pdf": None, "xlsx": None}
    sent = lead.get("/submissions/2").submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org")
    assert sent.status == 303 and words_of(open_as("owner").get("/submissions/2/documents/docx")).startswith("Our own plan")


def test_a_template_that_fails_at_the_sign_off_says_so_and_nothing_is_lost(app, open_as):
    keep_template(written("{{ evidence[99].title }}")).use(version=1, by=person("lead"), at=NOW)
    Submission.assemble(db.session.get(Review, 1), gap_reason="-", by=person("lead"), on=TODAY, demonstration=False)
    db.session.commit()
    lead = open_as("lead")
    refused = lead.get("/submissions/2").submit("/submissions/2/sign-off", 409, name="Ann Example", role="Accountable officer")
    assert "Ours.docx cannot be used for this plan" in refused.words and "Nothing was signed off" in refused.words
    assert refused.form("/submissions/2/sign-off").fields["name"] == "Ann Example"
    assert db.session.get(Submission, 2).sign_off is None and count(Document) == 3
    assert "cannot be used for this plan" in lead.get("/reviews/1/draft/docx", 409).words
    lead.get(URL).submit("/word-templates/1/use/removal", 303)
    lead.get("/submissions/2").submit("/submissions/2/sign-off", 303, name="Ann Example", role="Accountable officer")
    assert {d.template_sha256 for d in db.session.get(Submission, 2).documents} == {None}
