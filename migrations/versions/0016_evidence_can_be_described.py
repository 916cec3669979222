"""Title, date and actions of evidence can be changed, by one person at a time"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'


def upgrade():
    op.add_column('evidence', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))


def downgrade():
    op.drop_column('evidence', 'version')
