"""What decides each acceptance criterion of livvly."""

from livvly_lab.domain.claims import (
    AtLeast,
    ByChecks,
    ByClaims,
    ByExperiment,
    ByLint,
    ByNothingHere,
    Decider,
    Equals,
)

NONE = Equals(0)
LANGUAGES = ("en", "hi", "ta", "te", "kn")
ADDED = (
    "matching_preferences",
    "ai_moderation_transcripts",
    "referrals",
    "notifications",
    "user_verification",
    "creator_performance",
)
"""The six tables of REQ-DB-004."""
SOFT_DELETED = ("users", "transactions", "calls", "gift_transactions", "rooms", "reports")
"""The six tables of REQ-DB-009."""
TRANSLATED = ("gifts.names", "coin_packages.names", "subscription_plans.names", "system_messages.messages")


def _claim(*numbers: int) -> ByClaims:
    return ByClaims(tuple(f"LIVVLY-C{number:03}" for number in numbers))


def _nothing(takes: str) -> ByNothingHere:
    return ByNothingHere(takes)


_ALEMBIC = _nothing("the application's Alembic project; the lab builds the schema from its own declarations")
_GRAFANA = _nothing("a Grafana server and its dashboards")
_APPLICATION = _nothing("the application and its endpoints")
_POOLER = _nothing("a PgBouncer and its configuration")
_BACKUP = _nothing("the production backups, their scripts and schedules")

