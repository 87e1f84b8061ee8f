"""Sums up a result: what a front page says of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from livvly_lab.domain.overview import Declared, Sizes, Summary

Row = Mapping[str, Any]


def summary(results: Row) -> Summary:
    """Return a result in a few numbers; `results` follows the schema of results.json."""
    run, tables = results["run"], results["tables"]
    declared = results.get("declared")
    runs = _runs(results["queries"])
    checks = results["checks"]
    return Summary(
        design=run["design"],
        sizes=Sizes(
            users=run["shards"] * run["users_per_shard"],
            shards=run["shards"],
            layout=run["layout"],
            activity=run["activity"],
            depth=run["depth"],
        ),
        server_version=run["server_version"],
        declared=Declared(**declared) if declared else None,
        rows=_sum(tables, "rows"),
        heap_bytes=_sum(tables, "heap_bytes"),
        toast_bytes=_sum(tables, "toast_bytes"),
        index_bytes=_sum(tables, "index_bytes"),
        queries=len(runs),
        by_index=sum(all(run["used"] for run in those) for those in runs),
        as_meant=sum(all(run["meant"] in run["used"] for run in those) for those in runs),
        findings=Counter(finding["level"] for finding in results["findings"]),
        claims=Counter(claim["verdict"] for claim in results.get("claims") or ()),
        checks=len(checks),
        broken_checks=sum(not check["ok"] for check in checks),
    )


def _runs(queries: Sequence[Row]) -> list[list[Row]]:
    """Return the runs of each query, one for each shard."""
    names = dict.fromkeys(query["query"] for query in queries)
    return [[query for query in queries if query["query"] == name] for name in names]


def _sum(rows: Sequence[Row], column: str) -> int:
    return sum(row[column] for row in rows)
