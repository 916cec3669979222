"""`flask audit`: is the chain whole, and does it hold what a document printed?"""

import unicodedata

import click
from flask.cli import AppGroup

from tracker.cli.answers import answered
from tracker.extensions import db
from tracker.filters import moment, plural
from tracker.models import AuditEntry
from tracker.models.audit_triggers import missing

group = AppGroup("audit", help="The audit log.")
LENGTH = 64
CUT = "Entries were taken from the end of the log or changed since the document was made, or the document is of another tracker."
UNGUARDED = "The database does not forbid that audit entries are changed or deleted: its triggers are missing. Run `flask db upgrade`."


def head(_context, _option, typed: str | None) -> str | None:
    """The callback of --head: the hash as it is kept, however it was copied; BadParameter for what is none."""
    if typed is None:
        return None
    tidy = "".join(letter for letter in typed if not letter.isspace() and unicodedata.category(letter) != "Cf").lower()  # a PDF may hide breaks in it
    strange = next((letter for letter in tidy if letter not in "0123456789abcdef"), None)
    if strange:
        raise click.BadParameter(f"A head has only the digits 0 to 9 and the letters a to f; this has “{strange}”.")
    if len(tidy) != LENGTH:
        raise click.BadParameter(f"A head has {LENGTH} digits and letters, and this has {len(tidy)}. Copy all of it from the document.")
    return tidy


@group.command("verify")
@click.option("--head", callback=head, help="The head that a document prints: was anything up to that document altered?")
def verify(head: str | None) -> None:
    """Check every link of the chain; exit status 1 and a sentence for each that is broken."""
    with answered():
        wrong, newest = list(AuditEntry.broken()), AuditEntry.head()
        for sentence in wrong:
            click.echo(sentence, err=True)
        if head:
            click.echo(_up_to(head))
        if wrong:
            raise click.ClickException("The audit log was changed.")
        click.echo(f"The audit log is whole. Its head is {newest}")
        if missing(db.session.connection()):
            raise click.ClickException(UNGUARDED)


def _up_to(head: str) -> str:
    """What can be said of a head; a ClickException when no entry has it."""
    entry, newest = AuditEntry.with_hash(head), AuditEntry.newest()
    if entry is None:
        last = f"The last entry is {newest.id}, written on {moment(newest.at)}." if newest else "The log is empty."
        raise click.ClickException(f"No entry has this head. {last} {CUT}")
    said = f"This is the head of entry {entry.id}, written on {moment(entry.at)}; {plural(newest.id - entry.id, 'entry', 'entries')} came later."
    altered = any(AuditEntry.broken(up_to=entry.id))
    return f"{said} {'Entries up to it were altered.' if altered else 'Nothing up to it was altered.'}"
