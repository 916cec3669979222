"""What somebody does who can write to the database past the tracker."""

from tracker.extensions import db
from tracker.models import audit_triggers


def take_guards_away() -> None:
    """Drop the triggers of the audit log, in the running transaction."""
    audit_triggers.drop(db.session.connection())
