"""Due dates move by an extension; what was planned and changed is kept; personal data can be removed"""

import json

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'

NEVER_REUSED = {'sqlite_autoincrement': True}


def rebuilt(**table_kwargs):
    """Only SQLite counts ids by a property of the table, and changes it by rebuilding."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    return {'recreate': 'always' if sqlite else 'never', 'table_kwargs': table_kwargs}


def upgrade():
    op.create_table('extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Enum('recruitment', 'IT system', 'awaiting another organisation', 'procurement', 'training dates', 'demand on the service', 'other', name='reason', native_enum=False, length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('decision', sa.Enum('waiting', 'agreed', 'declined', name='decision', native_enum=False, length=30), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision_words', sa.Text(), nullable=False),
    sa.Column('meeting', sa.String(length=200), nullable=False),
    sa.Column('meeting_on', sa.Date(), nullable=True),
    sa.Column('at_once', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_extensions_action_id_actions')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_extensions_by_id_users')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_extensions_decided_by_id_users')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_extensions_on_behalf_of_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extensions'))
    )
    with op.batch_alter_table('extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extensions_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extensions_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extensions_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extensions_decision'), ['decision'], unique=False)
        batch_op.create_index(batch_op.f('ix_extensions_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)

    op.create_table('plan_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('added', sa.Boolean(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_plan_changes_action_id_actions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_plan_changes_by_id_users')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_plan_changes_on_behalf_of_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_changes'))
    )
    with op.batch_alter_table('plan_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_changes_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_changes_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_changes_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)

    op.create_table('redactions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('versions', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_redactions_action_id_actions')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_redactions_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_redactions')),
    sa.UniqueConstraint('kind', 'row_id', name=op.f('uq_redactions_kind_row_id'))
    )
    with op.batch_alter_table('redactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_redactions_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_redactions_by_id'), ['by_id'], unique=False)

    with op.batch_alter_table('actions', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        batch_op.add_column(sa.Column('promised_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('times_moved', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('actions', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        batch_op.alter_column('times_moved', existing_type=sa.Integer(), server_default=None)

    _keep_promises()


def _keep_promises():
    """What CQC was told stands in the newest sent plan; how often a date moved was not kept, so it counts as once."""
    bind = op.get_bind()
    bind.execute(sa.text('UPDATE actions SET times_moved = 1 WHERE first_due_on <> due_on'))
    sent = sa.text('SELECT plan_json FROM submissions WHERE sent_on IS NOT NULL ORDER BY review_id, number')
    for plan in bind.execute(sent).scalars().all():
        for action in json.loads(plan)['actions']:
            told = {'day': action['due_on'], 'id': action['id']}
            bind.execute(sa.text('UPDATE actions SET promised_on = :day WHERE id = :id'), told)


def downgrade():
    with op.batch_alter_table('actions', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        batch_op.drop_column('times_moved')
        batch_op.drop_column('promised_on')

    op.drop_table('redactions')
    op.drop_table('plan_changes')
    op.drop_table('extensions')
