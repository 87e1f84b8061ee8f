"""Verification and Safety: proofs of identity, reports, flags, sanctions. Source: livepanty, Core Tables."""

from sqlalchemy import Table

from livvly_lab.designs.columns import MOMENT, TEXT, words
from livvly_lab.designs.livepanty.schema.base import (
    METADATA,
    SCORE,
    SMALL,
    check,
    column,
    created,
    identity,
    index,
    one_of,
    reference,
    updated,
)

KYC, MODERATION, INDEXES = "Age Verification", "Moderation System", "Indexes and Performance"

kyc_verifications = Table(
    "kyc_verifications",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Who is verified", "RESTRICT", KYC, null=False),
    column("level", words(10), "age (everybody) or identity (performers)", KYC, null=False),
    column("document_type", words(20), "passport, id_card or driving_licence", KYC, null=False),
    column("document_country", words(2), "ISO code of the country that issued it", null=False),
    column("document_url", words(300), "Where the encrypted scan is stored; NULL once it is erased", KYC),
    column("document_hash", words(64), "Keyed hash of the document number, to find one used twice"),
    column("verification_score", SCORE, "How sure automated processing is, 0 to 1", KYC),
    column("status", words(10), "pending, approved, rejected or expired", KYC, null=False, default="'pending'"),
    column("provider", words(20), "Who checked it automatically: onfido, veriff or none", null=False, default="'none'"),
    reference("reviewed_by", "users.id", "The moderator who decided; NULL where the score did", "RESTRICT"),
    column("rejection_reason", words(200), "Why it was rejected"),
    created("When it was handed in (UTC)"),
    updated(),
    column("reviewed_at", MOMENT, "When it was decided (UTC)"),
    column("expires_at", MOMENT, "Until when it counts (UTC)"),
    one_of("level", "age", "identity"),
    one_of("document_type", "passport", "id_card", "driving_licence"),
    check("document_country", "document_country ~ '^[A-Z]{2}$'"),
    check("document_url", "document_url ~ '^s3://'"),
    check("document_hash", "document_hash ~ '^[0-9a-f]{64}$'"),
    check("verification_score", "verification_score BETWEEN 0 AND 1"),
    one_of("status", "pending", "approved", "rejected", "expired"),
    check("reviewed_at", "(status = 'pending') = (reviewed_at IS NULL)"),
    check("expires_at", "status <> 'approved' OR expires_at > reviewed_at"),
    check("own", "reviewed_by <> user_id"),
    comment="Age and identity verification records. Sharded by user_id.",
)
index(
    "idx_kyc_verifications_user",
    kyc_verifications.c.user_id,
    kyc_verifications.c.created_at.desc(),
    says="Proofs of one user, the latest first",
)
index(
    "idx_kyc_verifications_approved",
    kyc_verifications.c.user_id,
    kyc_verifications.c.level,
    where="status = 'approved'",
    unique=True,
    says="The proof of a user that counts, one of each level",
    source=KYC,
)
index(
    "idx_kyc_verifications_pending",
    kyc_verifications.c.created_at,
    where="status = 'pending'",
    says="Proofs to be decided, the oldest first",
    source=KYC,
)
index(
    "idx_kyc_verifications_reviewer",
    kyc_verifications.c.reviewed_by,
    where="reviewed_by IS NOT NULL",
    says="Proofs one moderator decided",
)
index(
    "idx_kyc_verifications_document",
    kyc_verifications.c.document_hash,
    where="document_hash IS NOT NULL",
    says="Proofs made with one document",
)

moderation_flags = Table(
    "moderation_flags",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Whom it is about", "SET NULL", MODERATION),
    reference("stream_id", "streams.id", "The stream it was seen in", "SET NULL", MODERATION),
    column("detector", words(30), "What found it, such as nudity-v3", MODERATION, null=False),
    column("category", words(20), "underage, violence, nudity, hate, spam or fraud", MODERATION, null=False),
    column("confidence", SCORE, "How sure the detector is, 0 to 1", MODERATION, null=False),
    column("status", words(10), "pending, in_review, confirmed or dismissed", INDEXES, null=False, default="'pending'"),
    column("priority", SMALL, "1 (at once) to 4 (when there is time)", INDEXES, null=False, default="3"),
    column("evidence_url", words(300), "Where the encrypted excerpt is stored"),
    reference("reviewed_by", "users.id", "The moderator who works on it", "RESTRICT", MODERATION),
    column("claimed_at", MOMENT, "When the moderator took it (UTC)"),
    column("reviewed_at", MOMENT, "When it was decided (UTC)"),
    column("escalated_at", MOMENT, "When it was raised to the highest priority (UTC)", MODERATION),
    created("When it was seen (UTC)"),
    updated(),
    one_of("category", "underage", "violence", "nudity", "hate", "spam", "fraud"),
    check("confidence", "confidence BETWEEN 0 AND 1"),
    one_of("status", "pending", "in_review", "confirmed", "dismissed"),
    check("priority", "priority BETWEEN 1 AND 4"),
    check("evidence_url", "evidence_url ~ '^s3://'"),
    check("reviewed_by", "status = 'pending' OR reviewed_by IS NOT NULL AND claimed_at IS NOT NULL"),
    check("reviewed_at", "(status IN ('confirmed', 'dismissed')) = (reviewed_at IS NOT NULL)"),
    comment="What automated moderation detected, and the queue of human review. Shared.",
)
index(
    "idx_moderation_flags_queue",
    moderation_flags.c.status,
    moderation_flags.c.priority,
    moderation_flags.c.created_at,
    says="The queue of review: by status and priority, the oldest first",
    source=INDEXES,
)
index(
    "idx_moderation_flags_user",
    moderation_flags.c.user_id,
    moderation_flags.c.created_at.desc(),
    says="Flags about one user, the latest first",
)
index(
    "idx_moderation_flags_stream",
    moderation_flags.c.stream_id,
    where="stream_id IS NOT NULL",
    says="Flags about one stream",
)
index(
    "idx_moderation_flags_reviewer",
    moderation_flags.c.reviewed_by,
    where="reviewed_by IS NOT NULL",
    says="Flags one moderator took",
)

