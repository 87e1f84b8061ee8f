"""The bench: fair turns, a floor of the same bytes, honest peers, ratios that drift cannot bend, what is written."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import psutil
import psycopg
import pytest
from processes import becomes_true
from psycopg import sql

from livvly_lab.bench import helper, loading, series
from livvly_lab.bench.arena import Arena, table_bytes, total_bytes
from livvly_lab.bench.floor import Recording, build_by_hand, record, replay
from livvly_lab.bench.load import Bench, run
from livvly_lab.bench.memory import held_bytes, watched
from livvly_lab.bench.outcome import CONTESTANTS
from livvly_lab.bench.peers import PEERS, Peer
from livvly_lab.bench.pipeline import DESIGN, FUNCTION, USERS, Loaded, users_alone, users_as_arrow, whole_graph
from livvly_lab.bench.ratios import RATIOS, Floor, floor_of, judge, spread, too_short
from livvly_lab.bench.samples import Group, Sample, Timed, take_turns
from livvly_lab.bench.sizes import Rounds, Sizes
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LoadError, UsageError
from livvly_lab.progress import Progress
from livvly_lab.rows.copy import Writer
from livvly_lab.rows.load import generate, make_world
from livvly_lab.rows.octets import copy_octets
from livvly_lab.rows.split import pieces
from livvly_lab.scratch.server import Server

KEYS = {"users_vs_floor", "graph_vs_floor", "users_vs_faker_copy", "load_and_index_vs_sql", "cost_growth"}
USERS_PER_SHARD, SHARDS, SEED = 150, 2, 7
PARAMETERS = Parameters(shards=SHARDS, users_per_shard=USERS_PER_SHARD, seed=SEED)
TINY = Sizes(
    quick=True,
    users_per_shard=500,
    graph_users_per_shard=50,
    rounds=Rounds(users=1, peers=1, graph=1, growth=1),
    slow_rows=200,
    fast_rows=500,
    pgbench_rows=100_000,
    small_per_shard=100,
    large_per_shard=300,
    small_loads=2,
    shards=SHARDS,
)


def sample(contestant: str, group: str = "users", number: int = 0, rows_per_s: float = 1.0, copies: int = 1) -> Sample:
    """Return a run of a second."""
    return Sample(contestant, group, number, Timed(round(rows_per_s), 1.0, 8192, copies))


def samples(speed: Mapping[str, float], mood: tuple[float, ...] = (1, 1, 1)) -> list[Sample]:
    """Return runs of everybody that a ratio needs: rows per second, times the mood of the machine in each round."""
    wanted = {(name, ratio.group) for ratio in RATIOS for name in (ratio.ours, ratio.other)} | {
        ("users_floor_1", "users")
    }
    return [
        sample(name, group, number, speed.get(name, 1000) * factor)
        for name, group in sorted(wanted)
        for number, factor in enumerate(mood)
    ]


# Turns, ratios, verdicts


def test_contestants_run_in_turn_and_every_other_round_in_reverse() -> None:
    ran: list[str] = []

    def turn(name: str) -> Mapping[str, Timed]:
        ran.append(name)
        return {name: Timed(1, 1.0, 1)}

    taken = take_turns(Group("g", 3, (lambda: turn("a"), lambda: turn("b"))), Progress(quiet=True))
    assert ran == ["a", "b", "b", "a", "a", "b"]
    assert [(s.contestant, s.round) for s in taken] == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]


def test_a_ratio_is_that_of_one_round_so_that_a_machine_that_slows_down_does_not_bend_it() -> None:
    judged = judge(samples({"users_pipeline": 800}, mood=(1, 0.5, 0.1)))
    (users,) = (each.value for each in judged if each.ratio.key == "users_vs_floor")
    assert (users.low, users.mid, users.high, users.n) == pytest.approx((0.8, 0.8, 0.8, 3))


def test_growth_is_cost_of_the_large_load_over_that_of_the_small_one() -> None:
    judged = judge(samples({"growth_small": 1200, "growth_large": 1000}))
    (growth,) = (each for each in judged if each.ratio.key == "cost_growth")
    assert growth.value.mid == pytest.approx(1.2)
    assert growth.verdict == "fails"


@pytest.mark.parametrize(("speeds", "verdict"), [((760, 800), "holds"), ((700, 740), "fails"), ((700, 800), "depends")])
def test_a_ratio_whose_rounds_straddle_the_limit_depends(speeds: tuple[float, ...], verdict: str) -> None:
    others = [s for s in samples({}, mood=(1, 1)) if s.contestant != "users_pipeline" or s.group != "users"]
    ours = [sample("users_pipeline", "users", number, speed) for number, speed in enumerate(speeds)]
    (users,) = (each for each in judge([*others, *ours]) if each.ratio.key == "users_vs_floor")
    assert users.verdict == verdict


def test_every_ratio_of_the_bench_has_its_key() -> None:
    assert {ratio.key for ratio in RATIOS} == KEYS


def test_the_range_of_few_runs_says_how_sure_it_is_of_the_median() -> None:
    assert spread([5.0, 1.0, 2.0, 3.0, 4.0]).level == 1 - 2 * 0.5**5


def test_a_floor_that_does_not_scale_to_the_cores_is_a_noisy_run() -> None:
    speed = {"users_floor_1": 1000.0, "users_floor_2": 1300.0}
    assert floor_of(samples(speed), 2, cores=2).is_noisy
    assert not floor_of(samples({**speed, "users_floor_2": 1700.0}), 2, cores=2).is_noisy
    assert not Floor(connections=2, cores=1, rows_per_s_on_one=1000, rows_per_s=1000).is_noisy


def test_copies_below_half_a_second_are_named_and_builds_of_indexes_are_not() -> None:
    short = Sample("a", "users", 0, Timed(10, 0.4, 1))
    build = Sample("b", "graph", 0, Timed(10, 0.4, 1, copies=0))
    assert too_short([short, build, sample("c")]) == [short]


# The floor


@pytest.fixture(scope="module")
def arena(server: Server) -> Arena:
    """Return an arena with the tables of users and of the whole graph."""
    arena = Arena(server)
    arena.prepare("bench_users", users_alone(SHARDS), FUNCTION)
    arena.prepare("bench_plain", users_alone(None), FUNCTION)
    arena.prepare("bench_graph", whole_graph(PARAMETERS), FUNCTION)
    return arena


@pytest.fixture(scope="module")
def graph(arena: Arena) -> Iterator[str]:
    """Yield the DSN of a database that our pipeline filled and indexed."""
    with arena.database() as dsn:
        loading.load(loading.graph_job(dsn, PARAMETERS))
        yield dsn


@pytest.fixture(scope="module")
def recorded(graph: str, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Return the bytes of that database."""
    return record(graph, tmp_path_factory.mktemp("bench") / "graph")


