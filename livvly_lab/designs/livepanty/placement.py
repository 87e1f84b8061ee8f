"""Where the tables of livepanty live, and the sections of its ERD.

The document does not shard. What belongs to a user lives with the user: a tip with the viewer who gives it, a stream
with its host. The ledger is one: the legs of a tip belong to two users who may live in two shards, and only one table
can be asked at commit whether they sum to zero; by months, not by users, it also grows. Where each shard becomes a
server of its own, the ledger stays a service of its own beside them.
"""

from livvly_lab.domain.design import MonthlyPartitions, Section
from livvly_lab.domain.placement import Placement

PLACEMENT = Placement(
    root="users",
    keys={
        "users": "id",
        "user_preferences": "user_id",
        "auth_sessions": "user_id",
        "password_reset_tokens": "user_id",
        "wallets": "user_id",
        "tips": "sender_id",
        "payments": "user_id",
        "payouts": "user_id",
        "streams": "host_id",
        "stream_viewers": "user_id",
        "kyc_verifications": "user_id",
        "user_sanctions": "user_id",
    },
    shared={
        "ledger": "a transaction has legs of users in two shards, and balances at commit or not at all",
        "reports": "moderators work through one queue, and a report names users and a stream of any shard",
        "moderation_flags": "moderators work through one queue by priority",
        "audit_logs": "written about everything, searched by action and time over all shards",
    },
    together=frozenset({"payouts.kyc_verification_id"}),
)

MONTHLY = (MonthlyPartitions("ledger", "created_at"), MonthlyPartitions("audit_logs", "created_at"))
"""By month, three months ahead. Source: livepanty, Scaling Considerations (partitioning, archiving)."""

SECTIONS = (
    Section("users", "User Management", ("users", "user_preferences", "auth_sessions", "password_reset_tokens")),
    Section("tokens", "Token Economy", ("wallets", "ledger", "tips", "payments", "payouts")),
    Section("streaming", "Streaming", ("streams", "stream_viewers")),
    Section(
        "safety",
        "Verification & Safety",
        ("kyc_verifications", "reports", "moderation_flags", "user_sanctions"),
    ),
    Section("audit", "Audit & Compliance", ("audit_logs",)),
)
