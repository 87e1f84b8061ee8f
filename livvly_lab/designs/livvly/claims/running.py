"""Claims of REQ-DB-010 to REQ-DB-013 (C047 to C061): monitoring, connections, recovery, documents."""

from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Claim, Equals

UPKEEP = (
    Claim(
        "LIVVLY-C047",
        experiment="hit_ratios",
        rule=AllOf((AtLeast(0.95, of="of index blocks"), AtLeast(0.95, of="of all blocks"))),
    ),
    Claim(
        "LIVVLY-C048",
        experiment="slow_statements",
        arguments={"limit_ms": 200},
        rule=Equals(1),
        yardstick="an alert that counts slow queries has to see each of them",
        level="medium",
        remedy="Count slow statements in the log (log_min_duration_statement = 200), not from means.",
    ),
    Claim(
        "LIVVLY-C049",
        experiment="bloat_seen",
        arguments={"table": "coin_wallets", "column": "updated_at", "limit": 0.5},
        rule=Equals(1),
        yardstick="an alert on bloat has to fire when, and only when, more than half of a table is waste",
        level="low",
        remedy="Alert on pgstattuple's dead and free space; dead rows alone are zero after every VACUUM.",
    ),
    Claim(
        "LIVVLY-C050",
        experiment="reindex_waits",
        arguments={"table": "transactions"},
        rule=AtMost(0.1, of="a writer beside REINDEX"),
        yardstick="briefly is read as a tenth of the time that REINDEX takes",
        level="high",
        remedy="REINDEX CONCURRENTLY, and only indexes that are bloated.",
    ),
    Claim(
        "LIVVLY-C051",
        experiment="daily_vacuum",
        arguments={"table": "coin_wallets", "column": "updated_at", "updated_a_day": 1.0, "days": 5},
        rule=AllOf((AtMost(0.5, of="with a daily VACUUM"), AtLeast(0.5, of="without"))),
        yardstick="bloat is what the text alerts on: more than half of a table",
    ),
)

CONNECTIONS = (
    Claim(
        "LIVVLY-C052",
        experiment="pool_limits",
        arguments={"default_pool_size": 100, "reserve_pool_size": 20, "max_db_connections": 200},
        rule=Equals(200),
        yardstick="the text promises 200",
        level="low",
        remedy="Set default_pool_size to what the server is to have, and max_connections above it.",
    ),
    Claim(
        "LIVVLY-C053",
        experiment="pool_ceiling",
        arguments={"servers": 10, "pool_size": 20, "max_overflow": 10},
        rule=Equals(200),
        level="low",
        remedy="Count max_overflow in, or set it to 0.",
    ),
    Claim(
        "LIVVLY-C054",
        experiment="pooler_latency",
        rule=AtMost(1),
        takes="PgBouncer on PATH",
    ),
    Claim(
        "LIVVLY-C055",
        experiment="timeouts",
        arguments={"query_s": 60, "idle_s": 600, "lifetime_s": 3_600},
        rule=AllOf(
            (
                AtMost(1.5, of="query over its limit"),
                AtMost(1.5, of="idle session over its limit"),
                Equals(1, of="old connections replaced"),
            )
        ),
        yardstick="a limit works where what exceeds it ends within one and a half times of it",
    ),
    Claim(
        "LIVVLY-C060",
        experiment="throughput_by_connections",
        arguments={"connections": (1, 8, 40, 200)},
        rule=AtLeast(0.9),
        yardstick="a server at its limit of connections still does nine tenths of its best",
    ),
)

DOCUMENTS = (
    Claim(
        "LIVVLY-C056",
        experiment="restore_time",
        arguments={"users": 1_000_000},
        rule=AllOf((AtMost(4, of="to restore"), Equals(0, of="missing after the restore"))),
    ),
    Claim(
        "LIVVLY-C057",
        takes="a replica in another region and a backup store, with their alerts: the lab has one server",
    ),
    Claim(
        "LIVVLY-C058",
        experiment="documentation_time",
        rule=AtMost(5 * 60_000),
        yardstick="about five minutes is read as at most",
    ),
    Claim(
        "LIVVLY-C059",
        experiment="comments_counted",
        rule=AllOf((Equals(1, of="tables"), Equals(1, of="columns"))),
        yardstick="every column is taken for critical",
        level="low",
        remedy="Comment what has none.",
    ),
    Claim(
        "LIVVLY-C061",
        experiment="requirements_counted",
        rule=AllOf((Equals(15), Equals(8, of="P0"), Equals(5, of="P1"), Equals(2, of="P2"))),
    ),
)

RUNNING = (*UPKEEP, *CONNECTIONS, *DOCUMENTS)
