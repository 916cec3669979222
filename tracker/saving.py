"""How a view writes: one transaction, one commit, and a refusal that shows on the form with everything typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from wtforms import Form

from tracker.extensions import db, writing
from tracker.models import Refused


@contextmanager
def saving(form: Form, row) -> Iterator[None]:
    """Run the verb in the block under the write lock and commit; a Refused becomes an error of the form.

    The form then carries the row's newest version, so that sending it again is a decision made
    with the newest state in sight.
    """
    writing()
    try:
        yield
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        for words in refusal.args:
            form.refuse(words)
        if "version" in form:
            form.version.data = row.version
