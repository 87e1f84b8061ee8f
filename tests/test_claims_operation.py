"""Claims on a design at work: each rule turned both ways, and databases disturbed where an experiment must see it."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from claims_for_tests import attempt, loaded, measure
from psycopg.conninfo import make_conninfo

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LabError, ServerError
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation import connections, pooler, recovery, upkeep
from livvly_lab.experiments.operation.programs import pgbench, run_program
from livvly_lab.experiments.operation.recovery import reckoned
from livvly_lab.forecast.verdicts import judge
from livvly_lab.lab.run import Run
from livvly_lab.scratch.binaries import account

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

TINY = Parameters(shards=2, users_per_shard=20)
SINGLE = replace(TINY, layout="single")
CLAIMS = {claim.id[-3:]: claim for claim in DESIGNS["livvly"].claims}

GOOD_AND_BAD: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]] = {
    "031": ({"a row": 150, "gifts.names": 150}, {"a row": 500, "gifts.names": 99}),
    "032": (
        {"gifts.names": 0.25, "coin_packages.names": 0.3, "transactions.metadata": 0.2},
        {"gifts.names": 0.65, "coin_packages.names": 0.25, "transactions.metadata": 0.14},
    ),
    "033": ({"": 0.9}, {"": 1.1}),
    "034": ({"": 0}, {"": 1}),
    "035": ({"": 1}, {"": 0.99}),
    "036": (
        {"coins for ₹99": 110, "coins for ₹299": 350, "coins for ₹499": 600, "coins for ₹999": 1_300},
        {"coins for ₹99": 110, "coins for ₹299": 350, "coins for ₹499": 600, "coins for ₹999": 1_000},
    ),
    "037": (
        {"rupees for a coin": 1, "diamonds for a coin of a gift": 0.75},
        {"rupees for a coin": 1, "diamonds for a coin of a gift": 0.8},
    ),
    "038": (
        {"wrong decisions": 0, "rupees for a minute at peak": 25},
        {"wrong decisions": 1, "rupees for a minute at peak": 26},
    ),
    "039": (
        {
            "gifts": 15,
            "gifts of 10 to 50 coins": 5,
            "gifts of 100 to 500 coins": 6,
            "gifts of 1,000 to 10,000 coins": 4,
            "categories": 3,
        },
        {
            "gifts": 15,
            "gifts of 10 to 50 coins": 6,
            "gifts of 100 to 500 coins": 5,
            "gifts of 1,000 to 10,000 coins": 4,
            "categories": 4,
        },
    ),
    "040": ({"coin packages": 4, "gifts": 15}, {"coin packages": 6, "gifts": 15}),
    "041": (
        {"objects left": 0, "upgrades that run again": 1},
        {"objects left": 0, "upgrades that run again": 0},
    ),
    "042": (
        {"references without an index": 0, "indexes made by adding a foreign key": 1},
        {"references without an index": 0, "indexes made by adding a foreign key": 0},
    ),
    "043": ({"enforced here": 30, "declared": 30}, {"enforced here": 29, "declared": 29}),
    "044": (
        {"by the design's procedure": 1, "by DELETE": 1},
        {"by the design's procedure": 0.9, "by DELETE": 0.1},
    ),
    "045": ({"": 1}, {"": 1.01}),
    "046": ({"": 1}, {"": 0.47}),
    "047": ({"of index blocks": 0.95, "of all blocks": 0.95}, {"of index blocks": 0.99, "of all blocks": 0.94}),
    "048": ({"": 1}, {"": 0}),
    "049": ({"": 1}, {"": 0.75}),
    "050": ({"a writer beside REINDEX": 0.1}, {"a writer beside REINDEX": 0.11}),
    "051": ({"with a daily VACUUM": 0.4, "without": 0.6}, {"with a daily VACUUM": 0.6, "without": 0.7}),
    "052": ({"": 200}, {"": 120}),
    "053": ({"": 200}, {"": 300}),
    "054": ({"": 1}, {"": 1.1}),
    "055": (
        {"query over its limit": 1.1, "idle session over its limit": 1.1, "old connections replaced": 1},
        {"query over its limit": 10, "idle session over its limit": 1.1, "old connections replaced": 1},
    ),
    "056": (
        {"to restore": 4, "missing after the restore": 0},
        {"to restore": 3, "missing after the restore": 1},
    ),
    "058": ({"": 300_000}, {"": 300_001}),
    "059": ({"tables": 1, "columns": 1}, {"tables": 1, "columns": 0.99}),
    "060": ({"": 0.9}, {"": 0.5}),
    "061": ({"": 15, "P0": 8, "P1": 5, "P2": 2}, {"": 13, "P0": 6, "P1": 5, "P2": 2}),
}


@pytest.mark.parametrize("claim", GOOD_AND_BAD)
def test_the_rule_of_a_claim_turns_both_ways(claim: str) -> None:
    good, bad = (
        Measurement(tuple(Quantity(value, "x", name) for name, value in values.items()), "found")
        for values in GOOD_AND_BAD[claim]
    )
    assert judge(CLAIMS[claim], good, TINY.users).verdict == "holds"
    assert judge(CLAIMS[claim], bad, TINY.users).verdict == "fails"


def test_every_rule_from_languages_to_documents_is_among_those_turned() -> None:
    assert {key for key, claim in CLAIMS.items() if key >= "031" and claim.rule} == GOOD_AND_BAD.keys()


def asked(at: Loaded, claim: str) -> Measurement:
    """Ask a claim its experiment with the arguments it declares."""
    return measure(at, CLAIMS[claim].experiment, **CLAIMS[claim].arguments)


def first(measured: Measurement) -> float:
    return measured.quantities[0].value


# languages


def test_a_longer_translation_is_weighed(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(TINY))) as at:
        before = asked(at, "031").quantity("gifts.names").value
        at.connection.execute("UPDATE gifts SET names = names || jsonb_build_object('ta', repeat('x', 100))")
        after = asked(at, "031").quantity("gifts.names").value
    assert before + 70 < after < before + 110


def test_a_check_on_languages_refuses_a_new_one(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(TINY))) as at:
        assert first(asked(at, "034")) == 0
        at.connection.execute("ALTER TABLE gifts ADD CHECK (names - '{en,ta,te,kn,hi}'::text[] = '{}')")
        refused = asked(at, "034")
        languages = at.connection.execute("SELECT DISTINCT jsonb_object_keys(names) FROM gifts").fetchall()
    assert first(refused) == 1
    assert len(languages) == 5
    assert [row["column"] for row in refused.detail if row["obstacle"]] == ["gifts.names"]


def test_a_way_to_read_without_fallback_is_seen(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(TINY))) as at:
        assert first(asked(at, "035")) == 1
        at.connection.execute(
            "CREATE OR REPLACE FUNCTION translated(translations jsonb, language text) RETURNS text "
            "LANGUAGE sql RETURN translations ->> language"
        )
        assert first(asked(at, "035")) == 0
        without_function = measure(at, "fallback_reads", columns=("gifts.names",))
    assert first(without_function) == 0.5, "coalesce() knows nothing of empty texts"


def test_a_gin_index_on_texts_that_repeat_is_small(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(TINY))) as at:
        before = first(measure(at, "gin_overhead", columns=("transactions.metadata",)))
        at.connection.execute("UPDATE transactions SET metadata = '{\"same\": true}' WHERE metadata IS NOT NULL")
        after = first(measure(at, "gin_overhead", columns=("transactions.metadata",)))
        at.connection.execute("UPDATE transactions SET metadata = NULL")
        nothing = attempt(at, "gin_overhead", columns=("gifts.names", "transactions.metadata"))
    assert after < before
    assert isinstance(nothing, Unmeasured)


# the catalogue


def test_a_package_that_is_changed_or_withdrawn_is_seen(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(TINY))) as at:
        assert first(asked(at, "036")) == 110
        at.connection.execute("UPDATE coin_packages SET bonus_coins = 0 WHERE price_inr = 99")
        at.connection.execute("UPDATE coin_packages SET is_active = false WHERE price_inr = 999")
        measured = asked(at, "036")
    assert [each.value for each in measured.quantities] == [100, 350, 600, 0]


def test_a_rate_without_its_check_is_a_wrong_decision(filled: Filled, copied: Copied) -> None:
    run = copied(filled(SINGLE))
    with loaded(run) as at:
        assert first(asked(at, "038")) == 0
        at.connection.execute(
            "ALTER TABLE creator_call_rates DROP CONSTRAINT creator_call_rates_audio_rate_per_minute_check"
        )
        measured = asked(at, "038")
    assert first(measured) == 2
    assert [(row["value"], row["is"]) for row in measured.detail if row["should be"] != row["is"].split(":")[0]] == [
        ("7.99", "taken"),
        ("25.01", "taken"),
    ]


# references and deletion


def test_indexes_and_foreign_keys_that_go_are_missed(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        unindexed, enforced = first(asked(at, "042")), first(asked(at, "043"))
        at.connection.execute("DROP INDEX idx_calls_receiver, idx_calls_composite")
        at.connection.execute("ALTER TABLE calls DROP CONSTRAINT calls_receiver_id_fkey")
        assert first(asked(at, "042")) == unindexed + 1
        assert first(asked(at, "043")) == enforced - 1


def test_what_a_deleted_user_leaves_depends_on_keys_and_procedure(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        whole = asked(at, "044")
        at.connection.execute("ALTER TABLE transactions DROP CONSTRAINT transactions_user_id_fkey")
        at.connection.execute("CREATE OR REPLACE PROCEDURE erase_users(ids uuid[]) LANGUAGE sql AS 'SELECT 1'")
        broken = asked(at, "044")
        users = at.connection.execute("SELECT count(*) FROM users").fetchone()
    assert [each.value for each in whole.quantities] == [1, 1]
    assert broken.quantity("by the design's procedure").value == 0
    assert 0 < broken.quantity("by DELETE").value < 1
    assert users == (TINY.users,), "deleted users came back"


def test_a_user_whom_a_key_protects_is_not_deleted(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        at.connection.execute("ALTER TABLE calls DROP CONSTRAINT calls_caller_id_fkey")
        at.connection.execute("ALTER TABLE calls ADD FOREIGN KEY (caller_id) REFERENCES users (id)")
        assert first(measure(at, "rows_after_deletion")) == 0


def test_a_job_that_deletes_nothing_and_a_key_that_forbids_it_are_seen(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        at.connection.execute("UPDATE calls SET deleted_at = now(), coins_charged = 0")
        some = asked(at, "046")
        at.connection.execute("DROP FUNCTION purge_deleted")
        at.connection.execute("CREATE FUNCTION purge_deleted(timestamptz) RETURNS int RETURN 0")
        at.connection.execute("CREATE TABLE keeper (id uuid REFERENCES calls (id))")
        at.connection.execute("INSERT INTO keeper SELECT id FROM calls LIMIT 1")
        none = asked(at, "046")
    assert first(some) > 0
    assert some.quantity("by DELETE on each table").value == 1
    assert [each.value for each in none.quantities] == [0, 0]
    assert "violates foreign key constraint" in none.says


def test_live_rows_alone_make_a_smaller_index(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        measured = measure(
            at,
            "soft_delete_reads",
            table="transactions",
            key="user_id",
            newest="created_at",
            deleted="deleted_at",
        )
    sizes = {(row["deleted rows, %"], row["index"]): row["index, bytes"] for row in measured.detail}
    assert sizes[50, "live rows only"] < sizes[50, "all rows"] == sizes[0, "live rows only"]


# migrations


def test_a_design_without_functions_leaves_only_its_extensions(filled: Filled) -> None:
    run = filled(SINGLE)
    with loaded(run) as at:
        whole = measure(at, "downgraded")
        plain = replace(at.physical.design, objects={})
        bare = measure(replace(at, physical=replace(at.physical, design=plain)), "downgraded")
    left = {row["kind"]: row["left"] for row in whole.detail}
    assert first(whole) == sum(left.values()) > left["function"] > 0
    assert whole.quantity("upgrades that run again").value == 0
    assert {row["kind"] for row in bare.detail if row["left"]} == {"extension"}
    assert bare.quantity("upgrades that run again").value == 1


# upkeep


def test_a_workload_reads_what_it_has_read_from_memory(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        measured = asked(at, "047")
    assert first(measured) > 0.99
    assert "fit into" in measured.depends, "a database smaller than the buffers proves nothing"


def test_a_mean_reports_slow_calls_only_where_no_quick_ones_hide_them(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loaded(filled(TINY)) as at:
        assert first(measure(at, "slow_statements", limit_ms=20)) == 0
        monkeypatch.setattr(upkeep, "QUICK_CALLS", 0)
        assert first(measure(at, "slow_statements", limit_ms=20)) == 1


def test_bloat_and_its_cure_are_weighed_and_too_few_rows_are_said_to_be(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"table": "transactions", "column": "created_at"}
    with loaded(filled(TINY)) as at:
        few = attempt(at, "bloat_seen", **table, limit=0.5)
        assert isinstance(few, Unmeasured)
        monkeypatch.setattr(upkeep, "LEAST_ROWS", 100)
        seen = measure(at, "bloat_seen", **table, limit=0.5)
        busy = measure(at, "daily_vacuum", **table, updated_a_day=1.0, days=4)
        quiet = measure(at, "daily_vacuum", **table, updated_a_day=1 / 3, days=4)
        extensions = at.connection.execute("SELECT extname FROM pg_extension").fetchall()
    fresh, *_, churned, vacuumed = seen.detail
    assert fresh["dead rows, %"] == vacuumed["dead rows, %"] == 0
    assert vacuumed["bytes without a live row, %"] > 50 < churned["bytes without a live row, %"]
    assert first(seen) < 1, "an alert on dead rows is silent after VACUUM"
    assert first(quiet) < first(busy) < busy.quantity("without").value
    assert ("pgstattuple",) not in extensions


def test_a_writer_waits_for_a_reindex_and_not_for_one_that_runs_concurrently(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        measured = asked(at, "050")
        plain, beside = (
            measured.quantity(name).value
            for name in ("a writer beside REINDEX", "a writer beside REINDEX CONCURRENTLY")
        )
        databases = at.connection.execute("SELECT FROM pg_database WHERE datname LIKE 'claims_%'").fetchall()
        assert isinstance(attempt(at, "reindex_waits", table="coin_packages"), Unmeasured)
    assert beside < plain <= 1
    assert databases == []


# connections


def test_a_pool_opens_its_overflow_too(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        assert first(measure(at, "pool_ceiling", servers=2, pool_size=3, max_overflow=1)) == 8
        assert first(measure(at, "pool_ceiling", servers=2, pool_size=3, max_overflow=0)) == 6
        assert isinstance(attempt(at, "pool_ceiling", servers=1, pool_size=300, max_overflow=0), Unmeasured)


def test_a_limit_of_a_pool_is_the_least_of_its_settings(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        limits = {"default_pool_size": 100, "reserve_pool_size": 20}
        assert first(measure(at, "pool_limits", **limits, max_db_connections=200)) == 120
        assert first(measure(at, "pool_limits", **limits, max_db_connections=90)) == 90


def test_what_exceeds_a_limit_of_time_ends(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ABORTS", 3)
    monkeypatch.setattr(connections, "CLOSES", 2)
    with loaded(filled(TINY)) as at:
        measured = measure(at, "timeouts", query_s=60, idle_s=600, lifetime_s=3_600, scaled_s=0.05)
    aborted, closed, replaced = (each.value for each in measured.quantities)
    assert 1 <= aborted < 5
    assert 1 <= closed < 5
    assert replaced == 1


def test_throughput_is_measured_as_far_as_the_server_takes_connections(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.TRANSACTIONS, "quick", 100)
    with loaded(filled(TINY)) as at:
        measured = measure(at, "throughput_by_connections", connections=(1, 3))
        beyond = attempt(at, "throughput_by_connections", connections=(1, 100_000))
    assert [row["connections"] for row in measured.detail] == [1, 3]
    assert all(row["rows/s, median"] > 0 for row in measured.detail)
    assert isinstance(beyond, Unmeasured)
    assert "max_connections above 100" in beyond.takes


def test_a_program_that_fails_says_why(filled: Filled) -> None:
    with pytest.raises(LabError, match=r"pg_dump to come to its end, found .*no_such_table"):
        run_program("pg_dump", filled(TINY).dsn, ["--table=no_such_table", "--strict-names"])


# the pooler

STAND_IN = """#!{python} -IS
import configparser, re, socket, struct, sys, threading, time

