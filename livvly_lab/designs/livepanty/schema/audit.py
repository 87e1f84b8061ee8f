"""Audit and Compliance: who changed what. Source: livepanty, Core Tables."""

from sqlalchemy import PrimaryKeyConstraint, Table

from livvly_lab.designs.columns import ID, JSON, words
from livvly_lab.designs.livepanty.schema.base import (
    ADDRESS,
    METADATA,
    column,
    created,
    index,
    reference,
)

AUDIT = "Audit & Compliance"

audit_logs = Table(
    "audit_logs",
    METADATA,
    column("id", ID, "Id of the entry", null=False, default="gen_random_uuid()"),
    reference("actor_id", "users.id", "Who did it; NULL for the system", "RESTRICT", AUDIT),
    column("actor_role", words(20), "As what: app, staff or system", AUDIT, null=False),
    column("action", words(60), "What was done, such as payout_changed", AUDIT, null=False),
    column("resource", words(40), "What it was done to, by its table", AUDIT, null=False),
    column("resource_id", ID, "And its key; the trail outlives the row", AUDIT),
    column("old_values", JSON, "Columns that changed as they were; personal values are left out (***)", AUDIT),
    column("new_values", JSON, "Columns that changed as they became; personal values are left out (***)", AUDIT),
    column("ip_address", ADDRESS, "From where", "Security Features"),
    created("When it was done (UTC)", AUDIT),
    PrimaryKeyConstraint("id", "created_at"),
    comment="Security and compliance audit trail, append-only, partitioned by month of created_at. Shared.",
)
index(
    "idx_audit_logs_actor",
    audit_logs.c.actor_id,
    audit_logs.c.created_at.desc(),
    says="What one user did, the latest first",
)
index(
    "idx_audit_logs_resource",
    audit_logs.c.resource_id,
    audit_logs.c.created_at.desc(),
    says="What was done to one row, the latest first",
)
index(
    "idx_audit_logs_action",
    audit_logs.c.action,
    audit_logs.c.created_at.desc(),
    says="Actions of one kind, the latest first",
)
