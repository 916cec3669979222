"""Mail waits in the database until it is sent"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'


def upgrade():
    op.create_table('mails',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('review_id', sa.Integer(), nullable=False),
        sa.Column('submission_id', sa.Integer(), nullable=True),
        sa.Column('to', sa.String(length=254), nullable=False),
        sa.Column('reply_to', sa.String(length=254), nullable=False),
        sa.Column('subject', sa.String(length=300), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('message_id', sa.String(length=200), nullable=False),
        sa.Column('state', sa.String(length=30), nullable=False),
        sa.Column('said', sa.String(length=1000), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('next_at', sa.DateTime(), nullable=True),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('state_at', sa.DateTime(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('request_id', sa.String(length=64), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_mails_review_id_reviews')),
        sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_mails_submission_id_submissions')),
        sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_mails_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mails')),
        sa.UniqueConstraint('message_id', name=op.f('uq_mails_message_id')),
        sa.UniqueConstraint('request_id', name=op.f('uq_mails_request_id')),
    )
    for column in ('review_id', 'submission_id', 'by_id', 'next_at'):
        op.create_index(op.f(f'ix_mails_{column}'), 'mails', [column])
    op.create_table('mail_files',
        sa.Column('mail_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('filename', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['mail_id'], ['mails.id'], name=op.f('fk_mail_files_mail_id_mails')),
        sa.ForeignKeyConstraint(['sha256'], ['blobs.sha256'], name=op.f('fk_mail_files_sha256_blobs')),
        sa.PrimaryKeyConstraint('mail_id', 'position', name=op.f('pk_mail_files')),
    )
    op.create_index(op.f('ix_mail_files_sha256'), 'mail_files', ['sha256'])


def downgrade():
    lost = op.get_bind().execute(sa.text('SELECT count(*) FROM mails')).scalar()
    if lost:
        raise RuntimeError(f'{lost} records of emails would be lost.')
    op.drop_table('mail_files')
    op.drop_table('mails')
