"""Identity: accounts, sessions, tokens. Source: wolo section 3.1."""

from sqlalchemy import CheckConstraint, Index, Table, text
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import JSON, MOMENT, TEXTS, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import ADDRESS, INDEXES, METADATA, NO_INDEX, created, reference, updated

SECTION = "section 3.1"

users = Table(
    "users",
    METADATA,
    identity(SECTION),
    column(
        "phone",
        words(20),
        "Phone number in E.164 form, the usual login",
        SECTION,
        unique=True,
    ),
    column("email", words(255), "Email address, the login of the social providers", SECTION, unique=True),
    column(
        "auth_provider",
        words(50),
        "How the account was opened: phone, google or facebook",
        SECTION,
        null=False,
        default="'phone'",
    ),
    column("roles", TEXTS, "Roles of the account: user, admin, super_admin, partner", SECTION, default="ARRAY['user']"),
    column(
        "is_active",
        YES_NO,
        "False while the account is suspended, and from the wish to be deleted on",
        SECTION,
        default="true",
    ),
    created(SECTION),
    updated(SECTION),
    column("last_login_at", MOMENT, "When the user last signed in (UTC)", SECTION),
    CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name=conv("check_contact_method")),
    comment="The account a person signs in with: contacts, provider, roles. Sharded by id.",
)

Index(
    "idx_users_phone",
    users.c.phone,
    postgresql_where=text("phone IS NOT NULL"),
    info={"comment": "Login by phone, users without one left out; the UNIQUE key holds the same", "source": INDEXES},
)

Index(
    "idx_users_email",
    users.c.email,
    postgresql_where=text("email IS NOT NULL"),
    info={"comment": "Login by email, users without one left out; the UNIQUE key holds the same", "source": INDEXES},
)

Index(
    "idx_users_roles",
    users.c.roles,
    postgresql_using="gin",
    info={"comment": "Users who have a role", "source": INDEXES},
)

user_sessions = Table(
    "user_sessions",
    METADATA,
    identity(SECTION),
    reference("user_id", "users.id", "Whose session it is", SECTION, null=False, on_delete="CASCADE"),
    column("token_hash", words(255), "Hash of the token; the token itself is never stored", SECTION, null=False),
    column("device_info", JSON, "Device, operating system and app version, as the client told", SECTION),
    column("ip_address", ADDRESS, "Address the session was opened from", SECTION),
    column("expires_at", MOMENT, "When the token stops working (UTC)", SECTION, null=False),
    created(SECTION),
    column("is_revoked", YES_NO, "True from logout on", SECTION, default="false"),
    comment="Sessions behind the JSON web tokens, kept 90 days at most. Sharded by user_id.",
)

Index(
    "idx_user_sessions_token_hash",
    user_sessions.c.token_hash,
    info={"comment": "The session a token belongs to", "source": INDEXES},
)

Index(
    "idx_user_sessions_user_id",
    user_sessions.c.user_id,
    info={"comment": "Sessions of one user", "source": INDEXES},
)

password_reset_tokens = Table(
    "password_reset_tokens",
    METADATA,
    identity(SECTION),
    reference(
        "user_id", "users.id", "Who wants a new password", SECTION, null=False, on_delete="CASCADE", unindexed=NO_INDEX
    ),
    column("token_hash", words(255), "Hash of the token; the token itself is never stored", SECTION, null=False),
    column("expires_at", MOMENT, "When the token stops working (UTC)", SECTION, null=False),
    column("used_at", MOMENT, "When it was used (UTC); NULL while it was not", SECTION),
    created(SECTION),
    comment="Tokens sent to reset a password, kept 90 days at most. Sharded by user_id.",
)
