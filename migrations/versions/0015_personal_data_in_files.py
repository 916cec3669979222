"""Personal data in files: what was found, files that wait for a decision, withheld, taken down, purged"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'

PEOPLE = ('withheld_by_id', 'taken_down_by_id')
ADDED = ('purged_at', 'taken_down_because', 'taken_down_by_id', 'taken_down_at', 'ccg_may_because', 'withheld_because', 'withheld_by_id', 'withheld_at',
         'stays_because', 'search')


def upgrade():
    with op.batch_alter_table('blobs') as blobs:
        blobs.add_column(sa.Column('purged_at', sa.DateTime(), nullable=True))
    with op.batch_alter_table('evidence_versions') as versions:
        versions.add_column(sa.Column('search', sa.JSON(), nullable=True))
        versions.add_column(sa.Column('stays_because', sa.Text(), nullable=False, server_default=''))
        versions.add_column(sa.Column('withheld_at', sa.DateTime(), nullable=True))
        versions.add_column(sa.Column('withheld_by_id', sa.Integer(), nullable=True))
        versions.add_column(sa.Column('withheld_because', sa.Text(), nullable=False, server_default=''))
        versions.add_column(sa.Column('ccg_may_because', sa.Text(), nullable=False, server_default=''))
        versions.add_column(sa.Column('taken_down_at', sa.DateTime(), nullable=True))
        versions.add_column(sa.Column('taken_down_by_id', sa.Integer(), nullable=True))
        versions.add_column(sa.Column('taken_down_because', sa.Text(), nullable=False, server_default=''))
        versions.add_column(sa.Column('purged_at', sa.DateTime(), nullable=True))
        for name in PEOPLE:
            versions.create_foreign_key(f'fk_evidence_versions_{name}_users', 'users', [name], ['id'])
            versions.create_index(f'ix_evidence_versions_{name}', [name])
    op.create_table(
        'held_files',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('action_id', sa.Integer(), sa.ForeignKey('actions.id'), nullable=False, index=True),
        sa.Column('evidence_id', sa.Integer(), sa.ForeignKey('evidence.id'), nullable=True, index=True),
        sa.Column('contribution_id', sa.Integer(), sa.ForeignKey('contributions.id'), nullable=True, index=True),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('shows', sa.Text(), nullable=False),
        sa.Column('dated_on', sa.Date(), nullable=True),
        sa.Column('filename', sa.String(200), nullable=False),
        sa.Column('mimetype', sa.String(120), nullable=False),
        sa.Column('sha256', sa.String(64), sa.ForeignKey('blobs.sha256'), nullable=False, index=True),
        sa.Column('request_id', sa.String(64), nullable=False, unique=True),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=False, index=True),
        sa.Column('on_behalf_of_id', sa.Integer(), sa.ForeignKey('organisations.id'), nullable=True, index=True),
        sa.Column('search', sa.JSON(), nullable=False),
        sa.Column('scan', sa.String(30), nullable=False, index=True),
        sa.Column('scanned_at', sa.DateTime(), nullable=True),
        sa.Column('found', sa.String(200), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'legal_holds',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('review_id', sa.Integer(), sa.ForeignKey('reviews.id'), nullable=False, index=True),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('by_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=False, index=True),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.Column('ended_by_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=True, index=True),
    )


def downgrade():
    kept = 'SELECT (SELECT count(*) FROM evidence_versions WHERE withheld_at IS NOT NULL OR taken_down_at IS NOT NULL) + (SELECT count(*) FROM held_files)'
    if closed := op.get_bind().execute(sa.text(kept)).scalar():
        raise RuntimeError(f'{closed} of the files are withheld, taken down or wait for a decision; the older tracker would hand them out or lose them.')
    op.drop_table('legal_holds')
    op.drop_table('held_files')
    with op.batch_alter_table('evidence_versions') as versions:
        for name in PEOPLE:
            versions.drop_index(f'ix_evidence_versions_{name}')
            versions.drop_constraint(f'fk_evidence_versions_{name}_users', type_='foreignkey')
        for name in ADDED:
            versions.drop_column(name)
    with op.batch_alter_table('blobs') as blobs:
        blobs.drop_column('purged_at')
