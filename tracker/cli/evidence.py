"""`flask evidence`: the evidence pack, and whether the store holds what it should and nothing else."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.cli.answers import answered, row
from tracker.cli.review import current_plan
from tracker.clock import now
from tracker.documents import BrokenPack, evidence_pack
from tracker.extensions import db, done_reading, writing
from tracker.filters import plural
from tracker.models import Blob, Document, EvidenceVersion, Review, Scan, SignedCopy, WordTemplate
from tracker.models.left_out import pack_state, whole
from tracker.models.purge import purge as purge_models
from tracker.models.scanning import files
from tracker.orphans import remove_orphan
from tracker.storage import CorruptObject, MissingObject, Store

READERS = 4  # files read at once: hashing one waits for no lock of Python's

group = AppGroup("evidence", help="Evidence of a review, and the files of all of them.")


@group.command("pack")
@click.argument("review", type=int)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def pack(review: int, output: Path) -> None:
    """Write a ZIP of the accepted evidence of REVIEW (an id) as it stands today; nothing is written when a file is missing or broken."""
    with answered():
        plan = current_plan(row(Review, review, "review"))
        state = pack_state(plan, whole)
        done_reading()
        try:
            with _written(output) as archive:
                for part in evidence_pack(plan, None, current_app.extensions["store"].open, **state):
                    archive.write(part)
        except BrokenPack as broken:
            raise click.ClickException(str(broken)) from broken


@contextmanager
def _written(output: Path) -> Iterator[BinaryIO]:
    """A file that takes this name only when all of it was written."""
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


@group.command("verify")
def verify() -> None:
    """Read every kept file through; exit status 1 and a line for each that is missing, corrupt, unreadable, an orphan or unscanned."""
    store, wrong = current_app.extensions["store"], 0
    with answered():
        named, unscanned = Blob.named(), _unscanned()
        done_reading()
        for line in chain(_wrong(store, named), (f"unscanned {sha256} {places(sha256)}" for sha256 in unscanned)):
            wrong += 1
            click.echo(line)
    if wrong:
        raise click.ClickException(f"The store is not as recorded, or files are not scanned: see the {plural(wrong, 'line')} above.")
    click.echo(f"{plural(len(named), 'file')} checked: all are whole, and nothing else is there.")


@group.command("sweep")
@click.option("--grace", default="24h", show_default=True, metavar="TIME", help="What is younger stays: 30m, 24h, 7d.")
def sweep(grace: str) -> None:
    """Remove files that belong to nothing: an upload ended between the file and its record. Uploads may go on meanwhile."""
    store, before = current_app.extensions["store"], datetime.now(UTC) - _duration(grace)
    removed = 0
    with answered():
        named = Blob.named()
        db.session.rollback()
        for sha256 in [sha256 for sha256, at in store.listed() if at < before and sha256 not in named]:
            if remove_orphan(store, sha256):
                removed += 1
                click.echo(f"removed {sha256}")
        for name in store.spool.clear(before):
            removed += 1
            click.echo(f"removed incoming/{name}")
    click.echo(f"{plural(removed, 'file')} removed.")


@group.command("purge")
def purge() -> None:
    """Delete for good what was taken down PURGE_AFTER_DAYS ago or earlier, but nothing of a review under a legal hold."""
    store, at, days = current_app.extensions["store"], now(), current_app.config["PURGE_AFTER_DAYS"]
    with answered():
        writing()
        versions, files, hashes, kept = purge_models(before=at - timedelta(days=days), at=at)
        for version in versions:
            click.echo(f"purged /evidence/{version.evidence_id} version {version.number} {version.sha256}")
        db.session.commit()
        for sha256 in set(hashes):  # only now: no row names bytes that are gone
            remove_orphan(store, sha256)
    click.echo(f"{plural(len(versions), 'file')} purged; {plural(len(files), 'file')} thrown away that nobody decided about; {kept} kept by a legal hold.")


def places(sha256: str) -> str:
    """The addresses of the pages where these bytes are needed."""
    places = [f"/evidence/{id}" for id in EvidenceVersion.items_of(sha256)] + [f"/submissions/{id}" for id in Document.submissions_of(sha256) + SignedCopy.submissions_of(sha256)]
    places += [f"/organisations/{id}/word-templates" for id in WordTemplate.organisations_with(sha256)]
    db.session.rollback()
    return " ".join(places)


def _wrong(store: Store, named: set[str]) -> Iterator[str]:
    readers = ThreadPoolExecutor(READERS)
    try:
        for sha256, fault in zip(sorted(named), readers.map(lambda sha256: _fault(store, sha256), sorted(named)), strict=True):
            if fault:
                yield f"{fault} {sha256} {places(sha256)}"
    finally:
        readers.shutdown(cancel_futures=True)
    yield from (f"orphan {sha256}" for sha256, _at in store.listed() if sha256 not in named and not _was_named_meanwhile(sha256))


def _unscanned() -> list[str]:
    """What waits for the scanner; where there is one, also what came before it."""
    return files(EvidenceVersion.scan.in_([Scan.WAITING, Scan.OFF] if current_app.extensions["clamd"] else [Scan.WAITING]))


def _fault(store: Store, sha256: str) -> str | None:
    try:
        store.check(sha256)
    except MissingObject:
        return "missing"
    except CorruptObject:
        return "corrupt"
    except OSError:  # the disk itself cannot read it
        return "unreadable"
    return None


def _was_named_meanwhile(sha256: str) -> bool:
    """Whether it came after the check began; the lock waits for an upload between its file and its row."""
    writing()
    found = Blob.is_named(sha256)
    db.session.rollback()
    return found


def _duration(words: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,4})([mhd])", words)
    if not match:
        raise click.ClickException("Write the grace as a number and m, h or d: 30m, 24h, 7d.")
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[match[2]]: int(match[1])})