def sent(physical_dsn: str) -> dict[str, bytes]:
    """Return what our pipeline sends to every physical table but those of reference rows: one whole COPY for each."""
    physical = whole_graph(PARAMETERS)
    world = make_world(physical.design, PARAMETERS.users, PARAMETERS.activity, SEED)
    with Writer.open(physical_dsn, physical.design) as writer:
        partitions = writer.partitions()
    blocks: dict[str, list[bytes]] = {}
    for table, columns in generate(physical.design, world):
        for piece in pieces(physical, FUNCTION, partitions, table, columns):
            blocks.setdefault(piece.name, []).append(b"".join(map(bytes, copy_octets(piece.octets))))
    header, trailer = 19, 2
    return {
        name: those[0][:header] + b"".join(block[header:-trailer] for block in those) + those[0][-trailer:]
        for name, those in blocks.items()
    }


def test_the_floor_replays_the_bytes_that_our_pipeline_sends(graph: str, recorded: Recording) -> None:
    ours = sent(graph)
    floor = {name: path.read_bytes() for name, path in recorded.files.items()}
    assert set(floor) == set(ours) | set(DESIGN.reference_tables)
    assert {name: len(floor[name]) for name in ours} == {name: len(octets) for name, octets in ours.items()}
    no_json = [f"{table}_shard_{n}" for table in ("users", "calls", "coin_wallets", "rooms") for n in range(SHARDS)]
    assert {name: floor[name] for name in no_json} == {name: ours[name] for name in no_json}


def test_a_replay_leaves_the_same_rows_on_any_number_of_connections(
    arena: Arena, graph: str, recorded: Recording
) -> None:
    expected = contents(graph)
    for connections in (1, 2):
        with arena.database("bench_graph") as dsn:
            timed = replay(recorded, dsn, connections)
            assert contents(dsn) == expected
            assert (
                timed.table_bytes == total_bytes(dsn) >= total_bytes(graph)
            )  # vacuumed: without empty pages at its ends
            assert timed.rows == sum(rows for rows, _ in expected.values())


