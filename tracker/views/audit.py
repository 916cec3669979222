"""The audit log: for administrators who did what to which number, and for the leads of a review what it was about."""

from collections.abc import Iterator

from flask import Blueprint, render_template, request, stream_with_context

from tracker.access import find, requires, visible
from tracker.documents.audit_log import log_csv
from tracker.downloads import streamed
from tracker.extensions import db
from tracker.forms.audit import COMMAND, Asked
from tracker.models import AuditEntry, Review, User
from tracker.models.audit_list import every, page, verbs
from tracker.models.audit_names import names
from tracker.models.audit_words import kind, said

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@requires("audit.read")
def index():
    """One page of every entry; no words and no titles of reviews."""
    asked, entries = _asked()
    return render_template(
        "audit/index.html", asked=asked, page=page(entries, **asked.place), people=db.session.scalars(User.by_name()).unique().all(),
        verbs=verbs(visible(AuditEntry)), command=COMMAND, said=said, kind=kind,
    )  # fmt: skip


@blueprint.get("/audit/export/csv")
@requires("audit.read")
def export():
    """Every page of what was asked for, in one file."""
    return streamed(stream_with_context(log_csv(_rows(every(_asked()[1])))), "text/csv", "Audit log.csv")


@blueprint.get("/reviews/<id:review_id>/audit")
@requires("review.audit")
def of_review(review_id):
    """One page of what was done in a review, and what CQC opened of it."""
    review, asked = find(Review, review_id), Asked(request.args)
    own = visible(AuditEntry).where(AuditEntry.review_id == review.id)
    found = page(own.where(*asked.filter.conditions()), **asked.place)
    return render_template("audit/of_review.html", review=review, asked=asked, page=found, names=names(review, found.entries), said=said)


def _asked() -> tuple:
    asked = Asked(request.args)
    return asked, visible(AuditEntry).where(*asked.filter.conditions())


def _rows(entries) -> Iterator[tuple]:
    for e in entries:
        yield e.id, e.at.isoformat(), e.user.name if e.user else "", e.verb, kind(e.noun), e.noun_id, e.previous, e.hash
