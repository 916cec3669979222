"""`flask review`: bring a report in, and take the plan out."""

import json
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.checks import tidy_filename
from tracker.checks.personal_data import holds_nhs_number
from tracker.cli.answers import answered, row, without_nhs_number
from tracker.cli.reading_summary import summary
from tracker.clock import today
from tracker.documents import EXPORTS
from tracker.extensions import db, writing
from tracker.models import AuditEntry, LegalHold, Organisation, Review, User
from tracker.models.frozen_plan import freeze
from tracker.models.report_import import import_report
from tracker.reading import MAX_BYTES, NotAReport
from tracker.reading.child import read_apart
from tracker.reading.exchange import published_form

group = AppGroup("review", help="Reports in, plans out; REVIEW is the id that import prints.")


@group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--received-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of receipt, YYYY-MM-DD.")
@click.option("--by", "email", required=True, help="The address of a lead of the report's own CCG.")
def import_(file, received_on: datetime, email: str) -> None:
    """Import the published report FILE and print the id of its review."""
    data, filename = file.read(MAX_BYTES + 1), tidy_filename(file.name)
    if holds_nhs_number(filename):
        raise click.ClickException("The name of the file seems to hold an NHS number. Give it another name, then try again.")
    with answered():
        report = read_apart(data, Organisation.names()).report
        writing()
        review = import_report(
            report, filename=filename, data=data, received_on=received_on.date(), on=today(), by=_user(email)
        )
        db.session.commit()
    for doubt in report.doubts:
        click.echo(f"Please check: {doubt.place}: {doubt.reason}", err=True)
    click.echo(review.id)


@group.command("read", with_appcontext=False)
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Everything that was read, as JSON.")
def read(file, as_json: bool) -> None:
    """Read the published report FILE and print what was found; nothing is kept, and no database is needed."""
    try:
        report = read_apart(file.read(MAX_BYTES + 1)).report
    except NotAReport as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps(published_form(report), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(summary(report)))


@group.command("export")
@click.argument("review", type=int)
@click.option("--format", type=click.Choice(sorted(EXPORTS)), default="json")
@click.option("--output", type=click.File("wb"), required=True)
def export(review: int, format: str, output) -> None:
    """Write the plan of REVIEW (an id) as it stands today."""
    with answered():
        plan = current_plan(row(Review, review, "review"))
    output.write(EXPORTS[format]["render"](plan, None))


def current_plan(review: Review) -> dict:
    """The plan as it stands, unnumbered, in the form of a frozen one."""
    return freeze(
        review, on=today(), by="the command line", number=None, head=AuditEntry.head(), gap_reason=None,
        demonstration=current_app.config["DEMO"],
    )  # fmt: skip


@group.command("observer")
@click.argument("review", type=int)
@click.option("--organisation", required=True, callback=without_nhs_number, help="Its name; the organisation is created if it is not known.")
def observer(review: int, organisation: str) -> None:
    """Let an organisation read every plan of REVIEW (an id) that is sent to CQC."""
    with answered():
        writing()
        row(Review, review, "review").attach_observer(Organisation.named(organisation), by=None)
        db.session.commit()


@group.command("hold")
@click.argument("review", type=int)
@click.option("--by", "email", required=True, help="The address of a lead of the review's CCG who decided it.")
@click.option("--why", required=True, callback=without_nhs_number, help="For example the case that it is kept for.")
def hold(review: int, email: str, why: str) -> None:
    """Put REVIEW (an id) under a legal hold: nothing of it is purged."""
    with answered():
        writing()
        held = LegalHold.place(row(Review, review, "review"), why=why, by=_user(email), on=today())
        db.session.commit()
        click.echo(f"{held.review.title}, {held.review.area}, is under a legal hold from now on. Nothing of it is purged.")


@group.command("release")
@click.argument("review", type=int)
@click.option("--by", "email", required=True, help="The address of a lead of the review's CCG who decided it.")
def release(review: int, email: str) -> None:
    """End the legal hold of REVIEW (an id)."""
    with answered():
        writing()
        held = LegalHold.of(row(Review, review, "review"))
        if held is None:
            raise click.ClickException("This review is under no legal hold.")
        held.end(by=_user(email), on=today())
        db.session.commit()
        click.echo(f"The legal hold of {held.review.title}, {held.review.area}, has ended. Files that were taken down are purged in their time.")


def _user(email: str) -> User:
    by = User.with_email(email)
    if by is None:
        raise click.ClickException(f"Nobody has the address {email}. Add a lead with `flask user add`.")
    return by
