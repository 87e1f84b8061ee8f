"""Admin: switches, settings, audit, health, sessions of staff. Source: wolo section 3.10."""

from sqlalchemy import CheckConstraint, Index, Table, text

from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, TEXTS, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import ADDRESS, INDEXES, METADATA, NO_INDEX, created, reference, updated

SECTION = "section 3.10"

feature_flags = Table(
    "feature_flags",
    METADATA,
    identity(SECTION),
    column("flag_key", words(100), "Key the application asks for, unique", SECTION, null=False, unique=True),
    column("name", words(255), "Name", SECTION, null=False),
    column("description", TEXT, "What it switches", SECTION),
    column("is_enabled", YES_NO, "True while it is on for anybody", SECTION, default="false"),
    column("flag_type", words(20), "Type of the value: boolean, string, number or json", SECTION, default="'boolean'"),
    column("flag_value", JSON, "The value", SECTION),
    column("rollout_percentage", WHOLE, "Share of users it is on for, percent", SECTION, default="0"),
    column("target_user_groups", TEXTS, "Groups it is on for; NULL for all", SECTION),
    column("target_regions", TEXTS, "Regions it is on for; NULL for all", SECTION),
    column("environment", words(20), "development, staging or production", SECTION, default="'production'"),
    reference("created_by_user_id", "users.id", "The member of staff who made it", SECTION, unindexed=NO_INDEX),
    reference(
        "last_modified_by_user_id", "users.id", "The member of staff who changed it last", SECTION, unindexed=NO_INDEX
    ),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("rollout_percentage BETWEEN 0 AND 100", name="rollout_percentage"),
    comment="Switches of the product, rolled out by degrees. Shared.",
)

system_config = Table(
    "system_config",
    METADATA,
    identity(SECTION),
    column("config_key", words(100), "Key, unique", SECTION, null=False, unique=True),
    column(
        "config_value", JSON, "The value; of a sensitive one the name of the secret in the vault", SECTION, null=False
    ),
    column("description", TEXT, "What it sets", SECTION),
    column("data_type", words(20), "string, number, boolean, object or array", SECTION, null=False),
    column("is_sensitive", YES_NO, "True for secrets", SECTION, default="false"),
    column("validation_rules", JSON, "JSON schema of the value", SECTION),
    column("environment", words(20), "development, staging or production", SECTION, default="'production'"),
    reference(
        "last_modified_by_user_id", "users.id", "The member of staff who changed it last", SECTION, unindexed=NO_INDEX
    ),
    created(SECTION),
    updated(SECTION),
    comment="Settings of the platform. Shared.",
)

audit_logs = Table(
    "audit_logs",
    METADATA,
    identity(SECTION),
    reference("actor_user_id", "users.id", "Who did it; NULL for the system", SECTION),
    column("actor_type", words(20), "user, system or api", SECTION, null=False),
    column("actor_ip", ADDRESS, "Address of the actor", SECTION),
    column("action", words(100), "What was done, such as user_suspended", SECTION, null=False),
    column("resource_type", words(50), "Kind of thing it was done to", SECTION, null=False),
    column("resource_id", ID, "The thing, a row of the table of that kind", SECTION),
    column("old_values", JSON, "What changed, before; secrets left out", SECTION),
    column("new_values", JSON, "What changed, after; secrets left out", SECTION),
    column("reason", TEXT, "Why", SECTION),
    column("metadata", JSON, "What else is known", SECTION),
    column("timestamp", MOMENT, "When (UTC)", SECTION, default="now()"),
    column("request_id", words(100), "Number of the request", SECTION),
    column("user_agent", TEXT, "Browser or app", SECTION),
    created(SECTION),
    comment="What was done by whom to what, kept five years; written by triggers and by staff. Shared.",
)

Index(
    "idx_audit_logs_actor_user_id",
    audit_logs.c.actor_user_id,
    postgresql_where=text("actor_user_id IS NOT NULL"),
    info={"comment": "What one person did", "source": INDEXES},
)

Index(
    "idx_audit_logs_action",
    audit_logs.c.action,
    info={"comment": "Who did something of one kind", "source": INDEXES},
)

Index(
    "idx_audit_logs_timestamp",
    audit_logs.c.timestamp,
    info={"comment": "Entries of a stretch of time, and those due for deletion", "source": INDEXES},
)

system_health_checks = Table(
    "system_health_checks",
    METADATA,
    identity(SECTION),
    column("service_name", words(100), "The service", SECTION, null=False),
    column("check_name", words(100), "What was looked at", SECTION, null=False),
    column("status", words(20), "healthy, degraded or unhealthy", SECTION, null=False),
    column("response_time_ms", WHOLE, "How long the answer took, milliseconds", SECTION),
    column("check_data", JSON, "What was told", SECTION),
    column("error_message", TEXT, "What went wrong", SECTION),
    column("checked_at", MOMENT, "When (UTC)", SECTION, default="now()"),
    created(SECTION),
    comment="What the watch over the services found. Shared.",
)

admin_sessions = Table(
    "admin_sessions",
    METADATA,
    identity(SECTION),
    reference("user_id", "users.id", "Whose session it is", SECTION, null=False, unindexed=NO_INDEX),
    column(
        "session_token_hash", words(255), "Hash of the token; the token itself is never stored", SECTION, null=False
    ),
    column("ip_address", ADDRESS, "Address", SECTION, null=False),
    column("user_agent", TEXT, "Browser", SECTION),
    column("admin_level", words(20), "regular, super, partner or sponsor", SECTION, null=False),
    column("permissions_granted", TEXTS, "What the session may do", SECTION),
    created(SECTION),
    column("last_activity_at", MOMENT, "When it was last used (UTC)", SECTION, default="now()"),
    column("expires_at", MOMENT, "When it ends (UTC)", SECTION, null=False),
    column("terminated_at", MOMENT, "When it was ended (UTC)", SECTION),
    column("termination_reason", words(50), "logout, timeout or revoked", SECTION),
    column("is_suspicious", YES_NO, "True where something did not look right", SECTION, default="false"),
    column("security_flags", JSON, "What did not", SECTION),
    comment="Sessions of staff and partners in the admin tools, kept 90 days at most. Shared.",
)
