"""How VersBottomLex shares, prices and pays out: against cases computed by hand, and with two sessions at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import psycopg
import pytest
from versbottomlex_for_tests import DAY, NOW, SHARDS, USERS_PER_SHARD, Platform, opened

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]
PATIENCE_S = 20.0


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    with opened(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD, layout=request.param))) as found:
        yield found


@pytest.fixture
def sessions(filled: Filled, copied: Callable[[Run], Run]) -> Iterator[Callable[[], Platform]]:
    """Yield what opens a session on a copy in shards, in which rows stay."""
    run = copied(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD)))
    made: list[psycopg.Connection[Any]] = []

    def session() -> Platform:
        made.append(psycopg.connect(run.dsn, autocommit=True))
        return Platform(made[-1], run)

    yield session
    for connection in made:
        connection.close()


def one_waits(
    first: Platform, acts: Callable[[], Any], second: Platform, waits: Callable[[], Any], watching: Platform
) -> Any:
    """Let one session act and hold what it has until another waits for it, then commit; return what that one got."""
    with ThreadPoolExecutor(1) as pool:
        with first.connection.transaction():
            acts()
            future = pool.submit(waits)
            pid, until = second.connection.info.backend_pid, monotonic() + PATIENCE_S
            while not watching.one("SELECT cardinality(pg_blocking_pids(%s)) > 0", pid):
                assert not future.done(), "it did not wait"
                assert monotonic() < until, "it neither waits nor ends"
        return future.result(PATIENCE_S)


# how a payment is shared

BY_HAND = [
    # gross, tax, fee and performer's permille -> tax, fee, performer, platform
    ((1_190, 190, 39, 750), (190, 46, 716, 238)),  # 11.90 with 19 %: 10.00 net, fee 46.41, 954 left, 715.5 rounds up
    ((1_000, 0, 39, 800), (0, 39, 769, 192)),  # 961 left: 768.8
    ((1_000, 0, 0, 1_000), (0, 0, 1_000, 0)),
    ((1_000, 0, 0, 0), (0, 0, 0, 1_000)),
    ((1, 0, 0, 500), (0, 0, 1, 0)),  # half a cent rounds up: to the performer
    ((1, 250, 200, 700), (0, 0, 1, 0)),  # 0.8 net rounds up, so that no tax is left
    ((3, 0, 200, 333), (0, 1, 1, 1)),  # fee 0.6 rounds up, 2 left: 0.666
    ((999, 210, 29, 700), (173, 29, 558, 239)),  # 825.6 net: 826; 28.97; 797 left: 557.9
    ((9_007_199_254, 200, 39, 850), (1_501_199_876, 351_280_771, 6_081_510_816, 1_073_207_791)),
]
"""Payments in minor units; the last one is larger than an integer holds."""


@pytest.mark.parametrize(("given", "expected"), BY_HAND)
def test_a_payment_is_shared_as_by_hand(given: tuple[int, ...], expected: tuple[int, ...], platform: Platform) -> None:
    found = platform.ask("SELECT (split_payment(%s, %s, %s, %s)).*", *given)
    assert found == [expected]
    assert sum(expected) == given[0]


def test_shares_add_up_and_none_is_negative_for_any_payment(platform: Platform) -> None:
    broken = """
        SELECT count(*)
        FROM generate_series(1, 400) AS gross, unnest('{0,50,190,220,300}'::int[]) AS tax,
            unnest('{0,14,39,200}'::int[]) AS fee, unnest('{0,333,700,850,1000}'::int[]) AS share,
            split_payment(gross, tax, fee, share) AS s
        WHERE s.tax + s.fee + s.performer + s.platform <> gross OR least(s.tax, s.fee, s.performer, s.platform) < 0
    """
    assert platform.one(broken) == 0


def test_what_is_written_as_shares_is_computed_by_the_rules_of_the_day(platform: Platform) -> None:
    ada, ben = platform.performer(), platform.user()
    method = platform.put("payment_methods", user_id=ben)
    for moment, permille in ((NOW, 850), (NOW - 400 * DAY, 800)):
        paid = platform.put(
            "transactions",
            performer_id=ada,
            viewer_id=ben,
            payment_method_id=method,
            performer_minor=1_190,
            performer_permille=1_000,
            created_at=moment,
            settled_at=moment,
        )
        row = platform.row("SELECT * FROM transactions WHERE id = %s", paid)
        shares = tuple(row[f"{name}_minor"] for name in ("tax", "fee", "performer", "platform"))
        assert row["performer_permille"] == permille
        assert shares == (190, 46, {850: 811, 800: 763}[permille], {850: 143, 800: 191}[permille])


def test_a_sale_without_a_rule_or_with_the_instrument_of_another_is_refused(platform: Platform) -> None:
    sale = platform.row_of("transactions")
    with pytest.raises(psycopg.errors.CheckViolation, match="no rule says"), platform.refused():
        platform.insert("transactions", sale | {"created_at": "2020-01-01Z", "settled_at": "2020-01-02Z"})
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="not the payer's"), platform.refused():
        platform.insert("transactions", sale | {"payment_method_id": platform.put("payment_methods")})
    with pytest.raises(psycopg.errors.CheckViolation), platform.refused():
        platform.insert("transactions", sale | {"gross_minor": -5})
    with pytest.raises(psycopg.errors.CheckViolation), platform.refused():
        platform.insert("transactions", sale | {"kind": "raffle"})
    platform.insert("transactions", sale)


@pytest.mark.parametrize(
    "change",
    ["gross_minor = 1", "performer_minor = performer_minor + 1, platform_minor = platform_minor - 1", "kind = 'gift'"],
)
def test_what_was_paid_is_never_changed_nor_removed_but_refunded(change: str, platform: Platform) -> None:
    paid = platform.put("transactions")
    with pytest.raises(psycopg.errors.RestrictViolation), platform.refused():
        platform.do(f"UPDATE transactions SET {change} WHERE id = %s", paid)  # noqa: S608
    with pytest.raises(psycopg.errors.RestrictViolation), platform.refused():
        platform.do("DELETE FROM transactions WHERE id = %s", paid)
    assert platform.do("UPDATE transactions SET status = 'refunded', refunded_at = now() WHERE id = %s", paid) == 1


# prices and offers


def test_a_plan_costs_what_its_region_and_day_say(platform: Platform) -> None:
    ada = platform.performer()
    plan = platform.put("pricing_plans", performer_id=ada)
    for region, days, amount, currency in (
        ("EU", "[2026-01-01,2026-06-01)", 500, "EUR"),
        ("EU", "[2026-06-01,)", 600, "EUR"),
        ("JP", "[2026-01-01,)", 800, "JPY"),
    ):
        platform.put(
            "plan_prices", performer_id=ada, plan_id=plan, region_code=region, validity=days, amount_minor=amount,
            currency=currency,
        )  # fmt: skip
    asked = "SELECT amount_minor, currency FROM price_of(%s, %s, %s)"
    assert platform.ask(asked, plan, "DE", "2026-05-31") == [(500, "EUR")]
    assert platform.ask(asked, plan, "FR", "2026-06-01") == [(600, "EUR")]
    assert platform.ask(asked, plan, "JP", "2027-01-01") == [(800, "JPY")]
    assert platform.ask(asked, plan, "DE", "2025-12-31") == platform.ask(asked, plan, "US", "2026-06-01") == []


@pytest.mark.parametrize(
    ("table", "first", "overlapping", "beside"),
    [
        ("plan_prices", "[2026-01-01,2026-06-01)", "[2026-05-31,2026-07-01)", "[2026-06-01,2026-07-01)"),
        ("plan_prices", "[2026-01-01,)", "[2027-01-01,2027-02-01)", "[2025-01-01,2026-01-01)"),
        ("promotions", "[2026-01-01,2026-02-01)", "[2026-01-15,2026-01-16)", "[2026-02-01,2026-03-01)"),
        ("payouts", "[2026-08-01,2026-09-01)", "[2026-08-31,2026-10-01)", "[2026-09-01,2026-10-01)"),
        ("revenue_share_rules", "[2020-01-01,2021-01-01)", "[2020-06-01,2020-07-01)", "[2019-01-01,2020-01-01)"),
    ],
)
def test_two_of_one_thing_never_hold_on_the_same_day(
    table: str, first: str, overlapping: str, beside: str, platform: Platform
) -> None:
    days = "period" if table == "payouts" else "validity"
    made = platform.row_of(table, **{days: first})
    platform.insert(table, made)
    other = made | {"id": platform.one("SELECT gen_random_uuid()"), "code": "OTHER1"}
    other = {name: value for name, value in other.items() if name in made}
    with pytest.raises(psycopg.errors.ExclusionViolation), platform.refused():
        platform.insert(table, other | {days: overlapping})
    platform.insert(table, other | {days: beside})


def test_before_version_18_an_exclusion_refuses_the_same_and_carries_the_same_name(platform: Platform) -> None:
    server = platform.connection.info.server_version
    definition = platform.one(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'revenue_share_rules'::regclass"
        " AND conname = 'revenue_share_rules_never_overlapping'"
    )
    assert ("WITHOUT OVERLAPS" in definition) == (server >= 180_000)
    platform.ask("ALTER TABLE revenue_share_rules DROP CONSTRAINT revenue_share_rules_never_overlapping")
    old = platform.one("SELECT prosrc FROM pg_proc WHERE proname = 'never_overlapping'").replace("180000", "990000")
    platform.ask(
        "CREATE PROCEDURE before_18(target regclass, columns text[], days text, says text) LANGUAGE plpgsql AS $body$"
        + old
        + "$body$"
    )
    platform.ask("CALL before_18('revenue_share_rules', '{kind}', 'validity', 'As before')")
    rule = platform.row_of("revenue_share_rules")
    platform.insert("revenue_share_rules", rule)
    with pytest.raises(psycopg.errors.ExclusionViolation), platform.refused():
        platform.insert("revenue_share_rules", rule | {"validity": "[2020-12-31,2021-12-31)"})


def test_an_offer_is_counted_when_taken_and_refused_for_another_plan_or_day(platform: Platform) -> None:
    ada = platform.performer()
    plan, other = (platform.put("pricing_plans", performer_id=ada, tier=tier) for tier in (1, 2))
    offer = platform.put("promotions", performer_id=ada, plan_id=plan, most_redemptions=2)
    taken = platform.row_of("subscriptions", performer_id=ada, plan_id=plan, promotion_id=offer)
    for wrong in ({"plan_id": other}, {"started_at": NOW - 90 * DAY}):
        with pytest.raises(psycopg.errors.CheckViolation, match="does not hold"), platform.refused():
            platform.insert("subscriptions", taken | wrong)
    platform.insert("subscriptions", taken)
    platform.put("subscriptions", performer_id=ada, plan_id=plan)
    assert platform.one("SELECT redemptions FROM promotions WHERE id = %s", offer) == 1


def test_the_last_place_of_an_offer_is_not_given_twice(sessions: Callable[[], Platform]) -> None:
    first, second, third = sessions(), sessions(), sessions()
    ada = third.performer()
    plan = third.put("pricing_plans", performer_id=ada)
    offer = third.put("promotions", performer_id=ada, plan_id=plan, most_redemptions=1)
    one, another = (third.row_of("subscriptions", performer_id=ada, plan_id=plan, promotion_id=offer) for _ in range(2))
    with pytest.raises(psycopg.errors.CheckViolation):
        one_waits(
            first, lambda: first.insert("subscriptions", one), second,
            lambda: second.insert("subscriptions", another), third,
        )  # fmt: skip
    assert third.one("SELECT redemptions FROM promotions WHERE id = %s", offer) == 1
    assert third.one("SELECT count(*) FROM subscriptions WHERE promotion_id = %s", offer) == 1


# payouts


def sales_of(platform: Platform, *moments: Any, **given: Any) -> tuple[Any, list[Any]]:
    """Write a performer with a tip at each moment; return both."""
    ada = platform.performer()
    platform.put("payout_accounts", performer_id=ada)
    return ada, [
        platform.put("transactions", performer_id=ada, created_at=at, settled_at=at, **given) for at in moments
    ]


def test_a_payout_is_the_sum_of_what_is_due_on_its_days_and_of_nothing_else(platform: Platform) -> None:
    ada, (september, october) = sales_of(platform, "2026-09-30T23:59:59Z", "2026-10-01T00:00:00Z")
    back = platform.put("transactions", performer_id=ada, status="refunded", refunded_at=NOW, created_at="2026-09-02Z",
                        settled_at="2026-09-02Z")  # fmt: skip
    held = platform.put("transactions", performer_id=ada, needs_review=True, created_at="2026-09-03Z",
                        settled_at="2026-09-03Z")  # fmt: skip
    made = platform.one("SELECT prepare_payout(%s, 'USD', '[2026-09-01,2026-10-01)')", ada)
    row = platform.row("SELECT * FROM payouts WHERE id = %s", made)
    assert (row["amount_minor"], row["status"]) == (811, "prepared")
    went = dict(platform.ask("SELECT id, payout_id FROM transactions WHERE performer_id = %s", ada))
    assert went == {september: made, october: None, back: None, held: None}
    assert platform.one("SELECT prepare_payout(%s, 'USD', '[2026-09-01,2026-10-01)')", ada) is None
    assert platform.one("SELECT prepare_payout(%s, 'EUR', '[2026-09-01,2026-10-01)')", ada) is None


def test_nobody_is_paid_without_a_verified_account(platform: Platform) -> None:
    ada, _ = sales_of(platform, "2026-09-05Z")
    platform.do(
        "UPDATE payout_accounts SET verification_status = 'pending', verified_at = NULL WHERE performer_id = %s", ada
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="no verified account"), platform.refused():
        platform.ask("SELECT prepare_payout(%s, 'USD', '[2026-09-01,2026-10-01)')", ada)
    assert platform.one("SELECT count(*) FROM payouts WHERE performer_id = %s", ada) == 0


def test_two_sessions_do_not_pay_the_same_share_twice(sessions: Callable[[], Platform]) -> None:
    first, second, third = sessions(), sessions(), sessions()
    ada, _ = sales_of(third, "2026-09-05Z", "2026-09-06Z")
    pay = "SELECT prepare_payout(%s, 'USD', '[2026-09-01,2026-10-01)')"
    second_got = one_waits(first, lambda: first.one(pay, ada), second, lambda: second.one(pay, ada), third)
    assert second_got is None
    assert third.ask("SELECT amount_minor FROM payouts WHERE performer_id = %s", ada) == [(2 * 811,)]


def test_a_provider_that_tells_twice_is_heard_once_over_all_shards(platform: Platform) -> None:
    for shard in (1, 2):
        sale = platform.put("transactions", performer_id=platform.user(shard % SHARDS))
        event = platform.row_of("provider_events", transaction_id=sale, provider_ref="pay_same")
        if shard == 1:
            platform.insert("provider_events", event)
        else:
            with pytest.raises(psycopg.errors.UniqueViolation), platform.refused():
                platform.insert("provider_events", event)


def test_views_show_the_facts_their_table_owns(platform: Platform) -> None:
    ada, (tip, _) = sales_of(platform, NOW - 3 * DAY, NOW - 2 * DAY)
    failed = platform.put("transactions", performer_id=ada, status="failed", failure_code="x", settled_at=None)
    assert platform.one("SELECT count(*) FROM tips WHERE performer_id = %s", ada) == 2
    assert platform.one("SELECT sum(performer_minor) FROM performer_earnings WHERE performer_id = %s", ada) == 2 * 811
    method = platform.one("SELECT payment_method_id FROM transactions WHERE id = %s", tip)
    usage = platform.row("SELECT payments, failed FROM payment_method_usage WHERE payment_method_id = %s", method)
    assert usage == {"payments": 1, "failed": 0}
    method = platform.one("SELECT payment_method_id FROM transactions WHERE id = %s", failed)
    assert platform.one("SELECT failed FROM payment_method_usage WHERE payment_method_id = %s", method) == 1


def test_retention_counts_who_still_pays_a_month_later(platform: Platform) -> None:
    ada = platform.performer()
    plan = platform.put("pricing_plans", performer_id=ada)
    for paid_days in (30, 60, 90):
        platform.put(
            "subscriptions",
            performer_id=ada,
            plan_id=plan,
            status="expired",
            started_at=NOW - 200 * DAY,
            paid_until=NOW - (200 - paid_days) * DAY,
        )
    found = platform.ask(
        "SELECT months_after, subscribers, kept FROM subscriber_retention WHERE performer_id = %s AND months_after <= 3"
        " ORDER BY 1",
        ada,
    )
    assert found == [(1, 3, 2), (2, 3, 1), (3, 3, 0)]
