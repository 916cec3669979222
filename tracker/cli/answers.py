"""How commands answer: a refusal is one sentence and exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.checks.personal_data import holds_nhs_number
from tracker.extensions import db
from tracker.models import Refused
from tracker.reading import NotAReport
from tracker.storage import StorageError


@contextmanager
def answered() -> Iterator[None]:
    """Turn what the domain refuses into a ClickException; nothing is kept of a command that fails."""
    try:
        yield
    except (Refused, NotAReport, StorageError) as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    except (OperationalError, ProgrammingError) as error:
        db.session.rollback()
        if isinstance(error, ProgrammingError) or "no such table" in str(error.orig):
            raise click.ClickException("The database is empty. Run `flask db upgrade` first.") from error
        raise click.ClickException(f"The database did not answer: {error.orig}") from error


def row(model, id: int, noun: str):
    """The row with this id, or a ClickException that says what to look for."""
    found = db.session.get(model, id) if id < 2**63 else None  # more is an error of SQLite's, not a row
    if found is None:
        raise click.ClickException(f"There is no {noun} with the id {id}.")
    return found


def without_nhs_number(_context, option: click.Parameter, text: str | None) -> str | None:
    """The callback of an option or argument whose words are kept; a ClickException when they hold an NHS number."""
    if text and holds_nhs_number(text):
        raise click.ClickException(f"What {option.opts[0]} says seems to hold an NHS number. Take it out, then try again.")
    return text
