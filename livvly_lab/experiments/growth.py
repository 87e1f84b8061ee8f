"""Loads a design at several sizes: small ones to fit its growth on, large ones that the fit never sees."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection

from livvly_lab.domain.flips import Replanned
from livvly_lab.domain.parameters import MOST_SEED, Depth, Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.storage import StoredLoad
from livvly_lab.forecast.flips import FACTORS
from livvly_lab.measure.replan import can_replan, replan
from livvly_lab.measure.storage import measure_storage

LEAST_USERS = 1_000
"""Below, the largest load of a fit has fewer than a hundred users: a forecast would be a guess."""

TIMES = 10
"""How many times as large as any fitted load a back-tested one is."""

TESTS = 3
FITS_EACH = 3
PARTS = (4, 2, 1)
"""The fitted sizes, as parts of the largest of them."""

FULL_TIMES = 10
"""How many times the size of the run the back-test of a full experiment has."""

_FIT_SEEDS = 1_000

Opened = Callable[[Parameters], AbstractContextManager[tuple[Connection[Any], PhysicalDesign]]]
"""Gives a load that stands in a database, and a connection to it; what was made for it goes with the block."""


@dataclass(frozen=True)
class Series:
    """The loads of the experiment; each has a seed of its own, so that none repeats the users of another."""

    fits: tuple[Parameters, ...]
    tests: tuple[Parameters, ...]


@dataclass(frozen=True)
class Grown:
    """What the loads showed: where their bytes lie, and how the workload is planned on them.

    `foreseen` are the plans of each query on the largest fitted load, with statistics raised step by step to the size
    of the back-tested ones; `real` those on the first back-tested load, as it stands. `foreseen` is empty where the
    server cannot be made to believe other statistics.
    """

    fits: tuple[StoredLoad, ...]
    tests: tuple[StoredLoad, ...]
    foreseen: tuple[tuple[Replanned, ...], ...]
    real: tuple[tuple[Replanned, ...], ...]


def series(parameters: Parameters, depth: Depth) -> Series | None:
    """Return the loads for a run: quick fits below it and back-tests at its size, full fits up to it and tests beyond.

    None where the run is too small for it.
    """
    tested = parameters.users_per_shard * (FULL_TIMES if depth == "full" else 1)
    largest = tested // TIMES
    if parameters.users < LEAST_USERS or largest < max(PARTS):
        return None
    sizes = [largest // part for part in PARTS for _ in range(FITS_EACH)]
    fits = [_sized(parameters, size, _FIT_SEEDS + number) for number, size in enumerate(sizes)]
    tests = [_sized(parameters, tested, number) for number in range(TESTS)]
    return Series(tuple(fits), tuple(tests))


def grow(loads: Series, opened: Opened) -> Grown:
    """Load all of them one after another; look where the bytes lie, and at the plans of the two sizes that compare."""
    fits, tests = list[StoredLoad](), list[StoredLoad]()
    foreseen: tuple[tuple[Replanned, ...], ...] = ()
    real: tuple[tuple[Replanned, ...], ...] = ()
    for parameters in loads.fits:
        with opened(parameters) as (connection, physical):
            fits.append(_stored(connection, physical, parameters, filled=True))
            if parameters is loads.fits[-1] and can_replan(connection):
                foreseen = replan(connection, physical, steps(loads.tests[0].users / parameters.users))
    for parameters in loads.tests:
        with opened(parameters) as (connection, physical):
            tests.append(_stored(connection, physical, parameters, filled=False))
            if parameters is loads.tests[0]:
                real = replan(connection, physical, (1.0,))
    return Grown(tuple(fits), tuple(tests), foreseen, real)


def steps(largest: float) -> tuple[float, ...]:
    """Return the factors up to a largest one, which is the last.

    >>> steps(10.02)[-3:]
    (4.642, 6.813, 10.02)
    """
    return (*(factor for factor in FACTORS if factor < largest * 0.99), largest)


def _stored(
    connection: Connection[Any], physical: PhysicalDesign, parameters: Parameters, *, filled: bool
) -> StoredLoad:
    return measure_storage(connection, physical, parameters.users, parameters.seed, filled=filled)


def _sized(parameters: Parameters, users_per_shard: int, number: int) -> Parameters:
    seed = (parameters.seed + number) % (MOST_SEED + 1)
    return replace(parameters, users_per_shard=users_per_shard, seed=seed)
