"""What several commands take: numbers, the sizes of the rows; how results are printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from livvly_lab import lab
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT = Parameters()


class Number(click.ParamType[int | float]):
    """A number that is refused as the lab refuses: with what was expected, what was found, what to do."""

    def __init__(self, kind: type[int] | type[float], says: str) -> None:
        self.name = kind.__name__
        self._kind, self._says = kind, says

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | float:
        """Read the number of an option; raise UsageError for anything else."""
        try:
            return self._kind(value)
        except ValueError:
            option = param.opts[0] if param else "the value"
            example = f"for example: {option} {param.get_default(ctx) if param and ctx else 1}"
            raise UsageError(f"{option} to be {self._says}", repr(value), example) from None


WHOLE = Number(int, "a whole number")
REAL = Number(float, "a number")


def sizes_of_rows(command: Command) -> Command:
    """Add the options that decide which rows stand in the database."""
    options = [
        click.option("--design", default=DEFAULT.design, show_default=True, help="Which design."),
        click.option("--shards", type=WHOLE, default=DEFAULT.shards, show_default=True, help="Number of shards."),
        click.option(
            "--users-per-shard",
            type=WHOLE,
            default=DEFAULT.users_per_shard,
            show_default=True,
            help="Users per shard, on average: a user's shard is decided by his id.",
        ),
        click.option(
            "--activity",
            type=REAL,
            default=DEFAULT.activity,
            show_default=True,
            help="Factor on the events of a user: calls, gifts, transactions, notifications.",
        ),
        click.option(
            "--layout",
            default=DEFAULT.layout,
            show_default=True,
            help="single, inheritance (parent and children), or partitioned (by PostgreSQL's own hash).",
        ),
        click.option("--seed", type=WHOLE, default=DEFAULT.seed, show_default=True, help="Same seed, same rows."),
        click.option(
            "--shard-function",
            default="",
            show_default="partition in the layout partitioned, else crc32",
            help="From user id to shard: crc32 (PostgreSQL 18), or sha256, partition, low_bits (any server).",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def parameters_of(sizes: dict[str, Any]) -> Parameters:
    """Return the parameters that the options of `sizes_of_rows` make; raise UsageError for a wrong one."""
    parameters = Parameters(**sizes)
    parameters.check_sizes()  # before the designs are imported, which names are checked against
    lab.check(parameters)
    return parameters


def print_document(document: Any) -> None:
    """Print one JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def relative(path: Path) -> str:
    """Spell a path from here where it lies below, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
