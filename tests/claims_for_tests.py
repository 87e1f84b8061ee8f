"""A filled database as an experiment meets it, and experiments asked there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from livvly_lab.domain.claims import Claim, Measurement, Outcome
from livvly_lab.experiments import EXPERIMENTS
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.lab.run import Run


@contextmanager
def loaded(run: Run, dsn: str = "") -> Iterator[Loaded]:
    """Open a filled database as experiments meet it, by another DSN where one is given."""
    with psycopg.connect(dsn or run.dsn, autocommit=True, options="-c timezone=UTC") as connection:
        yield Loaded(connection, dsn or run.dsn, run.physical, run.function, run.parameters)


def attempt(at: Loaded, experiment: str, /, **arguments: Any) -> Outcome:
    """Make an experiment."""
    return EXPERIMENTS[experiment](at, **arguments)


def measure(at: Loaded, experiment: str, /, **arguments: Any) -> Measurement:
    """Make an experiment that measures."""
    outcome = attempt(at, experiment, **arguments)
    assert isinstance(outcome, Measurement), outcome
    return outcome


def again(at: Loaded, claim: Claim) -> Measurement:
    """Ask a claim its experiment, on the catalog as it is now."""
    return measure(
        Loaded(at.connection, at.dsn, at.physical, at.function, at.parameters), claim.experiment, **claim.arguments
    )


def values(measured: Measurement) -> dict[str, float]:
    """Return the quantities by name."""
    return {quantity.name: quantity.value for quantity in measured.quantities}
