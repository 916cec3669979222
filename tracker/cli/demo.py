"""`flask demo`: the demonstration."""

import click
from flask.cli import AppGroup

from tracker.cli.answers import answered

group = AppGroup("demo", help="The demonstration.")


@group.command("load")
def load() -> None:
    """Load the demonstration into an empty database; does nothing when it is there."""
    from tracker.demo import CAST, load_demo

    with answered():
        loaded = load_demo()
    click.echo("The demonstration is loaded." if loaded else "The demonstration is here already; nothing was changed.")
    click.echo("With DEMO=1 these can sign in by one click:")
    for title, _, *roles in CAST.values():
        click.echo(f"  {title}: " + "; ".join(f"{role.value}, {organisation}" for role, organisation in roles))
