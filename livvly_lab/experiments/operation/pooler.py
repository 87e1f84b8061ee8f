"""PgBouncer between pgbench and the server: what it adds to the latency of a read."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.errors import ServerError
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.connections import read_scripts
from livvly_lab.experiments.operation.programs import pgbench
from livvly_lab.experiments.timing import median
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.report import fmt
from livvly_lab.scratch.binaries import ENVIRONMENT, account

PROGRAM = "pgbouncer"
ROUNDS = 15
TRANSACTIONS = {"quick": 300, "full": 3_000}
_PORT = 6432
_START_LIMIT_S = 10.0
_POLL_S = 0.02
_SETTINGS = """[databases]
{name} = {target}

[pgbouncer]
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 10
ignore_startup_parameters = extra_float_digits,options
logfile = {folder}/pgbouncer.log
"""


def pooler_latency(at: Loaded) -> Outcome:
    """Read rows by key through PgBouncer and directly, by pgbench with one client, the two taking turns.

    The quantity is what the pooler adds to the average latency of a read, in pairs of runs. PgBouncer is that on
    PATH; it comes with no Python wheel.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return Unmeasured(f"the program {PROGRAM} on PATH: it comes with the operating system, not with the lab")
    with read_scripts(at) as scripts, pooled(at.dsn, Path(program)) as through:
        if not scripts:
            return Unmeasured("rows to read by key: this run has none")
        reads = TRANSACTIONS[at.depth]
        pairs = [
            [pgbench(dsn, scripts, 1, reads, prepared=False).latency_ms for dsn in (at.dsn, through)]
            for _ in range(ROUNDS + 1)
        ][1:]
    added = quantile_interval([pooled_ms - direct_ms for direct_ms, pooled_ms in pairs], 0.5)
    direct, through_it = (median([pair[side] for pair in pairs]) for side in (0, 1))
    return Measurement(
        (Quantity(added.mid, "ms", "added by the pooler", added, added.n),),
        f"a read takes {fmt.duration(direct.mid)} directly and {fmt.duration(through_it.mid)} through {PROGRAM} on the "
        "same machine, with one client",
        detail=tuple(
            {
                "way": way,
                "runs": ROUNDS,
                "reads a run": reads,
                "latency, median, ms": each.mid,
                "greatest, ms": each.high,
            }
            for way, each in (("directly", direct), (f"through {PROGRAM}", through_it))
        ),
    )


@contextmanager
def pooled(dsn: str, program: Path) -> Iterator[str]:
    """Run PgBouncer in front of a database for the block; give the DSN of its socket.

    It runs as the account that also runs the lab's servers, since it refuses root. Raises ServerError with its last
    line where it does not start.
    """
    who, name = account(), str(conninfo_to_dict(dsn).get("dbname", "postgres"))
    with tempfile.TemporaryDirectory(prefix="livvly_lab_", dir=_short_place()) as place:
        folder = Path(place)
        settings = folder / "pgbouncer.ini"
        settings.touch(mode=0o600)
        settings.write_text(
            _SETTINGS.format(name=name, target=_target(dsn), port=_PORT, folder=folder), encoding="utf-8"
        )
        if who.is_other:
            for path in (folder, settings):
                os.chown(path, who.uid, who.gid)
        complaints = folder / "complaints"
        with complaints.open("wb") as file:
            process = subprocess.Popen(
                [program, settings],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                env={**ENVIRONMENT, **{key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}},
                user=who.uid if who.is_other else None,
                group=who.gid if who.is_other else None,
                extra_groups=[] if who.is_other else None,
            )
        try:
            through = make_conninfo("", host=str(folder), port=_PORT, dbname=name, user=PROGRAM)
            _wait(process, through, complaints)
            yield through
        finally:
            process.terminate()
            process.wait()


def _target(dsn: str) -> str:
    """Return a DSN as a line of PgBouncer's databases."""
    wanted = ("host", "port", "dbname", "user", "password")
    parts = {key: str(value) for key, value in conninfo_to_dict(dsn).items() if key in wanted and value}
    return " ".join(f"{key}='{value.replace(chr(39), chr(39) * 2)}'" for key, value in parts.items())


def _short_place() -> str | None:
    """Return where a socket's path stays short; None where the system's temporary directory must do."""
    return "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - a directory of its own is made in it


def _wait(process: subprocess.Popen[bytes], dsn: str, complaints: Path) -> None:
    """Return when the pooler answers."""
    deadline, pause = perf_counter() + _START_LIMIT_S, Event()
    while True:
        try:
            with psycopg.connect(dsn, prepare_threshold=None) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            ended = process.poll() is not None
            if ended or perf_counter() > deadline:
                said = complaints.read_text(encoding="utf-8", errors="replace") if ended else str(error)
                last = said.strip().rpartition("\n")[2] or "silence"
                raise ServerError(f"{PROGRAM} to start", last, "see that it runs by hand") from error
            pause.wait(_POLL_S)
        else:
            return
