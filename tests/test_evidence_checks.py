"""Checking evidence: the queue, the file beside what it should show, and pictures that nothing can be done with."""

import io
import json

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from tests import sample_files
from tests.conftest import action, person
from tests.test_evidence import bring
from tracker.clock import now
from tracker.extensions import db
from tracker.models import Evidence, EvidenceVersion, Scan
from tracker.models.evidence import Check
from tracker.showing import Shown, in_child, pictures
from tracker.views import evidence_checks


def newest() -> EvidenceVersion:
    return db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))


def picture(kind: str, size=(40, 30), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return file.getvalue()


def test_the_queue_is_the_leads_and_leads_to_the_next(app, open_as, monkeypatch):
    monkeypatch.setattr(evidence_checks, "show_apart", lambda *_: Shown(0, [("", "Words of it")], True))
    owner, lead = open_as("owner"), open_as("lead")
    for version in db.session.scalars(select(EvidenceVersion).where(EvidenceVersion.check == Check.WAITING)):
        version.check = Check.ACCEPTED
    db.session.commit()
    assert "Nothing waits" in lead.get("/evidence").words
    for title in ("First", "Second"):
        bring(owner, title=title, data=title.encode())
    second = newest()
    first, ids = second.id - 1, (second.evidence_id - 1, second.evidence_id)
    page = lead.get("/evidence")
    assert "2 files: 2 of Medway NHS Foundation Trust." in page.words and page.words.index("First") < page.words.index("Second")
    assert f"/evidence/{ids[0]}/check" in page.links and "/evidence" in lead.get("/").links
    beside = lead.get(f"/evidence/{ids[0]}/check")
    own = action("1.1")
    assert own.recommendations[0].text.split("\n")[0][:60] in beside.words and own.success_measure in beside.words
    post = f"/evidence/{ids[0]}/versions/{first}/check/next"
    assert "Choose whether to accept it" in beside.submit(post, 422).words
    then = beside.submit(post, 303, decision="accept").follow()
    assert "“First”, version 1, is accepted." in then.words and "Check Second" in then.words
    assert "already accepted" in lead.post(post, {"csrf_token": lead.token(), "decision": "accept"}, 409).words
    done = then.submit(f"/evidence/{ids[1]}/versions/{second.id}/check/next", 303, decision="return", reason="Two weeks are missing").follow()
    assert "Nothing waits" in done.words


def test_home_and_queue_show_fifty_and_lead_to_the_rest(app, open_as):
    bring(open_as("owner"))
    one = newest()
    for number in range(60):
        item = Evidence(review_id=one.evidence.review_id, organisation_id=one.evidence.organisation_id, title=f"Copy {number:02}", actions=one.evidence.actions)
        db.session.add(EvidenceVersion(evidence=item, number=1, filename="a.txt", mimetype="text/plain", sha256=one.sha256, request_id=f"copy {number:03} of it", at=one.at, by_id=one.by_id))
    db.session.commit()
    lead = open_as("lead")
    home, queue = lead.get("/"), lead.get("/evidence")
    assert "These are the first 50. See all evidence that waits" in home.words and "Copy 59" not in home.words
    assert "Copy 59" not in queue.words
    rest = next(link for link in queue.links if link.startswith("/evidence?after="))
    assert "Copy 59" in lead.get(rest).words and "That is all" in lead.get("/evidence?after=99999999").words
    lead.get("/evidence?after=x"), lead.get(f"/evidence?after={10**30}", 404)


@pytest.mark.parametrize(("extension", "data", "words"), [
    ("txt", b"Minutes\n", [["Minutes"]]), ("docx", sample_files.word(), [["Safeguarding audit"]]), ("xlsx", sample_files.workbook(), [["Action", "Status"]]),
    ("eml", sample_files.EMAIL, [["Audit"], ["See the notes."]]),
], ids=["text", "Word", "Excel", "e-mail"])  # fmt: skip
def test_text_is_taken_out_to_be_shown(extension, data, words):
    said = json.loads(in_child.shown_as_json(io.BytesIO(data), extension, 1))
    blocks = Shown(0, [tuple(line) for line in said["lines"]], said["whole"]).blocks
    assert [row for block in blocks for row in block.rows] == words and said["whole"] and not said["pages"]


def test_a_long_text_is_shown_to_a_bound():
    for data in (b"A line\n" * 5000, b"x" * 1_000_000):
        said = json.loads(in_child.shown_as_json(io.BytesIO(data), "txt", 1))
        assert 0 < len(said["lines"]) <= in_child.MOST_LINES and not said["whole"]
        assert sum(len(text) for _, text in said["lines"]) <= in_child.MOST_CHARACTERS


def test_text_is_shown_beside_and_what_cannot_be_offers_the_download(app, open_as):  # checks 33, 71
    lead = open_as("lead")
    bring(lead, data=b"Notes: <script>alert(1)</script> & more\n")
    page = lead.get(f"/evidence/{newest().evidence_id}/check")
    assert "<script>alert(1)</script> & more" in page.words and "<script>alert" not in page.text
    bring(lead, data=sample_files.PNG, name="broken.png")
    version = newest()
    page = lead.get(f"/evidence/{version.evidence_id}/check")
    assert "This file cannot be shown here. Download it to see it." in page.words and not page.tree.xpath("//main//img")
    assert f"/evidence/{version.evidence_id}/versions/{version.id}/file" in page.links
    lead.get(f"/evidence/{version.evidence_id}/versions/{version.id}/picture", 404)


def paper(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    file = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(300, 400)
        document.save(file)
    return file.getvalue()


def test_pages_and_pictures_are_drawn_and_run_nothing(app, open_as):  # checks 33
    owner, lead = open_as("owner"), open_as("lead")
    bring(owner, data=paper(3), name="report.pdf")
    version = newest()
    check, file = f"/evidence/{version.evidence_id}/check", f"/evidence/{version.evidence_id}/versions/{version.id}/picture?page="
    page = lead.get(f"{check}?page=2")
    assert page.tree.xpath("//main//img/@src") == [f"{file}2"] and "Page 2 of 3" in page.words and f"{check}?page=3" in page.links
    got = owner.get(f"{file}2").response
    assert (got.mimetype, got.headers["Content-Security-Policy"]) == ("image/png", "default-src 'none'; sandbox")
    assert got.headers["Cache-Control"] == "no-store" and got.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(got.get_data())).width == 1200
    owner.get(f"{file}4", 404)
    open_as("outsider").get(f"{file}1", 404), open_as("regulator").get(f"{file}1", 403)
    db.session.get(EvidenceVersion, version.id).withhold(because="It is a case audit.", by=person("owner"), at=now())
    db.session.commit()
    lead.get(f"{file}1", 403), owner.get(f"{file}1")
    withheld = lead.get(check)
    assert "Withheld: It is a case audit." in withheld.words and not withheld.tree.xpath("//main//img") and "Download" not in withheld.words
    db.session.get(EvidenceVersion, version.id).scan = Scan.WAITING
    db.session.commit()
    assert "not yet scanned for malware" in lead.get(f"{file}1", 409).words
    closed = lead.get(check)
    assert "Not yet scanned" in closed.words and not closed.tree.xpath("//main//img") and "Download" not in closed.words


@pytest.mark.parametrize(("kind", "options", "pages", "size"), [
    ("JPEG", {}, 1, (40, 30)), ("PNG", {}, 1, (40, 30)), ("TIFF", {"save_all": True, "append_images": [Image.new("RGB", (2400, 10))]}, 2, (40, 30)),
], ids=["JPEG", "PNG", "TIFF"])  # fmt: skip
def test_an_image_is_drawn(tmp_path, kind, options, pages, size):
    data = picture(kind, **options)
    assert pictures.frames(io.BytesIO(data)) == pages
    assert Image.open(io.BytesIO(in_child.drawn_or_nothing(io.BytesIO(data), kind.lower(), 1, 1200))).size == size
    if pages == 2:
        assert Image.open(io.BytesIO(in_child.drawn_or_nothing(io.BytesIO(data), "tif", 2, 1200))).size == (1200, 5)
    assert in_child.drawn_or_nothing(io.BytesIO(data), kind.lower(), pages + 1, 1200) == b""


def test_an_image_that_is_too_large_is_not_drawn(monkeypatch):  # checks 37
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    data = picture("PNG")
    assert pictures.frames(io.BytesIO(data)) == 0 and pictures.draw_frame(io.BytesIO(data), 1, 1200) == b""
