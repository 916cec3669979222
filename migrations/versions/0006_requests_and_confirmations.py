"""Requests with their answers, confirmations of an organisation's part, and whom to escalate to"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0003'


def upgrade():
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


def downgrade():
    op.drop_table('request_answer_evidence')
    op.drop_table('request_part_actions')
    op.drop_table('request_answers')
    op.drop_table('request_parts')
    op.drop_table('requests')
