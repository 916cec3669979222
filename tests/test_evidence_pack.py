"""The evidence pack: a valid bag that opens everywhere, or visibly broken."""

import hashlib
import io
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import missing
from tests.frozen_plans import HOSTILE, SIGN_OFF, blobs, draft, empty_plan, hostile_plan, whole_plan
from tracker.documents import BrokenPack, compliance_json, evidence_pack, pack_length
from tracker.documents.bag import StreamedBag
from tracker.documents.safe_names import UniquePaths, safe_name

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
DOCUMENTS = {"Action plan.pdf": b"%PDF", "../Action plan.docx": b"PK"}


def packed(plan, sign_off=SIGN_OFF, documents=DOCUMENTS, **said) -> bytes:
    held = blobs(plan)
    return b"".join(evidence_pack(plan, sign_off, lambda checksum: io.BytesIO(held[checksum]), documents, **said))


def unpacked(archive: bytes, folder):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        opened.extractall(folder)
    (top,) = folder.iterdir()
    return top


# checks 70
@pytest.mark.parametrize("plan", [whole_plan(), hostile_plan("../😀 CON."), empty_plan()], ids=["whole", "hostile", "empty"])
def test_the_pack_is_a_valid_bag_that_sha256sum_confirms(plan, tmp_path):
    top = unpacked(packed(plan), tmp_path)
    assert bagit.Bag(str(top)).validate()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "-c", manifest], cwd=top, check=True, capture_output=True, timeout=20)


# checks 70
@pytest.mark.parametrize("program", ["unzip", "7z"])
def test_other_programs_open_it_and_find_it_whole(program, tmp_path):
    pack, test = tmp_path / "pack.zip", {"unzip": ["-tq"], "7z": ["t"]}[program]
    pack.write_bytes(packed(hostile_plan("../😀 CON.")))
    if not shutil.which(program):
        missing(program)
    assert subprocess.run([program, *test, pack], capture_output=True, timeout=20, check=False).returncode == 0


def test_every_piece_of_evidence_is_under_its_recommendation_and_action(tmp_path):
    plan = whole_plan()
    top = unpacked(packed(plan), tmp_path)
    held = blobs(plan)
    for action in plan["actions"]:
        for item in action["evidence"]:
            name = f"{item['title']} v{item['version']} {item['filename']}"
            assert (top / "data" / action["recommendations"][0] / str(action["id"]) / name).read_bytes() == held[item["sha256"]]
    assert (top / "data/plan.json").read_bytes() == compliance_json(plan, SIGN_OFF)
    assert {path.name for path in (top / "data").iterdir() if path.is_file()} == {"index.html", "plan.json", "Action plan.pdf", "_Action plan.docx"}


def test_evidence_for_several_recommendations_and_actions_is_packed_once(tmp_path):
    plan = whole_plan()
    shared = plan["actions"][1]
    shared["recommendations"] = ["1.2", "1.3"]
    plan["actions"][2]["evidence"] = shared["evidence"]
    packed_names = zipfile.ZipFile(io.BytesIO(packed(plan))).namelist()
    assert len([name for name in packed_names if name.endswith("sample-2.pdf")]) == 1
    index = (unpacked(packed(plan), tmp_path) / "data/index.html").read_text("utf-8")
    assert "1.2, 1.3 (actions 2, 3)" in index


def test_an_immediate_action_has_a_folder_of_its_own():
    plan = whole_plan()
    plan["actions"][-1]["evidence"] = plan["actions"][1]["evidence"]
    plan["actions"][1]["evidence"] = []
    assert any("/data/immediate/25/" in name for name in zipfile.ZipFile(io.BytesIO(packed(plan))).namelist())


@pytest.mark.parametrize(("scanned", "said"), [(False, "Not all evidence in this pack was scanned"), (True, "All evidence in this pack was scanned")])
def test_bag_info_and_index_say_what_the_pack_is(scanned, said, tmp_path):
    plan = {**whole_plan(), "demonstration": True}
    top = unpacked(packed(plan, scanned=scanned), tmp_path)
    info = (top / "bag-info.txt").read_text("utf-8")
    for words in (f"Audit-Head: {plan['audit_head']}", f"Plan-SHA256: {SIGN_OFF['plan_sha256']}", "Plan-Version: Version 1", "Demonstration", said):
        assert words in info
    index = (top / "data/index.html").read_text("utf-8")
    assert said in index and "Demonstration" in index and plan["audit_head"] in index