reports = Table(
    "reports",
    METADATA,
    identity(),
    reference("reporter_id", "users.id", "Who reports", "SET NULL", "Verification & Safety"),
    reference("reported_user_id", "users.id", "Who is reported", "SET NULL", "Verification & Safety"),
    reference("stream_id", "streams.id", "The stream it is about", "SET NULL"),
    column("reason", words(20), "underage, harassment, fraud, copyright, spam or other", null=False),
    column("description", TEXT, "What happened, in the words of who reports"),
    column("status", words(10), "open, in_review, resolved or dismissed", null=False, default="'open'"),
    column("priority", SMALL, "1 (at once) to 4 (when there is time)", null=False, default="3"),
    reference("assigned_to", "users.id", "The moderator who works on it", "RESTRICT"),
    column("resolution", words(200), "What was done"),
    column("escalated_at", MOMENT, "When it was raised to the highest priority (UTC)", MODERATION),
    column("resolved_at", MOMENT, "When it was decided (UTC)"),
    created("When it was reported (UTC)"),
    updated(),
    one_of("reason", "underage", "harassment", "fraud", "copyright", "spam", "other"),
    one_of("status", "open", "in_review", "resolved", "dismissed"),
    check("priority", "priority BETWEEN 1 AND 4"),
    check("self", "reporter_id <> reported_user_id"),
    check("resolved_at", "(status IN ('resolved', 'dismissed')) = (resolved_at IS NOT NULL)"),
    comment="Reports of users and the cases moderators make of them. Shared.",
)
index(
    "idx_reports_queue",
    reports.c.priority,
    reports.c.created_at,
    where="status IN ('open', 'in_review')",
    says="Open cases by priority, the oldest first",
)
index(
    "idx_reports_reporter",
    reports.c.reporter_id,
    reports.c.created_at.desc(),
    says="Reports of one user, the latest first",
)
index(
    "idx_reports_reported",
    reports.c.reported_user_id,
    reports.c.created_at.desc(),
    says="Reports about one user, the latest first",
)
index("idx_reports_stream", reports.c.stream_id, where="stream_id IS NOT NULL", says="Reports about one stream")
index("idx_reports_assigned", reports.c.assigned_to, where="assigned_to IS NOT NULL", says="Cases of one moderator")

user_sanctions = Table(
    "user_sanctions",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Who is sanctioned", "RESTRICT", "Verification & Safety", null=False),
    column("kind", words(10), "warning, suspension or ban", "Verification & Safety", null=False),
    column("reason", words(200), "Why", null=False),
    reference("report_id", "reports.id", "The case it follows from", "RESTRICT"),
    reference("flag_id", "moderation_flags.id", "The flag it follows from", "RESTRICT"),
    reference("issued_by", "users.id", "The moderator who decided", "RESTRICT", null=False),
    column("starts_at", MOMENT, "From when it counts (UTC)", null=False, default="now()"),
    column("ends_at", MOMENT, "Until when it counts (UTC); NULL for good"),
    column("lifted_at", MOMENT, "When it was taken back (UTC)"),
    created(),
    one_of("kind", "warning", "suspension", "ban"),
    check("ends_at", "ends_at > starts_at AND (kind <> 'suspension' OR ends_at IS NOT NULL)"),
    check("own", "issued_by <> user_id"),
    check("lifted_at", "lifted_at >= starts_at"),
    comment="Bans and suspensions of users. Sharded by user_id.",
)
index(
    "idx_user_sanctions_user",
    user_sanctions.c.user_id,
    user_sanctions.c.starts_at.desc(),
    says="Sanctions of one user, the latest first",
)
index(
    "idx_user_sanctions_ending",
    user_sanctions.c.ends_at,
    where="ends_at IS NOT NULL AND lifted_at IS NULL",
    says="Sanctions that end, for the job that lifts them",
)
index(
    "idx_user_sanctions_report",
    user_sanctions.c.report_id,
    where="report_id IS NOT NULL",
    says="Sanctions from one case",
)
index("idx_user_sanctions_flag", user_sanctions.c.flag_id, where="flag_id IS NOT NULL", says="Sanctions from one flag")
index("idx_user_sanctions_issuer", user_sanctions.c.issued_by, says="Sanctions one moderator issued")
