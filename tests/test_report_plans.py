"""Pictures of plans: what the boxes, shapes and dots say is what was measured."""

import re
from dataclasses import replace
from typing import Any

import pytest

from livvly_lab.domain.plan import read_plan
from livvly_lab.domain.results import IndexMatrix, IndexSize, IndexState, QueryRun
from livvly_lab.domain.speed import Differing, IndexShare, PlanGroup
from livvly_lab.forecast.plans import judge_latency
from livvly_lab.report import plan_pictures, plans
from livvly_lab.report.style import INK, PAPER, SELF_TIME


def scan(shard: int, total_ms: float, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return an index scan as EXPLAIN tells it."""
    return {
        "Node Type": "Index Scan",
        "Relation Name": f"calls_shard_{shard}",
        "Alias": "calls",
        "Index Name": f"idx_calls_live_s{shard}",
        "Index Cond": "(caller_id = '1'::uuid)",
        "Total Cost": 8.0,
        "Plan Rows": 10,
        "Actual Rows": 10,
        "Actual Loops": 1,
        "Actual Total Time": total_ms,
        "Shared Hit Blocks": 4,
        "Shared Read Blocks": 0,
    } | (more or {})


def explained(root: dict[str, Any], execution_ms: float) -> dict[str, Any]:
    return {"Plan": root, "Execution Time": execution_ms, "Planning Time": 0.2}


def append(*children: dict[str, Any]) -> dict[str, Any]:
    total = sum(child["Actual Total Time"] for child in children)
    return {
        "Node Type": "Append",
        "Total Cost": 80.0,
        "Plan Rows": 80,
        "Actual Rows": 80,
        "Actual Loops": 1,
        "Actual Total Time": total + 0.1,
        "Plans": list(children),
    }


def run(plan: dict[str, Any], **more: Any) -> QueryRun:
    """Return a run of calls_made on shard 3 with a plan."""
    made = QueryRun(
        query="calls_made",
        shard=3,
        meant="idx_calls_live",
        used=("idx_calls_live",),
        seq_scans=(),
        n=20,
        p50_ms=1.0,
        p95_ms=2.0,
        planning_ms=0.2,
        rows=10,
        shared_hit_blocks=4,
        shared_read_blocks=0,
        fingerprint="a",
        plan=plan,
        times_ms={"typical": (1.0, 1.2, 2.0)},
    )
    return replace(made, **more)


def tree(root: dict[str, Any], execution_ms: float, changed: frozenset[str] = frozenset()) -> str:
    return plan_pictures.tree_svg(read_plan(explained(root, execution_ms)), execution_ms, "title", "key", changed)


def boxes(svg: str) -> list[str]:
    """Return the fill of each node's box, as the tree prints them."""
    return re.findall(r'<g><title>[^<]*</title><rect [^>]*fill="([^"]+)"', svg)


def test_a_node_says_what_it_reads_its_own_time_its_estimate_and_its_pages() -> None:
    svg = tree(scan(3, 1.84, {"Actual Rows": 312, "Plan Rows": 8}), 2.6)
    for words in (
        "Index Scan · slow · estimate ×39",
        "1.84 ms · 71 %",
        "calls_shard_3 using idx_calls_live_s3",
        "rows 312, est. 8: ×39 under · hit 32.0 KiB, read 0 · 1 loop",
        "<title>Index Cond: (caller_id = &#x27;1&#x27;::uuid)</title>",
    ):
        assert words in svg, words


@pytest.mark.parametrize(("own_ms", "fill"), tuple(zip((0.5, 3.0, 6.0, 9.5), SELF_TIME, strict=True)))
def test_a_box_is_darker_the_more_of_the_time_is_its_own(own_ms: float, fill: str) -> None:
    assert boxes(tree(scan(3, own_ms), 10.0)) == [fill]


def test_white_text_stands_only_on_the_darkest_box() -> None:
    assert f'fill="{PAPER}" font-weight' in tree(scan(3, 9.9), 10.0)
    assert f'fill="{PAPER}" font-weight' not in tree(scan(3, 5.0), 10.0)


def test_shards_of_one_shape_are_drawn_once_by_the_slowest() -> None:
    svg = tree(append(*(scan(shard, 0.2 + shard) for shard in range(4)), scan(9, 1.0, {"Node Type": "Seq Scan"})), 9.0)
    assert len(boxes(svg)) == 3
    assert "calls_shard_3 using" in svg
    assert "calls_shard_0 using" not in svg
    assert "and 3 more like it, 3.60 ms together" in svg


def test_a_node_that_never_ran_says_so() -> None:
    svg = tree(append(scan(3, 0.0, {"Actual Rows": 0, "Actual Loops": 0})), 1.0)
    assert svg.count("never executed") >= 2


def test_what_differs_between_two_plans_is_outlined_whatever_the_shard() -> None:
    svg = tree(scan(3, 1.0), 2.0, frozenset({"Index Scan calls using idx_calls_live"}))
    assert f'stroke="{INK}" stroke-width="2"' in svg
    assert f'stroke="{INK}" stroke-width="2"' not in tree(scan(3, 1.0), 2.0, frozenset({"Seq Scan calls"}))


def test_a_plan_without_time_is_drawn() -> None:
    assert "Index Scan" in tree(scan(3, 0.0), 0.0)


def test_the_exhibit_of_a_plan_has_its_title_its_note_and_a_row_for_each_node() -> None:
    exhibit = plans.plan(run(explained(append(scan(3, 1.0), scan(4, 2.0)), 3.2)))
    assert exhibit.key == "plan-calls_made-3"
    assert exhibit.sentence.startswith("calls_made on shard 3: 3.20 ms, 62 % in one index scan; index used = meant")
    assert "median run of 20, warm" in exhibit.note
    assert exhibit.table is not None
    assert list(exhibit.table["node"]) == ["Index Scan", "Index Scan", "Append"]


def test_the_slowest_queries_are_drawn_once_each_on_their_slowest_shard() -> None:
    runs = [run(explained(scan(s, 1.0), 2.0), shard=s, p95_ms=float(s), query=q) for q in ("a", "b") for s in (1, 2)]
    assert [exhibit.key for exhibit in plans.slowest(runs, 5).exhibits] == ["plan-a-2", "plan-b-2"]


def test_plans_that_differ_are_drawn_one_tree_each_with_the_difference_outlined() -> None:
    other = scan(5, 4.0, {"Node Type": "Seq Scan", "Index Name": None})
    runs = [
        run(explained(scan(3, 1.0), 2.0)),
        run(explained(other, 5.0), shard=5, fingerprint="b", used=(), seq_scans=("calls",)),
    ]
    groups = (PlanGroup((3,), "Index Scan", 1.0, "a"), PlanGroup((5,), "Seq Scan", 4.0, "b"))
    drawn = plans.differing([Differing("calls_made", groups)], runs).exhibits
    assert [exhibit.key for exhibit in drawn] == ["plan-calls_made-3", "plan-calls_made-5"]
    assert all(f'stroke="{INK}" stroke-width="2"' in exhibit.svg for exhibit in drawn)


STATES = (
    IndexState("idx_calls_live", "calls", "calls_made", "chosen", (), "w"),
    IndexState("idx_calls_caller", "calls", "calls_export", "chosen without rival", ("idx_calls_live",), "w"),
    IndexState("idx_users_age", "users", "users_of_age", "only without seqscan", (), "small <table>"),
    IndexState("idx_users_phone_lower", "users", "phone_ignoring_case", "unusable", (), "w"),
    IndexState("idx_users_phone", "users", "contact_by_phone", "chosen", (), "w", meant=False),
    IndexState("idx_rooms_live", "rooms", None, "not tried", (), "w"),
)


def test_the_matrix_has_a_mark_for_each_pair_and_says_why() -> None:
    svg = plan_pictures.matrix_svg(STATES, "title", "key")
    assert svg.count("<g><title>") == 5, "an index without a query has no mark"
    assert "users_of_age and idx_users_age: only without seqscan. small &lt;table&gt;" in svg
    for word in (">calls<", ">users<", ">live<", ">phone_lower<", ">calls_made<"):
        assert word in svg, word
    assert ">rooms<" not in svg


def test_each_state_has_a_shape_of_its_own() -> None:
    shapes = {plan_pictures.state_shape(10, 10, state.state, INK) for state in STATES}
    assert len(shapes) == 5


def test_the_matrix_exhibit_lists_queries_that_chose_another_index() -> None:
    exhibit = plans.matrix(IndexMatrix(STATES, STATES))
    assert exhibit.table is not None
    assert list(exhibit.table["query"]) == ["contact_by_phone"]
    assert plans.matrix(IndexMatrix(STATES, ())).svg == ""


def test_states_stand_worst_first_and_larger_before_smaller() -> None:
    sizes = [IndexSize("idx_users_phone", "users", "idx_users_phone", None, 2**20, is_key=False)]
    table = plans.states(STATES, sizes).table
    assert table is not None
    assert list(table["state"]) == [
        "unusable",
        "only without seqscan",
        "chosen without rival",
        "not tried",
        "chosen",
        "chosen",
    ]
    assert list(table["index"])[-2:] == ["idx_users_phone", "idx_calls_live"]


def test_latency_shows_the_limit_and_the_slowest_first() -> None:
    runs = [run({}, query=f"q{n}", p95_ms=float(n), times_ms={"typical": (float(n),) * 3}) for n in range(1, 20)]
    exhibit = plans.latency(judge_latency(runs, 10.0), runs, 20_000)
    assert exhibit.verdict == "fails"
    assert ">limit 10.0 ms<" in exhibit.svg
    assert ">q19<" in exhibit.svg
    assert ">q1<" not in exhibit.svg, "the fifteen slowest only"
    assert exhibit.table is not None
    assert list(exhibit.table["query"])[:2] == ["q19", "q18"]


def test_nothing_measured_draws_nothing() -> None:
    exhibit = plans.latency(judge_latency([], 10.0), [], 20_000)
    assert (exhibit.svg, exhibit.table, exhibit.verdict) == ("", None, "not measured here")
    nothing = IndexShare(0.7, 0.9, (), (), (), {}, 0.0, 0.0, "not measured here")
    assert plans.share(nothing, 20_000).svg == ""
    assert plans.states(()).table is None


def test_the_share_bar_is_as_long_as_the_shares() -> None:
    share = IndexShare(0.7, 0.9, ("a",) * 6, ("b",) * 3, ("c",), {"users": 4}, 0.6, 0.9, "depends")
    svg = plans.share(share, 1).svg
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+" y="46" width="([\d.]+)"', svg)]
    assert [width / 760 for width in widths] == pytest.approx([0.6, 0.3, 0.1])
    assert "promised 70 % to 90 %" in svg
    unpromised = replace(share, claimed_low=None, claimed_high=None, verdict=None)
    assert "promised" not in plans.share(unpromised, 1).svg
    assert plans.share(unpromised, 1).verdict is None
