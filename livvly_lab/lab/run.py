"""An open run: a design laid out and loaded on a server, ready to be asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.parameters import Depth, Parameters
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LoadError
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.scratch.mark import read_mark


@dataclass(frozen=True)
class Run:
    """A loaded design and the way to ask it.

    `run_dir` is where the results go, None where nobody collects them; `depth` is how far its experiments go.
    """

    parameters: Parameters
    dsn: str = field(repr=False)
    run_dir: Path | None = field(default=None, repr=False)
    rows: Mapping[str, int] = field(default_factory=dict, repr=False)
    seconds: Mapping[str, float] = field(default_factory=dict, repr=False)
    checks: tuple[CheckResult, ...] = field(default=(), repr=False)
    depth: Depth = "quick"

    @property
    def physical(self) -> PhysicalDesign:
        """The design under its layout."""
        return lay_out(self.parameters)

    @property
    def function(self) -> ShardFunction:
        """The shard function the rows were placed with."""
        return FUNCTIONS[self.parameters.shard_function]

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection[Any]]:
        """Open a connection in UTC that commits each statement."""
        with psycopg.connect(self.dsn, autocommit=True, options="-c timezone=UTC") as connection:
            yield connection


def lay_out(parameters: Parameters) -> PhysicalDesign:
    """Return the design under the layout and number of shards that were asked for."""
    return PhysicalDesign(DESIGNS[parameters.design], LAYOUTS[parameters.layout], parameters.shards)


def check(parameters: Parameters) -> None:
    """Refuse parameters that cannot be. Raises UsageError."""
    parameters.check_sizes()
    parameters.check_names(tuple(DESIGNS), tuple(LAYOUTS), tuple(FUNCTIONS))


def attach(parameters: Parameters, dsn: str, run_dir: Path | None = None, depth: Depth = "quick") -> Run:
    """Attach to a database the lab has filled with these parameters.

    The shard function is taken from what stands there. Raises LoadError where the database holds nothing of the
    lab, half a load, or other sizes.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        mark = read_mark(connection)
    if mark is None:
        raise LoadError(
            "a database that the lab has filled", "one without its mark", "fill one: livvly-lab load --server DSN"
        )
    if not mark.complete:
        raise LoadError(
            "a complete load",
            "one that was cut off",
            "drop that database and load an empty one: its rows are not all there",
        )
    found = Parameters(**mark.parameters)
    wanted = {**parameters.as_dict(), "shard_function": found.shard_function}
    differing = [name for name, value in wanted.items() if found.as_dict()[name] != value]
    if differing:
        raise LoadError(
            ", ".join(f"{name}={wanted[name]}" for name in differing),
            ", ".join(f"{name}={found.as_dict()[name]}" for name in differing) + " in that database",
            "ask for the sizes it was loaded with, or load another",
        )
    checks = tuple(CheckResult(**check) for check in mark.checks)
    return Run(found, dsn, run_dir, mark.rows, mark.seconds, checks, depth)
