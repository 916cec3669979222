"""Action plans that a CCG has already"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'


def upgrade():
    op.create_table('plan_files',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('review_id', sa.Integer(), nullable=False),
        sa.Column('filename', sa.String(length=200), nullable=False),
        sa.Column('tables', sa.Text(), nullable=False),
        sa.Column('chosen', sa.JSON(), nullable=True),
        sa.Column('unplaced', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_plan_files_review_id_reviews')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_plan_files_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_files')),
        sqlite_autoincrement=True,
    )
    for column in ('review_id', 'by_id'):
        op.create_index(op.f(f'ix_plan_files_{column}'), 'plan_files', [column])


def downgrade():
    op.drop_table('plan_files')
