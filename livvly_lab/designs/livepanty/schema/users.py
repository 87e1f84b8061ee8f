"""User Management: accounts, preferences, sessions, password resets. Source: livepanty, Core Tables."""

from sqlalchemy import Table

from livvly_lab.designs.columns import MOMENT, TEXT, YES_NO, words
from livvly_lab.designs.livepanty.schema.base import (
    ADDRESS,
    DAY,
    LIVE,
    METADATA,
    check,
    column,
    created,
    identity,
    index,
    one_of,
    reference,
    updated,
)

USERS, INDEXES, AGE, SETUP, ERASURE = (
    "User Management",
    "Indexes and Performance",
    "Age Verification",
    "Setup Instructions 3",
    "Right to Erasure",
)

users = Table(
    "users",
    METADATA,
    identity(),
    column("email", words(255), "Login email in small letters", SETUP, null=False),
    column("username", words(40), "Public name that links to the profile", INDEXES, null=False),
    column("password_hash", words(60), "Bcrypt hash of the password; nothing else is accepted", SETUP, null=False),
    column("role", words(10), "viewer, performer, moderator or admin", INDEXES, null=False, default="'viewer'"),
    column("status", words(10), "active, suspended, banned or closed", null=False, default="'active'"),
    column("display_name", words(60), "Name shown on the profile"),
    column("bio", TEXT, "What the user says about themself (1,000 letters at most)"),
    column("avatar_url", words(500), "Where the picture is stored"),
    column("date_of_birth", DAY, "Date of birth: mandatory, 18 years before signup at least", AGE, null=False),
    column("country", words(2), "ISO code of the country of residence", null=False),
    column("email_verified_at", MOMENT, "When the email address was confirmed (UTC)"),
    column("last_login_at", MOMENT, "When the user last logged in (UTC)"),
    column("last_login_ip", ADDRESS, "From where", "Security Features"),
    created("When the user signed up (UTC); it never changes"),
    updated(),
    column("deleted_at", MOMENT, "When the account was closed (UTC); NULL while it is live", ERASURE),
    column("erased_at", MOMENT, "When everything that tells who the user was was emptied (UTC)", ERASURE),
    check("email", r"email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+\.[a-z]{2,}$'"),
    check("username", "username ~ '^[a-z0-9_]{3,40}$'"),
    check("password_hash", r"password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$' OR erased_at IS NOT NULL"),
    one_of("role", "viewer", "performer", "moderator", "admin"),
    one_of("status", "active", "suspended", "banned", "closed"),
    check("bio", "char_length(bio) <= 1000"),
    check("country", "country ~ '^[A-Z]{2}$'"),
    # Held against the signup, not today: a CHECK that looks at the clock would refuse rows it let in before.
    check("date_of_birth", "date_of_birth <= (created_at AT TIME ZONE 'UTC') - interval '18 years'"),
    check("deleted_at", "(status = 'closed') = (deleted_at IS NOT NULL)"),
    check("erased_at", "erased_at IS NULL OR deleted_at IS NOT NULL AND deleted_at <= erased_at"),
    comment="Core user accounts with authentication and profile data. Sharded by id.",
)
index(
    "idx_users_email",
    users.c.email,
    where=LIVE,
    unique=True,
    says="Login by email; unique among live accounts of a shard",
    source=INDEXES,
)
index(
    "idx_users_username",
    users.c.username,
    where=LIVE,
    unique=True,
    says="Profile by username; unique among live accounts of a shard",
    source=INDEXES,
)
index(
    "idx_users_role",
    users.c.role,
    users.c.created_at.desc(),
    where=LIVE,
    says="Live users of a role, the newest first",
    source=INDEXES,
)
index(
    "idx_users_to_erase",
    users.c.deleted_at,
    where="deleted_at IS NOT NULL AND erased_at IS NULL",
    says="Closed accounts that wait to be erased, for the daily job",
    source=ERASURE,
)

