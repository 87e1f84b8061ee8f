"""PostgreSQL's own client programs, run against the server of the run."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from livvly_lab.errors import LabError
from livvly_lab.scratch.binaries import ENVIRONMENT, installation

LIMIT_S = 900
_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
_TPS = re.compile(r"^tps = (?P<tps>[\d.]+)", re.MULTILINE)
_LATENCY = re.compile(r"^latency average = (?P<ms>[\d.]+) ms", re.MULTILINE)


@dataclass(frozen=True)
class Load:
    """What pgbench told of one run: transactions a second without the time to connect, and their average latency."""

    tps: float
    latency_ms: float


def run_program(name: str, dsn: str, arguments: Sequence[str | Path]) -> str:
    """Run a client program of the lab's PostgreSQL against a DSN, which no process list shows; return what it printed.

    Raises LabError with its last line where it fails.
    """
    try:
        done = subprocess.run(
            [installation().program(name), *arguments],
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={**ENVIRONMENT, **_environment(dsn)},
            timeout=LIMIT_S,
        )
    except subprocess.CalledProcessError as error:
        said = str(error.stderr).strip().rpartition("\n")[2] or f"status {error.returncode}"
        raise LabError(f"{name} to come to its end", said, "see its own message") from error
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{name} to end in {LIMIT_S} s", "it still ran", "take a smaller size") from error
    return done.stdout


def pgbench(dsn: str, scripts: Sequence[Path], clients: int, transactions: int, *, prepared: bool = True) -> Load:
    """Let so many clients execute so many scripts altogether, chosen at random, on the tables that are there."""
    threads = min(clients, os.cpu_count() or 1)
    each = max(transactions // clients, 1)
    said = run_program(
        "pgbench",
        dsn,
        [
            *("--no-vacuum", f"--protocol={'prepared' if prepared else 'simple'}"),
            *(f"--client={clients}", f"--jobs={threads}", f"--transactions={each}"),
            *(f"--file={script}" for script in scripts),
        ],
    )
    tps, latency = _TPS.search(said), _LATENCY.search(said)
    if tps is None or latency is None:
        raise LabError("pgbench to print tps and latency", repr(said[:80]), "see its own message")
    return Load(float(tps["tps"]), float(latency["ms"]))


def _environment(dsn: str) -> Mapping[str, str]:
    """Return a DSN as the variables that libpq reads."""
    parts = conninfo_to_dict(dsn)
    return {variable: str(parts[key]) for key, variable in _VARIABLES.items() if parts.get(key)}
