"""Core: users, one-time passwords, analysts. Source: analyst_marketplace §1 to §3."""

from sqlalchemy import CheckConstraint, Numeric, Table

from livvly_lab.designs.analyst_marketplace.schema.base import (
    METADATA,
    OURS,
    PAISE,
    at_least,
    created,
    deleted,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import JSON, MOMENT, TEXT, TEXTS, WHOLE, YES_NO, column, identity, words

users = Table(
    "users",
    METADATA,
    identity("§1"),
    column("email", words(255), "Login email (optional if phone provided)", "§1", unique=True),
    column(
        "phone", words(20), "Login phone (optional if email provided), as +[country_code][number]", "§1", unique=True
    ),
    column("password_hash", words(255), "Bcrypt hash of the password; nothing else is accepted", "§1", null=False),
    column("user_type", words(20), "analyst, trader or admin", "§1", null=False, default="'trader'"),
    column(
        "email_verified", YES_NO, "The email was confirmed by a one-time password", "§1", null=False, default="false"
    ),
    column(
        "phone_verified", YES_NO, "The phone was confirmed by a one-time password", "§1", null=False, default="false"
    ),
    column("is_active", YES_NO, "False while the account is suspended", "§1", null=False, default="true"),
    column("last_active", MOMENT, "When the user was last seen", "§1"),
    column("login_count", WHOLE, "How often the user has logged in", "§1", null=False, default="0"),
    created("§1", "When the user signed up"),
    updated("§1"),
    deleted("§1"),
    CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
    CheckConstraint(r"email ~* '^[^@\s]+@[^@\s]+\.[a-z]{2,}$'", name="email"),
    CheckConstraint(r"phone ~ '^\+[1-9][0-9]{6,14}$'", name="phone"),
    CheckConstraint(r"password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'", name="password_hash"),
    one_of("user_type", "analyst", "trader", "admin"),
    *at_least(0, "login_count"),
    comment="All platform users: analysts, traders and admins. Sharded by id.",
)
index("idx_users_email", users.c.email, says="Fast email login lookup; the UNIQUE key holds the same", source="§1")
index("idx_users_phone", users.c.phone, says="Fast phone login lookup; the UNIQUE key holds the same", source="§1")
index("idx_users_user_type", users.c.user_type, says="Filter by user type (analysts, traders)", source="§1")
index(
    "idx_users_is_active",
    users.c.last_active.desc(),
    where="is_active AND deleted_at IS NULL",
    says="Active users queries: those who may log in, the most recently seen first",
    source="§1",
)

otp_verifications = Table(
    "otp_verifications",
    METADATA,
    identity("§2"),
    reference("user_id", "users.id", "Whose code it is, NULL during signup", "§2"),
    column("phone", words(20), "Where the code was sent, if by phone", "§2"),
    column("email", words(255), "Where the code was sent, if by email", "§2"),
    column("otp_code", words(6), "6-digit numeric code", "§2", null=False),
    column("purpose", words(50), "signup, login, reset_password, verify_phone or verify_email", "§2", null=False),
    column("verified", YES_NO, "The code was entered in time", "§2", null=False, default="false"),
    column("verified_at", MOMENT, "When it was entered", "§2"),
    column(
        "expires_at",
        MOMENT,
        "Until when it is good: 10 minutes",
        "§2",
        null=False,
        default="now() + interval '10 minutes'",
    ),
    column("attempts", WHOLE, "How often a code was entered", "§2", null=False, default="0"),
    column("max_attempts", WHOLE, "How often one may be entered", "§2", null=False, default="3"),
    created("§2", "When the code was sent"),
    CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="sent_somewhere"),
    CheckConstraint("otp_code ~ '^[0-9]{6}$'", name="otp_code"),
    one_of("purpose", "signup", "login", "reset_password", "verify_phone", "verify_email"),
    CheckConstraint("expires_at - created_at <= interval '10 minutes'", name="expires_at"),
    CheckConstraint("attempts BETWEEN 0 AND max_attempts", name="attempts"),
    CheckConstraint("max_attempts BETWEEN 1 AND 3", name="max_attempts"),
    CheckConstraint("verified = (verified_at IS NOT NULL) AND verified_at <= expires_at", name="verified_at"),
    comment="OTP codes for phone/email verification; deleted 24 hours after they expire. Shared.",
)
index(
    "idx_otp_verifications_user",
    otp_verifications.c.user_id,
    otp_verifications.c.created_at.desc(),
    says="Codes of one user, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_otp_verifications_phone",
    otp_verifications.c.phone,
    says="Codes sent to a phone, which during signup belongs to nobody",
    source=OURS,
)
index(
    "idx_otp_verifications_email",
    otp_verifications.c.email,
    says="Codes sent to an email address, which during signup belongs to nobody",
    source=OURS,
)
index(
    "idx_otp_verifications_expires",
    otp_verifications.c.expires_at,
    says="Expired codes for the daily cleanup",
    source=OURS,
)

