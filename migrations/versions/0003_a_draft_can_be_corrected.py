"""A draft keeps what was read beside its source, and every correction of it"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'


def rebuilt(**table_kwargs):
    """Only SQLite counts ids by a property of the table, and changes it by rebuilding."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    return {'recreate': 'always' if sqlite else 'never', 'table_kwargs': table_kwargs}


def upgrade():
    # What older drafts hold was never read apart from its source; nothing of theirs is typed, so they are uploaded again.
    op.execute('DELETE FROM import_drafts')
    with op.batch_alter_table('import_drafts', schema=None, **rebuilt(sqlite_autoincrement=True)) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column('source', sa.Text(), nullable=False))
        batch_op.add_column(sa.Column('report', sa.Text(), nullable=False))
        batch_op.add_column(sa.Column('checked', sa.JSON(), nullable=False))


def downgrade():
    with op.batch_alter_table('import_drafts', schema=None, **rebuilt()) as batch_op:
        for name in ('version', 'source', 'report', 'checked'):
            batch_op.drop_column(name)
