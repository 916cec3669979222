"""`flask audit`: is the chain whole?"""

import click
from flask.cli import AppGroup

from tracker.cli.answers import answered
from tracker.models import AuditEntry

group = AppGroup("audit", help="The audit log.")


@group.command("verify")
def verify() -> None:
    """Check every link of the chain; exit status 1 and a sentence for each that is broken."""
    with answered():
        broken = list(AuditEntry.broken())
        head = AuditEntry.head()
    for sentence in broken:
        click.echo(sentence, err=True)
    if broken:
        raise click.ClickException("The audit log was changed.")
    click.echo(f"The audit log is whole. Its head is {head}")
