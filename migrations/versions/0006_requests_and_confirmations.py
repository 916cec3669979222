"""Requests with their answers, confirmations of an organisation's part, and whom to escalate to"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'


def rebuilt(**table_kwargs):
    """Only SQLite counts ids by a property of the table, and changes it by rebuilding."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    return {'recreate': 'always' if sqlite else 'never', 'table_kwargs': table_kwargs}


def upgrade():
    op.create_table('confirmations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('approved_by', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=200), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=False),
    sa.Column('committee', sa.String(length=300), nullable=False),
    sa.Column('ratified_on', sa.Date(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('word', sa.Enum('waiting', 'accepted', 'returned', name='word', native_enum=False, length=30), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_confirmations_by_id_users')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_confirmations_decided_by_id_users')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_confirmations_on_behalf_of_id_organisations')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_confirmations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_confirmations_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmations'))
    )
    with op.batch_alter_table('confirmations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmations_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmations_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmations_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmations_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmations_review_id'), ['review_id'], unique=False)

    op.create_table('requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('question', 'evidence', name='kind', native_enum=False, length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_requests_by_id_users')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_requests_review_id_reviews')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['users.id'], name=op.f('fk_requests_withdrawn_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requests'))
    )
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requests_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requests_review_id'), ['review_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requests_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)

    op.create_table('confirmed_actions',
    sa.Column('confirmation_id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('plan_sha256', sa.String(length=64), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_confirmed_actions_action_id_actions')),
    sa.ForeignKeyConstraint(['confirmation_id'], ['confirmations.id'], name=op.f('fk_confirmed_actions_confirmation_id_confirmations')),
    sa.PrimaryKeyConstraint('confirmation_id', 'action_id', name=op.f('pk_confirmed_actions'))
    )
    with op.batch_alter_table('confirmed_actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmed_actions_action_id'), ['action_id'], unique=False)

    op.create_table('request_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('to answer', 'answered', 'returned', 'approved', 'withdrawn', name='state', native_enum=False, length=30), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_request_parts_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['request_id'], ['requests.id'], name=op.f('fk_request_parts_request_id_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_parts')),
    sa.UniqueConstraint('request_id', 'organisation_id', name=op.f('uq_request_parts_request_id_organisation_id'))
    )
    with op.batch_alter_table('request_parts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_parts_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_parts_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_parts_state'), ['state'], unique=False)

    op.create_table('request_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.String(length=30), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_request_answers_by_id_users')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_request_answers_decided_by_id_users')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_request_answers_on_behalf_of_id_organisations')),
    sa.ForeignKeyConstraint(['part_id'], ['request_parts.id'], name=op.f('fk_request_answers_part_id_request_parts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_answers'))
    )
    with op.batch_alter_table('request_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_answers_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_answers_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_answers_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_answers_part_id'), ['part_id'], unique=False)

    op.create_table('request_part_actions',
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_request_part_actions_action_id_actions')),
    sa.ForeignKeyConstraint(['part_id'], ['request_parts.id'], name=op.f('fk_request_part_actions_part_id_request_parts')),
    sa.PrimaryKeyConstraint('part_id', 'action_id', name=op.f('pk_request_part_actions'))
    )
    with op.batch_alter_table('request_part_actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_part_actions_action_id'), ['action_id'], unique=False)

    op.create_table('request_answer_evidence',
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['request_answers.id'], name=op.f('fk_request_answer_evidence_answer_id_request_answers')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_request_answer_evidence_evidence_id_evidence')),
    sa.PrimaryKeyConstraint('answer_id', 'evidence_id', name=op.f('pk_request_answer_evidence'))
    )
    with op.batch_alter_table('request_answer_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_answer_evidence_evidence_id'), ['evidence_id'], unique=False)

    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('escalate_to', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.alter_column('escalate_to', existing_type=sa.String(length=300), server_default=None)
        batch_op.alter_column('version', existing_type=sa.Integer(), server_default=None)

    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confirm_by', sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table('reviews', schema=None, **rebuilt(sqlite_autoincrement=True)) as batch_op:
        batch_op.drop_column('confirm_by')

    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('escalate_to')

    op.drop_table('request_answer_evidence')
    op.drop_table('request_part_actions')
    op.drop_table('request_answers')
    op.drop_table('request_parts')
    op.drop_table('confirmed_actions')
    op.drop_table('requests')
    op.drop_table('confirmations')
