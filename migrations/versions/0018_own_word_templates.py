"""A CCG's own Word templates; a document says which it was filled into"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'


def upgrade():
    op.create_table('word_templates',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('filename', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('used_since', sa.DateTime(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_word_templates_organisation_id_organisations')),
        sa.ForeignKeyConstraint(['sha256'], ['blobs.sha256'], name=op.f('fk_word_templates_sha256_blobs')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_word_templates_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_word_templates')),
    )
    for column in ('organisation_id', 'sha256', 'by_id'):
        op.create_index(op.f(f'ix_word_templates_{column}'), 'word_templates', [column])
    op.add_column('documents', sa.Column('template_sha256', sa.String(length=64), nullable=True))


def downgrade():
    ask = op.get_bind().execute
    lost = ask(sa.text('SELECT count(*) FROM word_templates')).scalar()
    lost += ask(sa.text('SELECT count(*) FROM documents WHERE template_sha256 IS NOT NULL')).scalar()
    if lost:
        raise RuntimeError(f'{lost} records of Word templates, or of documents made from one, would be lost.')
    op.drop_column('documents', 'template_sha256')
    op.drop_table('word_templates')
