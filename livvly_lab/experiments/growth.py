"""Loads a design at several sizes: small ones to fit its growth on, large ones that the fit never sees."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection

from livvly_lab.domain.flips import Replanned
from livvly_lab.domain.parameters import MOST_SEED, Depth, Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.storage import StorageModel, StoredLoad
from livvly_lab.forecast import storage
from livvly_lab.forecast.flips import FACTORS
from livvly_lab.measure.replan import Extend, RelationKey, enlarged, raised, replan
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
    """What the loads showed: where their bytes lie, what is fitted on it, and how the workload is planned on them.

    `foreseen` are the plans of each query on the largest fitted load, enlarged step by step to the size of the
    back-tested ones; `raised` its plans at that size by statistics alone. `ahead` are the plans on a back-tested load:
    first as it stands, then enlarged from there on.
    """

    fits: tuple[StoredLoad, ...]
    tests: tuple[StoredLoad, ...]
    model: StorageModel
    foreseen: tuple[tuple[Replanned, ...], ...]
    raised: tuple[tuple[Replanned, ...], ...]
    ahead: tuple[tuple[Replanned, ...], ...]


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


def grow(loads: Series, opened: Opened, extend: Extend) -> Grown:
    """Load all of them one after another, fit the small ones, and plan the workload on the last of each kind.

    `extend` lets files of the databases made for it grow. Of the first back-tested load, which may be one that
    somebody else needs, sizes are read and nothing else.
    """
    *others, last = loads.fits
    fits = [_look(parameters, opened, filled=True) for parameters in others]
    times = loads.tests[0].users / last.users
    with opened(last) as (connection, physical):
        fits.append(_stored(connection, physical, last, filled=True))
        model = storage.fit(fits, physical.design.population, last.activity)
        by_statistics = replan(connection, physical, (times,), raised(connection, physical))
        foreseen = _enlarged(connection, physical, model, last.users, steps(times), extend)
    *others, last = loads.tests
    tests = [_look(parameters, opened, filled=False) for parameters in others]
    with opened(last) as (connection, physical):
        tests.append(_stored(connection, physical, last, filled=False))
        ahead = _enlarged(connection, physical, model, last.users, FACTORS, extend)
    return Grown(tuple(fits), tuple(tests), model, foreseen, by_statistics, ahead)


def _enlarged(
    connection: Connection[Any],
    physical: PhysicalDesign,
    model: StorageModel,
    users: int,
    factors: Sequence[float],
    extend: Extend,
) -> tuple[tuple[Replanned, ...], ...]:
    """Plan the workload on a load whose files grow as the model says."""
    now = storage.pages_by_home(model, users)

    def pages(factor: float) -> Mapping[RelationKey, float]:
        then = storage.pages_by_home(model, users * factor)
        return {key: then[key] / size for key, size in now.items() if size}

    return replan(connection, physical, factors, enlarged(connection, physical, pages, extend))


def steps(largest: float) -> tuple[float, ...]:
    """Return the factors up to a largest one, which is the last.

    >>> steps(10.02)[-3:]
    (4.642, 6.813, 10.02)
    """
    return (*(factor for factor in FACTORS if factor < largest * 0.99), largest)


def _look(parameters: Parameters, opened: Opened, *, filled: bool) -> StoredLoad:
    with opened(parameters) as (connection, physical):
        return _stored(connection, physical, parameters, filled=filled)


def _stored(
    connection: Connection[Any], physical: PhysicalDesign, parameters: Parameters, *, filled: bool
) -> StoredLoad:
    return measure_storage(connection, physical, parameters.users, parameters.seed, filled=filled)


def _sized(parameters: Parameters, users_per_shard: int, number: int) -> Parameters:
    seed = (parameters.seed + number) % (MOST_SEED + 1)
    return replace(parameters, users_per_shard=users_per_shard, seed=seed)
