"""The triggers, functions and jobs of the analyst marketplace: what they count, refuse, end, delete and keep."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from designs_for_tests import function_in
from marketplace_for_tests import SUBSCRIBERS, Market, marketplace_in
from psycopg import errors

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run
from livvly_lab.measure.checks import run_check
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def built(server: Server) -> Iterator[Mapping[str, str]]:
    """The design in each layout, created once for all tests of this file, and never written to for good."""
    made = {layout: server.create_database(f"triggers_{layout}") for layout in LAYOUTS}
    for layout, dsn in made.items():
        with psycopg.connect(dsn) as connection:
            ddl.create(connection, marketplace_in(layout), function_in(layout))
    yield made
    for layout in made:
        server.drop_database(f"triggers_{layout}")


@pytest.fixture(params=LAYOUTS)
def market(built: Mapping[str, str], request: pytest.FixtureRequest) -> Iterator[Market]:
    with psycopg.connect(built[request.param]) as connection:
        yield Market(connection, marketplace_in(request.param))
        connection.rollback()


# updated_at

WITH_UPDATED_AT = (
    "users",
    "analyst_profiles",
    "subscription_tiers",
    "subscriptions",
    "payment_transactions",
    "discount_codes",
    "invite_links",
    "posts",
    "reviews",
    "chat_channels",
    "chat_messages",
    "moderation_flags",
    "support_tickets",
    "notifications",
)


def test_every_change_of_a_row_is_dated_wherever_the_table_keeps_the_date(market: Market) -> None:
    tables = {table.name for table in market.physical.design.tables if "updated_at" in table.columns}
    assert tables == set(WITH_UPDATED_AT)
    for table in WITH_UPDATED_AT:
        row = market.add(table, updated_at="2020-01-01Z")
        market.do(f"UPDATE {table} SET id = id WHERE id = %(id)s", id=row)  # noqa: S608
        assert market.one(f"SELECT updated_at = now() FROM {table} WHERE id = %(id)s", id=row), table  # noqa: S608


def test_a_table_without_the_date_can_be_changed_all_the_same(market: Market) -> None:
    code, bookmark = market.add("otp_verifications"), market.add("bookmarks")
    assert market.do("UPDATE otp_verifications SET attempts = 1 WHERE id = %(id)s", id=code) == 1
    assert market.do("UPDATE bookmarks SET notes = 'later' WHERE id = %(id)s", id=bookmark) == 1


# reviews


def stars(market: Market, analyst: UUID) -> Any:
    return market.profile(analyst, "avg_rating", "total_reviews")


def test_the_rating_is_the_mean_of_approved_live_reviews(market: Market) -> None:
    analyst = market.analyst()
    assert stars(market, analyst) == (0, 0)
    five, four, two = (market.add("reviews", analyst_id=analyst, rating=rating) for rating in (5, 4, 2))
    assert stars(market, analyst) == (Decimal("3.67"), 3)
    market.add("reviews", analyst_id=analyst, rating=1, is_approved=False)
    assert stars(market, analyst) == (Decimal("3.67"), 3)
    market.do("UPDATE reviews SET rating = 3 WHERE id = %(id)s", id=two)
    assert stars(market, analyst) == (Decimal("4.00"), 3)
    market.do("UPDATE reviews SET is_approved = false WHERE id = %(id)s", id=two)
    assert stars(market, analyst) == (Decimal("4.50"), 2)
    market.do("UPDATE reviews SET deleted_at = now() WHERE id = %(id)s", id=five)
    assert stars(market, analyst) == (Decimal("4.00"), 1)
    market.do("DELETE FROM reviews WHERE id = %(id)s", id=four)
    assert stars(market, analyst) == (0, 0)


def test_the_reviews_of_one_analyst_do_not_count_for_another(market: Market) -> None:
    first, second = market.analyst(), market.analyst()
    review = market.add("reviews", analyst_id=first, rating=4)
    assert (stars(market, first), stars(market, second)) == ((4, 1), (0, 0))
    market.do("UPDATE reviews SET analyst_id = %(to)s WHERE id = %(id)s", to=second, id=review)
    assert (stars(market, first), stars(market, second)) == ((0, 0), (4, 1))


# subscriptions


def test_subscribers_and_revenue_follow_every_change_of_a_subscription(market: Market) -> None:
    analyst = market.analyst()
    tier = market.add("subscription_tiers", analyst_id=analyst)

    def add(price: int, **given: Any) -> Any:
        return market.add(
            "subscriptions", analyst_id=analyst, tier_id=tier, price_paid=price, final_price=price, **given
        )

    def now() -> Any:
        return market.profile(analyst, *SUBSCRIBERS)

    monthly = add(99_900)
    assert now() == (1, 1, 99_900)
    yearly = add(999_000, billing_cycle="yearly")
    assert now() == (2, 2, 99_900 + 83_250)
    odd = add(100_006, billing_cycle="yearly")  # a twelfth is 8,333.83 paise
    assert now() == (3, 3, 99_900 + 83_250 + 8_334)
    waiting = add(50_000, status="pending_payment")
    assert now() == (3, 3, 191_484)
    market.do("UPDATE subscriptions SET status = 'active' WHERE id = %(id)s", id=waiting)
    assert now() == (4, 4, 241_484)
    market.do("UPDATE subscriptions SET status = 'cancelled', cancelled_at = now() WHERE id = %(id)s", id=monthly)
    assert now() == (4, 3, 141_584)
    market.do("UPDATE subscriptions SET discount_applied = 20000, final_price = 30000 WHERE id = %(id)s", id=waiting)
    assert now() == (4, 3, 121_584)
    market.do("UPDATE subscriptions SET deleted_at = now() WHERE id = %(id)s", id=yearly)
    assert now() == (3, 2, 38_334)
    market.do("DELETE FROM subscriptions WHERE id = %(id)s", id=odd)
    assert now() == (2, 1, 30_000)
    assert market.one("SELECT calculate_analyst_monthly_revenue(%(id)s)", id=analyst) == 30_000
    assert market.one("SELECT calculate_analyst_monthly_revenue(%(id)s)", id=market.add("users")) == 0


@pytest.mark.parametrize(
    ("cycle", "price", "paise"),
    [
        ("monthly", 99_900, 99_900),
        ("yearly", 12, 1),
        ("yearly", 6, 1),
        ("yearly", 5, 0),
        ("yearly", 2_147_483_647, 178_956_971),
    ],
)
def test_a_yearly_price_is_a_twelfth_a_month_rounded_half_up(
    market: Market, cycle: str, price: int, paise: int
) -> None:
    assert market.one("SELECT monthly_paise(%(cycle)s, %(price)s)", cycle=cycle, price=price) == paise


def test_revenue_beyond_the_integer_of_the_document_refuses_the_subscription_itself(market: Market) -> None:
    analyst = market.analyst()
    tier = market.add("subscription_tiers", analyst_id=analyst)
    dear = {"analyst_id": analyst, "tier_id": tier, "price_paid": 2_000_000_000, "final_price": 2_000_000_000}
    market.add("subscriptions", **dear)
    with pytest.raises(errors.NumericValueOutOfRange), market.connection.transaction():
        market.add("subscriptions", **dear)
    assert market.profile(analyst, *SUBSCRIBERS) == (1, 1, 2_000_000_000)


# posts, bookmarks, messages


def test_posts_and_the_latest_of_them_are_counted_until_they_are_taken_down(market: Market) -> None:
    analyst = market.analyst()
    old, new = (market.add("posts", analyst_id=analyst, created_at=NOW - days * DAY) for days in (2, 1))
    market.add("posts", analyst_id=analyst, created_at=NOW - 3 * DAY)
    assert market.profile(analyst, "total_posts", "last_post_at") == (3, NOW - DAY)
    market.do("UPDATE posts SET deleted_at = now() WHERE id = %(id)s", id=new)
    assert market.profile(analyst, "total_posts", "last_post_at") == (2, NOW - 2 * DAY)
    market.do("DELETE FROM posts WHERE id = %(id)s", id=old)
    assert market.profile(analyst, "total_posts", "last_post_at") == (1, NOW - 3 * DAY)
    market.do("UPDATE posts SET deleted_at = NULL WHERE id = %(id)s", id=new)
    assert market.profile(analyst, "total_posts", "last_post_at") == (2, NOW - DAY)


def test_bookmarks_are_counted_where_the_post_lives_though_the_reader_lives_elsewhere(market: Market) -> None:
    post, other = market.add("posts"), market.add("posts")

    def counted() -> list[int]:
        return [market.one("SELECT bookmarks_count FROM posts WHERE id = %(id)s", id=each) for each in (post, other)]

    readers = [market.add("users", id=market.id_in(shard)) for shard in (0, 1)]
    kept = [market.add("bookmarks", user_id=reader, post_id=post) for reader in readers]
    assert counted() == [2, 0]
    market.do("UPDATE bookmarks SET post_id = %(to)s WHERE id = %(id)s", to=other, id=kept[0])
    assert counted() == [1, 1]
    market.do("DELETE FROM bookmarks WHERE id = %(id)s", id=kept[1])
    assert counted() == [0, 1]


def test_messages_and_the_latest_of_them_are_counted_until_they_are_taken_down(market: Market) -> None:
    analyst = market.analyst()
    channel = market.add("chat_channels", analyst_id=analyst)

    def now() -> Any:
        return market.one("SELECT total_messages, last_message_at FROM chat_channels WHERE id = %(id)s", id=channel)

    where = {"analyst_id": analyst, "channel_id": channel}
    market.add("chat_messages", created_at=NOW - 2 * HOUR, **where)
    late = market.add("chat_messages", created_at=NOW, **where)
    market.add("chat_messages", created_at=NOW - HOUR, **where)
    market.add("chat_messages", created_at=NOW + HOUR, is_deleted=True, deleted_at=NOW + HOUR, **where)
    assert now() == (3, NOW)
    market.do("UPDATE chat_messages SET is_deleted = true, deleted_at = now() WHERE id = %(id)s", id=late)
    assert now() == (2, NOW - HOUR)
    market.do("DELETE FROM chat_messages WHERE channel_id = %(id)s", id=channel)
    assert now() == (0, None)


# discount codes


def test_a_code_counts_its_redemptions_and_refuses_the_one_too_many(market: Market) -> None:
    analyst = market.analyst()
    code = market.add("discount_codes", analyst_id=analyst, usage_limit=2)
    tier = market.add("subscription_tiers", analyst_id=analyst)

    def redeem(used: UUID | None) -> Any:
        return market.add("subscriptions", analyst_id=analyst, tier_id=tier, discount_code_used=used)

    def used() -> int:
        return int(market.one("SELECT usage_count FROM discount_codes WHERE id = %(id)s", id=code))

    later = redeem(None)
    assert used() == 0
    redeem(code)
    assert used() == 1
    market.do("UPDATE subscriptions SET discount_code_used = %(code)s WHERE id = %(id)s", code=code, id=later)
    market.do("UPDATE subscriptions SET discount_code_used = %(code)s WHERE id = %(id)s", code=code, id=later)
    assert used() == 2
    with pytest.raises(errors.CheckViolation, match="usage_count_check"), market.connection.transaction():
        redeem(code)
    assert used() == 2
    assert market.profile(analyst, "active_subscribers") == 2


# the rate limit


def test_the_rate_limit_counts_the_messages_of_one_user_in_one_channel_within_a_minute(market: Market) -> None:
    analyst, user = market.analyst(), market.add("users")
    channel, other = (market.add("chat_channels", analyst_id=analyst) for _ in range(2))
    ask = "SELECT check_chat_rate_limit(%(user)s, %(channel)s, 2)"
    where = {"analyst_id": analyst, "user_id": user}

    def may(who: Any = user) -> bool:
        return bool(market.one(ask, user=who, channel=channel))

    assert may()
    market.add("chat_messages", channel_id=channel, created_at=datetime.now(UTC) - timedelta(seconds=61), **where)
    market.add("chat_messages", channel_id=other, **where)
    market.add("chat_messages", channel_id=channel, **where)
    assert may()
    market.add("chat_messages", channel_id=channel, **where)
    assert not may()
    assert may(market.add("users"))


# the jobs


def test_subscriptions_expire_when_their_time_and_their_grace_are_over(market: Market) -> None:
    def add(status: str, ended: timedelta, **given: Any) -> Any:
        return market.add(
            "subscriptions",
            status=status,
            start_date=NOW - 90 * DAY,
            expires_at=NOW - ended,
            next_billing_date=NOW,
            **given,
        )

    attempt = {"last_payment_attempt": NOW - 6 * DAY}
    over = add("active", timedelta(seconds=1))
    running = add("active", timedelta(0))
    grace = add("suspended", 6 * DAY, suspended_at=NOW - 6 * DAY, grace_period_ends_at=NOW, **attempt)
    lost = add("suspended", 6 * DAY, suspended_at=NOW - 6 * DAY, grace_period_ends_at=NOW - HOUR, **attempt)
    left = add("cancelled", DAY, cancelled_at=NOW - 2 * DAY)
    free = market.add("subscriptions", start_date=NOW - 90 * DAY)
    gone = add("active", DAY, deleted_at=NOW - HOUR)
    analyst = market.one("SELECT analyst_id FROM subscriptions WHERE id = %(id)s", id=over)
    assert market.profile(analyst, "active_subscribers") == 1
    assert market.one("SELECT expire_old_subscriptions(%(now)s)", now=NOW) == 2
    status = {
        each: market.one("SELECT status FROM subscriptions WHERE id = %(id)s", id=each)
        for each in (over, running, grace, lost, left, free, gone)
    }
    assert [each for each, found in status.items() if found == "expired"] == [over, lost]
    assert market.profile(analyst, "active_subscribers") == 0
    assert market.one("SELECT expire_old_subscriptions(%(now)s)", now=NOW) == 0
    assert (
        market.one("SELECT auto_renewal OR next_billing_date IS NOT NULL FROM subscriptions WHERE id = %(id)s", id=over)
        is False
    )


def test_one_time_passwords_are_deleted_24_hours_after_they_expired(market: Market) -> None:
    ends = (NOW - DAY - timedelta(seconds=1), NOW - DAY, NOW)
    old, due, fresh = (
        market.add("otp_verifications", expires_at=end, created_at=end - timedelta(minutes=10)) for end in ends
    )
    assert market.one("SELECT cleanup_expired_otps(%(now)s)", now=NOW) == 1
    kept = market.connection.execute("SELECT id FROM otp_verifications").fetchall()
    assert {each for (each,) in kept} == {due, fresh}
    assert old not in {each for (each,) in kept}


def test_a_one_time_password_is_good_for_ten_minutes_and_three_attempts_unless_said_otherwise(market: Market) -> None:
    code = market.add("otp_verifications")
    assert market.one(
        "SELECT expires_at - created_at, max_attempts, attempts, verified FROM otp_verifications WHERE id = %(id)s",
        id=code,
    ) == (timedelta(minutes=10), 3, 0, False)


def test_notifications_are_archived_30_days_after_they_were_read_and_keep_what_they_said(market: Market) -> None:
    def read(at: datetime) -> Any:
        return market.add("notifications", status="read", read_at=at, title=f"read at {at}")

    due, fresh = read(NOW - 30 * DAY - timedelta(seconds=1)), read(NOW - 30 * DAY)
    unread = market.add("notifications", created_at=NOW - 90 * DAY)
    assert market.one("SELECT archive_read_notifications(%(now)s)", now=NOW) == 1
    left = market.connection.execute("SELECT id FROM notifications").fetchall()
    assert {each for (each,) in left} == {fresh, unread}
    assert market.one("SELECT id, title, archived_at FROM notifications_archive") == (
        due,
        f"read at {NOW - 30 * DAY - timedelta(seconds=1)}",
        NOW,
    )
    assert market.one("SELECT archive_read_notifications(%(now)s)", now=NOW) == 0


def test_tickets_are_archived_60_days_after_they_were_closed(market: Market) -> None:
    due, fresh = (
        market.add("support_tickets", status="closed", closed_at=NOW - 60 * DAY - timedelta(seconds=seconds))
        for seconds in (1, 0)
    )
    waiting = market.add("support_tickets", created_at=NOW - 300 * DAY)
    assert market.one("SELECT archive_closed_tickets(%(now)s)", now=NOW) == 1
    left = market.connection.execute("SELECT id FROM support_tickets").fetchall()
    assert {each for (each,) in left} == {fresh, waiting}
    assert market.one("SELECT id, closed_at FROM support_tickets_archive") == (
        due,
        NOW - 60 * DAY - timedelta(seconds=1),
    )


# after a load

FILLED = ("review_stats", "subscriber_counts", "post_stats", "bookmark_counts", "channel_stats", "code_usage")
CHANGES = (
    "UPDATE reviews SET is_approved = NOT is_approved WHERE id IN (SELECT id FROM reviews ORDER BY id LIMIT 5)",
    "DELETE FROM reviews WHERE id IN (SELECT id FROM reviews ORDER BY id DESC LIMIT 3)",
    (
        "UPDATE subscriptions SET status = 'cancelled', cancelled_at = now()"
        " WHERE id IN (SELECT id FROM subscriptions WHERE status = 'active' ORDER BY id LIMIT 9)"
    ),
    "UPDATE subscriptions SET deleted_at = now() WHERE id IN (SELECT id FROM subscriptions ORDER BY id DESC LIMIT 4)",
    "UPDATE posts SET deleted_at = now() WHERE id IN (SELECT id FROM posts ORDER BY created_at DESC LIMIT 20)",
    "DELETE FROM bookmarks WHERE id IN (SELECT id FROM bookmarks ORDER BY id LIMIT 30)",
    (
        "UPDATE chat_messages SET is_deleted = true, deleted_at = now()"
        " WHERE id IN (SELECT id FROM chat_messages ORDER BY created_at DESC LIMIT 30)"
    ),
    "SELECT expire_old_subscriptions()",
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_loaded_before_the_triggers_is_counted_on_right_by_them(
    filled: Callable[[Parameters], Run], copied: Callable[[Run], Run], layout: str
) -> None:
    run = copied(filled(Parameters("analyst_marketplace", 8, 40, layout=layout)))
    checks = {check.name: check for check in run.physical.design.population.checks}
    with run.connect() as connection:
        for change in CHANGES:
            assert connection.execute(change.encode()).rowcount > 0, change
        results = [run_check(connection, checks[name]) for name in FILLED]
        assert [(result.name, result.evidence) for result in results if not result.ok] == []
        connection.execute("UPDATE analyst_profiles SET total_posts = total_posts + 1")
        assert not run_check(connection, checks["post_stats"]).ok