settings = configparser.RawConfigParser(strict=False)
settings.read(sys.argv[1])
((name, target),) = settings["databases"].items()
wanted = dict(re.findall(r"(\\w+)='([^']*)'", target))
pooler = settings["pgbouncer"]

def pump(source, sink, wait_s=0):
    while block := source.recv(65536):
        time.sleep(wait_s)
        sink.sendall(block)
    sink.shutdown(socket.SHUT_WR)

def whole(client, size):
    data = b""
    while len(data) < size:
        data += client.recv(size - len(data)) or sys.exit()
    return data

def serve(client):
    (size, code) = struct.unpack("!II", whole(client, 8))
    rest = whole(client, size - 8)
    if code in (80877103, 80877104):
        client.sendall(b"N")
        return serve(client)
    server = socket.socket(socket.AF_UNIX)
    server.connect(wanted["host"] + "/.s.PGSQL." + wanted["port"])
    rest = rest.replace(b"user\\0pgbouncer\\0", b"user\\0" + wanted["user"].encode() + b"\\0")
    server.sendall(struct.pack("!II", len(rest) + 8, code) + rest)
    threading.Thread(target=pump, args=(server, client), daemon=True).start()
    pump(client, server, {wait_s})

door = socket.socket(socket.AF_UNIX)
door.bind(pooler["unix_socket_dir"] + "/.s.PGSQL." + pooler["listen_port"])
door.listen()
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
"""Stands for PgBouncer: passes on what comes through its socket, a while later, as the user its settings name."""


