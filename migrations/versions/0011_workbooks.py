"""Spreadsheets that came back"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'


def upgrade():
    op.create_table('workbooks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('review_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('filename', sa.String(length=200), nullable=False),
        sa.Column('proposals', sa.Text(), nullable=False),
        sa.Column('notes', sa.JSON(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('accepted_on', sa.Date(), nullable=True),
        sa.Column('accepted_by_id', sa.Integer(), nullable=True),
        sa.Column('accepted', sa.Integer(), nullable=True),
        sa.Column('offered', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_workbooks_review_id_reviews')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_workbooks_organisation_id_organisations')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_workbooks_by_id_users')),
        sa.ForeignKeyConstraint(['accepted_by_id'], ['users.id'], name=op.f('fk_workbooks_accepted_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workbooks')),
        sqlite_autoincrement=True,
    )
    for column in ('review_id', 'organisation_id', 'by_id', 'accepted_by_id'):
        op.create_index(op.f(f'ix_workbooks_{column}'), 'workbooks', [column])


def downgrade():
    op.drop_table('workbooks')
