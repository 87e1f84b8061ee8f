"""Claims of performance, security and maintenance (C027 to C032): partitions, archives, query patterns, passwords."""

from livvly_lab.designs.analyst_marketplace.claims.base import ANALYSTS, LIMIT_MS, OPTIMIZED, SMALL, served, walked
from livvly_lab.domain.claims import AllOf, AtMost, Claim, Equals, ReadAs, Rule, Size
from livvly_lab.domain.job import Job
from livvly_lab.domain.scenario import AS_TOLD

_IN_TIME = AtMost(LIMIT_MS, of="p95 of the slowest")
_BY_INDEX = Equals(0, of="not by their index")
_SLOW = "Look at the plan of the slowest query, and of the one that does not take its index."

_JOBS = (
    Job(
        "archive_read_notifications",
        "notifications",
        "SELECT archive_read_notifications(%(as_of)s)",
        "status = 'read' AND read_at < %(as_of)s - interval '30 days'",
        "max(read_at)",
        "notifications_archive",
    ),
    Job(
        "archive_closed_tickets",
        "support_tickets",
        "SELECT archive_closed_tickets(%(as_of)s)",
        "status = 'closed' AND closed_at < %(as_of)s - interval '60 days'",
        "max(closed_at) + interval '50 days'",
        "support_tickets_archive",
    ),
)

_FEED_COPY = """
SELECT s.user_id, p.id, p.analyst_id, p.title, p.stock_symbol, p.action, p.call_status, p.created_at
FROM {subscriptions} AS s
JOIN {posts} AS p ON p.analyst_id = s.analyst_id AND p.deleted_at IS NULL
WHERE s.user_id = ANY (%(keys)s) AND s.status = 'active' AND s.deleted_at IS NULL
"""
_FEED_READ = """
SELECT id, analyst_id, title, stock_symbol, action, call_status, created_at
FROM lab_read
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
"""
_FEED_FANNED = """
SELECT sum(p.total_posts::numeric * p.active_subscribers) / nullif(sum(p.total_posts), 0) FROM {analyst_profiles} AS p
"""


def _pattern(key: str, *queries: str, rule: Rule | None = None) -> Claim:
    """Return a claim that some queries of the workload decide."""
    experiment, arguments = served(*queries)
    return Claim(
        key,
        experiment=experiment,
        arguments=arguments,
        rule=rule or AllOf((_BY_INDEX, _IN_TIME)),
        yardstick=OPTIMIZED,
        size=Size(SMALL),
        level="medium",
        remedy=_SLOW,
    )


PATTERNS = (
    Claim(
        "AM-C027",
        experiment="partitions_tried",
        arguments={"tables": ("posts", "chat_messages"), "at_column": "created_at", "rows_above": 10_000_000},
        rule=ReadAs(
            {
                "by time": Equals(0, of="refused by time"),
                "by hash of the key": Equals(0, of="refused by hash of the key"),
            }
        ),
        yardstick="partitioned is read as: bookmarks and answers still refer to what they name; from which size it "
        "pays was not measured",
    ),
    Claim(
        "AM-C028",
        experiment="jobs_done",
        arguments={"jobs": _JOBS},
        rule=AllOf((Equals(0, of="due and left"), Equals(0, of="taken too early"), Equals(0, of="lost on the way"))),
        level="medium",
        remedy="Move rows in one statement: DELETE … RETURNING into the archive.",
    ),
    Claim(
        "AM-C029",
        experiment="queries_grown",
        arguments={
            "queries": ("discovery", "discovery_by_specialization", "discovery_by_language"),
            "table": "analyst_profiles",
            "rows": ANALYSTS,
        },
        rule=AllOf((_IN_TIME, Equals(0, of="read whole"))),
        yardstick="optimized has no number: read by an index, and within the Overview's 2 s among its 10,000 analysts",
        size=Size(SMALL),
        level="medium",
        remedy=_SLOW,
    ),
    Claim(
        "AM-C030",
        experiment="together",
        arguments={
            "parts": (
                served("feed_of_user"),
                (
                    "copied_reads",
                    {
                        "query": "feed_of_user",
                        "key": "user_id",
                        "copy": _FEED_COPY,
                        "read": _FEED_READ,
                        "fanned": _FEED_FANNED,
                    },
                ),
            )
        },
        rule=AllOf((_BY_INDEX, _IN_TIME)),
        yardstick=OPTIMIZED,
        size=Size(SMALL),
        level="medium",
        remedy="Keep copies of new posts for each subscriber, where the feed is read far more often than written.",
    ),
    _pattern(
        "AM-C031",
        "payments_of_user",
        "payments_of_subscription",
        "earnings_of_analyst",
        "revenue_of_platform",
        "messages_of_channel",
        "notifications_to_deliver",
    ),
    Claim(
        "AM-C032",
        experiment=walked("passwords")[0],
        arguments=walked("passwords")[1],
        rule=Equals(0, of=AS_TOLD),
        yardstick="the database sees the form of a hash, not how it was made",
        level="high",
        remedy="Add a CHECK on the form of password_hash.",
    ),
)
