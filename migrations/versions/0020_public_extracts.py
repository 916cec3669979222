"""A lead releases an extract of a plan for the public"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'


def upgrade():
    op.create_table(
        'public_extracts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('submission_id', sa.Integer(), nullable=False),
        sa.Column('extract_json', sa.Text(), nullable=False),
        sa.Column('extract_sha256', sa.String(length=64), nullable=False),
        sa.Column('pdf', sa.LargeBinary(), nullable=False),
        sa.Column('docx', sa.LargeBinary(), nullable=False),
        sa.Column('csv', sa.LargeBinary(), nullable=False),
        sa.Column('released_on', sa.Date(), nullable=False),
        sa.Column('released_at', sa.DateTime(), nullable=False),
        sa.Column('released_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['released_by_id'], ['users.id'], name=op.f('fk_public_extracts_released_by_id_users')),
        sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_public_extracts_submission_id_submissions')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_public_extracts')),
        sa.UniqueConstraint('submission_id', name=op.f('uq_public_extracts_submission_id')),
    )
    op.create_index(op.f('ix_public_extracts_released_by_id'), 'public_extracts', ['released_by_id'])


def downgrade():
    lost = op.get_bind().execute(sa.text('SELECT count(*) FROM public_extracts')).scalar()
    if lost:
        raise RuntimeError(f'{lost} public extracts that were released would be lost.')
    op.drop_table('public_extracts')
