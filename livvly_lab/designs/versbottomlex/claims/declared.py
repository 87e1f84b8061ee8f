"""What decides the twelve claims of VersBottomLex. The document has no number: where a limit is needed, it is ours."""

from livvly_lab.designs.versbottomlex.claims.base import at_once, facts, together, walked
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Claim, Equals, ReadAs
from livvly_lab.domain.scenario import AS_TOLD

LIMIT_MS = 200
MILLION = 1_000_000
_KEPT = Equals(0, of=AS_TOLD)
_ENVELOPE = b"\x01\x00\x02" + bytes(60)

_MOMENTS = {
    "transactions.tax_country": "owed where the viewer lived when paying",
    "transactions.viewer_id": "the payer is who holds the instrument or the subscription; read for itself",
    "transactions.currency": "that of the sale",
    "transactions.gross_minor": "what was paid then; an offer, a tax or a price may change",
    "transactions.tax_minor": "as it was computed",
    "transactions.fee_minor": "as it was computed",
    "transactions.performer_minor": "as it was computed",
    "transactions.platform_minor": "as it was computed",
    "transactions.performer_permille": "the share as it was computed",
    "plan_prices.currency": "that of the region when the price was set",
    "subscriptions.currency": "that of the price as agreed",
    "subscriptions.price_minor": "the price as agreed",
    "payouts.currency": "that of the sales paid",
    "transactions.payment_method_id": "chosen anew for each payment",
    "streams.height_pixels": "as it was streamed; the profile holds what is usual",
    "streams.bitrate_kbps": "as it was streamed; the profile holds what is usual",
    "streams.frames_per_second": "as it was streamed",
    "streams.codec": "as it was streamed",
    "streams.ingest_protocol": "as it was streamed",
    "payouts.payout_account_id": "where it went; the next may go elsewhere",
    "streams.locale": "spoken in the stream, not by the performer",
    "stream_archives.visibility": "set apart from the stream's: a recording may be opened or closed later",
}
"""Columns that keep what held at a moment, so that a later change of the other row does not change them."""

DECLARED = (
    Claim(
        "VBL-C001",
        **together(("facts_of_others", {"kept": _MOMENTS}), facts("counted_twice")),
        rule=AllOf(
            (
                Equals(0, of="offers whose count drifted"),
                Equals(0, of="streams whose figures drifted"),
                ReadAs(
                    {
                        "with what a sale keeps of its moment": Equals(0, of="stored again without a reason"),
                        "to the letter of the third normal form": Equals(0, of="stored again"),
                    }
                ),
            )
        ),
        level="medium",
        remedy="Read the column from the row it is a fact about, or declare the moment that it keeps.",
    ),
    Claim(
        "VBL-C002",
        **together(
            ("slowest_query", {"limit_ms": LIMIT_MS, "clients": "a platform that grows"}),
            ("reads_by_size", {"table": "messages", "key": "owner_id", "newest": "created_at"}),
        ),
        rule=AllOf(
            (
                AtMost(LIMIT_MS, of="p95 of the slowest"),
                AtMost(2, of="of a read as the rows grow"),
            )
        ),
        yardstick="scalable: every query within 200 ms, and reads among 16 times the rows twice as long at most",
        level="medium",
        remedy="Bound what a query reads: by a limit that an index serves, or by figures computed before.",
    ),
    Claim(
        "VBL-C003",
        **together(walked("categories"), ("hierarchies_compared", {"node": 8})),
        rule=_KEPT,
        level="high",
        remedy="Refuse cycles in a trigger that holds a lock on the tree while it looks.",
    ),
    Claim(
        "VBL-C004",
        experiment="queries_served",
        arguments={
            "queries": ("category_search", "tag_search", "performer_search", "stream_search"),
            "limit_ms": LIMIT_MS,
        },
        rule=ReadAs(
            {
                "by speed": AtMost(LIMIT_MS, of="p95 of the slowest"),
                "by the indexes written for it": Equals(0, of="not by their index"),
            }
        ),
        yardstick="searchable has no number: within 200 ms, and by the index written for it",
        level="low",
        remedy="A few hundred categories and tags need no index: the planner reads them whole.",
    ),
    Claim(
        "VBL-C005",
        **together(walked("shares"), facts("shares")),
        rule=AllOf(
            (
                _KEPT,
                Equals(0, of="payments whose shares do not add up"),
                Equals(0, of="amounts the function does not share whole"),
                Equals(0, of="payouts that are not the sum of their shares"),
            )
        ),
        level="high",
        remedy="Compute one share by rounding and give the rest to the other, in one place.",
    ),
    Claim(
        "VBL-C006",
        **together(walked("prices"), at_once("offers_at_once")),
        rule=AllOf((_KEPT, Equals(0, of="steps of eight sessions that went otherwise"))),
        level="high",
        remedy="Make the days part of the key: WITHOUT OVERLAPS, or an exclusion before PostgreSQL 18.",
    ),
    Claim(
        "VBL-C007",
        **together(walked("retention")),
        rule=_KEPT,
        level="high",
        remedy="Let a job read the policy of each recording, and keep what is held.",
    ),
    Claim(
        "VBL-C008",
        **together(walked("deletion")),
        rule=ReadAs(
            {
                "soft deletion follows the cascades": Equals(
                    0, of="soft deletion that does not agree with the cascades"
                ),
                "a removal takes all that hangs on it": Equals(0, of="cascades that leave something"),
            }
        ),
        level="medium",
        remedy="Close accounts by soft deletion, and empty them: a cascade reaches no other shard.",
    ),
    Claim(
        "VBL-C009",
        experiment="retention",
        arguments={"table": "audit_logs", "at_column": "occurred_at", "rows": MILLION, "rows_per_user": 1.75},
        rule=AtLeast(1),
        yardstick="a plan is worth it where dropping a month takes no longer than deleting it",
    ),
    Claim(
        "VBL-C010",
        **together(walked("policies")),
        rule=_KEPT,
        level="high",
        remedy="Enable row-level security on every table and shard, and sign the application in as a role without it.",
    ),
    Claim(
        "VBL-C011",
        **together(
            (
                "accepted_values",
                {
                    "table": "payout_accounts",
                    "tries": (
                        ("account_ciphertext", b"DE89370400440532013000 of Ada Lovelace", False),
                        ("account_ciphertext", b"\x01 too short", False),
                        ("account_ciphertext", _ENVELOPE, True),
                        ("holder_ciphertext", b"Ada Lovelace, 12 St James's Square", False),
                        ("tax_number_ciphertext", b"12/345/67890, tax office of Hamburg", False),
                    ),
                },
            ),
            facts("sealed"),
        ),
        rule=AllOf((Equals(0, of="wrong decisions"), Equals(0, of="rows with an instrument that is readable"))),
        level="high",
        remedy="Seal in the application, and let a CHECK refuse what is no envelope.",
    ),
    Claim(
        "VBL-C012",
        **together(walked("audit")),
        rule=_KEPT,
        level="high",
        remedy="Write events by triggers, and refuse every change of what is written.",
    ),
)