@pytest.mark.parametrize("area", ["Medway", "Cambridgeshire and Peterborough and Bedfordshire", "ä" * 200], ids=len)
def test_the_top_folder_keeps_the_version_however_long_the_name(area):
    plan = whole_plan()
    plan["review"]["area"], plan["number"] = area, 12
    first = zipfile.ZipFile(io.BytesIO(packed(plan))).namelist()[0].split("/")[0]
    assert first.startswith(area[:15]) and first.endswith(" version 12") and len(first.encode()) <= 50


def test_what_may_not_be_opened_is_listed_without_its_file(tmp_path):  # checks 39, 70
    plan = whole_plan()
    shut, *others = {(item["id"], item["version"]): item for action in plan["actions"] for item in action["evidence"]}.values()
    top = unpacked(packed(plan, left_out={(shut["id"], shut["version"]): "removed: malware found"}), tmp_path)
    assert bagit.Bag(str(top)).validate()
    names = [path.name for path in (top / "data").rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith(shut["filename"])] and others
    index = (top / "data/index.html").read_text("utf-8")
    assert f"{shut['title']}</bdi>, version {shut['version']}<br>File left out. <bdi>removed: malware found" in index


def test_the_pack_of_a_draft_says_so(tmp_path):
    top = unpacked(packed(draft(whole_plan()), None), tmp_path)
    assert "Standing: Draft – not submitted" in (top / "bag-info.txt").read_text("utf-8")


def test_the_same_records_give_the_same_bytes():
    assert packed(whole_plan()) == packed(whole_plan())


