"""The evidence pack: accepted evidence with its checksums, a bag (BagIt) in a ZIP that can be checked without this tracker."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from jinja2 import Environment, StrictUndefined

from tracker.documents.appendices import evidence_list
from tracker.documents.bag import NO_END, MeasuredBag, StreamedBag, WrongBytes, manifest, tag_file
from tracker.documents.compliance import compliance_json
from tracker.documents.contents import TITLES, contents
from tracker.documents.contents import version as numbered
from tracker.documents.dates import document_date
from tracker.documents.safe_names import UniquePaths, safe_name
from tracker.documents.text import readable

CHUNK = 1 << 20
LONGEST = 50  # bytes of the top folder's name
INDEX = Path(__file__).with_name("pack_index.html")
SCANNED = "All evidence in this pack was scanned for malware, and nothing was found."
NOT_SCANNED = "Not all evidence in this pack was scanned for malware. Scan the files before you open them."


class BrokenPack(Exception):
    """A file of the pack is missing or differs from its checksum; the archive sent so far opens nowhere."""


def evidence_pack(
    plan: dict, sign_off: dict | None, open_blob: Callable[[str], BinaryIO], documents: Mapping[str, bytes] = MappingProxyType({}), **said
) -> Iterator[bytes]:
    """Stream the pack. `open_blob` opens the bytes of a SHA-256; `documents` are added by file name; `said` is as for `pack_length`.

    When anything fails on the way, the last bytes are an end that leads nowhere, and BrokenPack or what the store raised follows.
    """
    try:
        yield from _walk(StreamedBag(_folder(plan), document_date(plan, sign_off)), plan, sign_off, open_blob, documents, **said)
    except Exception:
        yield NO_END
        raise


def pack_length(plan: dict, sign_off: dict | None, documents: Mapping[str, bytes] = MappingProxyType({}), **said) -> int:
    """The bytes that `evidence_pack` will send for the same records, without a look into the store: less is a broken pack.

    `scanned` says that all files were scanned; `left_out`, by evidence and version, why a file is listed and not given.
    """
    bag = MeasuredBag(_folder(plan), document_date(plan, sign_off))
    for _nothing in _walk(bag, plan, sign_off, _closed, documents, **said):
        pass
    return bag.length


def _walk(
    bag: StreamedBag,
    plan: dict,
    sign_off: dict | None,
    open_blob: Callable[[str], BinaryIO],
    documents: Mapping[str, bytes],
    *,
    scanned: bool = False,
    left_out: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> Iterator[bytes]:
    scan = SCANNED if scanned else NOT_SCANNED
    paths = UniquePaths()
    small = {
        paths.claim("data/index.html"): None,
        paths.claim("data/plan.json"): compliance_json(plan, sign_off),
        **{paths.claim(f"data/{safe_name(name, 60)}"): content for name, content in documents.items()},
    }
    entries = _placed(evidence_list(readable(plan)), paths, left_out)
    small["data/index.html"] = _index(plan, sign_off, entries, [path for path in small if path != "data/index.html"], scan)

    yield from bag.add_bytes("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    for path, content in small.items():
        yield from bag.add_bytes(path, content)
    for entry in filter(lambda entry: entry["path"], entries):
        yield from _evidence(bag, entry, open_blob)
    yield from bag.add_bytes("bag-info.txt", tag_file(_info(plan, sign_off, bag, scan)))
    yield from bag.add_bytes("manifest-sha256.txt", manifest(bag.payload))
    yield from bag.add_bytes("tagmanifest-sha256.txt", manifest(dict(bag.tags)))
    yield bag.finish()


def _evidence(bag: StreamedBag, entry: dict, open_blob: Callable[[str], BinaryIO]) -> Iterator[bytes]:
    try:
        yield from bag.add(entry["path"], _bytes(entry, open_blob), size=entry["octets"], sha256=entry["sha256"])
    except WrongBytes as error:
        raise BrokenPack(f"“{entry['title']}” version {entry['version']} differs from its checksum.") from error


def _closed(checksum: str) -> BinaryIO:
    raise AssertionError("A pack is measured without a look into the store.")


def _folder(plan: dict) -> str:
    version = numbered(plan).lower()
    what = "evidence pack" if plan["kind"] in TITLES else plan["kind"]
    named = safe_name(f"{plan['review']['area']} {what}", LONGEST - len(version))
    return f"{named} {version}"  # the version is kept, however long the rest is


def _placed(items: list[dict], paths: UniquePaths, left_out: Mapping[tuple[int, int], str]) -> list[dict]:
    """Give each piece of evidence its path, or why it has none; each recommendation has one folder of its own."""
    folders, placed = {}, []
    for item in items:
        first = item["recommendations"][0] if item["recommendations"] else None
        if first not in folders:
            folders[first] = paths.claim("data/immediate" if first is None else f"data/{safe_name(first, 20)}")
        why = readable(left_out.get((item["id"], item["version"]), ""))
        placed.append({**item, "left_out": why, "path": "" if why else paths.claim(_path(folders[first], item))})
    return placed


def _path(folder: str, item: dict) -> str:
    name = safe_name(f"{safe_name(item['title'], 40)} v{item['version']} {safe_name(item['filename'], 40)}", 90)
    return f"{folder}/{item['actions'][0]}/{name}"


def _bytes(entry: dict, open_blob: Callable[[str], BinaryIO]) -> Iterator[bytes]:
    try:
        blob = open_blob(entry["sha256"])
    except Exception as error:  # every store has errors of its own, and each means the same here
        raise BrokenPack(f"“{entry['title']}” version {entry['version']} is missing from the evidence store.") from error
    with blob:
        while chunk := blob.read(CHUNK):
            yield chunk


def _info(plan: dict, sign_off: dict | None, bag: StreamedBag, scan: str) -> list[tuple[str, str]]:
    said = contents(plan, sign_off)
    return [
        ("Source-Organization", plan["review"]["submitted_by"] or ""),
        ("External-Description", f"{said['title']} – {said['review']}"),
        ("Bagging-Date", document_date(plan, sign_off).date().isoformat()),
        ("Payload-Oxum", f"{bag.octets}.{len(bag.payload)}"),
        ("Plan-Version", said["version"]),
        ("Plan-SHA256", "" if "part_of" in plan else said["plan_sha256"]),
        ("Part-Of-Plan-SHA256", plan.get("part_of") or ""),
        ("Audit-Head", said["audit_head"]),
        ("Standing", " · ".join(said["marks"])),
        ("Malware-Scan", scan),
    ]


def _index(plan: dict, sign_off: dict | None, entries: list[dict], documents: list[str], scan: str) -> bytes:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(INDEX.read_text("utf-8"))
    within = [path.removeprefix("data/") for path in documents]
    listed = [{**entry, "path": entry["path"].removeprefix("data/")} for entry in entries]
    return template.render(**{**contents(plan, sign_off), "entries": listed, "documents": within, "scan": scan, "is_part": "part_of" in plan}).encode()
