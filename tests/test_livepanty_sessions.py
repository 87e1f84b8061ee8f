"""What livepanty's ledger, wallets and queues hold when several sessions work at once, and when some are killed."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
import pytest
from designs_for_tests import function_in
from livepanty_for_tests import Platform, livepanty_in
from psycopg import Connection, errors

from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

PATIENCE_S = 20.0
SESSIONS, TRANSFERS, KILLS = 8, 10_000, 12

Place = Callable[[], Platform]


@pytest.fixture(scope="module")
def built(server: Server) -> Iterator[Mapping[str, str]]:
    """The design in each layout, created once for all tests of this file, and never written to."""
    made = {layout: server.create_database(f"livepanty_{layout}") for layout in LAYOUTS}
    for layout, dsn in made.items():
        with psycopg.connect(dsn) as connection:
            ddl.create(connection, livepanty_in(layout), function_in(layout))
    yield made
    for layout in made:
        server.drop_database(f"livepanty_{layout}")


def _sessions(built: Mapping[str, str], server: Server, layout: str) -> Iterator[Place]:
    with psycopg.connect(built[layout]) as connection:
        template = connection.info.dbname
    name = f"livepanty_sessions_{layout}"
    dsn = server.create_database(name, template=template)
    opened: list[Connection[Any]] = []

    def session() -> Platform:
        opened.append(psycopg.connect(dsn, autocommit=True))
        platform = Platform(opened[-1], livepanty_in(layout))
        platform._random.seed(len(opened))
        return platform

    yield session
    for connection in opened:
        connection.close()
    server.drop_database(name)


@pytest.fixture(params=LAYOUTS)
def place(built: Mapping[str, str], server: Server, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Yield what opens a session on a database of its own, in which rows may stay."""
    yield from _sessions(built, server, request.param)


@pytest.fixture
def sharded(built: Mapping[str, str], server: Server) -> Iterator[Place]:
    yield from _sessions(built, server, "inheritance")


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


def test_two_tips_at_once_follow_each_other_in_the_wallet(place: Place) -> None:
    first, second, third = place(), place(), place()
    viewer, host = third.user(0), third.performer(1)
    stream = third.stream(host)
    third.buy(viewer, 1_000)
    one_waits(first, lambda: first.tip(viewer, stream, 60), second, lambda: second.tip(viewer, stream, 70), third)
    entries = third.ask(
        "SELECT entry_number, amount, balance_before, balance_after FROM ledger"
        " WHERE user_id = %s AND account = 'wallet' ORDER BY entry_number",
        viewer,
    )
    assert entries == [(2, 1_000, 0, 1_000), (3, -60, 1_000, 940), (4, -70, 940, 870)]
    assert third.wallet(host) == (48 + 56, 0)
    assert third.sound()


def test_tokens_are_not_spent_twice_by_two_who_ask_at_once(place: Place) -> None:
    first, second, third = place(), place(), place()
    viewer, stream = third.user(0), third.stream(third.performer(1))
    third.buy(viewer, 100)
    with pytest.raises(errors.CheckViolation, match="wallets_reserved_balance_check"):
        one_waits(first, lambda: first.tip(viewer, stream, 60), second, lambda: second.tip(viewer, stream, 60), third)
    assert third.wallet(viewer) == (40, 0)
    assert third.one("SELECT count(*) FROM tips") == 1
    assert third.sound()


def test_reserved_tokens_are_not_spent_by_another_session(place: Place) -> None:
    first, second, third = place(), place(), place()
    viewer, stream = third.user(0), third.stream(third.performer(1))
    third.buy(viewer, 100)
    first.acting(viewer)
    second.acting(viewer)
    reserve = "SELECT reserve_tip(%s, 60)"
    with pytest.raises(errors.CheckViolation, match="wallets_reserved_balance_check"):
        one_waits(first, lambda: first.one(reserve, stream), second, lambda: second.one(reserve, stream), third)
    assert third.wallet(viewer) == (100, 60)
    with pytest.raises(errors.CheckViolation, match="wallets_reserved_balance_check"):
        second.tip(viewer, stream, 41)
    assert second.tip(viewer, stream, 40)
    assert third.wallet(viewer) == (60, 60)


def test_two_who_tip_each_other_at_once_both_succeed(place: Place) -> None:
    first, second, third = place(), place(), place()
    ones = [third.performer(0), third.performer(1)]
    streams = [third.stream(each) for each in ones]
    for each in ones:
        third.buy(each, 500)
    one_waits(
        first,
        lambda: first.tip(ones[0], streams[1], 100),
        second,
        lambda: second.tip(ones[1], streams[0], 100),
        third,
    )
    assert [third.wallet(each)[0] for each in ones] == [480, 480]
    assert third.sound()


