"""Kinds of submissions, versions that were declined, signed copies, and what CQC said"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'


def upgrade():
    with op.batch_alter_table('submissions') as table:
        table.add_column(sa.Column('kind', sa.String(30), nullable=False, server_default='plan'))
        table.add_column(sa.Column('series', sa.String(30), nullable=False, server_default='plan'))
        table.add_column(sa.Column('declined_json', sa.Text()))
        table.add_column(sa.Column('closed_on', sa.Date()))
        table.add_column(sa.Column('closed_because', sa.String(300), nullable=False, server_default=''))
        table.add_column(sa.Column('closed_by_id', sa.Integer(), sa.ForeignKey('users.id', name='fk_submissions_closed_by_id_users')))
        table.drop_constraint('uq_submissions_review_id_number', type_='unique')
        table.create_unique_constraint('uq_submissions_review_id_series_number', ['review_id', 'series', 'number'])
    op.create_index('ix_submissions_closed_by_id', 'submissions', ['closed_by_id'])
    op.create_table(
        'signed_copies',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('submission_id', sa.Integer(), sa.ForeignKey('submissions.id'), nullable=False, index=True, unique=True),
        sa.Column('filename', sa.String(200), nullable=False),
        sa.Column('mimetype', sa.String(120), nullable=False),
        sa.Column('sha256', sa.String(64), sa.ForeignKey('blobs.sha256'), nullable=False, index=True),
        sa.Column('size', sa.Integer(), nullable=False),
    )
    op.create_table(
        'outcomes',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('submission_id', sa.Integer(), sa.ForeignKey('submissions.id'), nullable=False, index=True),
        sa.Column('verdict', sa.String(30), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('who', sa.String(200), nullable=False),
        sa.Column('how', sa.String(300), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=False, index=True),
    )
    op.create_table(
        'outcome_questions',
        sa.Column('outcome_id', sa.Integer(), sa.ForeignKey('outcomes.id'), primary_key=True),
        sa.Column('request_id', sa.Integer(), sa.ForeignKey('requests.id'), primary_key=True, index=True),
    )


def downgrade():
    ask = op.get_bind().execute
    kept = ask(sa.text("SELECT count(*) FROM submissions WHERE kind = 'follow-up' OR declined_json IS NOT NULL")).scalar()
    if kept:
        raise RuntimeError(f'{kept} of the submissions are follow-ups or were declined, which an older tracker would show as plans to be sent.')
    if ask(sa.text('SELECT count(*) FROM submissions WHERE closed_on IS NOT NULL')).scalar():
        raise RuntimeError('Some of the submissions are closed to reading, which an older tracker would open again.')
    lost = sum(ask(sa.text(f'SELECT count(*) FROM {table}')).scalar() for table in ('outcomes', 'signed_copies'))
    if lost:
        raise RuntimeError(f'{lost} records of what CQC said, or of signed pages, would be lost.')
    for table in ('outcome_questions', 'outcomes', 'signed_copies'):
        op.drop_table(table)
    op.drop_index('ix_submissions_closed_by_id', 'submissions')
    with op.batch_alter_table('submissions') as table:
        table.drop_constraint('uq_submissions_review_id_series_number', type_='unique')
        table.create_unique_constraint('uq_submissions_review_id_number', ['review_id', 'number'])
        table.drop_constraint('fk_submissions_closed_by_id_users', type_='foreignkey')
        for column in ('closed_by_id', 'closed_because', 'closed_on'):
            table.drop_column(column)
        table.drop_column('declined_json')
        table.drop_column('series')
        table.drop_column('kind')
