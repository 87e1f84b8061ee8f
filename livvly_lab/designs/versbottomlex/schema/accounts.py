"""Accounts: who signs in, with which roles, preferences and standing. Source: User Management, Users Table."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    BY_STAFF,
    DAY,
    FEW,
    LIVE,
    METADATA,
    MOMENT,
    OCTETS,
    OURS,
    SMALL,
    TEXT,
    YES_NO,
    check,
    column,
    created,
    deleted,
    hashed,
    identity,
    index,
    key,
    one_of,
    reference,
    sealed,
    updated,
    words,
)

USERS = "Users Table"
SECURITY = "Security Measures"
PRICES = "Pricing Plans"

regions = Table(
    "regions",
    METADATA,
    key(column("code", words(8), "Short name, such as EU", PRICES)),
    column("name", words(60), "Name", PRICES, null=False),
    column("currency", words(3), "ISO 4217 code of the currency prices of the region are in", PRICES, null=False),
    check("currency", "currency ~ '^[A-Z]{3}$'"),
    comment="Regions in which prices are the same. Reference data.",
)

countries = Table(
    "countries",
    METADATA,
    key(column("code", words(2), "ISO 3166 code", USERS)),
    column("name", words(60), "Name", USERS, null=False),
    reference("region_code", "regions.code", "Region whose prices hold there", PRICES, kind=words(8), unindexed=FEW),
    column("tax_permille", SMALL, "Tax on what is sold there, in thousandths", "Transactions Table", null=False),
    check("code", "code ~ '^[A-Z]{2}$'"),
    check("tax_permille", "tax_permille BETWEEN 0 AND 300"),
    comment="Countries of users. Reference data.",
)

encryption_keys = Table(
    "encryption_keys",
    METADATA,
    key(column("id", SMALL, "Number of the key, octets 2 and 3 of every envelope it sealed", SECURITY)),
    column("purpose", words(20), "contact, payout or billing", SECURITY, null=False),
    column(
        "kms_reference", TEXT, "Where the key management service keeps it; the key is never here", SECURITY, null=False
    ),
    created("When it began to seal (UTC)"),
    column("retired_at", MOMENT, "From when on it only opens (UTC); NULL while it seals", SECURITY),
    one_of("purpose", "contact", "payout", "billing"),
    comment="Keys by number and purpose, without the keys. Reference data.",
)

users = Table(
    "users",
    METADATA,
    identity(OURS),
    column("username", words(30), "Name in addresses and mentions; unique in login_identities", USERS, null=False),
    column("display_name", words(60), "Name that is shown", USERS, null=False),
    column("bio", TEXT, "A few words about oneself", USERS),
    column("avatar_url", TEXT, "Picture", USERS),
    column("birth_date", DAY, "Date of birth; nobody under 18 has an account", USERS, null=False),
    reference("country_code", "countries.code", "Country of residence", USERS, kind=words(2), unindexed=FEW),
    column(
        "email_ciphertext", OCTETS, "Email address, sealed by the application; found by its hash", SECURITY, null=False
    ),
    column("password_hash", TEXT, "Argon2id hash; NULL where a provider signs in", USERS),
    column("mfa_secret_ciphertext", OCTETS, "Secret of the second factor, sealed; NULL without one", SECURITY),
    column("email_verified_at", MOMENT, "When the address was confirmed (UTC)", USERS),
    column("failed_logins", SMALL, "Failed logins in a row", USERS, null=False, default="0"),
    column("locked_until", MOMENT, "Until when no login is tried (UTC)", USERS),
    column("last_seen_at", MOMENT, "When the user was last there (UTC)", USERS),
    column("status", words(12), "active, suspended, banned or closed", USERS, null=False, default="'active'"),
    created("When the account was opened (UTC)"),
    updated(),
    deleted(),
    one_of("status", "active", "suspended", "banned", "closed"),
    check("username", "username ~ '^[a-z0-9_.]{3,30}$'"),
    check("password_hash", "password_hash LIKE '$argon2id$%'"),
    check("failed_logins", "failed_logins >= 0"),
    # Eighteen years at the moment of the signup: a CHECK on today's date would change its mind.
    check("birth_date", "birth_date <= (created_at AT TIME ZONE 'UTC')::date - interval '18 years'"),
    check("deleted_at", "(deleted_at IS NULL) = (status <> 'closed')"),
    sealed("email_ciphertext"),
    sealed("mfa_secret_ciphertext"),
    comment="The account of a person: viewer, performer, staff. Sharded by id.",
)
index(
    "idx_users_standing",
    users.c.status,
    users.c.last_seen_at.desc(),
    where=LIVE,
    says="Accounts by standing, those last seen first",
    source=USERS,
)
index(
    "idx_users_closed",
    users.c.deleted_at,
    where="deleted_at IS NOT NULL",
    says="Closed accounts, for the job that empties them after thirty days",
    source="Data Integrity",
)

login_identities = Table(
    "login_identities",
    METADATA,
    key(column("kind", words(10), "email, username or provider", USERS)),
    key(column("lookup_hash", OCTETS, "HMAC-SHA-256 of what is typed in: found without being readable", SECURITY)),
    reference("user_id", "users.id", "Whose it is", USERS, on_delete="CASCADE"),
    created(),
    one_of("kind", "email", "username", "provider"),
    hashed("lookup_hash"),
    comment="What one signs in with, unique over all shards, and the way to the shard. Shared.",
)
index("idx_login_identities_user", login_identities.c.user_id, says="What one user signs in with", source=USERS)

roles = Table(
    "roles",
    METADATA,
    key(column("code", words(12), "viewer, performer, moderator, support, finance or admin", USERS)),
    column("description", TEXT, "What it is for", USERS, null=False),
    comment="Roles of users. Reference data.",
)

role_permissions = Table(
    "role_permissions",
    METADATA,
    reference("role_code", "roles.code", "The role", USERS, kind=words(12), key=True, on_delete="CASCADE"),
    key(column("permission", words(30), "What it permits, such as archives.moderate", USERS)),
    column("description", TEXT, "In words", USERS, null=False),
    check("permission", "permission ~ '^[a-z_]+[.][a-z_]+$'"),
    comment="What each role permits: policies ask it. Reference data.",
)

user_roles = Table(
    "user_roles",
    METADATA,
    reference("user_id", "users.id", "Who has it", USERS, key=True, on_delete="CASCADE"),
    reference("role_code", "roles.code", "The role", USERS, kind=words(12), key=True),
    reference("granted_by", "users.id", "Who gave it; NULL: the signup", USERS, null=True, unindexed=BY_STAFF),
    created("When it was given (UTC)"),
    column("expires_at", MOMENT, "Until when it holds (UTC); NULL: until it is taken away", USERS),
    check("expires_at", "expires_at > created_at"),
    comment="Roles of each user, one row each. Sharded by user_id.",
)
index("idx_user_roles_role", user_roles.c.role_code, says="Users with a role", source=USERS)

user_preferences = Table(
    "user_preferences",
    METADATA,
    reference("user_id", "users.id", "Whose they are", USERS, key=True, on_delete="CASCADE"),
    column("locale", words(10), "Language of the pages and messages, such as de-DE", USERS, null=False),
    column("timezone", words(40), "IANA name of the time zone", USERS, null=False),
    column("theme", words(8), "light, dark or system", USERS, null=False, default="'system'"),
    column("shows_online", YES_NO, "Whether others see that one is there", USERS, null=False, default="true"),
    column("marketing_consent_at", MOMENT, "When messages of advertising were agreed to (UTC); NULL: never", USERS),
    updated(),
    one_of("theme", "light", "dark", "system"),
    comment="Preferences of every user, whatever the role. Sharded by user_id.",
)

account_flags = Table(
    "account_flags",
    METADATA,
    identity(OURS),
    reference("user_id", "users.id", "Who is flagged", USERS, on_delete="CASCADE"),
    column("reason", words(20), "spam, harassment, underage, chargebacks or impersonation", USERS, null=False),
    column("severity", SMALL, "1 (look at it) to 3 (suspend now)", USERS, null=False),
    column("details", TEXT, "What was seen", USERS),
    reference("raised_by", "users.id", "The moderator; NULL: a rule", USERS, null=True, unindexed=BY_STAFF),
    created("When it was raised (UTC)"),
    reference("resolved_by", "users.id", "Who decided", USERS, null=True, unindexed=BY_STAFF),
    column("resolved_at", MOMENT, "When it was decided (UTC); NULL while it waits", USERS),
    column("outcome", words(12), "dismissed, warned, suspended or banned", USERS),
    one_of("reason", "spam", "harassment", "underage", "chargebacks", "impersonation"),
    one_of("outcome", "dismissed", "warned", "suspended", "banned"),
    check("severity", "severity BETWEEN 1 AND 3"),
    check("resolved", "num_nonnulls(resolved_at, resolved_by, outcome) IN (0, 3)"),
    UniqueConstraint("user_id", "reason", "created_at"),
    comment="Moderation flags on accounts and what became of them. Sharded by user_id.",
)
index(
    "idx_account_flags_waiting",
    account_flags.c.severity.desc(),
    account_flags.c.created_at,
    where="resolved_at IS NULL",
    says="Flags nobody has decided, the gravest first",
    source=USERS,
)
