"""The rules of the analyst marketplace: each with a row that it must refuse, beside one that it lets pass."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from designs_for_tests import function_in
from marketplace_for_tests import Market, marketplace_in
from psycopg import errors

from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.measure.question import addressed
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def built(server: Server) -> Iterator[Mapping[str, str]]:
    """The design in each layout, created once for all tests of this file; each test rolls back what it does."""
    made = {layout: server.create_database(f"rules_{layout}") for layout in LAYOUTS}
    for layout, dsn in made.items():
        with psycopg.connect(dsn) as connection:
            ddl.create(connection, marketplace_in(layout), function_in(layout))
    yield made
    for layout in made:
        server.drop_database(f"rules_{layout}")


@pytest.fixture(params=LAYOUTS)
def market(built: Mapping[str, str], request: pytest.FixtureRequest) -> Iterator[Market]:
    with psycopg.connect(built[request.param]) as connection:
        yield Market(connection, marketplace_in(request.param))
        connection.rollback()


REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("users", {"phone": None}, "users_reachable_check"),
    ("users", {"email": "nobody at home"}, "users_email_check"),
    ("users", {"phone": "9000000000"}, "users_phone_check"),
    ("users", {"phone": "+0123456789"}, "users_phone_check"),
    ("users", {"password_hash": "secret"}, "users_password_hash_check"),
    ("users", {"password_hash": "5f4dcc3b5aa765d61d8327deb882cf99"}, "users_password_hash_check"),
    ("users", {"user_type": "visitor"}, "users_user_type_check"),
    ("otp_verifications", {"phone": None}, "otp_verifications_sent_somewhere_check"),
    ("otp_verifications", {"otp_code": "12345"}, "otp_verifications_otp_code_check"),
    ("otp_verifications", {"otp_code": "12345a"}, "otp_verifications_otp_code_check"),
    ("otp_verifications", {"purpose": "curiosity"}, "otp_verifications_purpose_check"),
    (
        "otp_verifications",
        {"created_at": NOW, "expires_at": NOW + 11 * MINUTE},
        "otp_verifications_expires_at_check",
    ),
    ("otp_verifications", {"attempts": 4}, "otp_verifications_attempts_check"),
    ("otp_verifications", {"max_attempts": 4}, "otp_verifications_max_attempts_check"),
    (
        "otp_verifications",
        {"created_at": NOW, "expires_at": NOW + MINUTE, "verified": True, "verified_at": NOW + 2 * MINUTE},
        "otp_verifications_verified_at_check",
    ),
    ("analyst_profiles", {"bio": "x" * 2_001}, "analyst_profiles_bio_check"),
    ("analyst_profiles", {"country": "in"}, "analyst_profiles_country_check"),
    ("analyst_profiles", {"verification_status": "famous"}, "analyst_profiles_verification_status_check"),
    ("analyst_profiles", {"verification_status": "approved"}, "analyst_profiles_approved_check"),
    ("analyst_profiles", {"commission_rate": "1.001"}, "analyst_profiles_commission_rate_check"),
    ("analyst_profiles", {"avg_rating": "5.01"}, "analyst_profiles_avg_rating_check"),
    ("subscription_tiers", {"price_yearly": 12 * 99_900}, "subscription_tiers_price_yearly_check"),
    ("subscription_tiers", {"price_monthly": -1}, "subscription_tiers_prices_check"),
    ("subscription_tiers", {"is_free_tier": True}, "subscription_tiers_is_free_tier_check"),
    ("subscription_tiers", {"price_monthly": 0}, "subscription_tiers_is_free_tier_check"),
    ("subscriptions", {"status": "sleeping"}, "subscriptions_status_check"),
    ("subscriptions", {"billing_cycle": "daily"}, "subscriptions_billing_cycle_check"),
    ("subscriptions", {"final_price": 99_899}, "subscriptions_final_price_check"),
    ("subscriptions", {"discount_applied": 100_000, "final_price": -100}, "subscriptions_final_price_check"),
    ("subscriptions", {"payment_retry_count": 4}, "subscriptions_payment_retry_count_check"),
    (
        "subscriptions",
        {"last_payment_attempt": NOW, "grace_period_ends_at": NOW + 7 * DAY + MINUTE},
        "subscriptions_grace_period_ends_at_check",
    ),
    ("subscriptions", {"status": "cancelled"}, "subscriptions_cancelled_at_check"),
    ("subscriptions", {"status": "suspended"}, "subscriptions_suspended_at_check"),
    ("subscriptions", {"start_date": NOW, "expires_at": NOW - DAY}, "subscriptions_expires_at_check"),
    ("payment_transactions", {"transaction_type": "gift"}, "payment_transactions_transaction_type_check"),
    ("payment_transactions", {"status": "lost"}, "payment_transactions_status_check"),
    (
        "payment_transactions",
        {"payout_amount": 79_920, "platform_commission": 19_979},
        "payment_transactions_split_check",
    ),
    ("payment_transactions", {"status": "captured"}, "payment_transactions_split_of_captured_check"),
    (
        "payment_transactions",
        {"status": "captured", "payout_amount": 99_900},
        "payment_transactions_split_of_captured_check",
    ),
    ("payment_transactions", {"refund_amount": 99_901}, "payment_transactions_refund_amount_check"),
    ("payment_transactions", {"status": "refunded"}, "payment_transactions_refunded_check"),
    ("payment_transactions", {"retry_count": 4}, "payment_transactions_retry_count_check"),
    ("discount_codes", {"discount_value": 101}, "discount_codes_discount_value_check"),
    ("discount_codes", {"discount_value": 0}, "discount_codes_discount_value_check"),
    ("discount_codes", {"discount_type": "gift"}, "discount_codes_discount_type_check"),
    ("discount_codes", {"usage_limit": 10, "usage_count": 11}, "discount_codes_usage_count_check"),
    ("discount_codes", {"valid_from": NOW, "valid_until": NOW}, "discount_codes_valid_until_check"),
    ("invite_links", {"conversions_count": 1}, "invite_links_funnel_check"),
    ("invite_links", {"conversions_count": -1}, "invite_links_funnel_check"),
    (
        "invite_links",
        {"total_clicks": 9, "unique_visitors": 9, "signups_count": 3, "max_uses": 2},
        "invite_links_max_uses_check",
    ),
    ("posts", {"post_type": "poem"}, "posts_post_type_check"),
    ("posts", {"audience": "nobody"}, "posts_audience_check"),
    ("posts", {"strategy_type": "luck"}, "posts_strategy_type_check"),
    ("posts", {"action": "WAIT"}, "posts_action_check"),
    ("posts", {"call_status": "lost"}, "posts_call_status_check"),
    ("reviews", {"rating": 0}, "reviews_rating_check"),
    ("reviews", {"rating": 6}, "reviews_rating_check"),
    ("chat_channels", {"channel_type": "secret"}, "chat_channels_channel_type_check"),
    ("chat_messages", {"message": "x" * 2_001}, "chat_messages_message_check"),
    ("chat_messages", {"is_deleted": True}, "chat_messages_deleted_at_check"),
    ("moderation_flags", {"flagged_entity_type": "weather"}, "moderation_flags_flagged_entity_type_check"),
    ("moderation_flags", {"status": "action_taken"}, "moderation_flags_action_check"),
    ("support_tickets", {"status": "closed"}, "support_tickets_closed_at_check"),
    ("support_tickets", {"priority": "urgent"}, "support_tickets_priority_check"),
    ("notifications", {"status": "read"}, "notifications_read_at_check"),
    ("notifications", {"priority": "critical"}, "notifications_priority_check"),
)


@pytest.mark.parametrize(
    ("table", "wrong", "rule"), REFUSED, ids=[f"{rule}-{n}" for n, (*_, rule) in enumerate(REFUSED)]
)
def test_a_rule_refuses_the_row_that_breaks_it_and_lets_the_same_row_pass_without(
    market: Market, table: str, wrong: dict[str, Any], rule: str
) -> None:
    row = market.row(table)
    with pytest.raises(errors.CheckViolation) as refused, market.connection.transaction():
        market.insert(table, row | wrong)
    assert refused.value.diag.constraint_name == rule
    market.insert(table, row)


LIMITS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("users", {"phone": None, "email": "asha.rao@example.in"}),
    ("otp_verifications", {"created_at": NOW, "expires_at": NOW + 10 * MINUTE, "attempts": 3}),
    ("analyst_profiles", {"bio": "x" * 2_000, "commission_rate": 1}),
    ("subscription_tiers", {"price_yearly": 12 * 99_900 - 1}),
    ("subscription_tiers", {"price_monthly": 0, "price_yearly": 0, "is_free_tier": True}),
    ("subscription_tiers", {"price_monthly": 200_000_000, "price_yearly": 2_000_000_000}),
    ("subscriptions", {"last_payment_attempt": NOW, "grace_period_ends_at": NOW + 7 * DAY, "payment_retry_count": 3}),
    ("payment_transactions", {"status": "captured", "payout_amount": 79_920, "platform_commission": 19_980}),
    ("discount_codes", {"discount_value": 100, "usage_limit": 10, "usage_count": 10}),
    ("discount_codes", {"discount_type": "fixed_amount", "discount_value": 15_000}),
    ("chat_messages", {"message": "x" * 2_000}),
)


@pytest.mark.parametrize(("table", "given"), LIMITS, ids=[f"{table}-{n}" for n, (table, _) in enumerate(LIMITS)])
def test_what_lies_on_a_limit_passes(market: Market, table: str, given: dict[str, Any]) -> None:
    market.add(table, **given)


def refused_twice(market: Market, table: str, first: dict[str, Any], again: dict[str, Any]) -> str:
    """Write a row, then another that is the same in what must differ; return the key that refuses it."""
    market.insert(table, first)
    with pytest.raises(errors.UniqueViolation) as refused, market.connection.transaction():
        market.insert(table, again)
    return str(refused.value.diag.constraint_name).removesuffix("_s0")


TWICE = (
    ("users", {"email": "a@example.in"}, "users_email_key"),
    ("users", {"phone": "+911"}, "users_phone_key"),
    ("analyst_profiles", {"sebi_number": "INH000000001"}, "analyst_profiles_sebi_number_key"),
    ("analyst_profiles", {"ria_number": "801-1"}, "analyst_profiles_ria_number_key"),
    ("subscriptions", {"razorpay_subscription_id": "sub_1"}, "subscriptions_razorpay_subscription_id_key"),
    ("payment_transactions", {"razorpay_payment_id": "pay_1"}, "payment_transactions_razorpay_payment_id_key"),
    ("discount_codes", {"code": "DIWALI50"}, "discount_codes_code_key"),
    ("invite_links", {"invite_code": "ASHA-TELEGRAM"}, "invite_links_invite_code_key"),
)


@pytest.mark.parametrize(("table", "same", "key"), TWICE, ids=[key for *_, key in TWICE])
def test_what_is_unique_stands_once(market: Market, table: str, same: dict[str, Any], key: str) -> None:
    if same == {"phone": "+911"}:
        same = {"phone": "+911234567"}
    assert refused_twice(market, table, market.row(table, **same), market.row(table, **same)) == key


def test_an_analyst_has_one_profile_one_free_tier_and_no_two_tiers_of_a_name(market: Market) -> None:
    analyst = market.analyst()
    with pytest.raises(errors.UniqueViolation, match="analyst_profiles_user_id_key"), market.connection.transaction():
        market.add("analyst_profiles", user_id=analyst)
    free = {"analyst_id": analyst, "price_monthly": 0, "is_free_tier": True}
    first, again = (market.row("subscription_tiers", tier_name=name, **free) for name in ("Free", "Gratis"))
    assert refused_twice(market, "subscription_tiers", first, again) == "idx_subscription_tiers_one_free"
    market.do("UPDATE subscription_tiers SET deleted_at = now() WHERE id = %(id)s", id=first["id"])
    market.insert("subscription_tiers", again)
    named = [market.row("subscription_tiers", analyst_id=analyst, tier_name="Pro") for _ in range(2)]
    assert refused_twice(market, "subscription_tiers", *named) == "subscription_tiers_analyst_id_tier_name_key"


def test_a_user_has_one_active_subscription_to_an_analyst(market: Market) -> None:
    user, analyst = market.add("users"), market.analyst()
    tier = market.add("subscription_tiers", analyst_id=analyst)
    pair = {"user_id": user, "analyst_id": analyst, "tier_id": tier}
    first, again = (market.row("subscriptions", **pair) for _ in range(2))
    assert refused_twice(market, "subscriptions", first, again) == "idx_subscriptions_one_active"
    market.add("subscriptions", **pair, status="pending_payment")
    market.do("UPDATE subscriptions SET status = 'expired' WHERE id = %(id)s", id=first["id"])
    market.insert("subscriptions", again)


def test_nobody_subscribes_to_or_reviews_himself(market: Market) -> None:
    analyst = market.analyst()
    for table in ("subscriptions", "reviews"):
        with pytest.raises(errors.CheckViolation, match=f"{table}_user_id_check"), market.connection.transaction():
            market.add(table, user_id=analyst, analyst_id=analyst)


def test_nobody_approves_himself(market: Market) -> None:
    analyst = market.analyst()
    with pytest.raises(errors.CheckViolation, match="verified_by_check"), market.connection.transaction():
        market.do("UPDATE analyst_profiles SET verified_by = user_id WHERE user_id = %(id)s", id=analyst)


def test_a_post_is_kept_once_and_an_analyst_reviewed_once_by_the_same_user(market: Market) -> None:
    user, analyst = market.add("users"), market.analyst()
    post = market.add("posts", analyst_id=analyst)
    kept = [market.row("bookmarks", user_id=user, post_id=post) for _ in range(2)]
    assert refused_twice(market, "bookmarks", *kept) == "bookmarks_user_id_post_id_key"
    said = [market.row("reviews", user_id=user, analyst_id=analyst) for _ in range(2)]
    assert refused_twice(market, "reviews", *said) == "reviews_user_id_analyst_id_key"


def test_who_is_named_anywhere_cannot_be_removed_only_soft_deleted(market: Market) -> None:
    analyst = market.analyst()
    with (
        pytest.raises(errors.ForeignKeyViolation, match="analyst_profiles_user_id_fkey"),
        market.connection.transaction(),
    ):
        market.do("DELETE FROM users WHERE id = %(id)s", id=analyst)
    assert market.do("UPDATE users SET deleted_at = now() WHERE id = %(id)s", id=analyst) == 1


TOGETHER = (
    ("subscriptions", "tier_id", "subscription_tiers"),
    ("subscriptions", "referred_by_invite_link", "invite_links"),
    ("subscriptions", "discount_code_used", "discount_codes"),
    ("payment_transactions", "subscription_id", "subscriptions"),
    ("invite_links", "discount_code_id", "discount_codes"),
    ("chat_channels", "minimum_tier_required", "subscription_tiers"),
    ("chat_messages", "channel_id", "chat_channels"),
    ("chat_messages", "reply_to_message_id", "chat_messages"),
)


@pytest.mark.parametrize(("table", "column", "target"), TOGETHER)
def test_what_an_analyst_runs_refers_to_rows_of_that_shard_and_to_no_row_that_is_not_there(
    market: Market, table: str, column: str, target: str
) -> None:
    here, there = (market.add(target, analyst_id=market.analyst(shard)) for shard in (0, 1))
    market.add(table, analyst_id=market.analyst(0), **{column: here})
    wrong = [market.id_in()] + ([there] if market.physical.layout.sharded else [])
    for stranger in wrong:
        row = market.row(table, analyst_id=market.analyst(0), **{column: stranger})
        with pytest.raises(errors.ForeignKeyViolation, match=f"{table}_{column}_fkey"), market.connection.transaction():
            market.insert(table, row)


def test_conversion_rate_is_unknown_without_clicks_and_right_with_them(market: Market) -> None:
    link = market.add("invite_links")

    def rate(clicks: int, visitors: int, signups: int, conversions: int) -> Decimal | None:
        market.do(
            "UPDATE invite_links SET total_clicks = %(clicks)s, unique_visitors = %(visitors)s,"
            " signups_count = %(signups)s, conversions_count = %(conversions)s WHERE id = %(id)s",
            clicks=clicks,
            visitors=visitors,
            signups=signups,
            conversions=conversions,
            id=link,
        )
        found = market.connection.execute("SELECT conversion_rate FROM invite_links WHERE id = %s", [link]).fetchone()
        assert found
        return found[0]  # type: ignore[no-any-return]

    assert market.one("SELECT conversion_rate IS NULL FROM invite_links WHERE id = %(id)s", id=link)
    assert rate(200, 100, 50, 7) == Decimal("3.50")
    assert rate(3, 3, 2, 2) == Decimal("66.67")
    assert rate(7, 7, 7, 7) == Decimal("100.00")
    assert rate(2_000_000_000, 1, 1, 1) == Decimal("0.00")
    assert rate(0, 0, 0, 0) is None


@pytest.mark.parametrize(("clicks", "conversions"), [(1, 10), (1, 2_000_000_000), (0, 5), (-1, 0), (1, -2_000_000_000)])
def test_counters_that_contradict_each_other_are_refused_by_the_funnel_and_not_by_an_overflow(
    market: Market, clicks: int, conversions: int
) -> None:
    with pytest.raises(errors.CheckViolation) as refused, market.connection.transaction():
        market.add("invite_links", total_clicks=clicks, conversions_count=conversions)
    assert refused.value.diag.constraint_name == "invite_links_funnel_check"


def test_what_is_due_to_an_analyst_is_the_sum_of_the_shares_that_were_not_paid_out(market: Market) -> None:
    analyst = market.analyst()
    for amount, commission, status in (
        (99_900, 19_980, "pending"),  # 20 %: 79,920 are the analyst's
        (49_900, 6_238, "pending"),  # 12.5 %, 6,237.5 rounded half up: 43,662
        (19_900, 3_980, "processed"),
        (9_900, 1_980, "on_hold"),
    ):
        market.add(
            "payment_transactions",
            analyst_id=analyst,
            amount=amount,
            status="captured",
            platform_commission=commission,
            payout_amount=amount - commission,
            payout_status=status,
        )
    query = next(each for each in market.physical.design.workload if each.name == "shares_to_pay_out")
    due = market.connection.execute(addressed(query.sql, market.physical, 0)).fetchall()
    assert due == [(analyst, 79_920 + 43_662, 2)]