def test_a_tip_that_is_asked_for_twice_at_once_is_given_once(place: Place) -> None:
    first, second, third = place(), place(), place()
    viewer, stream = third.user(0), third.stream(third.performer(1))
    third.buy(viewer, 500)
    given: list[UUID] = []
    again = one_waits(
        first,
        lambda: given.append(first.tip(viewer, stream, 100, "once")),
        second,
        lambda: second.tip(viewer, stream, 100, "once"),
        third,
    )
    assert [again, second.tip(viewer, stream, 100, "once")] == given * 2
    assert third.wallet(viewer) == (400, 0)


def test_a_payment_the_provider_reports_twice_at_once_is_credited_once(place: Place) -> None:
    first, second, third = place(), place(), place()
    viewer = third.user(0)
    payment = third.put("payments", user_id=viewer)
    complete = "SELECT complete_payment(%s, 'a')"
    assert not one_waits(
        first, lambda: first.one(complete, payment), second, lambda: second.one(complete, payment), third
    )
    assert third.wallet(viewer, "balance", "purchases_balance") == (1_000, -1_000)


def test_a_proof_that_is_withdrawn_waits_for_the_payout_that_stands_on_it(place: Place) -> None:
    first, second, third = place(), place(), place()
    host = third.performer(1)
    third.buy(host, 6_000)
    first.acting(host)
    withdraw = "UPDATE kyc_verifications SET status = 'rejected' WHERE user_id = %s"
    one_waits(
        first,
        lambda: first.one("SELECT request_payout(5000, 'bank', 'acct')"),
        second,
        lambda: second.ask(withdraw, host),
        third,
    )
    payout, admin = third.one("SELECT id FROM payouts"), third.user(0, role="admin")
    with pytest.raises(errors.CheckViolation, match="no payout without a valid proof"):
        third.one("SELECT decide_payout(%s, %s, true)", payout, admin)
    assert third.one("SELECT decide_payout(%s, %s, false, 'no proof')", payout, admin)
    assert third.wallet(host) == (6_000, 0)


def test_two_moderators_who_ask_at_once_get_different_flags_and_do_not_wait(place: Place) -> None:
    first, second, third = place(), place(), place()
    moderators = [third.user(0, role="moderator"), third.user(1, role="moderator")]
    urgent, later = (third.put("moderation_flags", priority=priority) for priority in (1, 4))
    with first.connection.transaction():
        assert first.one("SELECT claim_flags(%s)", moderators[0]) == urgent
        assert second.one("SELECT claim_flags(%s)", moderators[1]) == later
        assert second.ask("SELECT claim_flags(%s)", moderators[1]) == []


TRANSFER = """
CREATE PROCEDURE random_transfers(times integer, users uuid[], streams uuid[])
LANGUAGE plpgsql
AS $$
BEGIN
    FOR turn IN 1..times LOOP
        BEGIN
            PERFORM set_config('app.user_id', users[1 + floor(random() * cardinality(users))::int]::text, false);
            PERFORM send_tip(
                streams[1 + floor(random() * cardinality(streams))::int], 1 + floor(random() * 300)::bigint
            );
        EXCEPTION
            WHEN check_violation THEN NULL; -- too few tokens, or a tip to oneself
        END;
        COMMIT;
    END LOOP;
END
$$
"""


def test_the_ledger_balances_after_ten_thousand_random_transfers_over_eight_sessions_and_kills(
    sharded: Place,
) -> None:
    watching = sharded()
    hosts = [watching.performer(number % 2) for number in range(40)]
    streams = [watching.stream(host) for host in hosts]
    for host in hosts:
        watching.buy(host, 100_000)
    watching.ask(TRANSFER)
    issued = 40 * 100_000
    count = "SELECT count(*) FROM tips"

    def work(_: int) -> int:
        killed = 0
        while watching_count() < TRANSFERS:
            try:
                sharded().ask("CALL random_transfers(250, %s, %s)", hosts, streams)
            except (errors.AdminShutdown, psycopg.OperationalError):
                killed += 1
        return killed

    def watching_count() -> int:
        with psycopg.connect(watching.connection.info.dsn, autocommit=True) as asking:
            row = asking.execute(count.encode()).fetchone()
        return int(row[0]) if row else 0

    with ThreadPoolExecutor(SESSIONS) as pool:
        working = [pool.submit(work, number) for number in range(SESSIONS)]
        for step in range(1, KILLS + 1):
            until = monotonic() + PATIENCE_S
            while watching.one(count) < step * TRANSFERS // (KILLS + 2):
                assert monotonic() < until
            watching.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'CALL random_transfers%%' AND state = 'active' LIMIT 1"
            )
        killed = sum(future.result(60) for future in working)
    assert killed >= KILLS // 2
    assert watching.one(count) >= TRANSFERS
    assert watching.sound()
    assert watching.one("SELECT min(balance) >= 0 FROM wallets")
    assert watching.one("SELECT sum(balance) + sum(fees_balance) FROM wallets") == issued
    assert watching.one("SELECT count(DISTINCT transaction_id) FROM ledger WHERE kind = 'tip'") == watching.one(count)
