"""Files are scanned for malware; the hash of a refused one is kept"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'


def upgrade():
    with op.batch_alter_table('evidence_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scan', sa.String(length=30), nullable=False, server_default='off'))
        batch_op.add_column(sa.Column('scanned_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('found', sa.String(length=200), nullable=False, server_default=''))
    with op.batch_alter_table('evidence_versions', schema=None) as batch_op:
        batch_op.alter_column('scan', existing_type=sa.String(length=30), server_default=None)
        batch_op.alter_column('found', existing_type=sa.String(length=200), server_default=None)
        batch_op.create_index(op.f('ix_evidence_versions_scan'), ['scan'])
    op.create_table('refused_files',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('found', sa.String(length=200), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_refused_files_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_refused_files')),
    )
    op.create_index(op.f('ix_refused_files_by_id'), 'refused_files', ['by_id'])
    op.create_index(op.f('ix_refused_files_sha256'), 'refused_files', ['sha256'])


def downgrade():
    closed = op.get_bind().execute(sa.text("SELECT count(*) FROM evidence_versions WHERE scan IN ('waiting', 'infected')")).scalar()
    if closed:
        raise RuntimeError(f'{closed} of the files may not be opened for fear of malware; the older tracker would hand them out. Remove them first.')
    op.drop_table('refused_files')
    with op.batch_alter_table('evidence_versions', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_evidence_versions_scan'))
        batch_op.drop_column('found')
        batch_op.drop_column('scanned_at')
        batch_op.drop_column('scan')
