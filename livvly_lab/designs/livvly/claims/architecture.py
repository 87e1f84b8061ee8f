"""Claims of REQ-DB-001 to REQ-DB-004 (C001 to C030): shards, types, indexes, the added tables."""

from livvly_lab.designs.livvly.schema.base import OURS
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Between, Claim, Equals, ReadAs, Size

MVP, LAUNCH, PHYSICAL, MILLION, LATER = 10_000, 50_000, 200_000, 1_000_000, 1_500_000
"""Users of the stages that REQ-DB-001 and REQ-DB-003 name; 50,000 are those of whom 15 % are 7,500."""
SHARDS = 8

_SHARDS = (
    Claim(
        "LIVVLY-C001",
        experiment="routed_share",
        arguments={"users": MILLION, "shards": SHARDS},
        rule=AtMost(0.005),
        yardstick="the text says about; half a percentage point is the lab's own limit",
        size=Size(MVP),
        level="medium",
        remedy="Take another shard function.",
    ),
    Claim(
        "LIVVLY-C002",
        experiment="share_of_users",
        arguments={"tolerance": 0.02},
        rule=ReadAs(
            {
                "as 2 % of the mean": AtMost(0.02, of="of the mean"),
                "as 2 percentage points": AtMost(0.02, of="in percentage points"),
            }
        ),
        size=Size(MVP),
    ),
    Claim(
        "LIVVLY-C003",
        experiment="users_per_shard",
        arguments={"users": LATER, "shards": SHARDS},
        rule=AllOf((AtMost(200_000, of="fullest"), AtLeast(175_000, of="emptiest"))),
        size=Size(LATER),
    ),
    Claim(
        "LIVVLY-C004",
        experiment="slowest_query",
        arguments={"limit_ms": 200, "clients": "users who ask at once"},
        rule=AtMost(200),
        yardstick="growth is held against the 200 ms of REQ-DB-003, query by query",
        size=Size(MILLION, worse_with_size=True),
        level="high",
        remedy="Look at the plan of the slowest query before the rows are there.",
    ),
    Claim(
        "LIVVLY-C005",
        experiment="split_of_shards",
        arguments={"users": MILLION, "before": SHARDS, "after": 4 * SHARDS},
        rule=Equals(0, of="astray"),
        yardstick="a split is clean where every row stays with the successors of its shard",
        size=Size(MILLION, worse_with_size=True),
        level="high",
        remedy="Take a shard function whose modulus can be multiplied.",
    ),
    Claim(
        "LIVVLY-C006",
        experiment="hottest_shard",
        arguments={"load": "calls received", "few": 4, "many": SHARDS},
        rule=ReadAs(
            {
                "as the hottest shard against the mean": AtMost(1, of="against the mean"),
                "as what the hottest shard carries": AtMost(1, of="in absolute terms"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C007",
        experiment="through_the_parent",
        rule=Equals(0),
        yardstick="without changes means that every statement does on the parent what it does on one table",
        level="high",
        remedy="Let the application name the shard, or build hash partitions, through which INSERT and lookups work.",
    ),
    Claim(
        "LIVVLY-C008",
        experiment="planning_of_layouts",
        rule=AtMost(1.25),
        yardstick="flexibility has no number; a lookup planned in a quarter more time is the lab's own limit",
        level="medium",
        remedy="Name the child in every query, or take hash partitions.",
    ),
    Claim(
        "LIVVLY-C009",
        experiment="rows_across_shards",
        rule=AtMost(0.10),
        yardstick="avoidable has no number; a tenth of the rows is the lab's own limit",
        level="medium",
        remedy="Store two-party rows on both sides, or accept that one side asks every shard.",
    ),
)

_TYPES = (
    Claim(
        "LIVVLY-C010",
        experiment="tables_counted",
        rule=Equals(22),
        level="low",
        remedy="Correct the count: REQ-DB-002 lists 26 tables itself, and REQ-DB-005 adds one.",
    ),
    Claim(
        "LIVVLY-C011",
        experiment="bytes_of_types",
        arguments={
            "type": "timestamptz",
            "than": "timestamp",
            "value": "timestamptz '2026-01-01' + n * interval '1 s'",
        },
        rule=Equals(8),
    ),
    Claim(
        "LIVVLY-C012",
        experiment="cost_of_types",
        arguments={"type": "numeric(12,2)", "than": "integer", "expression": "(random() * 1000000)::int"},
        rule=ReadAs({"in bytes": AtMost(1.1, of="bytes"), "in time to add up": AtMost(1.1, of="adding up")}),
        yardstick="minimal has no number; a tenth more is the lab's own limit",
    ),
    Claim(
        "LIVVLY-C013",
        experiment="rounding_of_type",
        arguments={"type": "numeric(12,2)", "against": "double precision", "share": 0.75},
        rule=ReadAs(
            {
                "for sums of stored amounts": Equals(0, of="added up"),
                "for shares of them": AtMost(0.01, of="shared"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C014",
        experiment="ids_of_types",
        arguments={"generator": "gen_random_uuid()", "sources": SHARDS},
        rule=Equals(0),
        level="high",
        remedy="Find out which source repeats its ids.",
    ),
    Claim(
        "LIVVLY-C015",
        experiment="users_deleted",
        rule=AllOf((Equals(0, of="left dangling"), Equals(0, of="refused"))),
        yardstick="appropriate is read as: a deleted user is named nowhere afterwards",
        level="high",
        remedy="Clear soft references in the job that deletes users; a foreign key cannot reach other shards.",
    ),
)

_INDEXES = (
    Claim(
        "LIVVLY-C016",
        experiment="slowest_query",
        arguments={"limit_ms": 200, "clients": "the latency of an API under 7,500 users at once"},
        rule=AtMost(200),
        size=Size(LAUNCH, worse_with_size=True),
        level="high",
        remedy="Look at the plan of the slowest query.",
    ),
    Claim(
        "LIVVLY-C017",
        experiment="indexes_counted",
        arguments={"own": OURS},
        rule=ReadAs(
            {
                "as indexes the specification names": AtLeast(50, of="named"),
                "with those its rules ask for": AtLeast(50, of="declared"),
                "with those of keys": AtLeast(50, of="with keys"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C018",
        experiment="index_overhead",
        rule=Between(0.30, 0.40),
        size=Size(MVP),
        level="medium",
        remedy="Plan disks and memory for the measured overhead; drop redundant indexes first.",
    ),
    Claim(
        "LIVVLY-C019",
        experiment="queries_by_index",
        arguments={"low": 0.7, "high": 0.9},
        rule=ReadAs(
            {
                "where indexes alone are read": AtLeast(0.7, of="by indexes alone"),
                "where an index is read somewhere": AtLeast(0.7, of="an index somewhere"),
            }
        ),
        yardstick="more than the 90 % named is no worse",
        size=Size(MVP),
    ),
    Claim(
        "LIVVLY-C020",
        experiment="write_rate_lost",
        arguments={"tables": ("users", "calls", "transactions", "gift_transactions")},
        rule=Between(0.10, 0.15),
        level="high",
        remedy="Drop indexes no query chooses; count with the measured rate when sizing the primary.",
    ),
    Claim(
        "LIVVLY-C021",
        experiment="queries_without_table",
        rule=AtLeast(0.5),
        yardstick="most is read as more than half of the queries that use an index",
        size=Size(MVP),
        level="low",
        remedy="Cover only the hot queries that ask for few columns, and keep those tables vacuumed.",
    ),
    Claim(
        "LIVVLY-C022",
        experiment="gin_against_btree",
        arguments={"table": "transactions", "column": "metadata", "key": "order_id"},
        rule=ReadAs(
            {
                "for one known key": AtMost(1, of="one known key"),
                "for questions on any key": AtLeast(1, of="any key"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C023",
        experiment="closed_loop",
        arguments={"share": 0.15, "users": LAUNCH, "clients": 4, "think_s": 10.0, "endpoints": " /"},
        rule=AtLeast(1),
        yardstick="the text gives no pause between two requests of a user; 10 s is the lab's own",
        size=Size(LAUNCH, worse_with_size=True),
        level="high",
        remedy="Take more cores, or fewer queries a request.",
    ),
    Claim(
        "LIVVLY-C024",
        experiment="rarely_used",
        arguments={"share": 0.01},
        rule=Equals(0, of="keys it would drop"),
        yardstick="the rule is sound where it drops nothing that enforces a key",
        level="medium",
        remedy="Leave out indexes of constraints, and those of rare but needed queries, from the quarterly review.",
    ),
    Claim(
        "LIVVLY-C025",
        experiment="hour_of_schedule",
        arguments={
            "jobs": {"VACUUM ANALYZE": "0 2 * * *", "REINDEX": "0 3 * * 0"},
            "runs_in": "GMT",
            "meant_in": "Asia/Kolkata",
        },
        rule=Equals(0),
        level="medium",
        remedy="Write the schedules in UTC: 30 20 * * * is 2 AM in India; or set cron.timezone.",
    ),
)

_FEATURES = (
    Claim(
        "LIVVLY-C026",
        experiment="retention",
        arguments={
            "table": "ai_moderation_transcripts",
            "at_column": "created_at",
            "rows": MILLION,
            "rows_per_user": 0.3,
        },
        rule=AtLeast(2),
        yardstick="needed is read as: dropping a month is at least twice as fast as deleting it",
        size=Size(3_333_333),
    ),
    Claim(
        "LIVVLY-C027",
        experiment="lookup_against_aggregate",
        arguments={
            "cache": "creator_performance",
            "cache_key": "user_id",
            "table": "calls",
            "key": "receiver_id",
            "at_column": "started_at",
            "amounts": "sum(diamonds_earned), count(*), sum(duration_seconds), avg(rating)",
            "days": 30,
        },
        rule=AtLeast(2),
        yardstick="expensive has no number; twice the time of the cached row is the lab's own limit",
        size=Size(MVP),
    ),
    Claim(
        "LIVVLY-C028",
        experiment="contradictions",
        arguments={
            "table": "creator_performance",
            "broken": "right(revenue_tier, 2)::numeric <> revenue_share_percent",
            "values": (
                {"revenue_tier": "tier_1_75", "revenue_share_percent": 85},
                {"revenue_tier": "tier_3_85", "revenue_share_percent": 75},
                {"revenue_tier": "tier_4_90", "revenue_share_percent": 90},
            ),
        },
        rule=ReadAs(
            {
                "of the rows that are there": Equals(0, of="loaded"),
                "of what the database refuses": Equals(0, of="accepted"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C029",
        experiment="boundaries",
        arguments={
            "ranges": (
                ("creator_performance", "avg_rating_30d", 0, 5, 0.01),
                ("ai_moderation_transcripts", "confidence", 0, 100, 0.01),
            )
        },
        rule=Equals(0),
        level="medium",
        remedy="Add CHECKs for both ranges; DECIMAL(3,2) and (5,2) only bound the digits.",
    ),
    Claim(
        "LIVVLY-C030",
        experiment="guesses",
        arguments={"digits": 12, "algorithm": "sha256"},
        rule=AtLeast(100),
        yardstick="private is read as: a hundred years of one core to try all numbers",
        level="high",
        remedy="Use a keyed hash (HMAC with a secret outside the database), or encryption.",
    ),
)

ARCHITECTURE = (*_SHARDS, *_TYPES, *_INDEXES, *_FEATURES)