_SHARDS: dict[str, Decider] = {
    "REQ-DB-001-AC1": ByExperiment("children_missing", NONE),
    "REQ-DB-001-AC2": ByChecks(("home",)),
    "REQ-DB-001-AC3": _claim(2),
    "REQ-DB-001-AC4": _nothing("migration scripts, and a layout with a server for each shard"),
    "REQ-DB-001-AC5": ByExperiment("queries_across_shards", AtLeast(1)),
    "REQ-DB-001-AC6": _claim(9),
}
_TABLES: dict[str, Decider] = {
    "REQ-DB-002-AC1": _claim(10),
    "REQ-DB-002-AC2": ByLint(("timestamp-without-zone",)),
    "REQ-DB-002-AC3": ByLint(("money-type",)),
    "REQ-DB-002-AC4": ByExperiment("setting_unset", NONE, {"setting": "timezone", "value": "UTC"}),
    "REQ-DB-002-AC5": ByExperiment(
        "columns_missing",
        NONE,
        {"columns": ("users.deleted_at", "transactions.deleted_at", "calls.deleted_at"), "type": "timestamptz"},
    ),
    "REQ-DB-002-AC6": ByExperiment("columns_not_on_all", NONE, {"columns": ("created_at", "updated_at")}),
    "REQ-DB-002-AC7": _claim(15),
    "REQ-DB-002-AC8": ByLint(("status-without-check",)),
}
_INDEXES: dict[str, Decider] = {
    "REQ-DB-003-AC1": _claim(17),
    "REQ-DB-003-AC2": ByExperiment("extension_missing", NONE, {"extension": "pg_trgm"}),
    "REQ-DB-003-AC3": _claim(25),
    "REQ-DB-003-AC4": ByExperiment("queries_not_as_meant", NONE),
    "REQ-DB-003-AC5": _claim(16),
    "REQ-DB-003-AC6": _GRAFANA,
    "REQ-DB-003-AC7": ByExperiment("queries_undocumented", NONE),
}
_ADDED: dict[str, Decider] = {
    "REQ-DB-004-AC1": ByExperiment("tables_missing", NONE, {"tables": ADDED}),
    "REQ-DB-004-AC2": ByExperiment("references_soft", NONE, {"tables": ADDED}),
    "REQ-DB-004-AC3": ByExperiment("queries_not_as_meant", NONE, {"tables": ADDED}),
    "REQ-DB-004-AC4": ByExperiment("tables_empty", NONE, {"tables": ADDED}),
    "REQ-DB-004-AC5": ByLint(("missing-comment",), ADDED),
    "REQ-DB-004-AC6": ByExperiment("tables_unqueried", NONE, {"tables": ADDED}),
}
_LANGUAGES: dict[str, Decider] = {
    "REQ-DB-005-AC1": ByExperiment(
        "columns_missing",
        NONE,
        {"columns": ("gifts.names", "coin_packages.names", "subscription_plans.names"), "type": "jsonb"},
    ),
    "REQ-DB-005-AC2": ByExperiment("tables_empty", NONE, {"tables": ("system_messages",)}),
    "REQ-DB-005-AC3": ByExperiment("rows_counted", Equals(len(LANGUAGES)), {"table": "i18n_metadata"}),
    "REQ-DB-005-AC4": ByExperiment("columns_unindexed", NONE, {"type": "jsonb", "method": "gin"}),
    "REQ-DB-005-AC5": ByExperiment("keys_missing", NONE, {"columns": TRANSLATED, "keys": LANGUAGES}),
    "REQ-DB-005-AC6": _APPLICATION,
    "REQ-DB-005-AC7": _claim(35),
}
_PRICES: dict[str, Decider] = {
    "REQ-DB-006-AC1": _claim(36),
    "REQ-DB-006-AC2": ByExperiment("tables_missing", NONE, {"tables": ("creator_call_rates",)}),
    "REQ-DB-006-AC3": _claim(39),
    "REQ-DB-006-AC4": ByExperiment(
        "keys_missing",
        NONE,
        {"columns": (*TRANSLATED, "gifts.descriptions", "coin_packages.descriptions"), "keys": LANGUAGES},
    ),
    "REQ-DB-006-AC5": _claim(37),
}
_MIGRATIONS: dict[str, Decider] = {
    "REQ-DB-007-AC1": _ALEMBIC,
    "REQ-DB-007-AC2": _ALEMBIC,
    "REQ-DB-007-AC3": _ALEMBIC,
    "REQ-DB-007-AC4": _ALEMBIC,
    "REQ-DB-007-AC5": _ALEMBIC,
    "REQ-DB-007-AC6": _claim(41),
    "REQ-DB-007-AC7": _ALEMBIC,
}
_REFERENCES: dict[str, Decider] = {
    "REQ-DB-008-AC1": ByExperiment("references_soft", NONE),
    "REQ-DB-008-AC2": ByExperiment("comments_silent", NONE, {"words": ("cascade", "delet", "erase")}),
    "REQ-DB-008-AC3": _claim(15, 44),
    "REQ-DB-008-AC4": ByChecks(("orphan",)),
    "REQ-DB-008-AC5": _claim(44),
}
_DELETION: dict[str, Decider] = {
    "REQ-DB-009-AC1": ByExperiment(
        "columns_missing",
        NONE,
        {"columns": tuple(f"{table}.deleted_at" for table in SOFT_DELETED), "type": "timestamptz"},
    ),
    "REQ-DB-009-AC2": ByExperiment("partial_indexes_missing", NONE, {"tables": SOFT_DELETED, "column": "deleted_at"}),
    "REQ-DB-009-AC3": ByExperiment("queries_with_deleted", NONE, {"column": "deleted_at"}),
    "REQ-DB-009-AC4": _APPLICATION,
    "REQ-DB-009-AC5": _APPLICATION,
    "REQ-DB-009-AC6": _claim(46),
}
_MAINTENANCE: dict[str, Decider] = {
    "REQ-DB-010-AC1": ByExperiment("extension_missing", NONE, {"extension": "pg_stat_statements"}),
    "REQ-DB-010-AC2": ByExperiment("extension_missing", NONE, {"extension": "pg_cron"}),
    "REQ-DB-010-AC3": _claim(25),
    "REQ-DB-010-AC4": _claim(25),
    "REQ-DB-010-AC5": _GRAFANA,
    "REQ-DB-010-AC6": _nothing("an alert manager and its rules"),
    "REQ-DB-010-AC7": _claim(24),
}
_CONNECTIONS: dict[str, Decider] = {
    "REQ-DB-011-AC1": _POOLER,
    "REQ-DB-011-AC2": _POOLER,
    "REQ-DB-011-AC3": _claim(53),
    "REQ-DB-011-AC4": _APPLICATION,
    "REQ-DB-011-AC5": _GRAFANA,
    "REQ-DB-011-AC6": _nothing("an alert manager, a pooler and its waiting times"),
    "REQ-DB-011-AC7": _nothing("the operations manual"),
}
_BACKUPS: dict[str, Decider] = {
    "REQ-DB-012-AC1": _BACKUP,
    "REQ-DB-012-AC2": _BACKUP,
    "REQ-DB-012-AC3": _claim(56),
    "REQ-DB-012-AC4": _GRAFANA,
    "REQ-DB-012-AC5": _nothing("an alert manager and its rules"),
    "REQ-DB-012-AC6": _nothing("the operations manual"),
}
_DOCUMENTATION: dict[str, Decider] = {
    "REQ-DB-013-AC1": ByExperiment("sheets_missing", NONE),
    "REQ-DB-013-AC2": ByExperiment("sheets_missing", NONE),
    "REQ-DB-013-AC3": ByExperiment("sheets_missing", NONE),
    "REQ-DB-013-AC4": ByLint(("missing-comment",)),
    "REQ-DB-013-AC5": _nothing("a place where the team reads it"),
    "REQ-DB-013-AC6": _nothing("the team's continuous integration"),
    "REQ-DB-013-AC7": _nothing("the README of the application"),
}

CRITERIA: dict[str, Decider] = {
    **_SHARDS,
    **_TABLES,
    **_INDEXES,
    **_ADDED,
    **_LANGUAGES,
    **_PRICES,
    **_MIGRATIONS,
    **_REFERENCES,
    **_DELETION,
    **_MAINTENANCE,
    **_CONNECTIONS,
    **_BACKUPS,
    **_DOCUMENTATION,
}
