"""Claims about the ledger and the wallets (LP-C001 to LP-C003, LP-C006 to LP-C008)."""

from livvly_lab.designs.samples import read_sql
from livvly_lab.domain.claims import AllOf, AtMost, Claim, Equals, ReadAs

_PACKAGE = "livvly_lab.designs.livepanty"
_SESSIONS = 8


def _sql(name: str) -> str:
    return read_sql(_PACKAGE, f"claims/queries/{name}.sql")[1]


_REPLICA = (("session_replication_role", "'replica'"),)

_CHANGES = tuple(
    {"says": says, "sql": text, "settings": settings}
    for says, text, settings in (
        ("UPDATE", "UPDATE {ledger} SET kind = 'reversal'", ()),
        ("UPDATE of one month", "UPDATE ledger_2026_10 SET kind = 'reversal'", ()),
        ("DELETE", "DELETE FROM {ledger}", ()),
        ("DELETE as a replica", "DELETE FROM {ledger}", _REPLICA),
        ("DELETE from one month as a replica", "DELETE FROM ledger_2026_10", _REPLICA),
        ("TRUNCATE", "TRUNCATE {ledger}", ()),
        ("TRUNCATE of one month", "TRUNCATE ledger_2026_10", ()),
        ("TRUNCATE as a replica", "TRUNCATE {ledger}", _REPLICA),
        (
            "MERGE",
            "MERGE INTO {ledger} AS l USING {wallets} AS w ON w.user_id = l.user_id WHEN MATCHED THEN DELETE",
            (),
        ),
        ("DELETE of a user with a history", "DELETE FROM {users} WHERE id IN (SELECT user_id FROM {ledger})", ()),
    )
)

_AT_ONCE = {
    "prepare": (_sql("users_to_tip"), _sql("tokens_to_tip"), _sql("streams_to_tip")),
    "statement": _sql("random_tip"),
    "sessions": _SESSIONS,
    "questions": {
        "entries that do not follow the one before": ("entries", _sql("broken_chain")),
        "entries without both balances": (
            "entries",
            "SELECT count(*) FROM ledger WHERE balance_before IS NULL OR balance_after IS NULL",
        ),
        "transactions that do not sum to zero": (
            "transactions",
            "SELECT count(*) FROM (SELECT FROM ledger GROUP BY transaction_id HAVING sum(amount) <> 0) AS broken",
        ),
        "wallets below zero or reserved twice": (
            "wallets",
            "SELECT count(*) FROM wallets WHERE balance < 0 OR reserved_balance NOT BETWEEN 0 AND balance",
        ),
        "tokens too many or too few": (
            "tokens",
            "SELECT abs(sum(balance + fees_balance + payouts_balance + purchases_balance)) FROM wallets",
        ),
        "tips that fees and earnings do not add up to": ("tips", _sql("tips_not_split")),
    },
}


def _asked(first: str, says: str) -> dict[str, object]:
    return {**_AT_ONCE, "first": first, "says": says}


MONEY = (
    Claim(
        "LP-C001",
        experiment="refused_and_taken",
        arguments={
            "tries": _CHANGES,
            "needs": "SELECT FROM {ledger} LIMIT 1",
        },
        rule=Equals(0),
        yardstick="append-only is read as: nothing but INSERT and SELECT, for whoever may do everything else",
        level="high",
        remedy="Guard each partition by statement triggers that are ENABLE ALWAYS, TRUNCATE included.",
    ),
    Claim(
        "LP-C002",
        experiment="written_at_once",
        arguments=_asked("entries that do not follow the one before", "left behind were"),
        rule=AllOf(
            (
                Equals(0, of="entries that do not follow the one before"),
                Equals(0, of="entries without both balances"),
                Equals(0, of="deadlocks and other failures"),
            )
        ),
        yardstick="recorded is read as: each entry begins where the account's entry before it ended",
        level="high",
        remedy="Write the balances from the row that is locked, not from one that was read before.",
    ),
    Claim(
        "LP-C003",
        experiment="cost_of_triggers",
        arguments={
            "statement": _sql("balanced_entries"),
            "rows": "SELECT 2 * count(*) FROM (SELECT FROM {wallets} LIMIT 100) AS few",
            "off": (("ledger", "double_entry"),),
            "also": {"check_double_entry": ("ledger",)},
        },
        rule=ReadAs(
            {
                "as what is enforced": Equals(0, of="untold"),
                "as what it costs to enforce": AtMost(1.25, of="with the triggers"),
            }
        ),
        yardstick="the text names no price; a quarter more time is the lab's own limit",
    ),
    Claim(
        "LP-C006",
        experiment="facts_in_rows",
        arguments={"says": "of what stands in the rows", "query": _sql("conversion")},
        rule=AllOf(
            (
                Equals(100, of="tokens of a dollar"),
                Equals(0, of="payments of another rate"),
                Equals(0, of="payouts of another rate"),
                Equals(0, of="tips whose fee is rounded otherwise"),
            )
        ),
        level="high",
        remedy="Hold payments to the rate by a CHECK.",
    ),
    Claim(
        "LP-C007",
        experiment="written_at_once",
        arguments=_asked("wallets below zero or reserved twice", "left behind were"),
        rule=AllOf(
            (
                Equals(0, of="wallets below zero or reserved twice"),
                Equals(0, of="tokens too many or too few"),
                Equals(0, of="deadlocks and other failures"),
            )
        ),
        level="high",
        remedy="Let a CHECK hold the balance to what is reserved of it, and change both under the row's lock.",
    ),
    Claim(
        "LP-C008",
        experiment="written_at_once",
        arguments=_asked("tips that fees and earnings do not add up to", "left behind were"),
        rule=AllOf(
            (
                Equals(0, of="tips that fees and earnings do not add up to"),
                Equals(0, of="transactions that do not sum to zero"),
            )
        ),
        level="high",
        remedy="Write the fee as a leg of its own.",
    ),
)
