"""The arithmetic of index economics: each decision and each loss turned both ways, on numbers one can count."""

from dataclasses import replace
from typing import Any

import pytest

from livvly_lab.domain.ablation import Seen, SetKey, SetRead, Update, Write
from livvly_lab.domain.economics import DocumentIndex, IndexEconomics, IndexSet, Loss, ReadLoss, WriteRate
from livvly_lab.domain.results import IndexState, Interval, State
from livvly_lab.forecast.decisions import decide
from livvly_lab.forecast.index_set import over_limit, proposals, slower_queries, stays_steady, stays_under
from livvly_lab.forecast.writes import hot_loss, write_cost
from livvly_lab.report import economics_says as says
from livvly_lab.report.economics_findings import economics_findings


def around(mid: float, n: int = 9) -> Interval:
    return Interval(mid * 0.95, mid, mid * 1.05, 0.96, n)


def loss(query: str, outcome: Loss, **changes: Any) -> ReadLoss:
    made = ReadLoss(
        query=query,
        kind="query",
        shards=1,
        with_ms=around(0.02),
        without_ms=around(0.4),
        slower=around(20),
        lost_ms=around(0.38),
        with_blocks=3,
        without_blocks=40,
        whole_tables=(),
        instead="idx_other",
        stopped=False,
        loss=outcome,
    )
    return replace(made, **changes)


def state(name: State, rivals: tuple[str, ...] = ()) -> IndexState:
    return IndexState("idx_a", "things", "things_by_a", name, rivals, "nothing fits; the query asks b")


CHOSEN = state("chosen")


# decisions


def test_what_enforces_a_rule_stays_whatever_its_queries_say() -> None:
    for rule in ("key", "unique"):
        assert decide(rule, state("unusable"), (), "repeats idx_b", "things", is_fixed=False)[0] == "keep"


def test_an_index_stays_where_a_query_pays_and_the_reason_says_what_it_pays() -> None:
    reads = (loss("first", "pays"), loss("second", "pays"), loss("third", "free"))
    decided = decide("none", CHOSEN, reads, "is a prefix of idx_b", "things", is_fixed=False)
    assert decided == ("keep", None, "without it first reads 40 instead of 3 pages; 1 other pays too")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"whole_tables": ("things",)}, "q reads all of things, which grows (40 instead of 3 pages)"),
        ({"whole_tables": ("things",), "without_blocks": 3}, "q reads all of things, which grows"),
        ({"without_blocks": 3}, "q takes 20 times as long"),
        ({"stopped": True, "without_ms": around(2000)}, "q takes more than 2,100 ms instead of 0.02"),
    ],
)
def test_the_reason_names_pages_whole_tables_time_or_the_stop(changes: dict[str, Any], why: str) -> None:
    decided = decide("none", CHOSEN, (loss("q", "pays", **changes),), "", "things", is_fixed=False)
    assert decided == ("keep", None, f"without it {why}")


def test_an_index_whose_queries_lose_nothing_is_merged_into_what_serves_them() -> None:
    reads = (loss("one", "free"), loss("two", "free"), loss("three", "free", instead="idx_rare"))
    decided = decide("none", CHOSEN, reads, "", "things", is_fixed=False)
    assert decided == ("merge", "idx_other", "one, two and three are as quick by idx_other")


def test_an_index_whose_queries_read_a_fixed_table_as_quickly_is_dropped() -> None:
    decided = decide("none", CHOSEN, (loss("one", "free", instead="seq scan"),), "", "things", is_fixed=True)
    assert decided[:2] == ("drop", None)


def test_what_cannot_be_told_depends_unless_the_catalog_settles_it() -> None:
    reads = (loss("one", "depends"), loss("two", "free"))
    assert decide("none", CHOSEN, reads, "", "things", is_fixed=False)[0] == "depends"
    assert decide("none", CHOSEN, reads, "is a prefix of idx_b", "things", is_fixed=False)[:2] == ("merge", "idx_b")


@pytest.mark.parametrize(
    ("known", "is_fixed", "decision", "into"),
    [
        (state("only without seqscan"), False, "depends", None),
        (state("only without seqscan"), True, "drop", None),
        (state("chosen without rival", ("idx_b",)), False, "merge", "idx_b"),
        (state("unusable"), False, "drop", None),
        (state("not tried"), False, "drop", None),
    ],
)
def test_an_index_that_nothing_chose_is_decided_by_why(
    known: IndexState, is_fixed: bool, decision: str, into: str | None
) -> None:
    assert decide("none", known, (), "", "things", is_fixed=is_fixed)[:2] == (decision, into)


# writes