user_preferences = Table(
    "user_preferences",
    METADATA,
    reference("user_id", "users.id", "Whose preferences they are, one row each", "CASCADE", USERS, key=True),
    column("language", words(5), "Language of the pages", null=False, default="'en'"),
    column("timezone", words(40), "Time zone in which times are shown", null=False, default="'UTC'"),
    column("currency", words(3), "Currency in which prices are shown", null=False, default="'USD'"),
    column("email_notifications", YES_NO, "Mails about the account", USERS, null=False, default="true"),
    column("push_notifications", YES_NO, "Messages to the device", USERS, null=False, default="true"),
    column("stream_alerts", YES_NO, "Told when a performer goes live", USERS, null=False, default="true"),
    column("tip_alerts", YES_NO, "Told when a tip arrives", USERS, null=False, default="true"),
    column("marketing_consent_at", MOMENT, "When the user agreed to marketing (UTC); NULL where they did not"),
    column("private_profile", YES_NO, "Hidden from other users", null=False, default="false"),
    created(),
    updated(),
    check("language", "language ~ '^[a-z]{2}(-[A-Z]{2})?$'"),
    check("currency", "currency ~ '^[A-Z]{3}$'"),
    comment="User settings and notification preferences. Sharded by user_id.",
)

auth_sessions = Table(
    "auth_sessions",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Who is logged in", "CASCADE", USERS, null=False),
    column(
        "token_hash", words(64), "SHA-256 of the token in hexadecimal; the token itself is kept nowhere", null=False
    ),
    column("device", words(120), "Device as its user knows it, such as Pixel 8", "Security Features"),
    column("device_type", words(10), "web, ios, android or tv", "Security Features", null=False),
    column("user_agent", TEXT, "What the browser or app says it is", "Security Features"),
    column("ip_address", ADDRESS, "From where the session was opened", "Security Features", null=False),
    created("When the user logged in (UTC)"),
    column("last_seen_at", MOMENT, "When the session was last used (UTC)", null=False, default="now()"),
    column("expires_at", MOMENT, "Until when it is good (UTC): 30 days", null=False),
    column("revoked_at", MOMENT, "When the user logged out, or was logged out (UTC)"),
    check("token_hash", "token_hash ~ '^[0-9a-f]{64}$'"),
    one_of("device_type", "web", "ios", "android", "tv"),
    check("expires_at", "expires_at > created_at AND expires_at <= created_at + interval '30 days'"),
    check("last_seen_at", "last_seen_at >= created_at"),
    comment="Active authentication sessions with device tracking. Sharded by user_id.",
)
index(
    "idx_auth_sessions_user",
    auth_sessions.c.user_id,
    auth_sessions.c.last_seen_at.desc(),
    says="Devices of one user, the latest first",
)
index("idx_auth_sessions_token", auth_sessions.c.token_hash, unique=True, says="The session of a request, by its token")
index("idx_auth_sessions_expires", auth_sessions.c.expires_at, says="Expired sessions for the daily job")

password_reset_tokens = Table(
    "password_reset_tokens",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Whose password may be set", "CASCADE", USERS, null=False),
    column(
        "token_hash", words(64), "SHA-256 of the token in hexadecimal; the token itself is kept nowhere", null=False
    ),
    column("requested_ip", ADDRESS, "From where it was asked for", "Security Features", null=False),
    created("When it was asked for (UTC)"),
    column("expires_at", MOMENT, "Until when it is good (UTC): one hour", null=False),
    column("used_at", MOMENT, "When it was used (UTC); it is good once"),
    check("token_hash", "token_hash ~ '^[0-9a-f]{64}$'"),
    check("expires_at", "expires_at > created_at AND expires_at <= created_at + interval '1 hour'"),
    check("used_at", "used_at BETWEEN created_at AND expires_at"),
    comment="Password reset tokens, each good once and for an hour. Sharded by user_id.",
)
index(
    "idx_password_reset_tokens_user",
    password_reset_tokens.c.user_id,
    password_reset_tokens.c.created_at.desc(),
    says="Resets one user asked for, the latest first",
)
index(
    "idx_password_reset_tokens_token",
    password_reset_tokens.c.token_hash,
    unique=True,
    says="The reset behind a link, by its token",
)
index(
    "idx_password_reset_tokens_expires",
    password_reset_tokens.c.expires_at,
    says="Expired tokens for the daily job",
)
