"""A made-up run for tests of the report room: the livvly design with its workload, invented numbers, no server."""

import json
import random
from dataclasses import asdict
from functools import cache
from typing import Any

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import CheckResult, Finding, IndexState, Level, QueryRun, Run, Skew, State, TableSize
from livvly_lab.report.dictionary import Facts

STATES: tuple[State, ...] = (
    "chosen",
    "chosen",
    "chosen without rival",
    "only without seqscan",
    "unusable",
    "not tried",
)
LEVELS: tuple[Level, ...] = ("low", "high", "medium", "medium", "info", "low", "low")


@cache
def sample_physical(shards: int = 8) -> PhysicalDesign:
    """Return livvly under the inheritance layout."""
    return PhysicalDesign(DESIGNS["livvly"], LAYOUTS["inheritance"], shards)


@cache
def sample_facts() -> Facts:
    """Return sizes, index states, query runs and findings of the sample run."""
    physical = sample_physical()
    states = [
        IndexState(str(index.name), table.name, None, STATES[place % len(STATES)], (), "because", on_shards=8)
        for table in physical.design.tables
        for place, index in enumerate(sorted(table.indexes, key=lambda index: str(index.name)))
    ]
    runs = [_run(query, shard) for query in physical.design.workload for shard in _shards(query, physical)]
    return Facts(sizes=_sizes(physical), states=states, runs=runs, findings=_findings())


def sample_results() -> dict[str, Any]:
    """Return the sample run as results.json holds it."""
    facts = sample_facts()
    run = Run("livvly", "inheritance", 8, 2500, 1.0, 7, "crc32", "quick", "18.6", {"work_mem": "16MB"}, {"load": 7.4})
    checks = [
        CheckResult("every_row_at_home", "every row lives in its home shard", "home", True, 0, "394 k rows"),
        CheckResult("wallets_add_up", "a balance is the sum of its transactions", "balance", False, 3, "3 wallets"),
    ]
    results: dict[str, Any] = {
        "schema_version": 1,
        "run": asdict(run),
        "tables": [asdict(size) for size in facts.sizes],
        "skew": [asdict(_skew())],
        "queries": [_without_plan(asdict(each)) for each in facts.runs],
        "indexes": [asdict(state) for state in facts.states],
        "checks": [asdict(check) for check in checks],
        "findings": [asdict(finding) for finding in facts.findings],
        "limits": [{"notebook": "02_shard_skew", "says": "No load of 1.00 M users: this run has 20.0 k."}],
    }
    plain: dict[str, Any] = json.loads(json.dumps(results))
    return plain


def _sizes(physical: PhysicalDesign) -> list[TableSize]:
    draw = random.Random(7)  # noqa: S311 - invented numbers, no secret
    return [
        TableSize(
            home.table,
            home.name,
            home.shard,
            rows=draw.randint(2400, 2600),
            heap_bytes=draw.randint(10**5, 10**6),
            index_bytes=draw.randint(10**4, 10**6),
            toast_bytes=8192,
        )
        for home in physical.all_homes()
    ]


def _shards(query: Query, physical: PhysicalDesign) -> tuple[int | None, ...]:
    return physical.shard_numbers if query.runs == "shard" else (None,)


def _run(query: Query, shard: int | None) -> QueryRun:
    draw = random.Random(f"{query.name}{shard}")  # noqa: S311 - invented numbers, no secret
    used = (query.index,) if query.index and draw.random() < 0.8 else ()
    p50 = draw.lognormvariate(0, 1)
    return QueryRun(
        query=query.name,
        shard=shard,
        meant=query.index,
        used=used,
        seq_scans=() if used else ("users",),
        n=20,
        p50_ms=p50,
        p95_ms=p50 * 1.4,
        planning_ms=0.2,
        rows=draw.randint(0, 20),
        shared_hit_blocks=draw.randint(2, 300),
        shared_read_blocks=0,
        fingerprint=f"Index Scan using {used[0]}" if used else "Seq Scan on users",
        plan={"Plan": {"Node Type": "Result"}},
    )


def _without_plan(run: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in run.items() if key not in ("plan", "plans", "times_ms")}


def _skew() -> Skew:
    users = (2480.0, 2533.0, 2500.0, 2491.0, 2520.0, 2466.0, 2505.0, 2505.0)
    deviations = tuple(each / 2500 - 1 for each in users)
    return Skew("users", "users", users, 2500.0, deviations, deviations[5], 5, 0.051, 0.98, real=False)


def _findings() -> list[Finding]:
    return [
        Finding(
            f"finding-{number}",
            level,
            f"Finding {number} touches 1.2 k <rows> & more.",
            "212 KiB in 8 indexes on users",
            "03_query_plans#states" if number else "seen in pg_stat_user_indexes",
            "Drop the index.",
            "livvly REQ-DB-003",
        )
        for number, level in enumerate(LEVELS)
    ]
