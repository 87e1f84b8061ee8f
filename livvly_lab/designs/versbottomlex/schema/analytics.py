"""Analytics: what streams brought, and who did what. Source: Analytics and Reporting."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    ADDRESS,
    DAY,
    ID,
    JSON,
    METADATA,
    MINOR,
    MOMENT,
    OURS,
    TEXT,
    WHOLE,
    check,
    column,
    identity,
    index,
    key,
    one_of,
    reference,
    words,
)

METRICS = "Performance Metrics"
AUDIT = "Audit Logs"

performance_metrics = Table(
    "performance_metrics",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who streamed", METRICS, on_delete="CASCADE"),
    reference("stream_id", "streams.id", "The stream", METRICS, on_delete="CASCADE"),
    column("metric_date", DAY, "Day on which it ended (UTC)", METRICS, null=False),
    column("viewers", WHOLE, "Different users who watched", METRICS, null=False),
    column("watch_seconds", WHOLE, "Seconds watched, all together", METRICS, null=False),
    column(
        "returning_viewers",
        WHOLE,
        "Of them, those who had watched an earlier stream of the performer",
        METRICS,
        null=False,
    ),
    column("reactions", WHOLE, "Likes and the like", METRICS, null=False),
    column("shares", WHOLE, "Shares", METRICS, null=False),
    column("messages", WHOLE, "Public messages", METRICS, null=False),
    column("sales", WHOLE, "Tips, gifts and tickets settled during it", METRICS, null=False),
    column("tips_usd_minor", MINOR, "The performer's shares of tips and gifts, in US cents", METRICS, null=False),
    column("computed_at", MOMENT, "When it was computed (UTC)", METRICS, null=False, default="now()"),
    check("returning_viewers", "returning_viewers BETWEEN 0 AND viewers"),
    check("counts", "least(viewers, watch_seconds, reactions, shares, messages, sales) >= 0"),
    check("tips_usd_minor", "tips_usd_minor >= 0"),
    UniqueConstraint("stream_id"),
    comment="What one stream brought, computed once it is over by refresh_metrics. Sharded by performer_id.",
)
index(
    "idx_performance_metrics_performer",
    performance_metrics.c.performer_id,
    performance_metrics.c.metric_date.desc(),
    says="Figures of one performer, the latest first",
    source=METRICS,
)

audit_logs = Table(
    "audit_logs",
    METADATA,
    identity(OURS),
    # A primary key of a partitioned table must hold the column that decides the partition.
    key(column("occurred_at", MOMENT, "When (UTC); decides the monthly partition", AUDIT, default="now()")),
    column("category", words(14), "security, administrative, system or compliance", AUDIT, null=False),
    column("action", words(40), "What was done, such as role.granted", AUDIT, null=False),
    column("actor_id", ID, "Who did it; NULL: the system. Stays when the account is emptied", AUDIT, soft="users.id"),
    column("object_table", words(40), "Table of what it was done to", AUDIT),
    column("object_id", ID, "Row of that table, or the user it belongs to", AUDIT),
    column("details", JSON, "What changed; never a secret", AUDIT, null=False, default="'{}'"),
    column("address", ADDRESS, "Address the request came from", AUDIT),
    column("request_id", TEXT, "Request it was part of", AUDIT),
    one_of("category", "security", "administrative", "system", "compliance"),
    check("action", "action ~ '^[a-z_]+[.][a-z_]+$'"),
    comment="Who did what: rows are added and never changed. One table over all shards, partitioned by month.",
)
index(
    "idx_audit_logs_actor",
    audit_logs.c.actor_id,
    audit_logs.c.occurred_at.desc(),
    says="What one user did",
    source=AUDIT,
)
index(
    "idx_audit_logs_object",
    audit_logs.c.object_id,
    audit_logs.c.occurred_at.desc(),
    says="What was done to one row",
    source=AUDIT,
)
index(
    "idx_audit_logs_category",
    audit_logs.c.category,
    audit_logs.c.occurred_at.desc(),
    says="Events of one kind, the latest first",
    source=AUDIT,
)