def write(dropped: tuple[str, ...], number: int, bulk_ms: float, wal_bytes: int = 8_000) -> Write:
    return Write("things", None, dropped, number, 100, bulk_ms, wal_bytes, 10, bulk_ms / 2, wal_bytes // 10)


def test_the_write_cost_is_paired_by_round_so_that_a_slow_round_counts_for_both() -> None:
    slow_rounds = [10.0, 20.0, 40.0]
    writes = [write((), number, ms) for number, ms in enumerate(slow_rounds)]
    writes += [write(("idx_a",), number, ms / 2, 6_000) for number, ms in enumerate(slow_rounds)]
    cost = write_cost(writes, "things", ("idx_a",))
    assert cost is not None
    assert (cost.bulk.gain.low, cost.bulk.gain.mid, cost.bulk.gain.high) == (2, 2, 2)
    assert cost.bulk.with_rows_per_s.mid == pytest.approx(5_000)
    assert cost.bulk.saved_wal_bytes.mid == 20
    assert cost.single.saved_wal_bytes.mid == 20
    assert write_cost(writes, "things", ("idx_b",)) is None
    assert write_cost(writes, "others", ("idx_a",)) is None


def test_hot_updates_lost_are_those_that_one_index_alone_prevents() -> None:
    updates = [Update("things", None, None, column, 10, hot) for column, hot in (("a", 0), ("b", 0), ("c", 10))]
    updates += [Update("things", None, "idx_a", "a", 10, 10), Update("things", None, "idx_a", "b", 10, 0)]
    lost = hot_loss(updates, "idx_a", "things")
    assert lost is not None
    assert (lost.columns, lost.updates) == (("a",), 30)
    assert (lost.with_share, lost.without_share, lost.lost_share) == pytest.approx((1 / 3, 2 / 3, 1 / 3))
    assert hot_loss([], "idx_a", "things") is None


# sets


def seen(blocks: int = 3, whole: tuple[str, ...] = (), **changes: Any) -> Seen:
    return replace(Seen(0.1, blocks, whole, blocks, (), ()), **changes)


def test_a_query_stays_steady_while_it_reads_hardly_more_pages_for_each_key() -> None:
    assert stays_steady([seen(3), seen(100)], [seen(7), seen(129)], (), ())
    assert not stays_steady([seen(3), seen(100)], [seen(3), seen(130)], (), ())


def test_a_query_may_come_to_read_a_whole_table_that_stays_small_or_for_which_an_index_waits() -> None:
    before, after = [seen(3)], [seen(2, ("things",), large_blocks=4, large_indexes=("idx_b",))]
    assert not stays_steady(before, after, (), ())
    assert stays_steady(before, after, ("things",), ())
    assert stays_steady(before, after, (), ("idx_b",))
    assert not stays_steady(before, [replace(after[0], large_blocks=40)], (), ("idx_b",))
    assert stays_steady([seen(2, ("things",))], after, (), ())


def test_a_query_stays_under_its_limit_unless_it_was_stopped() -> None:
    assert stays_under([seen(took_ms=199.0)], 200)
    assert not stays_under([seen(took_ms=1.0), seen(took_ms=201.0)], 200)
    assert not stays_under([], 200)


def test_the_larger_index_is_tried_first_and_none_that_enforces_a_rule_or_pays_without_loss() -> None:
    rows = [economy("small", index_bytes=1), economy("large", index_bytes=9), economy("unique", rule="unique")]
    rows.append(economy("kept", decision="keep", index_bytes=99))
    steady, limit = proposals(rows, 200, (), {})
    assert [row.index for row in steady.candidates] == ["large", "small"]
    assert [row.index for row in limit.candidates] == ["kept", "large", "small"]


def reads(key: SetKey, query: str, times_ms: list[float]) -> list[SetRead]:
    return [SetRead(key, query, None, 0, number, ms) for number, ms in enumerate(times_ms)]


def test_a_query_is_slower_in_a_set_only_where_that_is_sure_and_noticeable() -> None:
    before = [1.0, 1.1, 0.9, 1.0, 1.2, 1.0, 1.1, 0.9, 1.0]
    runs = [read for query in ("slow", "same", "tiny", "noisy") for read in reads("declared", query, before)]
    runs += reads("steady", "slow", [2 * ms for ms in before]) + reads("steady", "same", before)
    runs += reads("steady", "noisy", [ms * (3 if number % 2 else 0.5) for number, ms in enumerate(before)])
    runs = [replace(run, took_ms=run.took_ms / 100) if run.query == "tiny" else run for run in runs]
    runs += reads("steady", "tiny", [2 * ms / 100 for ms in before])
    (found,) = slower_queries(runs, "steady")
    assert found.query == "slow"
    assert found.slower.mid == pytest.approx(2)


def test_a_query_whose_percentile_straddles_the_limit_is_not_surely_under_it() -> None:
    runs = reads("limit", "over", [300.0] * 30) + reads("limit", "around", [150.0] * 28 + [250.0] * 2)
    runs += reads("limit", "under", [10.0] * 30)
    assert over_limit(runs, "limit", 200) == ("over", "around")


# sentences and findings


def economy(index: str, **changes: Any) -> IndexEconomics:
    made = IndexEconomics(
        index=index,
        table="things",
        method="btree",
        rule="none",
        state="chosen",
        shards=8,
        index_bytes=2**20,
        heap_share=0.1,
        build_ms=around(3.0),
        writes=None,
        why_no_writes="fewer than 200 rows in a shard",
        hot=None,
        reads=(),
        covered="",
        defects=(),
        decision="drop",
        into=None,
        why="no query and no foreign key chose it",
        users=20_000,
        depth="quick",
    )
    return replace(made, **changes)


def index_set(key: SetKey, dropped: tuple[str, ...], index_bytes: int, gain: Interval | None) -> IndexSet:
    rate = WriteRate(around(50_000), around(700 if gain is None else 350), gain)
    return IndexSet(
        key=key,
        indexes=9 - len(dropped),
        dropped=dropped,
        restored=(),
        index_bytes=index_bytes,
        overhead=0.5,
        limit_ms=200,
        slowest="feed",
        p95_ms=around(8.0),
        verdict="holds",
        slower=(),
        bulk=rate,
        single=rate,
        users=20_000,
        depth="quick",
    )


SETS = (
    index_set("declared", (), 10 * 2**20, None),
    index_set("steady", ("idx_a",), 8 * 2**20, around(1.1)),
    index_set("limit", ("idx_a", "idx_b"), 4 * 2**20, around(1.9)),
)


def test_the_balance_counts_each_decision_and_what_the_unneeded_take() -> None:
    rows = [economy("a"), economy("b", decision="merge"), economy("c", decision="keep"), economy("d", rule="key")]
    assert says.balance_sentence(rows, 20_000) == (
        "Of 3 indexes that enforce no rule, 1 earns its place, 1 could be served by another and 1 buys nothing, each "
        "judged alone at 20.0 k users. Those 2 that are not needed take 2.00 MiB, 50.0 % of all index bytes."
    )
    assert "not needed" not in says.balance_sentence([economy("c", decision="keep")], 20)
    assert says.balance_sentence([economy("d", rule="key")], 20) == "The design declares no index beside its keys."


def test_the_sets_say_what_is_saved_and_what_the_limit_alone_would_cost() -> None:
    sentence = says.sets_sentence(SETS, "")
    assert sentence.startswith("1 index can go together and no query loses noticeably: 2.00 MiB of 10.0 MiB")
    assert "×1.10 [1.04, 1.16]" in sentence
    assert "50.0 % less WAL" in sentence
    assert "would let 2 go at 20.0 k users" in sentence
    assert says.sets_sentence((), "a role that may not") == (
        "Smaller sets were not built: the database could not be copied (a role that may not)."
    )
    nothing = (SETS[0], replace(SETS[1], dropped=()), SETS[2])
    assert says.sets_sentence(nothing, "").startswith("No index can go without a query that loses")


def test_writes_that_were_not_measured_say_why() -> None:
    assert says.writes_sentence((), [economy("a")], 40) == (
        "What indexes cost those who write is not measured here: fewer than 200 rows in a shard."
    )


def test_foreign_keys_without_an_index_are_named() -> None:
    assert says.references_sentence(0, ()) == "This layout enforces no foreign key."
    assert says.references_sentence(1, ()).startswith("Each of 1 foreign key has an index")
    assert "(a.b)" in says.references_sentence(2, ["a.b"])
    assert "a, b, c and 1 more" in says.references_sentence(9, ["a", "b", "c", "d"])


def test_findings_name_what_goes_together_and_leave_out_what_cannot_go_with_it() -> None:
    rows = [economy("idx_a"), economy("idx_b", decision="merge", into="idx_a"), economy("idx_c", decision="keep")]
    found = {finding.id: finding for finding in economics_findings(rows, SETS, "here")}
    assert set(found) == {"finding-index-set", "finding-economics-idx_a"}
    assert found["finding-index-set"].level == "high"
    assert "2.00 MiB, 20.0 % of all index bytes" in found["finding-index-set"].says
    alone = {finding.id for finding in economics_findings(rows, (), "here")}
    assert alone == {"finding-economics-idx_a", "finding-economics-idx_b"}
    assert economics_findings([rows[2]], (SETS[0],), "here") == ()


def document(column: str, index: str | None, queries: tuple[str, ...] = ()) -> DocumentIndex:
    return DocumentIndex("things", column, index, 90, 80, 2**20, 0.5, 3.0, queries, None, 20_000, "quick")


def test_jsonb_columns_without_a_gin_index_say_what_one_would_take_and_who_could_ask_it() -> None:
    rows = [economy("idx_names_gin"), economy("idx_b")]
    columns = [document("names", "idx_names_gin"), document("data", None), document("tags", None)]
    assert says.documents_sentence(columns, rows, 20_000) == (
        "2 of 3 jsonb columns have no GIN index: with one they would take 2.00 MiB more, 100 % of all index bytes, and "
        "no query of the workload could ask it; at 20.0 k users."
    )
    asked = [columns[0], document("data", None, ("things_with",))]
    assert "1 of 2 jsonb columns has no GIN index" in says.documents_sentence(asked, rows, 20)
    assert "queries could ask things.data" in says.documents_sentence(asked, rows, 20)
    assert says.documents_sentence(columns[:1], rows, 20) == "The only jsonb column has a GIN index."
    assert says.documents_sentence((), rows, 20) == "The design has no jsonb column."