class Page(HTMLParser):
    """Collects tags, attributes and links of the index."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


# checks 69
@pytest.mark.parametrize("text", HOSTILE)
def test_the_index_escapes_hostile_text_and_every_link_leads_to_a_file(text, tmp_path):
    top = unpacked(packed(hostile_plan(text)), tmp_path)
    page = Page()
    page.feed((top / "data/index.html").read_text("utf-8"))
    assert not page.tags & {"script", "r", "label", "iframe", "img"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert len(page.links) > 3
    assert all((top / "data" / unquote(link)).is_file() for link in page.links)


class MissingObject(Exception):
    """What a store may raise: an error of its own."""


# checks 70
def test_a_missing_blob_breaks_the_archive_visibly():
    def open_blob(checksum):
        raise MissingObject(checksum)

    assert_broken(whole_plan(), open_blob, "missing")


# checks 70
def test_a_blob_that_differs_breaks_the_archive_visibly():
    assert_broken(whole_plan(), lambda checksum: io.BytesIO(b"other bytes"), "differs")


def assert_broken(plan, open_blob, said):
    sent = []
    with pytest.raises(BrokenPack, match=said):
        for part in evidence_pack(plan, SIGN_OFF, open_blob):
            sent.append(part)
    assert sum(map(len, sent)) > 0
    assert_opens_nowhere(b"".join(sent))


def assert_opens_nowhere(archive: bytes):
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(archive))


def workbook() -> bytes:
    """A file that ends as a ZIP does."""
    with zipfile.ZipFile(data := io.BytesIO(), "w") as opened:
        opened.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")
    return data.getvalue()


# checks 70
@pytest.mark.parametrize("second", ["missing", "longer", "shorter"])
def test_the_end_of_a_file_inside_is_not_taken_for_the_end_of_a_broken_pack(second, tmp_path):
    plan, whole = whole_plan(), workbook()
    item = next(item for action in plan["actions"] for item in action["evidence"])
    first = {**item, "size": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}
    broken = {**first, "id": 999, "sha256": hashlib.sha256(second.encode()).hexdigest()}
    plan["actions"] = [{**plan["actions"][1], "evidence": [first, broken]}]
    held = {first["sha256"]: whole} | {broken["sha256"]: {"longer": whole + b"x", "shorter": whole[5:]}.get(second)}
    sent = []
    with pytest.raises(BrokenPack):
        for part in evidence_pack(plan, SIGN_OFF, lambda checksum: io.BytesIO(memoryview(held[checksum]))):
            sent.append(part)
    archive = b"".join(sent)
    assert workbook() in archive and len(archive) < pack_length(plan, SIGN_OFF)
    assert_opens_nowhere(archive)
    (tmp_path / "pack.zip").write_bytes(archive)
    assert subprocess.run(["unzip", "-tq", tmp_path / "pack.zip"], capture_output=True, timeout=20, check=False).returncode > 1


# checks 70
@pytest.mark.parametrize("plan", [whole_plan(), hostile_plan("../😀 CON."), empty_plan()], ids=["whole", "hostile", "empty"])
@pytest.mark.parametrize("limit", [zipfile.ZIP64_LIMIT, 40_000, 10], ids=["small", "over 2 GB", "all over 2 GB"])
def test_the_length_is_known_beforehand_to_the_byte(plan, limit, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
    items = [item for action in plan["actions"] for item in action["evidence"]]
    left_out = {(item["id"], item["version"]): "withheld" for item in items[:1]}
    for said in ({}, {"scanned": True, "left_out": left_out}):
        assert pack_length(plan, SIGN_OFF, DOCUMENTS, **said) == len(packed(plan, **said))
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    assert pack_length(plan, None) == len(packed(plan, None, {}))


# checks 70
def test_a_reader_that_leaves_closes_the_blob():
    blob = io.BytesIO(b"x" * 5_000_000)
    stream = evidence_pack(whole_plan(), SIGN_OFF, lambda checksum: blob)
    while not blob.tell():
        next(stream)
    stream.close()
    assert blob.closed


class Zeros(io.RawIOBase):
    """As many zero bytes as asked for, without holding them."""

    def __init__(self, size):
        super().__init__()
        self.left = size

    def readable(self):
        return True

    def read(self, size=-1):
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


# checks 70
def test_memory_does_not_grow_with_the_evidence():
    size = 100_000_000
    digest = hashlib.sha256()
    for _ in range(100):
        digest.update(bytes(1_000_000))
    plan = whole_plan()
    for action in plan["actions"][2:]:
        action["evidence"] = []
    plan["actions"][1]["evidence"][0].update(size=size, sha256=digest.hexdigest())
    tracemalloc.start()
    sent = sum(len(part) for part in evidence_pack(plan, SIGN_OFF, lambda checksum: Zeros(size)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent > size
    assert peak < 12_000_000


def test_evidence_over_4_gib_gets_a_zip64_entry(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    bag = StreamedBag("top", date(2016, 7, 15))
    sent = b"".join(bag.add("data/big", [b"small after all"], size=15)) + bag.finish()
    with zipfile.ZipFile(io.BytesIO(sent)) as opened:
        assert opened.read("top/data/big") == b"small after all"
        assert opened.infolist()[0].extract_version >= zipfile.ZIP64_VERSION


# checks 32, 70
@pytest.mark.parametrize(("text", "name"), [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
    ("CON", "CON_"),
    ("nul.txt", "nul_.txt"),
    ("com1", "com1_"),
    ("name. ", "name"),
    ("a\x00b\r\nc.pdf", "abc.pdf"),
    ("\u202egnp.exe", "gnp.exe"),
    ("100% sure?.pdf", "100_ sure_.pdf"),
    ("file.txt::$DATA", "file.txt__$DATA"),
    ("", "unnamed"),
    ("...", "unnamed"),
])
def test_names_are_safe_on_windows(text, name):
    assert safe_name(text, 60) == name


# checks 32, 70
@settings(deadline=None, max_examples=200)
@given(st.text(), st.sampled_from([20, 40, 90]))
def test_any_text_becomes_a_safe_name(text, limit):
    name = safe_name(text, limit)
    assert name and len(name.encode()) <= limit
    assert not re.search(r'[<>:"/\\|?*%\x00-\x1f\u202a-\u202e]', name)
    assert name not in (".", "..") and name == name.strip(" .") and not RESERVED.match(name)


def test_paths_are_unique_without_regard_to_case():
    paths = UniquePaths()
    assert [paths.claim("data/A.pdf"), paths.claim("data/a.PDF"), paths.claim("data/a.pdf")] == ["data/A.pdf", "data/a (2).PDF", "data/a (3).pdf"]


# checks 70
def test_evidence_of_the_same_name_and_long_names_stay_apart_and_short():
    plan = whole_plan()
    evidence = plan["actions"][1]["evidence"][0]
    twins = [{**evidence, "id": 100 + number, "title": "T" * 300, "filename": name * 50 + ".pdf"} for number, name in enumerate("nNn")]
    plan["actions"][1]["evidence"] = twins
    held = blobs(whole_plan())
    stream = evidence_pack(plan, SIGN_OFF, lambda checksum: io.BytesIO(held[checksum]))
    names = zipfile.ZipFile(io.BytesIO(b"".join(stream))).namelist()
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 150
