"""`flask evidence`: the evidence pack."""

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.cli.answers import answered, row
from tracker.cli.review import current_plan
from tracker.documents import BrokenPack, evidence_pack
from tracker.models import Review

group = AppGroup("evidence", help="Evidence of a review; REVIEW is the id that import prints.")


@group.command("pack")
@click.argument("review", type=int)
@click.option("--output", type=click.File("wb"), required=True)
def pack(review: int, output) -> None:
    """Write a ZIP of the accepted evidence of REVIEW (an id) as it stands today."""
    with answered():
        plan = current_plan(row(Review, review, "review"))
        try:
            for part in evidence_pack(plan, None, current_app.extensions["store"].open):
                output.write(part)
        except BrokenPack as broken:
            raise click.ClickException(str(broken)) from broken
