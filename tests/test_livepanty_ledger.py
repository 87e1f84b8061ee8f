"""livepanty's ledger and the money: append-only, double entry, balances, fees, purchases, payouts, months."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from livepanty_for_tests import Platform
from psycopg import errors, sql

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]


def platform_of(run: Run) -> Iterator[Platform]:
    """Open a loaded livepanty; whatever is done to it is taken back."""
    with run.connect() as connection, connection.transaction(force_rollback=True):
        yield Platform(connection, run.physical)


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    yield from platform_of(filled(Parameters("livepanty", 8, 40, layout=request.param)))


@pytest.fixture
def alone(filled: Filled) -> Iterator[Platform]:
    yield from platform_of(filled(Parameters("livepanty", 8, 40, layout="inheritance")))


def owned(platform: Platform) -> None:
    """Be the owner of the ledger, without being a superuser."""
    platform.ask("CREATE ROLE livepanty_test_owner NOLOGIN")
    platform.ask("GRANT CREATE ON SCHEMA public TO livepanty_test_owner")
    for table in platform.ask("SELECT relid::regclass::text FROM pg_partition_tree('ledger')"):
        platform.connection.execute(sql.SQL("ALTER TABLE {} OWNER TO livepanty_test_owner").format(sql.SQL(table[0])))
    platform.ask("SET ROLE livepanty_test_owner")


# append-only

CHANGES = (
    "UPDATE {} SET amount = amount + 1",
    "UPDATE {} SET amount = amount WHERE false",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "TRUNCATE {} CASCADE",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("target", ["ledger", "ledger_2026_10", "audit_logs", "audit_logs_2026_10"])
def test_nobody_changes_or_removes_an_entry(alone: Platform, target: str, change: str) -> None:
    change = change.replace("amount", "action" if target.startswith("audit") else "amount").replace("action + 1", "''")
    for role in ("origin", "replica"):
        alone.ask(f"SET LOCAL session_replication_role = {role}")
        with pytest.raises(errors.RestrictViolation, match="append-only"), alone.refused():
            alone.ask(change.format(target))


@pytest.mark.parametrize("change", CHANGES)
def test_nor_does_the_owner(alone: Platform, change: str) -> None:
    owned(alone)
    for target in ("ledger", "ledger_2026_10", "ledger_default"):
        with pytest.raises(errors.RestrictViolation, match="append-only"), alone.refused():
            alone.ask(change.format(target))


def test_a_user_the_ledger_names_is_not_deleted_and_their_wallet_neither(platform: Platform) -> None:
    viewer = platform.user()
    platform.buy(viewer, 500)
    with pytest.raises(psycopg.errors.IntegrityError), platform.refused():
        platform.ask("DELETE FROM users WHERE id = %s", viewer)
    with pytest.raises(errors.RestrictViolation, match="has a history"), platform.refused():
        platform.ask("DELETE FROM wallets WHERE user_id = %s", viewer)
    fresh = platform.user()
    platform.ask("DELETE FROM wallets WHERE user_id = %s", fresh)
    assert platform.ask("SELECT * FROM wallets WHERE user_id = %s", fresh) == []


# entries and balances


def entry(platform: Platform, user: UUID, amount: int, **given: Any) -> None:
    values = {
        "transaction_id": uuid4(),
        "kind": "reversal",
        "user_id": user,
        "account": "wallet",
        "amount": amount,
        "balance_before": 77,
        "balance_after": 99,
        "entry_number": 5,
        **given,
    }
    platform.connection.execute(
        sql.SQL("INSERT INTO ledger ({}) VALUES ({})").format(
            sql.SQL(", ").join(map(sql.Identifier, values)), sql.SQL(", ").join(sql.Placeholder() * len(values))
        ),
        list(values.values()),
    )


def commit(platform: Platform) -> None:
    """Check now what is checked at commit."""
    platform.ask("SET CONSTRAINTS ALL IMMEDIATE")
    platform.ask("SET CONSTRAINTS ALL DEFERRED")


def test_balances_in_an_entry_are_those_of_the_wallet_whatever_the_writer_says(platform: Platform) -> None:
    viewer = platform.user()
    entry(platform, viewer, 300)
    entry(platform, viewer, -100)
    found = platform.ask("SELECT entry_number, balance_before, balance_after FROM ledger WHERE user_id = %s", viewer)
    assert found == [(1, 0, 300), (2, 300, 200)]
    assert platform.wallet(viewer, "balance", "last_entry") == (200, 2)


def test_a_transaction_whose_legs_do_not_sum_to_zero_is_refused_at_commit(platform: Platform) -> None:
    viewer, about = platform.user(), uuid4()
    entry(platform, viewer, 10, transaction_id=about)
    entry(platform, viewer, -9, transaction_id=about, account="purchases")
    with pytest.raises(errors.CheckViolation, match=f"transaction {about} does not balance: its legs sum to 1"):
        commit(platform)


def test_one_whose_legs_do_is_not_and_each_leg_moves_its_own_account(platform: Platform) -> None:
    viewer, about = platform.user(), uuid4()
    for amount, account in ((10, "wallet"), (-15, "purchases"), (2, "fees"), (3, "payouts")):
        entry(platform, viewer, amount, transaction_id=about, account=account)
    commit(platform)
    columns = ("balance", "purchases_balance", "fees_balance", "payouts_balance", "last_entry")
    assert platform.wallet(viewer, *columns) == (10, -15, 2, 3, 4)
    assert platform.one("SELECT sum(platform_fee) FROM ledger WHERE transaction_id = %s", about) == 2


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"amount": 0}, errors.CheckViolation),
        ({"amount": -1}, errors.CheckViolation),
        ({"account": "savings"}, errors.NotNullViolation),
        ({"kind": "gift"}, errors.CheckViolation),
        ({"amount": 1, "account": "purchases"}, errors.CheckViolation),
        ({"amount": -1, "account": "fees"}, errors.CheckViolation),
        ({"amount": -1, "account": "payouts"}, errors.CheckViolation),
        ({"created_at": "2026-10-05"}, errors.CheckViolation),
        ({"user_id": uuid4()}, errors.ForeignKeyViolation),
    ],
)
def test_an_entry_that_cannot_be_is_refused(alone: Platform, wrong: dict[str, Any], refusal: type[Exception]) -> None:
    given: dict[str, Any] = {"user": alone.user(), "amount": 5, **wrong}
    with pytest.raises(refusal), alone.refused():
        entry(alone, **given)


def test_only_an_entry_moves_a_balance(platform: Platform) -> None:
    viewer = platform.user()
    for column in ("balance", "purchases_balance", "fees_balance", "payouts_balance", "last_entry"):
        sign = "-" if column == "purchases_balance" else "+"
        with pytest.raises(errors.RestrictViolation, match="only an entry"), platform.refused():
            platform.ask(f"UPDATE wallets SET {column} = {column} {sign} 5 WHERE user_id = %s", viewer)  # noqa: S608
    with pytest.raises(errors.CheckViolation, match="begins empty"), platform.refused():
        platform.put("wallets", user_id=platform.put("users", email="a@b.com", username="abc"), balance=5)
    with pytest.raises(errors.CheckViolation, match="reserved_balance"), platform.refused():
        platform.ask("UPDATE wallets SET reserved_balance = 1 WHERE user_id = %s", viewer)


def test_a_broken_chain_or_wallet_is_found(alone: Platform) -> None:
    viewer = alone.user()
    alone.buy(viewer, 500)
    commit(alone)
    assert alone.ask("SELECT * FROM broken_accounts()") == []
    home = alone.home("wallets", viewer)
    alone.connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER guard_wallet").format(sql.Identifier(home)))
    with alone.connection.transaction(force_rollback=True):
        alone.ask("UPDATE wallets SET balance = balance + 1 WHERE user_id = %s", viewer)
        assert alone.ask("SELECT * FROM broken_accounts()") == [(viewer, "wallet", "the wallet holds something else")]
    month = alone.one("SELECT tableoid::regclass::text FROM ledger WHERE user_id = %s LIMIT 1", viewer)
    alone.ask(f"ALTER TABLE {month} DISABLE TRIGGER append_only")
    remove = f"DELETE FROM {month} WHERE user_id = %s AND entry_number = %s"  # noqa: S608
    for number, account, found in (
        (1, "wallet", {"an entry is missing before one", "the wallet holds something else"}),
        (2, "wallet", {"the wallet counts other entries", "the wallet holds something else"}),
    ):
        with alone.connection.transaction(force_rollback=True):
            alone.ask(remove, viewer, number)
            broken = alone.ask("SELECT * FROM broken_accounts()")
            assert {why for _, _, why in broken} == found
            assert {(user, name) for user, name, _ in broken} <= {(viewer, account), (viewer, "purchases")}


def test_a_reversal_takes_a_transaction_back_once(platform: Platform) -> None:
    viewer, host = platform.user(), platform.performer()
    platform.buy(viewer, 500)
    tip = platform.tip(viewer, platform.stream(host), 101)
    posted = platform.one("SELECT DISTINCT created_at FROM ledger WHERE transaction_id = %s", tip)
    assert platform.wallet(host, "balance", "fees_balance") == (81, 20)
    platform.ask("CALL reverse_transaction(%s, %s)", tip, posted)
    commit(platform)
    assert (platform.wallet(viewer), platform.wallet(host, "balance", "fees_balance")) == ((500, 0), (0, 0))
    with pytest.raises(errors.UniqueViolation, match="reversed before"), platform.refused():
        platform.ask("CALL reverse_transaction(%s, %s)", tip, posted)
    with pytest.raises(errors.NoDataFound), platform.refused():
        platform.ask("CALL reverse_transaction(%s, now())", uuid4())
    assert platform.sound()


# arithmetic against hand-computed cases


@pytest.mark.parametrize(
    ("tokens", "rate", "fee"),
    [
        (100, "0.200", 20),
        (101, "0.200", 20),
        (103, "0.200", 21),
        (10, "0.150", 2),
        (3, "0.150", 0),
        (1, "0.500", 1),
        (7, "0", 0),
        (7, "1", 7),
    ],
)
def test_the_platforms_part_is_rounded_half_up(alone: Platform, tokens: int, rate: str, fee: int) -> None:
    assert alone.one("SELECT platform_fee(%s, %s::numeric)", tokens, rate) == fee


def test_a_dollar_is_a_hundred_tokens_and_cents_are_rounded(alone: Platform) -> None:
    assert alone.one("SELECT tokens_for(1), tokens_for(12.34), tokens_for(0.999), tokens_for(10, 80)") == (
        100,
        1234,
        99,
        800,
    )
    found = alone.one("SELECT usd_for(100)::text, usd_for(5049)::text, usd_for(1)::text, usd_for(5005, 80)::text")
    assert found == ("1.00", "50.49", "0.01", "62.56")
    assert (
        alone.one(
            "SELECT column_default FROM information_schema.columns"
            " WHERE table_name = 'wallets' AND column_name = 'conversion_rate'"
        )
        == "100"
    )


def test_a_tip_is_split_by_the_hosts_rate_and_nothing_is_left_over(platform: Platform) -> None:
    viewer, host = platform.user(), platform.performer()
    platform.buy(viewer, 10_000)
    platform.ask("UPDATE wallets SET fee_rate = 0.150 WHERE user_id = %s", host)
    stream = platform.stream(host)
    for tokens in (10, 3, 250, 999):
        platform.tip(viewer, stream, tokens)
    commit(platform)
    # 10: 1.5 -> 2; 3: 0.45 -> 0; 250: 37.5 -> 38; 999: 149.85 -> 150
    assert platform.wallet(host, "balance", "fees_balance") == (8 + 3 + 212 + 849, 2 + 0 + 38 + 150)
    assert platform.wallet(viewer) == (10_000 - 1_262, 0)
    assert platform.sound()


@pytest.mark.parametrize(
    ("wrong"),
    [
        {"tokens": 999},
        {"amount": 10, "exchange_rate": "1.08", "amount_usd": 10, "tokens": 1_000},
        {"amount": -10, "amount_usd": -10, "tokens": -1_000},
        {"amount": 0, "amount_usd": 0, "tokens": 0},
        {"currency": "usd"},
        {"provider": "cash"},
        {"status": "completed"},
        {"status": "lost"},
    ],
)
def test_a_payment_that_does_not_add_up_is_refused(alone: Platform, wrong: dict[str, Any]) -> None:
    viewer = alone.user()
    with pytest.raises(errors.CheckViolation), alone.refused():
        alone.put("payments", user_id=viewer, **wrong)
    alone.put(
        "payments",
        user_id=viewer,
        amount="9.99",
        currency="EUR",
        exchange_rate="1.08",
        amount_usd="10.79",
        tokens=1_079,
    )


# purchases, tips and payouts from end to end


def test_a_payment_is_credited_and_refunded_once(platform: Platform) -> None:
    viewer, stream = platform.user(), platform.stream(platform.performer())
    payment = platform.put("payments", user_id=viewer)
    assert platform.ask("SELECT complete_payment(%s, 'r'), complete_payment(%s, 'r')", payment, payment) == [
        (True, False)
    ]
    assert platform.wallet(viewer) == (1_000, 0)
    platform.tip(viewer, stream, 1)
    with pytest.raises(errors.CheckViolation), platform.refused():
        platform.one("SELECT refund_payment(%s)", payment)
    platform.buy(viewer, 100)
    assert platform.ask("SELECT refund_payment(%s), refund_payment(%s)", payment, payment) == [(True, False)]
    commit(platform)
    assert platform.wallet(viewer, "balance", "purchases_balance") == (99, -100)
    assert platform.sound()


def test_a_reserved_tip_is_settled_or_cancelled_once(platform: Platform) -> None:
    viewer, host = platform.user(), platform.performer()
    stream = platform.stream(host)
    platform.buy(viewer, 500)
    platform.acting(viewer)
    first, second = (platform.one("SELECT reserve_tip(%s, 200, 'Encore!', %s)", stream, key) for key in ("a", "b"))
    assert platform.one("SELECT reserve_tip(%s, 200, 'Encore!', 'a')", stream) == first
    assert platform.wallet(viewer) == (500, 400)
    assert platform.ask("SELECT settle_tip(%s), settle_tip(%s), cancel_tip(%s)", first, first, first) == [
        (True, False, False)
    ]
    assert platform.ask("SELECT cancel_tip(%s), cancel_tip(%s), settle_tip(%s)", second, second, second) == [
        (True, False, False)
    ]
    assert (platform.wallet(viewer), platform.wallet(host)) == ((300, 0), (160, 0))
    third = platform.one("SELECT reserve_tip(%s, 300)", stream)
    assert platform.one("SELECT cancel_stale_tips()") == 0
    assert platform.one("SELECT cancel_stale_tips(now() + interval '2 hours')") == 1
    assert platform.one("SELECT status FROM tips WHERE id = %s", third) == "cancelled"
    commit(platform)
    assert platform.sound()


def test_a_payout_reserves_its_tokens_until_it_is_paid_rejected_or_fails(platform: Platform) -> None:
    host, admin = platform.performer(), platform.user(role="admin")
    platform.buy(host, 20_000)
    platform.acting(host)
    ask, decide = "SELECT request_payout(%s, 'bank', 'acct_1')", "SELECT decide_payout(%s, %s, %s, %s)"
    with pytest.raises(errors.CheckViolation, match="wallets_reserved_balance"), platform.refused():
        platform.one(ask, 20_001)
    with pytest.raises(errors.CheckViolation, match="payouts_tokens"), platform.refused():
        platform.one(ask, 4_999)
    paid, rejected, failed = (platform.one(ask, tokens) for tokens in (5_050, 6_000, 7_000))
    assert platform.wallet(host) == (20_000, 18_050)
    assert platform.one("SELECT pay_out(%s, 'early')", paid) is False
    assert platform.one(decide, rejected, admin, False, "Name differs")
    assert platform.one(decide, rejected, admin, True, None) is False
    assert platform.one(decide, paid, admin, True, None)
    assert platform.one(decide, failed, admin, True, None)
    assert platform.one("SELECT fail_payout(%s, 'Account closed')", failed)
    assert platform.one("SELECT pay_out(%s, 'po_1', 1.50)", paid)
    assert platform.one("SELECT pay_out(%s, 'po_1', 1.50)", paid) is False
    commit(platform)
    assert platform.wallet(host, "balance", "reserved_balance", "payouts_balance") == (14_950, 0, 5_050)
    found = platform.one("SELECT amount_usd::text, net_usd::text, status FROM payouts WHERE id = %s", paid)
    assert found == ("50.50", "49.00", "paid")
    with pytest.raises(errors.CheckViolation), platform.refused():
        platform.one(decide, platform.one(ask, 5_000), host, True, None)
    assert platform.sound()


def test_only_performers_are_paid_out(platform: Platform) -> None:
    viewer = platform.user()
    platform.prove(viewer)
    platform.buy(viewer, 10_000)
    platform.acting(viewer)
    with pytest.raises(errors.InsufficientPrivilege, match="only performers"), platform.refused():
        platform.one("SELECT request_payout(5000, 'bank', 'acct_1')")


def test_no_payout_without_a_valid_proof_of_identity(platform: Platform) -> None:
    host = platform.performer(proven=False)
    platform.buy(host, 10_000)
    platform.acting(host)
    ask = "SELECT request_payout(5000, 'bank', 'acct_1')"

    def refused() -> None:
        with pytest.raises(errors.CheckViolation, match="no payout without a valid proof"), platform.refused():
            platform.one(ask)

    refused()
    proof = platform.prove(host, level="age")
    refused()
    platform.ask("UPDATE kyc_verifications SET status = 'expired' WHERE id = %s", proof)
    proof = platform.prove(host, reviewed_at="now() - interval '2 days'", expires_at="now() - interval '1 day'")
    refused()
    with pytest.raises(errors.CheckViolation, match="no payout without"), platform.refused():
        platform.put(
            "payouts",
            user_id=host,
            kyc_verification_id=proof,
            tokens=5_000,
            amount_usd=50,
            net_usd=50,
            method="bank",
            destination_token="a",  # noqa: S106
        )
    platform.ask("UPDATE kyc_verifications SET expires_at = now() + interval '1 day' WHERE id = %s", proof)
    payout = platform.one(ask)
    platform.ask("UPDATE kyc_verifications SET status = 'rejected' WHERE id = %s", proof)
    with pytest.raises(errors.CheckViolation, match="no payout without"), platform.refused():
        platform.one("SELECT decide_payout(%s, %s, true)", payout, platform.user(role="admin"))


# months


def months(platform: Platform, parent: str) -> list[str]:
    found = platform.ask(
        "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = %s::regclass ORDER BY 1",
        parent,
    )
    return [name for (name,) in found]


@pytest.mark.parametrize("parent", ["ledger", "audit_logs"])
def test_months_are_made_ahead_once_and_are_as_guarded_as_the_others(platform: Platform, parent: str) -> None:
    before = months(platform, parent)
    assert {f"{parent}_2024_11", f"{parent}_2027_02", f"{parent}_default"} <= set(before)
    make = f"SELECT create_months_ahead('{parent}', 3, '2027-01-15Z')"
    assert [name for (name,) in platform.ask(make)] == [f"{parent}_2027_03", f"{parent}_2027_04"]
    assert platform.ask(make) == []
    assert set(months(platform, parent)) - set(before) == {f"{parent}_2027_03", f"{parent}_2027_04"}
    for change in ("DELETE FROM", "TRUNCATE"):
        with pytest.raises(errors.RestrictViolation), platform.refused():
            platform.ask(f"{change} {parent}_2027_03")
    triggers = "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    assert platform.one(triggers, f"{parent}_2027_03") == platform.one(triggers, f"{parent}_2026_10")
    indexes = "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass"
    assert platform.one(indexes, f"{parent}_2027_03") == platform.one(indexes, f"{parent}_2026_10")


@pytest.mark.parametrize("parent", ["ledger", "audit_logs"])
def test_old_months_are_detached_whole_and_stay_as_they_are(platform: Platform, parent: str) -> None:
    rows = platform.one(f"SELECT count(*) FROM {parent}")  # noqa: S608
    archived = [name for (name,) in platform.ask(f"SELECT archive_months('{parent}', '14 months', '2026-11-01Z')")]
    assert (archived[0], archived[-1]) == (f"archive.{parent}_2024_11", f"archive.{parent}_2025_08")
    assert len(archived) == 10
    kept = sum(platform.one(f"SELECT count(*) FROM {name}") for name in archived)  # noqa: S608
    assert kept > 0
    assert platform.one(f"SELECT count(*) FROM {parent}") == rows - kept  # noqa: S608
    insert = f"INSERT INTO {archived[0]} SELECT * FROM {archived[0]} LIMIT 1"  # noqa: S608
    for change in (f"DELETE FROM {archived[0]}", f"TRUNCATE {archived[0]}", insert):  # noqa: S608
        with pytest.raises(errors.RestrictViolation), platform.refused():
            platform.ask(change)
    assert platform.ask("SELECT * FROM broken_accounts()") == []
    with pytest.raises(errors.InvalidParameterValue), platform.refused():
        platform.ask(f"SELECT archive_months('{parent}', '3 days')")
