"""The main job"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None


def upgrade():
    op.create_table('blobs',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_blobs'))
    )
    op.create_table('organisations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('current_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['current_id'], ['organisations.id'], name=op.f('fk_organisations_current_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations')),
    sa.UniqueConstraint('key', name=op.f('uq_organisations_key'))
    )
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisations_current_id'), ['current_id'], unique=False)

    op.create_table('throttles',
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_throttles'))
    )
    op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('is_cast', sa.Boolean(), nullable=False),
    sa.Column('suspended_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('email', name=op.f('uq_users_email'))
    )
    op.create_table('audit_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('noun', sa.String(length=60), nullable=False),
    sa.Column('noun_id', sa.Integer(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_audit_entries_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries'))
    )
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entries_user_id'), ['user_id'], unique=False)

    op.create_table('import_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_import_drafts_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_drafts'))
    )
    with op.batch_alter_table('import_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_drafts_user_id'), ['user_id'], unique=True)

    op.create_table('memberships',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('CCG lead', 'owner', 'CQC', 'observer', 'administrator', name='role', native_enum=False, length=30), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_memberships_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_memberships_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships'))
    )
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_memberships_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_memberships_user_id'), ['user_id'], unique=False)

    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('area', sa.String(length=120), nullable=False),
    sa.Column('visit_started_on', sa.Date(), nullable=True),
    sa.Column('visit_ended_on', sa.Date(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('working_days', sa.Integer(), nullable=False),
    sa.Column('send_to', sa.String(length=254), nullable=True),
    sa.Column('submitted_by', sa.String(length=200), nullable=True),
    sa.Column('cqc_region', sa.String(length=120), nullable=True),
    sa.Column('first_sent_on', sa.Date(), nullable=True),
    sa.Column('report_name', sa.String(length=200), nullable=False),
    sa.Column('report', sa.LargeBinary(), nullable=False),
    sa.Column('report_sha256', sa.String(length=64), nullable=False),
    sa.Column('imported_by_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['imported_by_id'], ['users.id'], name=op.f('fk_reviews_imported_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews'))
    )
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviews_report_sha256'), ['report_sha256'], unique=False)

    op.create_table('sign_ins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sign_ins_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_ins_token_hash'))
    )
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ins_user_id'), ['user_id'], unique=False)

    op.create_table('actions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('success_measure', sa.Text(), nullable=False),
    sa.Column('evidence_expected', sa.Text(), nullable=False),
    sa.Column('monitored_by', sa.String(length=300), nullable=False),
    sa.Column('status', sa.Enum('not started', 'in progress', 'complete', 'verified', 'embedded', 'withdrawn', name='status', native_enum=False, length=30), nullable=False),
    sa.Column('confidence', sa.Enum('on track', 'at risk', 'off track', name='confidence', native_enum=False, length=30), nullable=True),
    sa.Column('updated_on', sa.Date(), nullable=True),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('completed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['completed_by_id'], ['users.id'], name=op.f('fk_actions_completed_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_actions_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_actions_owner_id_users')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_actions_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_actions'))
    )
    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_actions_completed_by_id'), ['completed_by_id'], unique=False)
        batch_op.create_index('ix_actions_organisation_id_due_on', ['organisation_id', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_actions_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_actions_review_id_due_on', ['review_id', 'due_on'], unique=False)

    op.create_table('evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('shows', sa.Text(), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_evidence_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_evidence_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_review_id'), ['review_id'], unique=False)

    op.create_table('findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('is_heading', sa.Boolean(), nullable=False),
    sa.Column('section', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('drawn_to_attention_of', sa.String(length=300), nullable=True),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_findings_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings')),
    sa.UniqueConstraint('review_id', 'number', name=op.f('uq_findings_review_id_number'))
    )
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_findings_review_id'), ['review_id'], unique=False)

    op.create_table('participations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('commissioner', 'addressed', 'observer', name='part', native_enum=False, length=30), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_participations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_participations_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participations')),
    sa.UniqueConstraint('review_id', 'organisation_id', 'part', name=op.f('uq_participations_review_id_organisation_id_part'))
    )
    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participations_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participations_review_id'), ['review_id'], unique=False)

    op.create_table('recommendations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_recommendations_review_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendations')),
    sa.UniqueConstraint('review_id', 'number', name=op.f('uq_recommendations_review_id_number'))
    )
    with op.batch_alter_table('recommendations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recommendations_review_id'), ['review_id'], unique=False)

    op.create_table('submissions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('assembled_on', sa.Date(), nullable=False),
    sa.Column('assembled_by_id', sa.Integer(), nullable=False),
    sa.Column('plan_json', sa.Text(), nullable=False),
    sa.Column('plan_sha256', sa.String(length=64), nullable=False),
    sa.Column('sign_off_json', sa.Text(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('sent_how', sa.String(length=300), nullable=False),
    sa.Column('sent_to', sa.String(length=254), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['assembled_by_id'], ['users.id'], name=op.f('fk_submissions_assembled_by_id_users')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_submissions_review_id_reviews')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['users.id'], name=op.f('fk_submissions_sent_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submissions')),
    sa.UniqueConstraint('review_id', 'number', name=op.f('uq_submissions_review_id_number'))
    )
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submissions_assembled_by_id'), ['assembled_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_submissions_review_id'), ['review_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_submissions_sent_by_id'), ['sent_by_id'], unique=False)

    op.create_table('action_recommendations',
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_action_recommendations_action_id_actions')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_action_recommendations_recommendation_id_recommendations')),
    sa.PrimaryKeyConstraint('action_id', 'recommendation_id', name=op.f('pk_action_recommendations'))
    )
    with op.batch_alter_table('action_recommendations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_recommendations_recommendation_id'), ['recommendation_id'], unique=False)

    op.create_table('documents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=10), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['blobs.sha256'], name=op.f('fk_documents_sha256_blobs')),
    sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_documents_submission_id_submissions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('submission_id', 'format', name=op.f('uq_documents_submission_id_format'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_submission_id'), ['submission_id'], unique=False)

    op.create_table('evidence_actions',
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_evidence_actions_action_id_actions')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_evidence_actions_evidence_id_evidence')),
    sa.PrimaryKeyConstraint('evidence_id', 'action_id', name=op.f('pk_evidence_actions'))
    )
    with op.batch_alter_table('evidence_actions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_actions_action_id'), ['action_id'], unique=False)

    op.create_table('evidence_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('mimetype', sa.String(length=120), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('check', sa.Enum('waiting', 'accepted', 'returned', name='check', native_enum=False, length=30), nullable=False),
    sa.Column('checked_at', sa.DateTime(), nullable=True),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_evidence_versions_by_id_users')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['users.id'], name=op.f('fk_evidence_versions_checked_by_id_users')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_evidence_versions_evidence_id_evidence')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_evidence_versions_on_behalf_of_id_organisations')),
    sa.ForeignKeyConstraint(['sha256'], ['blobs.sha256'], name=op.f('fk_evidence_versions_sha256_blobs')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_versions')),
    sa.UniqueConstraint('evidence_id', 'number', name=op.f('uq_evidence_versions_evidence_id_number')),
    sa.UniqueConstraint('request_id', name=op.f('uq_evidence_versions_request_id'))
    )
    with op.batch_alter_table('evidence_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_versions_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_versions_checked_by_id'), ['checked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_versions_evidence_id'), ['evidence_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_versions_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_versions_sha256'), ['sha256'], unique=False)

    op.create_table('finding_recommendations',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_recommendations_finding_id_findings')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_finding_recommendations_recommendation_id_recommendations')),
    sa.PrimaryKeyConstraint('finding_id', 'recommendation_id', name=op.f('pk_finding_recommendations'))
    )
    with op.batch_alter_table('finding_recommendations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_recommendations_recommendation_id'), ['recommendation_id'], unique=False)

    op.create_table('progress_updates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('status', sa.Enum('not started', 'in progress', 'complete', 'verified', 'embedded', 'withdrawn', name='status', native_enum=False, length=30), nullable=False),
    sa.Column('confidence', sa.Enum('on track', 'at risk', 'off track', name='confidence', native_enum=False, length=30), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_progress_updates_action_id_actions')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_progress_updates_by_id_users')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['organisations.id'], name=op.f('fk_progress_updates_on_behalf_of_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_updates'))
    )
    with op.batch_alter_table('progress_updates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_progress_updates_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_updates_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_updates_on_behalf_of_id'), ['on_behalf_of_id'], unique=False)

    op.create_table('recommendation_organisations',
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_recommendation_organisations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_recommendation_organisations_recommendation_id_recommendations')),
    sa.PrimaryKeyConstraint('recommendation_id', 'organisation_id', name=op.f('pk_recommendation_organisations'))
    )
    with op.batch_alter_table('recommendation_organisations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recommendation_organisations_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('verifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('checked_by', sa.String(length=300), nullable=False),
    sa.Column('method', sa.Enum('documents', 'site visit', 'records dip-sample', 'staff interview', 'data', name='method', native_enum=False, length=30), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('without_evidence', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_verifications_action_id_actions')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_verifications_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verifications'))
    )
    with op.batch_alter_table('verifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verifications_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verifications_by_id'), ['by_id'], unique=False)



def downgrade():
    with op.batch_alter_table('verifications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verifications_by_id'))
        batch_op.drop_index(batch_op.f('ix_verifications_action_id'))

    op.drop_table('verifications')
    with op.batch_alter_table('recommendation_organisations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recommendation_organisations_organisation_id'))

    op.drop_table('recommendation_organisations')
    with op.batch_alter_table('progress_updates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_progress_updates_on_behalf_of_id'))
        batch_op.drop_index(batch_op.f('ix_progress_updates_by_id'))
        batch_op.drop_index(batch_op.f('ix_progress_updates_action_id'))

    op.drop_table('progress_updates')
    with op.batch_alter_table('finding_recommendations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_recommendations_recommendation_id'))

    op.drop_table('finding_recommendations')
    with op.batch_alter_table('evidence_versions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_versions_sha256'))
        batch_op.drop_index(batch_op.f('ix_evidence_versions_on_behalf_of_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_versions_evidence_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_versions_checked_by_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_versions_by_id'))

    op.drop_table('evidence_versions')
    with op.batch_alter_table('evidence_actions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_actions_action_id'))

    op.drop_table('evidence_actions')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_submission_id'))
        batch_op.drop_index(batch_op.f('ix_documents_sha256'))

    op.drop_table('documents')
    with op.batch_alter_table('action_recommendations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_recommendations_recommendation_id'))

    op.drop_table('action_recommendations')
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submissions_sent_by_id'))
        batch_op.drop_index(batch_op.f('ix_submissions_review_id'))
        batch_op.drop_index(batch_op.f('ix_submissions_assembled_by_id'))

    op.drop_table('submissions')
    with op.batch_alter_table('recommendations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recommendations_review_id'))

    op.drop_table('recommendations')
    with op.batch_alter_table('participations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participations_review_id'))
        batch_op.drop_index(batch_op.f('ix_participations_organisation_id'))

    op.drop_table('participations')
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_findings_review_id'))

    op.drop_table('findings')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_review_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_organisation_id'))

    op.drop_table('evidence')
    with op.batch_alter_table('actions', schema=None) as batch_op:
        batch_op.drop_index('ix_actions_review_id_due_on')
        batch_op.drop_index(batch_op.f('ix_actions_owner_id'))
        batch_op.drop_index('ix_actions_organisation_id_due_on')
        batch_op.drop_index(batch_op.f('ix_actions_completed_by_id'))

    op.drop_table('actions')
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_ins_user_id'))

    op.drop_table('sign_ins')
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviews_report_sha256'))

    op.drop_table('reviews')
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_memberships_user_id'))
        batch_op.drop_index(batch_op.f('ix_memberships_organisation_id'))

    op.drop_table('memberships')
    with op.batch_alter_table('import_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_drafts_user_id'))

    op.drop_table('import_drafts')
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entries_user_id'))

    op.drop_table('audit_entries')
    op.drop_table('users')
    op.drop_table('throttles')
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisations_current_id'))

    op.drop_table('organisations')
    op.drop_table('blobs')
