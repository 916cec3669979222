"""Opinions of leads, meetings that verify, re-checks, and reviews that are closed"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'

CONFIDENCE = sa.Enum('on track', 'at risk', 'off track', name='confidence', native_enum=False, length=30)


def upgrade():
    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lead_confidence', CONFIDENCE, nullable=True))
        batch_op.add_column(sa.Column('recheck_on', sa.Date(), nullable=True))
    with op.batch_alter_table('verifications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('meeting', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('meeting_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('recheck_on', sa.Date(), nullable=True))
    with op.batch_alter_table('verifications', schema=None) as batch_op:
        batch_op.alter_column('meeting', existing_type=sa.String(length=200), server_default=None)
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
    _rows('opinions', 'actions', sa.Column('confidence', CONFIDENCE, nullable=True), sa.Column('reason', sa.Text(), nullable=False))
    _rows('rechecks', 'actions', sa.Column('due_on', sa.Date(), nullable=True), sa.Column('found', sa.Text(), nullable=False))
    _rows('closures', 'reviews', sa.Column('is_open', sa.Boolean(), nullable=False), sa.Column('reason', sa.Text(), nullable=False))


def _rows(table, of, *columns):
    """A table of dated rows of something, each by somebody."""
    link = f'{of[:-1]}_id'
    op.create_table(
        table,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column(link, sa.Integer(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint([link], [f'{of}.id'], name=op.f(f'fk_{table}_{link}_{of}')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f(f'fk_{table}_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f'ix_{table}_{link}'), [link], unique=False)
        batch_op.create_index(batch_op.f(f'ix_{table}_by_id'), ['by_id'], unique=False)


def downgrade():
    for table in ('closures', 'rechecks', 'opinions'):
        op.drop_table(table)
    # The older tracker knows one line for who checked it: the meeting goes there.
    op.execute("UPDATE verifications SET checked_by = meeting || ', ' || meeting_on WHERE meeting <> ''")
    gone = (('reviews', ('closed_on',)), ('verifications', ('recheck_on', 'meeting_on', 'meeting')), ('actions', ('recheck_on', 'lead_confidence')))
    for table, columns in gone:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
