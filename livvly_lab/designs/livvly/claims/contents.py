"""Claims of REQ-DB-005 to REQ-DB-009 (C031 to C046): languages, prices, migrations, references, soft delete."""

from livvly_lab.designs.samples import read_sql
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Between, Claim, Equals, ReadAs

_TRANSLATED = (
    "gifts.names",
    "gifts.descriptions",
    "coin_packages.names",
    "coin_packages.descriptions",
    "subscription_plans.names",
    "system_messages.messages",
)
_DELETED = "deleted_at"


def _asked(name: str) -> dict[str, str]:
    """Return what a question of this folder says and its SQL, as the experiments on rows take them."""
    says, query = read_sql(__package__, f"queries/{name}.sql")
    return {"says": says, "query": query}


LANGUAGES = (
    Claim(
        "LIVVLY-C031",
        experiment="translation_bytes",
        arguments={"columns": _TRANSLATED},
        rule=ReadAs({"for names alone": Between(100, 200, of="gifts.names"), "for a whole row": Between(100, 200)}),
        yardstick="the text says 100 to 200 bytes; Indian scripts take three bytes a letter",
    ),
    Claim(
        "LIVVLY-C032",
        experiment="gin_overhead",
        arguments={"columns": ("gifts.names", "coin_packages.names", "transactions.metadata")},
        rule=ReadAs(
            {
                "for translations": AllOf((Between(0.2, 0.3), Between(0.2, 0.3, of="coin_packages.names"))),
                "for the metadata of transactions": Between(0.2, 0.3, of="transactions.metadata"),
            }
        ),
        level="low",
        remedy="Index the translations only where names are searched; read by key they need no index.",
    ),
    Claim(
        "LIVVLY-C033",
        experiment="translations_compared",
        arguments={"column": "gifts.names"},
        rule=AtMost(1),
        yardstick="chosen for performance means no slower",
    ),
    Claim(
        "LIVVLY-C034",
        experiment="new_language",
        arguments={"columns": _TRANSLATED, "language": "ml"},
        rule=Equals(0),
    ),
    Claim(
        "LIVVLY-C035",
        experiment="fallback_reads",
        arguments={"columns": _TRANSLATED, "function": "translated"},
        rule=Equals(1),
    ),
)

PRICES = (
    Claim(
        "LIVVLY-C036",
        experiment="facts_in_rows",
        arguments=_asked("coins_for_price"),
        rule=AllOf(
            tuple(
                Equals(coins, of=f"coins for ₹{price}")
                for price, coins in ((99, 110), (299, 350), (499, 600), (999, 1_300))
            )
        ),
    ),
    Claim(
        "LIVVLY-C037",
        experiment="facts_in_rows",
        arguments=_asked("unit_economics"),
        rule=AllOf(
            (
                Equals(1, 0.005, of="rupees for a coin"),
                Equals(0.75, 0.0005, of="diamonds for a coin of a gift"),
            )
        ),
        yardstick="one rupee to the nearest paisa",
        level="high",
        remedy="Price diamonds on the rupees paid, not on coins with bonus, or pay no higher tier on bonus coins.",
    ),
    Claim(
        "LIVVLY-C038",
        experiment="accepted_values",
        arguments={
            "table": "creator_call_rates",
            "tries": tuple(
                (f"{kind}_rate_per_minute", rate, taken)
                for kind in ("audio", "video")
                for rate, taken in ((7.99, False), (8, True), (25, True), (25.01, False))
            ),
            **_asked("call_rates_paid"),
        },
        rule=ReadAs(
            {
                "as the rate a creator sets": Equals(0),
                "as what a caller pays at peak": Between(8, 25, of="rupees for a minute at peak"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C039",
        experiment="facts_in_rows",
        arguments=_asked("gift_tiers"),
        rule=AllOf(
            (
                Equals(15, of="gifts"),
                ReadAs(
                    {
                        "by price": AllOf(
                            (
                                Equals(5, of="gifts of 10 to 50 coins"),
                                Equals(6, of="gifts of 100 to 500 coins"),
                                Equals(4, of="gifts of 1,000 to 10,000 coins"),
                            )
                        ),
                        "by the category stored": Equals(3, of="categories"),
                    }
                ),
            )
        ),
    ),
    Claim(
        "LIVVLY-C040",
        experiment="facts_in_rows",
        arguments=_asked("catalogue_sizes"),
        rule=AllOf((Equals(4, of="coin packages"), Between(9, 20, of="gifts"), Equals(15, of="gifts"))),
    ),
)

INTEGRITY = (
    Claim(
        "LIVVLY-C041",
        experiment="downgraded",
        rule=AllOf((Equals(0, of="objects left"), Equals(1, of="upgrades that run again"))),
        level="medium",
        remedy="Write the downgrade of functions, procedures, views and extensions by hand, and test it up and down.",
    ),
    Claim(
        "LIVVLY-C042",
        experiment="reference_indexes",
        rule=AllOf(
            (
                Equals(0, of="references without an index"),
                AtLeast(1, of="indexes made by adding a foreign key"),
            )
        ),
        yardstick="PostgreSQL indexes the key a reference points at, not the column that refers",
        level="medium",
        remedy="Create an index on each referring column by which rows are deleted or read.",
    ),
    Claim(
        "LIVVLY-C043",
        experiment="references_counted",
        rule=ReadAs({"as declared": AtLeast(30, of="declared"), "as enforced": AtLeast(30, of="enforced here")}),
    ),
    Claim(
        "LIVVLY-C044",
        experiment="rows_after_deletion",
        arguments={"erase": "CALL erase_users(%(ids)s)"},
        rule=ReadAs(
            {
                "by the design's procedure": Equals(1, of="by the design's procedure"),
                "by DELETE alone": Equals(1, of="by DELETE"),
            }
        ),
    ),
    Claim(
        "LIVVLY-C045",
        experiment="soft_delete_reads",
        arguments={"table": "calls", "key": "receiver_id", "newest": "created_at", "deleted": _DELETED},
        rule=AtMost(1),
        yardstick="ensures performance is read as no slower than an index on all rows",
    ),
    Claim(
        "LIVVLY-C046",
        experiment="purged",
        arguments={"deleted": _DELETED, "days": 90, "job": "SELECT purge_deleted(%(as_of)s)"},
        rule=Equals(1),
        yardstick="the design's job keeps what money depends on; deleting that too breaks the promise to keep history",
        level="medium",
        remedy="Say what becomes of money: pay balances out, and anonymise instead of deleting.",
    ),
)

CONTENTS = (*LANGUAGES, *PRICES, *INTEGRITY)
