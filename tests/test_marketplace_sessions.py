"""What the triggers and functions of the analyst marketplace count when two sessions count at once."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
import pytest
from designs_for_tests import function_in
from marketplace_for_tests import SUBSCRIBERS, Market, marketplace_in
from psycopg import Connection, errors

from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def built(server: Server) -> Iterator[Mapping[str, str]]:
    """The design in each layout, created once for all tests of this file, and never written to."""
    made = {layout: server.create_database(f"empty_{layout}") for layout in LAYOUTS}
    for layout, dsn in made.items():
        with psycopg.connect(dsn) as connection:
            ddl.create(connection, marketplace_in(layout), function_in(layout))
    yield made
    for layout in made:
        server.drop_database(f"empty_{layout}")


@pytest.fixture(params=LAYOUTS)
def place(built: Mapping[str, str], server: Server, request: pytest.FixtureRequest) -> Iterator[Callable[[], Market]]:
    """Yield what opens a session on a database of its own, in which rows may stay."""
    with psycopg.connect(built[request.param]) as connection:
        template = connection.info.dbname
    name = f"sessions_{request.param}"
    dsn = server.create_database(name, template=template)
    opened: list[Connection[Any]] = []

    def session() -> Market:
        opened.append(psycopg.connect(dsn, autocommit=True))
        market = Market(opened[-1], marketplace_in(request.param))
        market._random.seed(len(opened))
        return market

    yield session
    for connection in opened:
        connection.close()
    server.drop_database(name)


def one_waits(
    first: Market, acts: Callable[[], Any], second: Market, waits: Callable[[], Any], watching: Market
) -> Any:
    """Let one session act and hold what it has until another waits for it, then commit; return what that one got."""
    with ThreadPoolExecutor(1) as pool:
        with first.connection.transaction():
            acts()
            future = pool.submit(waits)
            pid, until = second.connection.info.backend_pid, monotonic() + PATIENCE_S
            while not watching.one("SELECT cardinality(pg_blocking_pids(%(pid)s)) > 0", pid=pid):
                assert not future.done(), "it did not wait"
                assert monotonic() < until, "it neither waits nor ends"
        return future.result(PATIENCE_S)


def both_write(place: Callable[[], Market], prepare: Callable[[Market], list[tuple[str, dict[str, Any]]]]) -> Market:
    """Let two sessions each write one of two rows, the second while the first has not committed; return a third."""
    first, second, third = place(), place(), place()
    one, another = prepare(third)
    one_waits(first, lambda: first.insert(*one), second, lambda: second.insert(*another), third)
    return third


def rows(market: Market, table: str, *given: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(table, market.row(table, **each)) for each in given]


def test_two_reviews_at_once_both_count(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        found.append(market.analyst())
        return rows(market, "reviews", *({"analyst_id": found[0], "rating": rating} for rating in (5, 2)))

    market = both_write(place, prepare)
    assert market.profile(found[0], "avg_rating", "total_reviews") == (Decimal("3.50"), 2)


def test_two_subscriptions_at_once_both_count(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        found.append(market.analyst())
        tier = market.add("subscription_tiers", analyst_id=found[0])
        return rows(market, "subscriptions", *({"analyst_id": found[0], "tier_id": tier} for _ in range(2)))

    market = both_write(place, prepare)
    assert market.profile(found[0], *SUBSCRIBERS) == (2, 2, 199_800)


def test_two_posts_at_once_both_count_and_the_later_is_the_latest(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        found.append(market.analyst())
        return rows(market, "posts", *({"analyst_id": found[0], "created_at": at} for at in (NOW, NOW - DAY)))

    market = both_write(place, prepare)
    assert market.profile(found[0], "total_posts", "last_post_at") == (2, NOW)


def test_two_bookmarks_at_once_both_count(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        found.append(market.add("posts"))
        return rows(market, "bookmarks", *({"post_id": found[0]} for _ in range(2)))

    market = both_write(place, prepare)
    assert market.one("SELECT bookmarks_count FROM posts WHERE id = %(id)s", id=found[0]) == 2


def test_two_messages_at_once_both_count(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        analyst = market.analyst()
        found.append(market.add("chat_channels", analyst_id=analyst))
        given = ({"analyst_id": analyst, "channel_id": found[0], "created_at": at} for at in (NOW, NOW - DAY))
        return rows(market, "chat_messages", *given)

    market = both_write(place, prepare)
    assert market.one("SELECT total_messages, last_message_at FROM chat_channels WHERE id = %(id)s", id=found[0]) == (
        2,
        NOW,
    )


def test_the_last_redemption_of_a_code_is_had_by_one_of_two_who_ask_at_once(place: Callable[[], Market]) -> None:
    found: list[UUID] = []

    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        analysts = [market.analyst()]
        found.append(market.add("discount_codes", analyst_id=analysts[0], usage_limit=1))
        tier = market.add("subscription_tiers", analyst_id=analysts[0])
        given = {
            "analyst_id": analysts[0],
            "tier_id": tier,
            "discount_code_used": found[0],
            "status": "pending_payment",
        }
        return rows(market, "subscriptions", given, given)

    with pytest.raises(errors.CheckViolation, match="discount_codes_usage_count_check"):
        both_write(place, prepare)
    market = place()
    assert market.one("SELECT usage_count FROM discount_codes WHERE id = %(id)s", id=found[0]) == 1
    assert market.one("SELECT count(*) FROM subscriptions") == 1


def test_two_who_ask_for_one_pair_at_once_are_not_both_active(place: Callable[[], Market]) -> None:
    def prepare(market: Market) -> list[tuple[str, dict[str, Any]]]:
        analyst, user = market.analyst(), market.add("users")
        tier = market.add("subscription_tiers", analyst_id=analyst)
        pair = {"analyst_id": analyst, "user_id": user, "tier_id": tier}
        return rows(market, "subscriptions", pair, pair)

    with pytest.raises(errors.UniqueViolation, match="idx_subscriptions_one_active"):
        both_write(place, prepare)


def test_the_rate_limit_holds_for_two_sessions_that_ask_at_once(place: Callable[[], Market]) -> None:
    first, second, third = place(), place(), place()
    analyst, user = third.analyst(), third.add("users")
    channel = third.add("chat_channels", analyst_id=analyst)
    message = third.row("chat_messages", analyst_id=analyst, user_id=user, channel_id=channel)
    ask = "SELECT check_chat_rate_limit(%(user)s, %(channel)s, 1)"

    def ask_and_write() -> None:
        assert first.one(ask, user=user, channel=channel)
        first.insert("chat_messages", message)

    assert one_waits(first, ask_and_write, second, lambda: second.one(ask, user=user, channel=channel), third) is False