analyst_profiles = Table(
    "analyst_profiles",
    METADATA,
    identity("§3"),
    reference("user_id", "users.id", "The analyst, one profile each", "§3", null=False, unique=True),
    column("display_name", words(255), "Public name", "§3", null=False),
    column("bio", TEXT, "Markdown bio (max 2000 chars)", "§3"),
    column("photo_url", words(500), "S3/Cloudinary URL", "§3"),
    column("specializations", TEXTS, "Such as Intraday, Options, Swing Trading", "§3", null=False, default="'{}'"),
    column("languages", TEXTS, "Such as English, Hindi, Tamil", "§3", null=False, default="'{}'"),
    column("country", words(2), "ISO country code", "§3", null=False, default="'IN'"),
    column("sebi_number", words(50), "SEBI registration: India verification", "§3", unique=True),
    column("ria_number", words(50), "Registered investment adviser: USA verification", "§3", unique=True),
    column(
        "verification_status",
        words(20),
        "pending, in_review, approved or rejected",
        "§3",
        null=False,
        default="'pending'",
    ),
    column("verification_documents", JSON, "Array of document metadata", "§3", null=False, default="'[]'"),
    column("verified_at", MOMENT, "When the analyst was approved", "§3"),
    reference("verified_by", "users.id", "Admin who approved", "§3"),
    column("rejection_reason", TEXT, "Why the analyst was rejected", "§3"),
    column(
        "avg_rating",
        Numeric(3, 2),
        "0.00 to 5.00: mean of the approved reviews, kept by update_analyst_review_stats",
        "§3",
        null=False,
        default="0",
    ),
    column(
        "total_reviews",
        WHOLE,
        "Approved reviews, kept by update_analyst_review_stats",
        "§3",
        null=False,
        default="0",
    ),
    column(
        "total_subscribers",
        WHOLE,
        "Subscriptions ever begun, kept by update_analyst_subscriber_counts",
        "§3",
        null=False,
        default="0",
    ),
    column(
        "active_subscribers",
        WHOLE,
        "Active subscriptions, kept by update_analyst_subscriber_counts",
        "§3",
        null=False,
        default="0",
    ),
    column("total_posts", WHOLE, "Posts, kept by update_analyst_post_stats", "§3", null=False, default="0"),
    column(
        "monthly_revenue",
        PAISE,
        "What active subscriptions bring a month, in paise, kept by update_analyst_subscriber_counts",
        "§3",
        null=False,
        default="0",
    ),
    column(
        "commission_rate",
        Numeric(4, 3),
        "Platform commission, a share of 1: 20 % unless agreed otherwise",
        "§3",
        null=False,
        default="0.200",
    ),
    column("is_featured", YES_NO, "Shown on the homepage", "§3", null=False, default="false"),
    column("feature_position", WHOLE, "Homepage ordering", "§3"),
    created("§3"),
    updated("§3"),
    column("last_post_at", MOMENT, "When the latest post was written, kept by update_analyst_post_stats", "§3"),
    deleted("§3"),
    CheckConstraint("char_length(bio) <= 2000", name="bio"),
    CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
    one_of("verification_status", "pending", "in_review", "approved", "rejected"),
    CheckConstraint("jsonb_typeof(verification_documents) = 'array'", name="verification_documents"),
    CheckConstraint(
        "verification_status <> 'approved'"
        " OR coalesce(sebi_number, ria_number) IS NOT NULL AND verified_at IS NOT NULL AND verified_by IS NOT NULL",
        name="approved",
    ),
    CheckConstraint("verified_by <> user_id", name="verified_by"),
    CheckConstraint("avg_rating BETWEEN 0 AND 5", name="avg_rating"),
    *at_least(0, "total_reviews", "total_subscribers", "active_subscribers", "total_posts", "monthly_revenue"),
    CheckConstraint("commission_rate BETWEEN 0 AND 1", name="commission_rate"),
    comment="Profile of an analyst with SEBI/RIA verification and statistics that triggers keep. Sharded by user_id.",
)
index(
    "idx_analyst_profiles_discovery",
    analyst_profiles.c.avg_rating.desc(),
    analyst_profiles.c.active_subscribers.desc(),
    where="verification_status = 'approved' AND deleted_at IS NULL",
    says="Discovery page sorting (rating, subscribers) of analysts who may be shown",
    source="§3",
)
index(
    "idx_analyst_profiles_specializations",
    analyst_profiles.c.specializations,
    using="gin",
    says="Analysts with a specialization (@>)",
    source="§3",
)
index(
    "idx_analyst_profiles_languages",
    analyst_profiles.c.languages,
    using="gin",
    says="Analysts who write in a language (@>)",
    source="Index Strategy 4",
)
index(
    "idx_analyst_profiles_verification",
    analyst_profiles.c.verification_status,
    analyst_profiles.c.created_at,
    where="verification_status IN ('pending', 'in_review')",
    says="Admin verification queue, the oldest first",
    source="§3",
)
index(
    "idx_analyst_profiles_verified_by",
    analyst_profiles.c.verified_by,
    where="verified_by IS NOT NULL",
    says="Analysts whom one admin approved",
    source="Index Strategy 1",
)
