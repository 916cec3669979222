"""Texts can be searched: an index that triggers keep"""

from alembic import op

from tracker.models import search_index


revision = '0013'
down_revision = '0012'


def upgrade():
    search_index.create(op.get_bind())


def downgrade():
    search_index.drop(op.get_bind())
