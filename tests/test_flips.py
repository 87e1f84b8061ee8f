"""Plan flips: where they lie, what came of a prediction, the planner made to believe, the files it believes in."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from psycopg import Connection, sql

from livvly_lab.domain.flips import PlanFlips, Replanned
from livvly_lab.domain.parameters import Parameters
from livvly_lab.experiments.growth import steps
from livvly_lab.forecast import flips as arithmetic
from livvly_lab.lab.run import Run
from livvly_lab.measure.replan import enlarged, raised, replan
from livvly_lab.report import flips as draw
from livvly_lab.report import flips_says as says
from livvly_lab.report.capacity_findings import flip_findings
from livvly_lab.scratch import enlarge as enlarging
from livvly_lab.scratch.enlarge import enlarge
from livvly_lab.scratch.server import Server

Filled = Callable[[Parameters], Run]
SMALL = Parameters(shards=1, users_per_shard=80, layout="single")
INDEX = "Index Scan using idx_a on calls [Index Cond: (a = …)]"
BITMAP = "Bitmap Heap Scan on calls\n  Bitmap Index Scan using idx_a [Index Cond: (a = …)]"
OTHER = "Index Scan using idx_b on calls [Index Cond: (b = …)]"
WHOLE = "Seq Scan on calls [Filter: (a = …)]"


def plan(shape: str, factor: float = 1.0, query: str = "q", **more: Any) -> Replanned:
    given: dict[str, Any] = {"shapes": (shape,), "costs": (100.0,), "estimates": {"calls": 10.0}} | more
    return Replanned(query=query, shard=0, factor=factor, shape=shape, **given)


# arithmetic


def test_a_change_is_named_with_the_size_it_is_first_seen_at() -> None:
    (first, second) = arithmetic.flips([plan(WHOLE), plan(WHOLE, 2), plan(INDEX, 5), plan(OTHER, 9)], users=1_000)
    assert (first.factor, first.users) == (5, 5_000)
    assert (first.before, first.after) == ("Seq Scan on calls", "Index Scan using idx_a on calls")
    assert second.factor == 9
    assert arithmetic.flips([plan(WHOLE), plan(WHOLE, 1_000)], users=1_000) == ()


@pytest.mark.parametrize(
    ("predicted", "real", "cause"),
    [
        (plan(INDEX), plan(OTHER, shapes=(OTHER, INDEX)), "another key"),
        (plan(INDEX), plan(BITMAP), "same indexes"),
        (plan(INDEX), plan(OTHER, estimates={"calls": 25.0}), "row estimates"),
        (plan(INDEX), plan(OTHER, costs=(104.0,)), "near tie"),
        (plan(INDEX), plan(OTHER, costs=(140.0,)), "other statistics"),
    ],
)
def test_a_miss_has_the_plainest_cause(predicted: Replanned, real: Replanned, cause: str) -> None:
    assert arithmetic.cause(predicted, real) == cause


def judged(real: str, *later: Replanned, foreseen: str = INDEX, by_statistics: str = WHOLE) -> PlanFlips:
    """Judge one query: whole table at 100 users, another plan foreseen for 1000, the real one there and later ones."""
    validation = arithmetic.Validation(100, [(plan(WHOLE), plan(foreseen, 10.0))], [(plan(by_statistics, 10.0),)])
    return arithmetic.judge([(plan(real), *later)], 1_000, validation)


def test_a_prediction_that_comes_true_is_a_hit_and_one_that_does_not_is_missed() -> None:
    hit, missed = judged(INDEX), judged(OTHER)
    assert (hit.hit_rate, hit.raised_hit_rate, hit.changed, hit.changed_hit, hit.verdict) == (1, 0, 1, 1, "holds")
    assert (missed.hit_rate, missed.changed_hit, missed.verdict) == (0, 0, "depends")
    assert missed.queries[0].cause == "near tie"
    assert dict(missed.causes) == {"near tie": 1}
    assert (hit.loaded_from, hit.loaded_to, hit.users) == (100, 1_000, 1_000)


def test_a_change_that_nobody_foresaw_is_missed_and_marked() -> None:
    found = judged(INDEX, foreseen=WHOLE)
    (query,) = found.queries
    assert (query.loaded, query.predicted_change, query.real_change) == ("missed", False, True)
    assert query.loaded_flip is not None
    assert query.loaded_flip.after == "Index Scan using idx_a on calls"


def test_a_workload_of_nothing_has_no_hit_rate() -> None:
    found = arithmetic.judge([], 500, arithmetic.Validation(50, [], []))
    assert (found.hit_rate, found.raised_hit_rate, found.verdict) == (None, None, "not measured here")
    assert "not validated" in says.flips_sentence(found)


def test_sentences_and_findings_say_what_was_found() -> None:
    hit = judged(INDEX, plan(WHOLE, 10))
    assert says.flips_sentence(hit).startswith("100 % of the plans predicted for 1.00 k users came true")
    assert "1 query of 1 is expected to change its plan" in says.flips_sentence(hit)
    assert says.causes_sentence(hit) == "No prediction was missed."
    (found,) = flip_findings(hit, "livvly REQ-DB-001")
    assert found.says == ("1 query is expected to read a whole table where it used an index: q from 10.0 k users on.")
    assert flip_findings(judged(WHOLE, plan(INDEX, 10)), "x") == ()
    missed = judged(OTHER)
    assert "1 because two plans cost within 5 % of each other" in says.causes_sentence(missed)


def test_the_picture_shows_hits_misses_and_what_was_not_loaded() -> None:
    shown = [draw.flips(judged(real, plan(WHOLE, 10))) for real in (INDEX, OTHER)]
    assert shown[0].svg != shown[1].svg
    assert all("nan" not in each.html() for each in shown)
    assert "statistics alone, with pages as they are, come true for 0 %" in shown[0].note
    nothing = judged(WHOLE, plan(WHOLE, 10), foreseen=WHOLE)
    assert draw.flips(nothing).svg == ""


def test_steps_end_at_the_size_that_was_loaded() -> None:
    assert steps(10.0)[0] == 1
    assert steps(10.0)[-1] == 10.0
    assert list(steps(10.0)) == sorted(set(steps(10.0)))


# the planner


def statistics(connection: Connection[Any]) -> list[tuple[Any, ...]]:
    relations = connection.execute(
        "SELECT relname, reltuples, relpages, relallvisible FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "ORDER BY 1"
    ).fetchall()
    columns = connection.execute(
        "SELECT tablename, attname, inherited, n_distinct FROM pg_stats WHERE schemaname = 'public' ORDER BY 1, 2, 3"
    ).fetchall()
    return [*relations, *columns]


def seq_scan(connection: Connection[Any], table: str) -> tuple[float, float]:
    """Return rows and cost that the planner expects of reading a table whole."""
    question = sql.SQL("EXPLAIN (FORMAT JSON) SELECT * FROM {}").format(sql.Identifier(table))
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0][0]["Plan"]["Plan Rows"], row[0][0]["Plan"]["Total Cost"]


def test_raised_statistics_are_believed_and_leave_nothing_behind(filled: Filled) -> None:
    run = filled(SMALL)
    with run.connect() as connection:
        before, (rows, _) = statistics(connection), seq_scan(connection, "users")
        with raised(connection, run.physical)(10.0):
            assert seq_scan(connection, "users")[0] == pytest.approx(10 * rows, rel=0.01)
            assert seq_scan(connection, "gifts") == seq_scan(connection, "gifts")
            inside = statistics(connection)
        assert inside != before
        assert statistics(connection) == before
        plans = replan(connection, run.physical, (1.0, 10.0), raised(connection, run.physical))
        assert statistics(connection) == before
    assert [each[0].query for each in plans] == [query.name for query in run.physical.design.workload]
    assert all([each.factor for each in those] == [1.0, 10.0] for those in plans)
    assert any(those[0].shape != those[1].shape for those in plans)


def test_what_does_not_grow_with_the_users_is_not_raised(filled: Filled) -> None:
    run = filled(SMALL)
    with run.connect() as connection:
        catalogue = seq_scan(connection, "gifts")
        with raised(connection, run.physical)(100.0):
            assert seq_scan(connection, "gifts") == catalogue


def test_enlarged_files_are_believed_with_their_pages_and_take_no_disk(
    filled: Filled, copied: Callable[[Run], Run], server: Server
) -> None:
    run = copied(filled(SMALL))
    with run.connect() as connection:
        (rows, cost), catalogue = seq_scan(connection, "users"), seq_scan(connection, "gifts")
        path = connection.execute("SELECT pg_relation_filepath('users')").fetchone()
        assert path is not None
        file = server.data_directory / path[0]
        blocks, length = file.stat().st_blocks, file.stat().st_size
        grown = enlarged(connection, run.physical, lambda _factor: {}, partial(enlarge, server))
        for factor in (3.0, 100.0):
            with grown(factor):
                assert seq_scan(connection, "users")[0] == pytest.approx(factor * rows, rel=0.01)
                assert seq_scan(connection, "users")[1] == pytest.approx(factor * cost, rel=0.01)
                assert seq_scan(connection, "gifts") == catalogue
        assert file.stat().st_size == 100 * length
        assert file.stat().st_blocks == blocks


def test_a_file_goes_on_in_a_second_segment_that_the_server_can_read(
    filled: Filled, copied: Callable[[Run], Run], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = copied(filled(SMALL))
    with run.connect() as connection:
        path = connection.execute("SELECT pg_relation_filepath('users')").fetchone()
        assert path is not None
        pages = enlarging.SEGMENT_PAGES + 5
        enlarge(server, {path[0]: pages})
        length = connection.execute("SELECT pg_relation_size('users') / 8192").fetchone()
    assert length == (pages,)
    second = server.data_directory / f"{path[0]}.1"
    assert second.stat().st_uid == (server.data_directory / path[0]).stat().st_uid
    assert second.stat().st_blocks == 0
    enlarge(server, {path[0]: 1})
    assert second.exists()


def test_shapes_of_keys_are_kept_beside_the_most_common_one(filled: Filled) -> None:
    run = filled(SMALL)
    with run.connect() as connection:
        plans = replan(connection, run.physical, (1.0,))
    assert all(each.shape in each.shapes and each.costs[0] > 0 for (each,) in plans)
    assert replace(plans[0][0], query="x").estimates == plans[0][0].estimates
