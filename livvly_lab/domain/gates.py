"""Gates: what a result must keep to, as a file declares it, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Scalar = str | int | float | bool
Bound = Literal["max", "min", "equals"]
Aggregate = Literal["max", "min", "mean", "median", "sum", "count", "worst"]
"""What many values become one by; `worst` is the one farthest from 0, with its sign."""

BOUNDS: tuple[Bound, ...] = get_args(Bound)
AGGREGATES: tuple[Aggregate, ...] = get_args(Aggregate)


@dataclass(frozen=True)
class Take:
    """A step of a path: take a field of an object, or of each row."""

    name: str


@dataclass(frozen=True)
class Choose:
    """A step of a path: keep the rows whose `name` reads as `value`."""

    name: str
    value: str


@dataclass(frozen=True)
class NumberPath:
    """A place in results.json: `text` as it was written, its steps, and how many values become one, if they do."""

    text: str
    steps: tuple[Take | Choose, ...]
    aggregate: Aggregate | None = None


@dataclass(frozen=True)
class Gate:
    """A limit on what stands at a path: each value there must keep to every bound.

    `name` is how the gate is called where it breaks. Where nothing stands at the path the gate breaks too, unless
    it is `optional`; `why` says what the limit comes from.
    """

    name: str
    path: NumberPath
    bounds: Mapping[Bound, Scalar] = field(default_factory=dict)
    optional: bool = False
    why: str = ""


@dataclass(frozen=True)
class GateOutcome:
    """What became of one bound of a gate: `value` is the one farthest out, None where there is none.

    `row` names the row it stands in, where there are several.
    """

    gate: Gate
    bound: Bound
    limit: Scalar
    value: Scalar | None
    row: str
    broken: bool
