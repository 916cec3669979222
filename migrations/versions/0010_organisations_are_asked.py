"""Organisations are asked for their parts, and see nothing before; whom to write to"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'


def upgrade():
    op.create_table('askings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('review_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('confirm_by', sa.Date(), nullable=True),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('request_id', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_askings_review_id_reviews')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_askings_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_askings')),
        sa.UniqueConstraint('review_id', 'number', name=op.f('uq_askings_review_id_number')),
        sa.UniqueConstraint('request_id', name=op.f('uq_askings_request_id')),
    )
    op.create_index(op.f('ix_askings_by_id'), 'askings', ['by_id'])
    op.create_table('letters',
        sa.Column('asking_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['asking_id'], ['askings.id'], name=op.f('fk_letters_asking_id_askings')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_letters_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('asking_id', 'organisation_id', name=op.f('pk_letters')),
    )
    op.create_index(op.f('ix_letters_organisation_id'), 'letters', ['organisation_id'])
    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mailbox', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('asked_on', sa.Date(), nullable=True))
    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.alter_column('mailbox', existing_type=sa.String(length=254), server_default=None)
    # Before there was asking, an organisation saw its part as soon as it had one, and goes on seeing it.
    op.execute(
        "UPDATE participations SET asked_on = (SELECT COALESCE(received_on, CURRENT_DATE) FROM reviews WHERE reviews.id = review_id)"
        " WHERE part = 'addressed'"
    )


def downgrade():
    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.drop_column('asked_on')
        batch_op.drop_column('mailbox')
    op.drop_table('letters')
    op.drop_table('askings')
