"""Claims about indexes, views, size, pooling and backup (LP-C011, LP-C012, LP-C014 to LP-C017)."""

from livvly_lab.designs.livepanty.claims.safety import APP
from livvly_lab.designs.samples import read_sql
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Claim, Equals, ReadAs, Size

LARGE_ROWS, ROWS_PER_USER, AUDIT_ROWS_PER_USER = 10_000_000, 6.67, 0.99
_SETTING = "app.user_id"
_WITH_HISTORY = "SELECT user_id FROM {ledger} GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 4"

RUNNING = (
    Claim(
        "LP-C011",
        experiment="queries_not_as_meant",
        arguments={"tables": ("users", "streams", "ledger", "moderation_flags")},
        rule=Equals(0),
        yardstick="to serve is read as: a query uses some index on some shard",
        size=Size(150_000),
        level="medium",
        remedy="Look at the plan: a small table is read whole whatever the index.",
    ),
    Claim(
        "LP-C012",
        experiment="view_against",
        arguments={
            "view": "user_summary",
            "key": "id",
            "keys": "SELECT id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 4",
            "direct": read_sql("livvly_lab.designs.livepanty", "claims/queries/user_summary.sql")[1],
        },
        rule=ReadAs(
            {
                "beside the same query written out": AtMost(1.25, of="view over the query"),
                "beside rows kept ready": AtMost(1.25, of="view over a kept copy"),
            }
        ),
        yardstick="that a view helps has no number; a quarter more time is the lab's own limit",
    ),
    Claim(
        "LP-C014",
        experiment="partitions_read",
        arguments={
            "table": "ledger",
            "at_column": "created_at",
            "key": "user_id",
            "rows": LARGE_ROWS,
            "rows_per_user": ROWS_PER_USER,
        },
        rule=AllOf((AtMost(1.25, of="of one month of a key"), AtMost(1, of="of detaching over deleting"))),
        yardstick="it helps large volumes where a month is read no slower and goes faster than by DELETE",
        size=Size(int(LARGE_ROWS / ROWS_PER_USER)),
    ),
    Claim(
        "LP-C015",
        experiment="retention",
        arguments={
            "table": "audit_logs",
            "at_column": "created_at",
            "rows": 1_000_000,
            "rows_per_user": AUDIT_ROWS_PER_USER,
        },
        rule=AtLeast(2),
        yardstick="to move months is worth it where dropping one is at least twice as fast as deleting it",
        size=Size(int(1_000_000 / AUDIT_ROWS_PER_USER)),
    ),
    Claim(
        "LP-C016",
        experiment="setting_under_pooling",
        arguments={"role": APP, "setting": _SETTING, "users": _WITH_HISTORY, "read": "SELECT FROM {ledger} LIMIT 5"},
        rule=ReadAs(
            {
                "with SET LOCAL in every transaction": Equals(0, of="after SET LOCAL"),
                "with SET once for a session": Equals(0, of="after SET"),
            }
        ),
        yardstick="pooling by transaction is safe where nobody sees the rows of the client before",
    ),
    Claim(
        "LP-C017",
        experiment="restore_time",
        arguments={"users": 1_000_000},
        rule=AllOf((AtMost(24, of="to dump"), Equals(0, of="missing after the restore"))),
        yardstick="daily is read as: a dump of a million users takes less than a day; recovery to a point in time takes"
        " an archive of the log, which a scratch server does not write",
        size=Size(1_000_000),
    ),
)
