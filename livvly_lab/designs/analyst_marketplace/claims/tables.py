"""Claims of the table reference (C008 to C026): what each table takes, refuses, counts and computes."""

from livvly_lab.designs.analyst_marketplace.claims.base import (
    LIMIT_MS,
    MILLION,
    OPTIMIZED,
    SMALL,
    at_once,
    facts,
    served,
    walked,
)
from livvly_lab.domain.claims import AllOf, AtMost, Claim, Equals, ReadAs, Size
from livvly_lab.domain.scenario import AS_TOLD

_KEPT = Equals(0, of=AS_TOLD)


def _scenario(key: str, name: str, remedy: str) -> Claim:
    """Return a claim that a scenario on the loaded rows decides."""
    experiment, arguments = walked(name)
    return Claim(key, experiment=experiment, arguments=arguments, rule=_KEPT, level="high", remedy=remedy)


_PEOPLE = (
    _scenario("AM-C008", "one_time_passwords", "Bound lifetime and attempts by CHECKs, and run the cleanup daily."),
    _scenario("AM-C009", "codes_of_six_digits", "Add CHECK (otp_code ~ '^[0-9]{6}$')."),
    _scenario("AM-C010", "ratings", "Recount the rating in the trigger after the analyst's row is locked."),
    Claim(
        "AM-C011",
        experiment=facts("commission")[0],
        arguments=facts("commission")[1],
        rule=ReadAs(
            {
                "as a fixed 20 and 80 %": AllOf(
                    (
                        Equals(0, of="amounts that 20 and 80 % do not add up to"),
                        Equals(0, of="payments whose shares do not add up"),
                    )
                ),
                "at rates agreed with single analysts, each share rounded": Equals(
                    0, of="amounts that rounded shares of other rates do not add up to"
                ),
            }
        ),
        yardstick="each analyst has a commission_rate; the design rounds the commission alone, and the rest is his",
    ),
    Claim(
        "AM-C012",
        experiment="room_in_types",
        arguments={
            "columns": ("analyst_profiles.monthly_revenue", "invite_links.total_revenue_generated"),
            "each": 99_900,
            "things": "subscribers",
            "users": MILLION,
        },
        rule=AtMost(1, of="fullest"),
        yardstick="at ₹999 a month, the price of the document's example",
        level="high",
        remedy="Take BIGINT: beyond the limit the trigger refuses the subscription itself.",
    ),
)

_PAIRS = (
    Claim(
        "AM-C013",
        experiment=walked("tiers")[0],
        arguments=walked("tiers")[1],
        rule=ReadAs({"with deleted tiers": AllOf((_KEPT, Equals(0, of="after a soft delete"))), "as rows": _KEPT}),
    ),
    Claim(
        "AM-C014",
        experiment="together",
        arguments={"parts": (walked("one_active"), at_once("one_active_at_once"))},
        rule=AllOf(
            (
                _KEPT,
                Equals(0, of="counters off"),
                Equals(1, of="subscriptions of the pair active at once"),
                ReadAs(
                    {
                        "by the time paid for": Equals(0, of="renewals refused"),
                        "by status": AtMost(1, of="renewals refused"),
                    }
                ),
            )
        ),
        yardstick="what is over and not yet swept counts as active by status, and no longer by the time paid for",
    ),
    Claim(
        "AM-C015",
        experiment=walked("retries")[0],
        arguments=walked("retries")[1],
        rule=AllOf(
            (
                _KEPT,
                ReadAs(
                    {
                        "as seven days after an attempt": Equals(0, of=AS_TOLD),
                        "as seven days after the first failure": Equals(0, of="from the first failure"),
                    }
                ),
            )
        ),
        yardstick="no column holds when the payment failed first",
    ),
    _scenario("AM-C018", "bookmarks", "Keep UNIQUE (user_id, post_id), both NOT NULL."),
    Claim(
        "AM-C019",
        experiment="together",
        arguments={"parts": (walked("reviews_without_subscription"), served("may_review"))},
        rule=ReadAs(
            {
                "as what the application asks": AtMost(LIMIT_MS, of="p95 of the slowest"),
                "as a rule of the database": Equals(0, of="reviews the database lets pass"),
            }
        ),
        yardstick="the text leaves the rule to the application, for whom the question must be quick",
    ),
    Claim(
        "AM-C020",
        experiment=walked("one_review")[0],
        arguments=walked("one_review")[1],
        rule=ReadAs(
            {
                "of all rows": _KEPT,
                "of live reviews": AllOf((_KEPT, Equals(0, of="after a soft delete"))),
            }
        ),
    ),
)