def contents(dsn: str) -> dict[str, tuple[int, int]]:
    """Return the number of rows and a checksum without order of every table that holds rows."""
    with psycopg.connect(dsn) as connection:
        question = "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {} AS t"
        return {
            name: (row[0], int(row[1]))
            for name in table_bytes(connection)
            if (row := connection.execute(sql.SQL(question).format(sql.Identifier(name))).fetchone())
        }


def test_connections_take_the_biggest_tables_first(tmp_path: Path) -> None:
    sizes = {"small": 10, "large": 50, "middle": 30}
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(bytes(size))
    assert Recording({name: tmp_path / name for name in sizes}).biggest_first == ["large", "middle", "small"]


def test_sql_by_hand_builds_what_our_pipeline_builds(arena: Arena, graph: str, recorded: Recording) -> None:
    with arena.database("bench_graph") as dsn:
        replay(recorded, dsn, 2)
        build_by_hand(dsn, whole_graph(PARAMETERS), 2)
        assert built(dsn) == built(graph)


def built(dsn: str) -> set[tuple[str, str]]:
    """Return every index and constraint with its definition."""
    query = """
        SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """
    with psycopg.connect(dsn) as connection:
        return set(connection.execute(query).fetchall())


# Peers


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.key)
def test_a_peer_writes_the_rows_it_is_asked_for(arena: Arena, peer: Peer) -> None:
    rows = 100_000 if peer.key == "pgbench" else 300
    table = "pgbench_accounts" if peer.key == "pgbench" else USERS
    with arena.database("bench_plain") as dsn:
        assert peer.run(dsn, rows) > 0
        with psycopg.connect(dsn) as connection:
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            assert connection.execute(count).fetchone() == (rows,)


@pytest.mark.parametrize(
    "peer", [peer for peer in PEERS if peer.key not in ("pgbench", "pandas_to_sql")], ids=lambda p: p.key
)
def test_rows_of_peers_are_users_as_ours_are(arena: Arena, peer: Peer) -> None:
    question = """
        SELECT count(DISTINCT id) = count(*), count(DISTINCT phone) > 290, bool_and(created_at <= last_active_at),
               avg(octet_length(users::text)) BETWEEN 180 AND 400, count(DISTINCT signup_day) > 100
        FROM users, LATERAL (SELECT created_at::date AS signup_day) AS s
    """
    with arena.database("bench_plain") as dsn:
        peer.run(dsn, 300)
        with psycopg.connect(dsn) as connection:
            unique, phones, in_order, *rest = connection.execute(question).fetchone() or ()
    assert unique
    assert phones
    assert in_order is not False
    assert all(rest)


def test_arrow_users_have_every_column_of_the_table() -> None:
    assert users_as_arrow(10, SEED).column_names == DESIGN.table(USERS).columns.keys()


# Processes and memory


def test_memory_is_that_of_a_process_and_all_it_started() -> None:
    bulk = 64 * 2**20
    grandchild = f"x = bytearray(b'1' * {bulk}); print(flush=True); input()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with watched(process.pid, 0.01) as watch:
            assert becomes_true(lambda: watch.peak_bytes > bulk)
        assert held_bytes(psutil.Process(process.pid)) < bulk
        process.communicate(b"\n")


def test_a_loader_that_fails_says_why(arena: Arena) -> None:
    with arena.database() as dsn, pytest.raises(LoadError, match=r"users_shard_\d.* does not exist"):
        loading.load(loading.users_job(SHARDS, [(dsn, 10)], SEED))


def test_a_bench_that_is_stopped_kills_the_load_that_runs_for_it(arena: Arena) -> None:
    def begin_and_stop(loader: helper.Helper, dsn: str) -> None:
        loader.tell(loading.users_job(SHARDS, [(dsn, 10_000)], SEED))
        raise KeyboardInterrupt

    with (
        arena.database("bench_users") as dsn,
        pytest.raises(KeyboardInterrupt),
        helper.started(helper.LOADER) as loader,
    ):
        begin_and_stop(loader, dsn)
    assert loader._process.returncode == -signal.SIGKILL


def test_loads_that_warm_up_are_not_counted(arena: Arena) -> None:
    with arena.database("bench_users") as warm, arena.database("bench_users") as timed:
        loaded = loading.load(loading.users_job(SHARDS, [(warm, 10), (timed, 20)], SEED, untimed=1))
        assert loaded.rows == 20 * SHARDS
        with psycopg.connect(warm) as connection:
            assert connection.execute("SELECT count(*) FROM users").fetchone() == (10 * SHARDS,)


