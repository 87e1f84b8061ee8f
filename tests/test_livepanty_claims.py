"""livepanty's claims: each rule turned both ways, and databases disturbed where an experiment must see it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Claim, Measurement, Quantity, Unmeasured
from livvly_lab.domain.parameters import Parameters
from livvly_lab.experiments import EXPERIMENTS
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.forecast.verdicts import judge
from livvly_lab.lab.run import Run
from livvly_lab.measure.writes import WriteBench

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

SIZES = Parameters("livepanty", 2, 300)
LARGE = 2_000_000
CLAIMS = {claim.id[-2:]: claim for claim in DESIGNS["livepanty"].claims}

NOTHING_LEFT = {
    "entries that do not follow the one before": 0,
    "entries without both balances": 0,
    "transactions that do not sum to zero": 0,
    "wallets below zero or reserved twice": 0,
    "tokens too many or too few": 0,
    "tips that fees and earnings do not add up to": 0,
    "deadlocks and other failures": 0,
}
RATES = {
    "tokens of a dollar": 100,
    "payments of another rate": 0,
    "payouts of another rate": 0,
    "tips whose fee is rounded otherwise": 0,
}
GOOD_AND_BAD: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]] = {
    "01": ({"": 0}, {"": 1}),
    "02": (NOTHING_LEFT, NOTHING_LEFT | {"entries that do not follow the one before": 1}),
    "03": ({"with the triggers": 1.2, "untold": 0}, {"with the triggers": 1.3, "untold": 1}),
    "04": ({"wrong decisions": 0, "with other rows": 0}, {"wrong decisions": 1, "with other rows": 0}),
    "05": ({"with the triggers": 9, "untold": 0}, {"with the triggers": 1, "untold": 1}),
    "06": (RATES, RATES | {"tokens of a dollar": 99}),
    "07": (NOTHING_LEFT, NOTHING_LEFT | {"wallets below zero or reserved twice": 1}),
    "08": (NOTHING_LEFT, NOTHING_LEFT | {"tips that fees and earnings do not add up to": 1}),
    "09": ({"": 0}, {"": 1}),
    "10": (
        {"claimed twice or out of order": 0, "who waited": 0, "of a claim": 50},
        {"claimed twice or out of order": 1, "who waited": 0, "of a claim": 50},
    ),
    "11": ({"": 0}, {"": 1}),
    "12": (
        {"view over the query": 1.2, "view over a kept copy": 1.2},
        {"view over the query": 1.3, "view over a kept copy": 1.3},
    ),
    "13": (
        {"after the soft delete": 0, "after the erasure that follows": 0},
        {"after the soft delete": 1, "after the erasure that follows": 1},
    ),
    "14": (
        {"of one month of a key": 1.2, "of detaching over deleting": 0.9},
        {"of one month of a key": 1.2, "of detaching over deleting": 1.1},
    ),
    "15": ({"": 2}, {"": 1.9}),
    "16": ({"after SET": 0, "after SET LOCAL": 0}, {"after SET": 5, "after SET LOCAL": 5}),
    "17": (
        {"to dump": 23, "missing after the restore": 0},
        {"to dump": 25, "missing after the restore": 0},
    ),
}


ONE_READ: Mapping[str, Mapping[str, Any]] = {
    "01": {},
    "04": {"reads": {"the wallet": "SELECT * FROM {wallets} WHERE user_id = %(user)s"}},
    "09": {},
}
"""What policies cost is not what these tests are about."""


def found(values: Mapping[str, float]) -> Measurement:
    return Measurement(tuple(Quantity(value, "rows", name) for name, value in values.items()), "found")


@pytest.mark.parametrize("key", CLAIMS)
def test_a_claim_holds_and_fails_by_its_own_rule(key: str) -> None:
    verdicts = [judge(CLAIMS[key], found(values), LARGE).verdict for values in GOOD_AND_BAD[key]]
    assert verdicts == ["holds", "fails"]


def test_every_claim_of_the_document_is_declared() -> None:
    assert list(CLAIMS) == [f"{number:02}" for number in range(1, 18)]
    assert all(claim.experiment and claim.text and claim.source for claim in CLAIMS.values())


def test_a_soft_delete_that_erases_nothing_depends_on_how_it_is_read() -> None:
    measured = found({"after the soft delete": 9, "after the erasure that follows": 0})
    assert judge(CLAIMS["13"], measured, LARGE).verdict == "depends"


@contextmanager
def loaded(run: Run) -> Iterator[Loaded]:
    with run.connect() as connection:
        yield Loaded(connection, run.dsn, run.physical, run.function, run.parameters)


def asked(run: Run, claim: Claim, **other: Any) -> Measurement:
    with loaded(run) as at:
        outcome = EXPERIMENTS[claim.experiment](at, **{**claim.arguments, **other})
    assert isinstance(outcome, Measurement), outcome
    return outcome


def disturbed(filled: Filled, copied: Copied, *statements: str) -> Run:
    """Return a copy of a loaded livepanty on which somebody has done something."""
    run = copied(filled(SIZES))
    with psycopg.connect(run.dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
    return run


@pytest.mark.parametrize(
    ("key", "change", "wrong"),
    [
        ("01", "ALTER TABLE ledger_2026_10 DISABLE TRIGGER append_only", {"UPDATE of one month"}),
        ("01", "ALTER TABLE ledger_2026_10 ENABLE TRIGGER append_only", {"DELETE from one month as a replica"}),
        ("04", "ALTER TABLE wallets DISABLE ROW LEVEL SECURITY", {"other users' rows of wallets"}),
        (
            "04",
            "ALTER VIEW user_summary SET (security_invoker = false)",
            {"the own wallet, through the view user_summary"},
        ),
        ("04", "GRANT UPDATE (role) ON users TO livepanty_app", {"a role given to oneself"}),
        (
            "09",
            "ALTER TABLE users DROP CONSTRAINT users_date_of_birth_check",
            {"a birthday of somebody not yet eighteen at signup"},
        ),
    ],
)
def test_what_guards_no_longer_is_noticed(
    filled: Filled, copied: Copied, key: str, change: str, wrong: set[str]
) -> None:
    measured = asked(disturbed(filled, copied, change), CLAIMS[key], **ONE_READ[key])
    told = {str(row["statement"]) for row in measured.detail if row["should be"] != row["is"]}
    assert wrong <= told
    assert measured.quantities[0].value == len(told) > 0


def test_nothing_is_wrong_as_the_design_stands_and_nothing_stays_changed(filled: Filled) -> None:
    run = filled(SIZES)
    for key in ("01", "04", "09"):
        assert asked(run, CLAIMS[key], **ONE_READ[key]).quantities[0].value == 0
    with run.connect() as connection:
        assert connection.execute("SELECT count(*) FROM broken_accounts()").fetchone() == (0,)


def test_sessions_that_write_balances_they_have_read_before_are_found_out(filled: Filled) -> None:
    prepare = (
        "CREATE TABLE naive (id bigserial, balance_before bigint, balance_after bigint)",
        "CREATE TABLE purse (balance bigint)",
        "INSERT INTO purse VALUES (0)",
    )
    naive = (
        "WITH was AS (SELECT balance FROM purse), paid AS (UPDATE purse SET balance = purse.balance + 1)"
        " INSERT INTO naive (balance_before, balance_after) SELECT balance, balance + 1 FROM was, pg_sleep(0.002)"
    )
    broken = (
        "SELECT count(*) FROM (SELECT balance_before, lag(balance_after, 1, 0::bigint)"
        " OVER (ORDER BY balance_after, id) AS was FROM naive) AS chained WHERE balance_before <> was"
    )
    questions = {"broken": ("entries", broken)}
    measured = asked(
        filled(SIZES), CLAIMS["02"], prepare=prepare, statement=naive, questions=questions, first="broken", says="left"
    )
    assert measured.quantity("broken").value > 0
    assert measured.quantity("deadlocks and other failures").value == 0


def test_workers_who_do_not_skip_locked_rows_wait_or_claim_out_of_order(filled: Filled, copied: Copied) -> None:
    columns = "(detector, category, confidence)"
    flags = f"INSERT INTO moderation_flags {columns} SELECT 'x', 'spam', 0.5 FROM generate_series(1, 3)"  # noqa: S608
    run = disturbed(filled, copied, flags)
    assert asked(run, CLAIMS["10"]).quantity("who waited").value == 0
    with psycopg.connect(run.dsn, autocommit=True) as connection:
        row = connection.execute(b"SELECT pg_get_functiondef('claim_flags'::regproc)").fetchone()
        assert row
        connection.execute(str(row[0]).replace("FOR UPDATE SKIP LOCKED", "").encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("livvly_lab.experiments.guarding.queues.LOCK_LIMIT_MS", 50)
        patch.setattr("livvly_lab.experiments.guarding.queues.TURNS", 1)
        measured = asked(run, CLAIMS["10"])
    assert measured.quantity("who waited").value + measured.quantity("claimed twice or out of order").value > 0


def test_an_erasure_that_forgets_something_leaves_it(filled: Filled) -> None:
    complete = asked(filled(SIZES), CLAIMS["13"])
    assert complete.quantity("after the soft delete").value > 0
    assert complete.quantity("after the erasure that follows").value == 0
    steps = {
        "after the soft delete": "CALL close_account(%(user)s)",
        "after the erasure that follows": "SELECT %(user)s",
    }
    assert asked(filled(SIZES), CLAIMS["13"], steps=steps).quantity("after the erasure that follows").value > 0


def test_a_view_shows_what_its_query_written_out_and_a_kept_copy_show(filled: Filled) -> None:
    measured = asked(filled(SIZES), CLAIMS["12"])
    assert measured.quantity("with other rows").value == 0
    other = str(CLAIMS["12"].arguments["direct"]).replace("w.reserved_balance,", "w.reserved_balance + 1,")
    assert asked(filled(SIZES), CLAIMS["12"], direct=other).quantity("with other rows").value > 0


def test_a_table_that_lets_no_row_go_is_left_as_it_was_and_the_next_one_measured(
    filled: Filled, copied: Copied
) -> None:
    run = copied(filled(SIZES))
    with run.connect() as connection:
        for _ in range(2):
            bench = WriteBench(connection, run.physical.home("ledger", None), 20, 5)
            with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"), bench.taken():
                pytest.fail("rows were taken out")
        with WriteBench(connection, run.physical.home("tips", 0), 20, 5).taken() as writes:
            assert writes.write().single_ms > 0
        assert connection.execute("SELECT count(*) FROM broken_accounts()").fetchone() == (0,)


def test_a_trigger_that_is_off_is_a_table_that_is_not_told(filled: Filled, copied: Copied) -> None:
    assert asked(filled(SIZES), CLAIMS["05"]).quantity("untold").value == 0
    run = disturbed(filled, copied, "ALTER TABLE payouts_shard_1 DISABLE TRIGGER record_change")
    assert asked(run, CLAIMS["05"]).quantity("untold").value == 1


def test_what_is_not_there_is_not_measured(filled: Filled) -> None:
    with loaded(filled(SIZES)) as at:
        nobody = {"users": "SELECT id FROM {users} WHERE false", "needs": "SELECT FROM {users} WHERE false"}
        for key in ("01", "04", "13", "16"):
            claim = CLAIMS[key]
            other = {name: text for name, text in nobody.items() if name in claim.arguments}
            outcome = EXPERIMENTS[claim.experiment](at, **{**claim.arguments, **other})
            assert isinstance(outcome, Unmeasured), key
