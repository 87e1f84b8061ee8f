"""Claims of the Overview and the principles (C001 to C007): size, normal form, keys, audit columns, counters."""

from livvly_lab.designs.analyst_marketplace.claims.base import LIMIT_MS, MILLION, at_once, scenario, values, writers
from livvly_lab.domain.claims import AtMost, Claim, Equals, ReadAs, Size

_COPIED = (
    ("subscriptions", "tier_id", "analyst_id"),
    ("payment_transactions", "subscription_id", "analyst_id"),
    ("payment_transactions", "subscription_id", "user_id"),
    ("chat_messages", "channel_id", "analyst_id"),
    ("invite_links", "discount_code_id", "analyst_id"),
)

PRINCIPLES = (
    Claim(
        "AM-C001",
        experiment="slowest_query",
        arguments={"limit_ms": LIMIT_MS, "clients": "10,000 analysts and 1,000,000 users"},
        rule=AtMost(LIMIT_MS),
        size=Size(MILLION, worse_with_size=True),
        level="high",
        remedy="Look at the plan of the slowest query.",
    ),
    Claim(
        "AM-C002",
        experiment="derivable_columns",
        arguments={"copied": _COPIED, "computed": values("computed"), "counted": values("counted")},
        rule=ReadAs(
            {
                "as third normal form": Equals(0, of="of their own row"),
                "as no redundancy at all": Equals(0, of="of any rows"),
            }
        ),
        yardstick="in third normal form no column follows from others that are no key",
        level="medium",
        remedy="Hold the copies to their source by composite foreign keys, such as (tier_id, analyst_id), and generate "
        "what is computed.",
    ),
    Claim(
        "AM-C003",
        experiment="keys_compared",
        arguments={
            "kinds": {
                "uuid v4": ("uuid", "gen_random_uuid()"),
                "uuid v7": ("uuid", "uuidv7()"),
                "bigint": ("bigint", "n"),
            },
            "sources": 8,
        },
        rule=Equals(0, of="uuid v4 drawn twice"),
        yardstick="suit distribution is read as: sources that know nothing of each other draw no key twice",
        level="high",
        remedy="Find out which source repeats its ids.",
    ),
    Claim(
        "AM-C004",
        experiment="columns_not_on_all",
        arguments={"columns": ("deleted_at",)},
        rule=Equals(0),
        level="low",
        remedy="Say which tables are exempt: those that jobs delete from or archive, and bookmarks.",
    ),
    Claim(
        "AM-C005",
        experiment="columns_not_on_all",
        arguments={"columns": ("created_at", "updated_at")},
        rule=Equals(0),
        level="low",
        remedy="Add updated_at to otp_verifications and bookmarks, or say that they are exempt; a trigger that sets it "
        "fails there.",
    ),
    Claim(
        "AM-C006",
        experiment="reference_indexes",
        rule=Equals(0, of="references without an index"),
        yardstick="an index of all rows that refer to something counts too: a search for what they name can use it",
        level="medium",
        remedy="Create an index on each referring column by which rows are deleted or read.",
    ),
    Claim(
        "AM-C007",
        experiment="together",
        arguments={
            "parts": (
                at_once("counters_at_once"),
                (
                    "writers_slowed",
                    {
                        "prepare": scenario("writers"),
                        "writes": writers(),
                        "sessions": 8,
                    },
                ),
            ),
            "shows": 1,
        },
        rule=Equals(0, of="counters off"),
        yardstick="exact is read as: what eight sessions wrote at once is counted like a recount; what the counting "
        "costs is told, and no limit is named for it",
        level="high",
        remedy="Change counters by what a row changes them by, in one UPDATE.",
    ),
)
