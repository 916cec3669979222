"""Actions change hands and organisations; organisations succeed one another; steps; contributors"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'


def upgrade():
    op.create_table('handovers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('action_id', sa.Integer(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('giver_id', sa.Integer(), nullable=True),
        sa.Column('receiver_id', sa.Integer(), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_handovers_action_id_actions')),
        sa.ForeignKeyConstraint(['giver_id'], ['users.id'], name=op.f('fk_handovers_giver_id_users')),
        sa.ForeignKeyConstraint(['receiver_id'], ['users.id'], name=op.f('fk_handovers_receiver_id_users')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_handovers_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers')),
    )
    for column in ('action_id', 'giver_id', 'receiver_id', 'by_id'):
        op.create_index(op.f(f'ix_handovers_{column}'), 'handovers', [column])

    op.create_table('successions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('successor_id', sa.Integer(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_successions_organisation_id_organisations')),
        sa.ForeignKeyConstraint(['successor_id'], ['organisations.id'], name=op.f('fk_successions_successor_id_organisations')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_successions_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_successions')),
    )
    for column in ('organisation_id', 'successor_id', 'by_id'):
        op.create_index(op.f(f'ix_successions_{column}'), 'successions', [column])

    op.create_table('moves',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('action_id', sa.Integer(), nullable=False),
        sa.Column('old_id', sa.Integer(), nullable=False),
        sa.Column('new_id', sa.Integer(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_moves_action_id_actions')),
        sa.ForeignKeyConstraint(['old_id'], ['organisations.id'], name=op.f('fk_moves_old_id_organisations')),
        sa.ForeignKeyConstraint(['new_id'], ['organisations.id'], name=op.f('fk_moves_new_id_organisations')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_moves_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_moves')),
    )
    for column in ('action_id', 'old_id', 'new_id', 'by_id'):
        op.create_index(op.f(f'ix_moves_{column}'), 'moves', [column])

    op.create_table('steps',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('action_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.String(length=300), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('done_on', sa.Date(), nullable=True),
        sa.Column('done_by_id', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_steps_action_id_actions')),
        sa.ForeignKeyConstraint(['done_by_id'], ['users.id'], name=op.f('fk_steps_done_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_steps')),
    )
    for column in ('action_id', 'done_by_id'):
        op.create_index(op.f(f'ix_steps_{column}'), 'steps', [column])

    op.create_table('contributions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('action_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_contributions_action_id_actions')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_contributions_organisation_id_organisations')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_contributions_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contributions')),
    )
    for column in ('action_id', 'organisation_id', 'by_id'):
        op.create_index(op.f(f'ix_contributions_{column}'), 'contributions', [column])
    with op.batch_alter_table('progress_updates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contribution_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_progress_updates_contribution_id'), ['contribution_id'])
        batch_op.create_foreign_key(
            batch_op.f('fk_progress_updates_contribution_id_contributions'), 'contributions', ['contribution_id'], ['id']
        )


def downgrade():
    with op.batch_alter_table('progress_updates', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_progress_updates_contribution_id_contributions'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_progress_updates_contribution_id'))
        batch_op.drop_column('contribution_id')
    op.drop_table('contributions')
    op.drop_table('steps')
    op.drop_table('moves')
    op.drop_table('successions')
    op.drop_table('handovers')
