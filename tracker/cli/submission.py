"""`flask submission`: the documents that were sent."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.cli.answers import answered, row
from tracker.models import Submission

group = AppGroup("submission", help="Submissions; SUBMISSION is the id that ends its address.")


@group.command("documents")
@click.argument("submission", type=int)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True)
def documents(submission: int, output: Path) -> None:
    """Write the documents of SUBMISSION (an id), the very bytes kept at sign-off, into a folder."""
    with answered():
        found = row(Submission, submission, "submission")
        if not found.documents:
            raise click.ClickException("This version is not signed off yet, so it has no documents.")
        output.mkdir(parents=True, exist_ok=True)
        for document in found.documents:
            with current_app.extensions["store"].open_checked(document.sha256) as kept:
                (output / document.filename).write_bytes(kept.read())
            click.echo(output / document.filename)