@pytest.fixture
def on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Yield what puts a program named pgbouncer on PATH, where everybody may execute it."""
    with TemporaryDirectory(prefix="livvly_lab_") as folder:
        Path(folder).chmod(0o755)

        def put(text: str) -> None:
            program = Path(folder, "pgbouncer")
            program.write_text(text)
            program.chmod(0o755)
            monkeypatch.setenv("PATH", folder)

        yield put


def may_run(program: Path) -> bool:
    """Tell whether the account that runs servers can execute a program."""
    try:
        account().run([program, "-V"])
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def test_without_pgbouncer_on_path_its_latency_is_not_measured(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with loaded(filled(TINY)) as at:
        outcome = asked_or_not(at, "054")
    assert isinstance(outcome, Unmeasured)
    assert "PATH" in outcome.takes


def test_what_stands_between_pgbench_and_the_server_is_timed(
    filled: Filled, monkeypatch: pytest.MonkeyPatch, on_path: Callable[[str], None]
) -> None:
    python = next(filter(may_run, (Path(sys.executable).resolve(), Path("/usr/bin/python3"))), None)
    if python is None:
        pytest.skip("the account of servers can execute no Python here")
    added_ms, told_ms = 10, list[float]()
    on_path(STAND_IN.format(python=python, wait_s=added_ms / 1000))
    monkeypatch.setattr(pooler, "ROUNDS", 5)
    monkeypatch.setattr(pooler, "TRANSACTIONS", {"quick": 10})

    def listening(*arguments: Any, **more: Any) -> Any:
        told_ms.append((timed := pgbench(*arguments, **more)).latency_ms)
        return timed

    monkeypatch.setattr(pooler, "pgbench", listening)
    with loaded(filled(TINY)) as at:
        measured = asked(at, "054")
    directly, through = told_ms[2::2], told_ms[3::2]  # the first of each warms up
    assert [row["latency, median, ms"] for row in measured.detail] == [median(directly), median(through)]
    assert first(measured) == median(late - early for early, late in zip(directly, through, strict=True))
    assert min(through) > added_ms
    assert first(measured) > added_ms / 2


def test_a_pooler_that_does_not_start_is_named_with_its_last_word(
    filled: Filled, on_path: Callable[[str], None]
) -> None:
    on_path("#!/bin/sh\necho 'cannot load config file' >&2\nexit 1\n")
    with loaded(filled(TINY)) as at, pytest.raises(ServerError, match="pgbouncer to start, found cannot load config"):
        asked(at, "054")


# recovery and documents


def test_parts_grow_and_arrive_whole(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded(filled(TINY)) as at:
        assert isinstance(asked_or_not(at, "056"), Unmeasured)
        monkeypatch.setattr(recovery, "LEAST_BYTES", 0)
        measured = asked(at, "056")
    sizes = [row["part, bytes"] for row in measured.detail]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 3
    assert measured.quantity("missing after the restore").value == 0
    assert measured.kind == "computed"
    assert measured.depends


def asked_or_not(at: Loaded, claim: str) -> Outcome:
    return attempt(at, CLAIMS[claim].experiment, **CLAIMS[claim].arguments)


def test_hours_are_read_off_a_line_and_noise_widens_their_interval() -> None:
    sizes = [2.0**20 * size for size in (1, 2, 4, 8, 16)]
    on_the_line = [1_000 + size / 2**20 * 3_600 for size in sizes]
    beside_it = [time_ms + off for time_ms, off in zip(on_the_line, (90, -90, 90, -90, 90), strict=True)]
    exact = reckoned(sizes, on_the_line, 1_000 * 2**20)
    noisy = reckoned(sizes, beside_it, 1_000 * 2**20)
    assert exact.mid == pytest.approx((1_000 + 3_600_000) / 3_600_000)
    assert exact.high - exact.low < 1e-6 < noisy.high - noisy.low
    assert noisy.low < exact.mid < noisy.high


def test_a_comment_that_is_gone_is_missed(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        at.connection.execute("COMMENT ON COLUMN users.phone IS NULL")
        at.connection.execute("COMMENT ON TABLE gifts IS NULL")
        measured = asked(at, "059")
    tables, columns = (measured.quantity(name) for name in ("tables", "columns"))
    assert tables.value == pytest.approx(1 - 1 / tables.n)
    assert columns.value == pytest.approx(1 - 1 / columns.n)
    assert "users.phone" in measured.says


def test_requirements_are_those_the_document_holds(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        measured = asked(at, "061")
        assert [each.value for each in measured.quantities] == [13, 6, 5, 2]
        other = replace(at.physical, design=replace(at.physical.design, name="none"))
        assert isinstance(attempt(replace(at, physical=other), "requirements_counted"), Unmeasured)


# what is not allowed


def test_a_role_that_may_not_is_told_what_it_would_take(
    filled: Filled, copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LEAST_ROWS", 1)
    monkeypatch.setattr(recovery, "LEAST_BYTES", 0)
    run = copied(filled(TINY))
    with run.connect() as owner:
        owner.execute("CREATE ROLE looker LOGIN IN ROLE pg_read_all_data")
        try:
            with loaded(run, make_conninfo(run.dsn, user="looker")) as at:
                outcomes = [asked_or_not(at, claim) for claim in ("041", "049", "050", "051", "056")]
        finally:
            owner.execute("DROP ROLE looker")
    assert all(isinstance(outcome, Unmeasured) and outcome.takes for outcome in outcomes)