_CONTENT = (
    Claim(
        "AM-C016",
        experiment=served()[0],
        arguments=served("timeline_of_analyst", "urgent_posts", "posts_about_stock")[1],
        rule=AllOf((Equals(0, of="not by their index"), AtMost(LIMIT_MS, of="p95 of the slowest"))),
        yardstick=OPTIMIZED,
        size=Size(SMALL),
        level="medium",
        remedy="Look at the plan of the query that does not take its index.",
    ),
    Claim(
        "AM-C017",
        experiment="together",
        arguments={
            "parts": (
                served("post_search"),
                (
                    "index_bought",
                    {
                        "query": "post_search",
                        "index": "idx_posts_content_search",
                        "table": "posts",
                        "unserved": "SELECT id FROM {posts}"
                        " WHERE to_tsvector(content) @@ websearch_to_tsquery('english', %(words)s)",
                    },
                ),
            )
        },
        rule=AllOf(
            (
                AtMost(LIMIT_MS, of="p95 of the slowest"),
                Equals(0, of="not by their index"),
                AtMost(1, of="with the index over without"),
            )
        ),
        yardstick="an index serves a search that is slower without it",
        size=Size(SMALL),
        level="medium",
        remedy="Name the configuration in index and query alike: to_tsvector('english', content).",
    ),
    Claim(
        "AM-C021",
        experiment="together",
        arguments={
            "parts": (
                walked("unasked_messages"),
                at_once("rate_limit_at_once"),
                served("messages_within_a_minute"),
            ),
            "shows": 1,
        },
        rule=AllOf(
            (
                _KEPT,
                AtMost(LIMIT_MS, of="p95 of the slowest"),
                ReadAs(
                    {
                        "for who asks the function": Equals(10, of="messages of one user within a minute"),
                        "for who does not ask": Equals(0, of="bursts that pass unasked"),
                    }
                ),
            )
        ),
        yardstick="the text has the application ask before it writes",
    ),
    _scenario("AM-C022", "lengths", "Add CHECK (char_length(…) <= 2000); varchar(2000) would do as well."),
)

_MONEY = (
    Claim(
        "AM-C023",
        experiment=walked("splits")[0],
        arguments=walked("splits")[1],
        rule=AllOf(
            (
                _KEPT,
                ReadAs(
                    {
                        "of captured payments": _KEPT,
                        "of every payment": Equals(0, of="before it is captured"),
                    }
                ),
            )
        ),
        yardstick="a CHECK lets pass what is unknown, and NULL + anything is",
    ),
    Claim(
        "AM-C024",
        experiment=walked("conversion_rates")[0],
        arguments=walked("conversion_rates")[1],
        rule=ReadAs({"as built here": _KEPT, "as written": Equals(0, of="as written")}),
        yardstick="built here: 100.0 * conversions / NULLIF(clicks, 0), stored",
    ),
    Claim(
        "AM-C025",
        experiment=walked("funnels")[0],
        arguments=walked("funnels")[1],
        rule=AllOf(
            (
                _KEPT,
                ReadAs(
                    {
                        "as counters that agree": _KEPT,
                        "as counters the database keeps": Equals(0, of="by the database"),
                    }
                ),
            )
        ),
        yardstick="the text names no trigger for the counters of a link",
    ),
    Claim(
        "AM-C026",
        experiment="together",
        arguments={"parts": (at_once("codes_at_once"), walked("codes"))},
        rule=AllOf(
            (
                _KEPT,
                Equals(0, of="counters off"),
                ReadAs(
                    {
                        "as a limit": Equals(5, of="redemptions of a code good for five"),
                        "as a count of redemptions that stand": Equals(0, of="after a redemption was taken back"),
                    }
                ),
            )
        ),
    ),
)

TABLES = (*_PEOPLE, *_PAIRS, *_CONTENT, *_MONEY)
