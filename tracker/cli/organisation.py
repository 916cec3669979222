"""`flask organisation`: organisations that change."""

from datetime import datetime

import click
from flask.cli import AppGroup

from tracker.cli.answers import answered
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.models import Organisation, Succession, User

group = AppGroup("organisation", help="Organisations that change.")


@group.command("succeed")
@click.argument("old")
@click.argument("new")
@click.option("--by", "email", required=True, help="The address of the administrator who confirms it.")
@click.option("--on", "took_place_on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the succession, YYYY-MM-DD; today when left out.")
def succeed(old: str, new: str, email: str, took_place_on: datetime | None) -> None:
    """Let NEW answer for OLD from now on; both are names. Access follows, history keeps the old name."""
    if not new.strip():
        raise click.ClickException("The organisation needs a name.")
    with answered():
        writing()
        by, known = User.with_email(email), Organisation.matching(old)
        if by is None:
            raise click.ClickException(f"Nobody has the address {email}.")
        if known is None:
            raise click.ClickException(f"{old} is not known.")
        if Organisation.matching(new) is None:
            click.echo(f"{new} is new here.")
        day = took_place_on.date() if took_place_on else today()
        row = Succession.confirm(known, Organisation.named(new), took_place_on=day, by=by, on=today())
        db.session.commit()
        click.echo(f"{row.successor.called} answers for {row.organisation.name} now.")
