"""`flask evidence scan` and `rescan`: what waits is cleared, and what was clean is looked at with new eyes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import click
from flask import current_app
from sqlalchemy import true

from tracker.checks import Clamd, Clean, Infected, NotScanned
from tracker.cli.answers import answered
from tracker.cli.evidence import READERS, group, places
from tracker.clock import now
from tracker.extensions import db, writing
from tracker.filters import plural
from tracker.models import EvidenceVersion, Scan
from tracker.models.scanning import files, record_scan
from tracker.storage import StorageError, Store

Answer = Clean | Infected | NotScanned
PATIENCE = 180  # seconds for one file: nobody waits for it at a page


@group.command("scan")
def scan() -> None:
    """Scan what was not scanned yet; exit status 1 and a line for each file that is infected or could not be scanned."""
    _scan(EvidenceVersion.scanned_at.is_(None))


@group.command("rescan")
def rescan() -> None:
    """Scan every file again, after new signatures; lines and exit status as with `scan`."""
    _scan(true())


def _scan(condition) -> None:
    clamd, wrong = _clamd(), 0
    with answered():
        hashes = files(condition)
        db.session.rollback()  # scanning takes long: no transaction stays open meanwhile
        for sha256, answer in _answers(clamd, current_app.extensions["store"], hashes):
            if line := _recorded(sha256, answer):
                wrong += 1
                click.echo(line)
            if isinstance(answer, NotScanned) and not clamd.ready():
                raise click.ClickException("The scanner (clamd) stopped answering. Start it, and run this again.")
    if wrong:
        raise click.ClickException(f"Something was found, or could not be scanned: see the {plural(wrong, 'line')} above.")
    click.echo(f"{plural(len(hashes), 'file')} scanned: nothing new was found.")


def _clamd() -> Clamd:
    clamd = current_app.extensions["clamd"]
    if clamd is None:
        raise click.ClickException("There is no scanner: set CLAMD to the address of clamd.")
    if not clamd.ready():
        raise click.ClickException(f"The scanner (clamd) does not answer at {clamd.address}.")
    return clamd


def _answers(clamd: Clamd, store: Store, hashes: list[str]) -> Iterator[tuple[str, Answer]]:
    readers = ThreadPoolExecutor(READERS)
    try:
        yield from zip(hashes, readers.map(lambda sha256: _asked(clamd, store, sha256), hashes), strict=True)
    finally:
        readers.shutdown(cancel_futures=True)


def _asked(clamd: Clamd, store: Store, sha256: str) -> Answer:
    try:
        with closing(store.open(sha256)) as file:
            return clamd.scan(file, sha256, within=PATIENCE)
    except (StorageError, OSError) as error:
        return NotScanned(str(error))


def _recorded(sha256: str, answer: Answer) -> str:
    """Keep what was found; a line when it is newly infected or could not be scanned."""
    if isinstance(answer, NotScanned):
        return f"not scanned {sha256} {places(sha256)}: {answer.reason}"
    found = answer.name if isinstance(answer, Infected) else ""
    scan = Scan.CLEAN if not found else Scan.INFECTED if answer.is_malware else None
    writing()
    is_news = record_scan(sha256, scan, found=found, at=now())
    db.session.commit()
    if scan is None:
        return f"not scanned {sha256} {places(sha256)}: {found}"
    return f"infected {sha256} {places(sha256)}: {found}" if found and is_news else ""