# The whole bench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a bench of tiny loads."""
    return run(TINY, tmp_path_factory.mktemp("bench") / "results", Progress(quiet=True))


def test_the_document_has_every_ratio_every_contestant_and_every_run(bench: Bench) -> None:
    document = json.loads(bench.results_path.read_text())
    assert set(document["ratios"]) == KEYS
    assert all(value > 0 for value in document["ratios"].values())
    assert {each["key"] for each in document["contestants"]} == set(CONTESTANTS)
    assert {each["contestant"] for each in document["samples"]} == set(CONTESTANTS)
    assert 50 * 2**20 < document["peak_memory_bytes"] == max(document["memory"]["peak_bytes"].values())
    assert document["floor"]["scaling"] > 0


def test_ratios_follow_from_the_raw_samples(bench: Bench) -> None:
    document = json.loads(bench.results_path.read_text())
    (ours,), (floor,) = (
        [s["rows"] / s["seconds"] for s in document["samples"] if s["contestant"] == key]
        for key in ("graph_pipeline", "graph_floor")
    )
    assert document["ratios"]["graph_vs_floor"] == pytest.approx(ours / floor)


def test_pipeline_and_floor_write_the_same_rows_and_bytes(bench: Bench) -> None:
    by_key = {each["key"]: each for each in json.loads(bench.results_path.read_text())["contestants"]}
    assert by_key["users_pipeline"]["rows"] == by_key["users_floor_2"]["rows"]
    assert by_key["users_pipeline"]["table_bytes"] == by_key["users_floor_2"]["table_bytes"]
    assert by_key["graph_pipeline"]["rows"] == by_key["graph_floor"]["rows"]


def test_the_document_tells_the_machine_but_neither_its_name_nor_a_path(bench: Bench) -> None:
    text = bench.results_path.read_text()
    assert json.loads(text)["machine"]["cores"] >= 1
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", text)
    assert str(Path.home()) not in text
    assert "/tmp" not in text  # noqa: S108 - looked for, not used
    assert "postgresql://" not in text


def test_the_table_fits_a_terminal_and_ends_with_what_to_think_of_the_run(bench: Bench) -> None:
    lines = bench.text.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(any(key in line for line in lines) for key in KEYS)
    assert "less than 0.5 s" in bench.text


def test_the_picture_is_svg_that_says_what_it_shows(bench: Bench) -> None:
    root = ET.parse(bench.picture_path).getroot()  # noqa: S314 - our own file
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert "users per second" in str(title.text)


# The series


def test_a_point_of_a_series_is_the_median_of_its_runs_with_the_most_memory_of_any() -> None:
    runs = [series.Run("users", 10, Loaded(80, {"load": s}), peak, 1, 0) for s, peak in ((3.0, 5), (1.0, 9), (2.0, 7))]
    (point,) = series.points(runs)
    assert (point.runs, point.seconds, point.rows_per_s, point.peak_memory_bytes) == (3, 2.0, 40.0, 9)


def test_a_series_of_an_activity_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="--activity"):
        series.bench_series(Progress(quiet=True), activity=0)


def test_a_series_leaves_out_what_the_disk_would_not_hold_and_says_so(tmp_path: Path) -> None:
    steps = [series.Step(10, 1), series.Step(1_000_000, 1)]
    quota = 600 * 2**20
    made = series.run(steps, SHARDS, 0.25, tmp_path, Progress(quiet=True), free=lambda _: quota)
    document = json.loads(made.results_path.read_text())
    found = {(p["subject"], p["users_per_shard"]): p for p in document["points"]}
    assert set(found) == {("users", 10), ("graph", 10)}
    assert {"seconds", "rows_per_s", "peak_memory_bytes", "table_bytes"} <= set(found["users", 10])
    assert found["graph", 10]["index_bytes"] > 0 < found["graph", 10]["index_seconds"]
    assert [sentence.split(";")[0] for sentence in document["left_out"]] == [
        "not measured here: users table, 1.00 M users per shard",
        "not measured here: 27 tables, 1.00 M users per shard",
    ]
    assert "not measured here" in made.text
    assert max(map(len, made.text.splitlines())) <= 80
    assert ET.parse(made.picture_path).getroot().tag.endswith("svg")  # noqa: S314 - our own file
