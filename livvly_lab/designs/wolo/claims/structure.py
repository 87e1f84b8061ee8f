"""Claims of sections 1, 2, 4 and 10: what the schema is made of, what its indexes serve, how it is to be split."""

from livvly_lab.designs.wolo.claims.base import asked
from livvly_lab.designs.wolo.schema.base import INDEXES
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Claim, Equals, ReadAs

SHARDS = 8
"""The specification names no number of shards; these are the lab's own."""
WAYS = ("by region", "by user")

_SCHEMA = (
    Claim(
        "WOLO-C001",
        experiment="statements_run",
        rule=AllOf((Equals(0, of="refused"), Equals(37, of="that stand"))),
        level="high",
        remedy="Correct the statements that PostgreSQL refuses.",
    ),
    Claim(
        "WOLO-C002",
        experiment="columns_unmapped",
        arguments={"apart": ("audit_logs.resource_id",)},
        rule=Equals(0, of="mapped nowhere"),
        yardstick="the column audit_logs.resource_id, which names rows of many tables, is left out",
        level="medium",
        remedy="Add the three foreign keys by ALTER TABLE after all tables are there.",
    ),
    Claim(
        "WOLO-C003",
        experiment="sections_moved",
        rule=ReadAs(
            {
                "as the DDL has it": Equals(10, of="schemas now"),
                "as it could be moved later": AllOf(
                    (
                        Equals(0, of="queries that the move breaks"),
                        Equals(0, of="tables whose writes the move breaks"),
                    )
                ),
            }
        ),
        yardstick="the document names ten services",
        level="medium",
        remedy="Create ten schemas from the start, and one more for what serves all of them, such as the audit.",
    ),
    Claim(
        "WOLO-C021",
        experiment="indexes_wanted",
        arguments={"source": INDEXES},
        rule=AllOf(
            (
                Equals(0, of="that repeat a key"),
                Equals(34, of="that stand"),
                Equals(0, of="that no query chooses"),
            )
        ),
        yardstick="critical is read as: chosen by a query, and no repetition of a key",
        level="medium",
        remedy="Drop the indexes that repeat a UNIQUE key.",
    ),
)

_SPLIT = (
    Claim(
        "WOLO-C033",
        experiment="together",
        arguments={
            "parts": (
                ("shard_keys", {"shards": SHARDS, "ways": {way: asked(way.replace(" ", "_")) for way in WAYS}}),
                (
                    "retention",
                    {"table": "analytics_events", "at_column": "timestamp", "rows": 1_000_000, "rows_per_user": 6.1},
                ),
            )
        },
        rule=AllOf(
            (
                ReadAs({way: AtMost(1.25, of=way) for way in WAYS}),
                AtLeast(1.25, of="of the deletion"),
            )
        ),
        yardstick="even shards are read as none a quarter above the mean, and a use of partitions as dropping a month "
        "a quarter faster than deleting it; read replicas would take a second server",
    ),
    Claim(
        "WOLO-C034",
        experiment="sections_parted",
        rule=Equals(0, of="foreign keys to another section"),
        yardstick="services are separate where no foreign key leads from one to another",
        level="medium",
        remedy="Keep users where every service reads them, or replace the keys by events and a scan for orphans.",
    ),
)

STRUCTURE = (*_SCHEMA, *_SPLIT)
