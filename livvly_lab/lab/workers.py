"""Who generates rows: a thread of this process, processes of this machine, or the workers of a Dask cluster."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LoadError, UsageError
from livvly_lab.lab.run import lay_out
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows.load import Workers, make_world
from livvly_lab.rows.produce import Subject

DASK = "dask://"
PROCESSES = "processes"
_EXAMPLE = f"for example: --executor {PROCESSES}:4 or --executor {DASK}localhost:8786"
_CONNECT_S = 10


@dataclass(frozen=True)
class ByParameters:
    """Makes what is loaded from its parameters alone, in whatever process it is called."""

    parameters: Parameters

    def __call__(self) -> Subject:
        """Lay the design out and draw its vocabulary."""
        parameters = self.parameters
        physical = lay_out(parameters)
        world = make_world(physical.design, parameters.users, parameters.activity, parameters.seed)
        return Subject(physical, FUNCTIONS[parameters.shard_function], world)


@contextmanager
def hired(executor: str | None, parameters: Parameters) -> Iterator[Workers | None]:
    """Give the workers that `executor` names; None, for a thread of this process, where it names none.

    `processes:<n>` starts n processes (`processes`: one for each core), `dask://<host>:<port>` is the address of a
    scheduler. Raises UsageError for another name, LoadError where no scheduler answers or Dask is not installed.
    """
    source = ByParameters(parameters)
    if executor is None:
        yield None
    elif executor.startswith(DASK):
        with _dask(executor.removeprefix(DASK)) as (cluster, count):
            yield Workers(cluster, source, count)
    else:
        count = _count(executor)
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
            try:
                yield Workers(pool, source, count)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _count(executor: str) -> int:
    """Return how many processes are asked for."""
    name, _, number = executor.partition(":")
    if name != PROCESSES or (number and not (number.isdecimal() and int(number) > 0)):
        raise UsageError(f"--executor to be {PROCESSES}, {PROCESSES}:<n> or {DASK}<host>:<port>", executor, _EXAMPLE)
    return int(number) if number else (os.cpu_count() or 1)


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a scheduler; give its workers as an executor, and how many threads they have."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise LoadError("the package distributed", "none", 'pip install "livvly-lab[dask]"') from error
    try:
        client = distributed.Client(f"tcp://{address}", timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        raise LoadError(f"a Dask scheduler at {address}", str(error), "see that it runs and can be reached") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise LoadError(f"workers at the Dask scheduler {address}", "none", "start some: dask worker <address>")
        yield client.get_executor(), threads
