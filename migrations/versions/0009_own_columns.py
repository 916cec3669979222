"""A CCG may choose the columns of its Excel and Word documents"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'


def upgrade():
    op.create_table('column_layouts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('columns', sa.JSON(), nullable=False),
        sa.Column('in_word', sa.Boolean(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_column_layouts_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_column_layouts')),
    )
    op.create_index(op.f('ix_column_layouts_organisation_id'), 'column_layouts', ['organisation_id'], unique=True)


def downgrade():
    op.drop_table('column_layouts')
