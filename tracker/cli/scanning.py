"""`flask evidence scan` and `rescan`: what waits is cleared, and what was clean is looked at with new eyes."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import click
from flask import current_app

from tracker.checks import Clamd, Infected, NotScanned
from tracker.cli.answers import answered
from tracker.cli.evidence import READERS, group, places
from tracker.clock import now
from tracker.extensions import db, writing
from tracker.filters import plural
from tracker.models import Scan
from tracker.models.scanning import record_scan, to_scan
from tracker.storage import StorageError, Store

PATIENCE = 600  # seconds for one file: nobody waits for it at a page


@group.command("scan")
def scan() -> None:
    """Scan what was not scanned yet; exit status 1 and a line for each file that is infected or could not be scanned."""
    _scan((Scan.WAITING, Scan.OFF))


@group.command("rescan")
def rescan() -> None:
    """Scan every file again, after new signatures; lines and exit status as with `scan`."""
    _scan(Scan)


def _scan(states: Iterable[Scan]) -> None:
    clamd, store, wrong = _clamd(), current_app.extensions["store"], 0
    with answered():
        hashes = to_scan(states)
        db.session.rollback()  # scanning takes long: no transaction stays open meanwhile
        readers = ThreadPoolExecutor(READERS)
        try:
            for sha256, answer in zip(hashes, readers.map(lambda sha256: _asked(clamd, store, sha256), hashes), strict=True):
                line = _recorded(sha256, answer)
                wrong += bool(line)
                click.echo(line) if line else None
        finally:
            readers.shutdown(cancel_futures=True)
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


def _asked(clamd: Clamd, store: Store, sha256: str):
    try:
        with closing(store.open(sha256)) as file:
            return clamd.scan(file, sha256, within=PATIENCE)
    except (StorageError, OSError) as error:
        return NotScanned(str(error))


def _recorded(sha256: str, answer) -> str:
    """Keep what was found; a line when it is newly infected or not scanned. A file that cannot be scanned stands as it stood."""
    if isinstance(answer, NotScanned) or (isinstance(answer, Infected) and not answer.is_malware):
        reason = answer.reason if isinstance(answer, NotScanned) else answer.name
        return f"not scanned {sha256} {places(sha256)}: {reason}"
    found = answer.name if isinstance(answer, Infected) else ""
    writing()
    is_news = record_scan(sha256, Scan.INFECTED if found else Scan.CLEAN, malware=found, at=now())
    db.session.commit()
    return f"infected {sha256} {places(sha256)}: {found}" if found and is_news else ""
