"""A review may wait for its report; recommendations can be corrected; ids of what was removed are not used again"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'

NEVER_REUSED = {'sqlite_autoincrement': True}
REPORT = {
    'received_on': sa.Date(),
    'report_name': sa.String(length=200),
    'report': sa.LargeBinary(),
    'report_sha256': sa.String(length=64),
    'imported_by_id': sa.Integer(),
}


def rebuilt(**table_kwargs):
    """Only SQLite counts ids by a property of the table, and changes it by rebuilding."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    return {'recreate': 'always' if sqlite else 'never', 'table_kwargs': table_kwargs}


def upgrade():
    with op.batch_alter_table('reviews', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        for name, kind in REPORT.items():
            batch_op.alter_column(name, existing_type=kind, nullable=True)

    with op.batch_alter_table('recommendations', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('recommendations', schema=None, **rebuilt(**NEVER_REUSED)) as batch_op:
        batch_op.alter_column('version', existing_type=sa.Integer(), server_default=None)

    with op.batch_alter_table('actions', schema=None, **rebuilt(**NEVER_REUSED)):
        pass


def downgrade():
    waiting = op.get_bind().execute(sa.text('SELECT count(*) FROM reviews WHERE report_sha256 IS NULL')).scalar()
    if waiting:
        raise RuntimeError(f'{waiting} of the reviews waits for its report; the older tracker cannot hold that. Remove it first.')
    with op.batch_alter_table('actions', schema=None, **rebuilt()):
        pass

    with op.batch_alter_table('recommendations', schema=None, **rebuilt()) as batch_op:
        batch_op.drop_column('version')

    with op.batch_alter_table('reviews', schema=None, **rebuilt()) as batch_op:
        for name, kind in REPORT.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
