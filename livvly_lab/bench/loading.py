"""Runs our pipeline in a process of its own: every load begins as a user's does, with nothing kept from the last."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from livvly_lab.bench.helper import LOADER, started
from livvly_lab.bench.memory import LOOK_S, Watch, watched
from livvly_lab.bench.pipeline import Loaded
from livvly_lab.domain.parameters import Parameters


def users_job(shards: int, loads: Sequence[tuple[str, int]], seed: int, untimed: int = 0) -> dict[str, Any]:
    """Return the order to load users, (DSN, users per shard) for each database, the first `untimed` to warm up."""
    return {
        "job": "users",
        "arguments": {"shards": shards, "loads": list(loads), "seed": seed, "untimed": untimed},
    }


def graph_job(dsn: str, parameters: Parameters) -> dict[str, Any]:
    """Return the order to fill an empty database with the whole design, indexes included."""
    return {"job": "graph", "arguments": {"dsn": dsn, "parameters": asdict(parameters)}}


def load(job: dict[str, Any]) -> Loaded:
    """Carry out an order. Raises LoadError with what the loader said where it fails."""
    with started(LOADER) as loader:
        loader.tell(job)
        return Loaded(**loader.answer())


def load_watched(job: dict[str, Any], look_s: float = LOOK_S) -> tuple[Loaded, Watch]:
    """Carry out an order and look every so often how much memory the loader and its workers hold."""
    with started(LOADER) as loader, watched(loader.pid, look_s) as watch:
        loader.tell(job)
        return Loaded(**loader.answer()), watch
