"""results.json: its schema is documented, follows the nouns of the domain, and names the field that is wrong."""

from dataclasses import fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_sample import sample_results

from livvly_lab.domain import connections, flips, storage
from livvly_lab.domain import economics as indexes
from livvly_lab.domain import results as nouns
from livvly_lab.domain.hashing import HashTrial, Move, ShardCount, Spread
from livvly_lab.domain.overview import Declared
from livvly_lab.domain.sample import DistributionTest, TableRatio
from livvly_lab.domain.skew import CrossShard, ReadingVerdict
from livvly_lab.errors import ReportError
from livvly_lab.report.results import SCHEMA_VERSION, schema, validate

_NOUNS: dict[str, tuple[type[Any], frozenset[str]]] = {
    "run": (nouns.Run, frozenset()),
    "declared": (Declared, frozenset()),
    "table": (nouns.TableSize, frozenset()),
    "skew": (nouns.Skew, frozenset()),
    "query": (nouns.QueryRun, frozenset({"plan"})),
    "index": (nouns.IndexState, frozenset()),
    "index_size": (nouns.IndexSize, frozenset()),
    "check": (nouns.CheckResult, frozenset()),
    "finding": (nouns.Finding, frozenset()),
    "interval": (nouns.Interval, frozenset()),
    "reading": (ReadingVerdict, frozenset()),
    "cross_shard": (CrossShard, frozenset()),
    "hash": (HashTrial, frozenset()),
    "hash_spread": (Spread, frozenset()),
    "hash_move": (Move, frozenset()),
    "shard_count": (ShardCount, frozenset()),
    "distribution": (DistributionTest, frozenset()),
    "ratio": (TableRatio, frozenset()),
    "forecast": (storage.Forecast, frozenset()),
    "size_forecast": (storage.SizeForecast, frozenset()),
    "backtest": (storage.Backtest, frozenset()),
    "table_forecast": (storage.TableForecast, frozenset()),
    "crossing": (storage.Crossing, frozenset()),
    "stage": (storage.StageForecast, frozenset()),
    "connections": (connections.Connections, frozenset()),
    "pool_point": (connections.PoolPoint, frozenset()),
    "pool_wait": (connections.PoolWait, frozenset()),
    "pool_fact": (connections.PoolFact, frozenset()),
    "plan_flips": (flips.PlanFlips, frozenset()),
    "query_flips": (flips.QueryFlips, frozenset()),
    "flip": (flips.Flip, frozenset()),
    "economics": (indexes.IndexEconomics, frozenset()),
    "write_speed": (indexes.Rate, frozenset()),
    "write_cost": (indexes.WriteCost, frozenset()),
    "hot_loss": (indexes.HotLoss, frozenset()),
    "read_loss": (indexes.ReadLoss, frozenset()),
    "table_writes": (indexes.TableWrites, frozenset()),
    "index_set": (indexes.IndexSet, frozenset()),
    "write_rate": (indexes.WriteRate, frozenset()),
    "slower_query": (indexes.SlowerQuery, frozenset()),
}


def _places(node: Any, path: str = "$") -> list[tuple[str, dict[str, Any]]]:
    """Return every property of the schema with its path."""
    found = []
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            found.append((f"{path}.{name}", value))
        for key, value in node.items():
            found += _places(value, f"{path}/{key}")
    return found


def test_the_schema_is_one_and_every_key_is_documented() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert [path for path, value in _places(schema()) if not value.get("description")] == []


@pytest.mark.parametrize("name", _NOUNS)
def test_the_schema_has_the_fields_of_the_noun(name: str) -> None:
    noun, left_out = _NOUNS[name]
    assert set(schema()["$defs"][name]["properties"]) == {field.name for field in fields(noun)} - left_out


def test_results_that_follow_the_schema_pass() -> None:
    validate(sample_results())


def _without(results: dict[str, Any], key: str) -> None:
    del results[key]


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("schema_version",), 2, r"\$\.schema_version"),
        (("run", "shards"), 0, r"\$\.run\.shards"),
        (("tables", 3, "rows"), -1, r"\$\.tables\[3\]\.rows"),
        (("tables", 3, "shard"), "three", r"\$\.tables\[3\]\.shard"),
        (("queries", 0, "p50_ms"), None, r"\$\.queries\[0\]\.p50_ms"),
        (("indexes", 1, "state"), "lost", r"\$\.indexes\[1\]\.state"),
        (("findings", 0, "level"), "grave", r"\$\.findings\[0\]\.level"),
        (("checks", 0, "ok"), 1, r"\$\.checks\[0\]\.ok"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(path: tuple[Any, ...], value: Any, place: str) -> None:
    results = sample_results()
    at: Any = results
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ReportError, match=place):
        validate(results)


@pytest.mark.parametrize("key", ["schema_version", "run", "tables", "skew", "queries", "indexes", "checks", "findings"])
def test_a_missing_key_is_named(key: str) -> None:
    results = sample_results()
    del results[key]
    with pytest.raises(ReportError, match=f"'{key}' is a required property"):
        validate(results)


def test_a_key_nobody_documented_is_refused() -> None:
    with pytest.raises(ReportError, match="surprise"):
        validate(sample_results() | {"surprise": 1})


def test_a_plan_inside_the_results_is_refused() -> None:
    results = sample_results()
    results["queries"][0]["plan"] = {}
    with pytest.raises(ReportError, match="plan"):
        validate(results)
