"""Users & Authentication. Source: livvly REQ-DB-002, 003, 004, 009, 013."""

from sqlalchemy import CheckConstraint, Date, Index, Table, UniqueConstraint, func, text

from livvly_lab.designs.columns import MOMENT, TEXT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, OURS, created, deleted, reference, updated

users = Table(
    "users",
    METADATA,
    identity("REQ-DB-002"),
    column("phone", words(20), "Phone number in E.164 form, the login name", "REQ-DB-003", null=False),
    column("display_name", words(100), "Name shown to other users", "REQ-DB-003", null=False),
    column("profile_photo", words(200), "Path of the profile picture", "REQ-DB-003"),
    column("bio", TEXT, "What the user says about themselves, searched by trigrams", "REQ-DB-003"),
    column("dob", Date(), "Date of birth; matching turns an age range into a range of it", "REQ-DB-003", null=False),
    column(
        "gender",
        words(20),
        "Gender as stated: female, male, other or undisclosed",
        OURS,
        null=False,
        default="'undisclosed'",
    ),
    column("language", words(10), "Preferred language", OURS, null=False, soft="i18n_metadata.language"),
    column("city", words(50), "City the user lives in, for matching", OURS, null=False),
    column("state", words(50), "Indian state the user lives in, for matching", OURS, null=False),
    column(
        "is_creator",
        YES_NO,
        "Flag indicating if user has creator privileges (can receive calls/gifts)",
        "REQ-DB-003",
        null=False,
        default="false",
    ),
    column("is_active", YES_NO, "False while the account is suspended", "REQ-DB-003", null=False, default="true"),
    column(
        "verification_tier",
        WHOLE,
        "Tiered verification level (1=phone, 2=selfie, 3=ID, 4=video)",
        "REQ-DB-013",
        null=False,
        default="1",
    ),
    column("last_active_at", MOMENT, "When the user was last seen (UTC)", OURS),
    created(says="When the user signed up (UTC)"),
    updated(),
    deleted(),
    CheckConstraint("gender IN ('female', 'male', 'other', 'undisclosed')", name="gender"),
    CheckConstraint("verification_tier BETWEEN 1 AND 4", name="verification_tier"),
    comment="Core user table with authentication and profile data. Sharded by user_id.",
)

# REQ-DB-013 calls this index unique, REQ-DB-009 keeps deleted users in the table: unique among live users is the
# one reading in which somebody who left can register the same phone again.
Index(
    "idx_users_phone",
    users.c.phone,
    unique=True,
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Unique index for phone-based authentication lookups", "source": "REQ-DB-003"},
)
Index(
    "idx_users_phone_covering",
    users.c.phone,
    postgresql_include=["display_name", "profile_photo", "is_creator"],
    info={"comment": "Phone lookup answered with the profile from the index alone", "source": "REQ-DB-003"},
)
Index(
    "idx_users_phone_lower",
    func.lower(users.c.phone),
    info={
        "comment": "Case-insensitive phone lookup; phones are digits, so it repeats the others",
        "source": "REQ-DB-003",
    },
)
Index(
    "idx_users_active_creators",
    users.c.is_creator,
    postgresql_where=text("is_active = TRUE AND deleted_at IS NULL"),
    info={
        "comment": "Partial index for active creator search (excludes deleted/inactive)",
        "source": "REQ-DB-003",
    },
)
Index(
    "idx_users_bio_trgm",
    users.c.bio,
    postgresql_using="gin",
    postgresql_ops={"bio": "gin_trgm_ops"},
    info={"comment": "Fuzzy search in bios by trigrams", "source": "REQ-DB-003"},
)
# age() depends on today and is not IMMUTABLE, so the age itself cannot be indexed; the date of birth can.
Index(
    "idx_users_age",
    users.c.dob,
    info={"comment": "Age search for matching, with the age range written as a range of dob", "source": "REQ-DB-003"},
)
Index(
    "idx_users_deleted",
    users.c.deleted_at,
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Live users only; every entry is NULL, so it finds nothing in particular", "source": "REQ-DB-009"},
)

user_interests = Table(
    "user_interests",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The user interested", "REQ-DB-002", null=False),
    column("interest", words(50), "One interest, such as music or cricket", OURS, null=False),
    created(),
    UniqueConstraint("user_id", "interest"),
    comment="Interests of a user, one row each; compared with matching_preferences.preferred_interests.",
)

user_verification = Table(
    "user_verification",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The user verified", "REQ-DB-004", unique=True),
    column("phone_verified", YES_NO, "Tier 1: the phone number is confirmed", "REQ-DB-004", default="false"),
    column("phone_verified_at", MOMENT, "When the phone was confirmed (UTC)", "REQ-DB-004"),
    column("selfie_url", TEXT, "Where the selfie is stored", "REQ-DB-004"),
    column("selfie_verified", YES_NO, "Tier 2: the selfie matches the profile", "REQ-DB-004", default="false"),
    column("selfie_verified_at", MOMENT, "When the selfie was accepted (UTC)", "REQ-DB-004"),
    column("id_type", words(20), "Document shown: aadhar, pan, driving_license or passport", "REQ-DB-004"),
    column("id_number_hash", words(64), "SHA-256 of the document number; the number is never stored", "REQ-DB-004"),
    column("id_document_url", TEXT, "Where the picture of the document is stored", "REQ-DB-004"),
    column("id_verified", YES_NO, "Tier 3: the document is accepted", "REQ-DB-004", default="false"),
    column("id_verified_at", MOMENT, "When the document was accepted (UTC)", "REQ-DB-004"),
    column("video_url", TEXT, "Where the video is stored", "REQ-DB-004"),
    column("video_verified", YES_NO, "Tier 4, optional: the video is accepted", "REQ-DB-004", default="false"),
    column("video_verified_at", MOMENT, "When the video was accepted (UTC)", "REQ-DB-004"),
    column("verification_tier", WHOLE, "Highest tier reached, 1 to 4", "REQ-DB-004", default="1"),
    column(
        "verification_status",
        words(20),
        "State of the latest request: pending, verified, rejected or expired",
        "REQ-DB-004",
        default="'pending'",
    ),
    column("rejection_reason", TEXT, "Why the latest request was rejected", "REQ-DB-004"),
    column("rejected_at", MOMENT, "When it was rejected (UTC)", "REQ-DB-004"),
    created(null=True),
    updated(null=True),
    CheckConstraint("verification_tier BETWEEN 1 AND 4", name="verification_tier"),
    CheckConstraint(
        "verification_status IN ('pending', 'verified', 'rejected', 'expired')", name="verification_status"
    ),
    comment="What has been verified about a user, in four tiers: phone, selfie, ID, video. Sharded by user_id.",
)
Index(
    "idx_user_verification_user",
    user_verification.c.user_id,
    info={"comment": "Verification of one user; the UNIQUE key holds the same", "source": "REQ-DB-004"},
)
Index(
    "idx_user_verification_status",
    user_verification.c.verification_status,
    user_verification.c.verification_tier,
    info={"comment": "Queue of verification requests by status and tier", "source": "REQ-DB-004"},
)
