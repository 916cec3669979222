"""Audit entries know their review, and the database refuses to change or delete them"""

import hashlib

import sqlalchemy as sa
from alembic import op

from tracker.models import audit_triggers


revision = '0021'
down_revision = '0020'

OF_REVIEW = (  # noun → the review of its row `t`
    ("reviews", "t.id"),
    *((noun, "t.review_id") for noun in (
        "actions", "askings", "confirmations", "evidence", "findings", "legal_holds", "participations", "plan_files", "recommendations",
        "requests", "submissions", "workbooks",
    )),
    *((noun, "(SELECT review_id FROM actions WHERE id = t.action_id)") for noun in (
        "contributions", "extensions", "held_files", "moves", "opinions", "plan_changes", "progress_updates", "rechecks", "steps", "verifications",
    )),
    ("evidence_versions", "(SELECT review_id FROM evidence WHERE id = t.evidence_id)"),
    ("request_parts", "(SELECT review_id FROM requests WHERE id = t.request_id)"),
    ("request_answers", "(SELECT r.review_id FROM requests r JOIN request_parts p ON p.request_id = r.id WHERE p.id = t.part_id)"),
)  # fmt: skip


def upgrade():
    op.add_column('audit_entries', sa.Column('review_id', sa.Integer(), nullable=True))
    for noun, review in OF_REVIEW:
        op.execute(f"UPDATE audit_entries SET review_id = (SELECT {review} FROM {noun} t WHERE t.id = noun_id) WHERE noun = '{noun}'")
    op.create_index('ix_audit_entries_review_id_id', 'audit_entries', ['review_id', 'id'])
    reviews = op.get_bind().execute(sa.text("SELECT noun_id, min(id) FROM audit_entries WHERE noun = 'reviews' GROUP BY noun_id")).all()
    for review, first in reviews:
        # An id may have been given again after a removal: what was written before a review began is not of it.
        op.execute(f"UPDATE audit_entries SET review_id = NULL WHERE review_id = {review} AND id < {first}")
        op.execute(f"UPDATE audit_entries SET review_id = {review} WHERE noun = 'reviews' AND noun_id = {review}")
    _keep_what_was_hashed([review for review, _ in reviews])
    audit_triggers.create(op.get_bind())


def _keep_what_was_hashed(reviews):
    """After a downgrade: entries that hash their review say which, also when the row is gone."""
    by_hash = {hashlib.sha256(str(review).encode()).hexdigest(): review for review in reviews}
    entries = sa.table('audit_entries', sa.column('id'), sa.column('fields', sa.JSON), sa.column('review_id'))
    for id, fields, review in op.get_bind().execute(sa.select(entries.c.id, entries.c.fields, entries.c.review_id)).all():
        own = by_hash.get(fields.get("review_id"), review)
        if own != review:
            op.execute(entries.update().where(entries.c.id == id).values(review_id=own))


def downgrade():
    audit_triggers.drop(op.get_bind())
    op.drop_index('ix_audit_entries_review_id_id', 'audit_entries')
    op.drop_column('audit_entries', 'review_id')
