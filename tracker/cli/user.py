"""`flask user`: who may sign in."""

import re
import secrets

import click
from flask.cli import AppGroup

from tracker.cli.answers import answered, without_nhs_number
from tracker.clock import now, today
from tracker.extensions import db, writing
from tracker.filters import plural
from tracker.models import Organisation, Role, User

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")

group = AppGroup("user", help="Who may sign in.")


@group.command("add")
@click.argument("email", callback=without_nhs_number)
@click.option("--role", type=click.Choice([r.name.lower() for r in Role]), required=True)
@click.option("--organisation", required=True, callback=without_nhs_number, help="Its name; the organisation is created if it is not known.")
@click.option("--name", callback=without_nhs_number, help="The name that pages print; the address when left out.")
def add(email: str, role: str, organisation: str, name: str | None) -> None:
    """Give EMAIL a role in an organisation, and print a one-use password for a new user."""
    if not ADDRESS.fullmatch(email.strip()) or len(email) > 254:
        raise click.ClickException(f"{email!r} is not an email address.")
    if not organisation.strip():
        raise click.ClickException("The organisation needs a name.")
    password = secrets.token_urlsafe(15)
    with answered():
        writing()
        if Organisation.matching(organisation) is None:
            click.echo(f"{organisation} is new here. If that is a spelling mistake, use `flask user end`, then add again.")
        known = User.with_email(email)
        user = known or User.add(email=email, name=name or email, password=password, by=None)
        user.join(Organisation.named(organisation), Role[role.upper()], by=None)
        db.session.commit()
    click.echo(f"{user.email} is now {Role[role.upper()].value} in {organisation}.")
    if known is None:
        click.echo(f"One-use password: {password}")


@group.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Print a new one-use password for EMAIL, who lost his own or was suspended."""
    new = secrets.token_urlsafe(15)
    with answered():
        writing()
        _known(email).issue_password(new, by=None)
        db.session.commit()
    click.echo(f"One-use password: {new}")


@group.command("suspend")
@click.argument("email")
def suspend(email: str) -> None:
    """Keep EMAIL out from now on. `flask user password` lets him in again."""
    with answered():
        writing()
        _known(email).suspend(by=None, at=now())
        db.session.commit()
    click.echo(f"{email} can no longer sign in.")


@group.command("end")
@click.argument("email")
@click.option("--role", type=click.Choice([r.name.lower() for r in Role]), required=True)
@click.option("--organisation", required=True)
def end(email: str, role: str, organisation: str) -> None:
    """End one role of EMAIL in one organisation, for example when he leaves it."""
    with answered():
        writing()
        where = Organisation.matching(organisation)
        if where is None:
            raise click.ClickException(f"{organisation} is not known.")
        fell_back = _known(email).leave(where, Role[role.upper()], by=None, on=today())
        db.session.commit()
    click.echo(f"{email} is no longer {Role[role.upper()].value} in {where}.")
    if fell_back:
        click.echo(f"{plural(fell_back, 'open action')} fell back to {where}. Its owners and the lead can hand them over.")


def _known(email: str) -> User:
    user = User.with_email(email)
    if user is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return user
