"""Where a run happens: on a scratch server of its own, on a kept one, or on a server of the user's."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LoadError
from livvly_lab.lab.fill import fill
from livvly_lab.lab.run import Run, attach, check, lay_out
from livvly_lab.progress import Progress
from livvly_lab.report import fmt
from livvly_lab.rows.estimate import estimate_bytes
from livvly_lab.scratch import kept as keeping
from livvly_lab.scratch.disk import require_space
from livvly_lab.scratch.foreign import connect_foreign, describe, disk_of
from livvly_lab.scratch.mark import read_mark
from livvly_lab.scratch.profiles import LOAD, MEASURE
from livvly_lab.scratch.server import Server, scratch


@contextmanager
def loaded(parameters: Parameters, server: str | None, progress: Progress) -> Iterator[Run]:
    """Give a filled design: on a scratch server that goes with the block, or in the database of a DSN.

    A database that the lab has filled with these parameters is taken as it stands, an empty one is filled.
    """
    check(parameters)
    if server is not None:
        yield _on_foreign(parameters, server, progress)
        return
    with ExitStack() as stack:
        with progress.stage("start") as says:
            own = stack.enter_context(scratch(LOAD))
            require_room(parameters, own.data_directory)
            says.append(f"PostgreSQL {own.version}, a scratch server")
        run = fill(own.create_database(parameters.design), parameters, progress)
        own.apply(MEASURE)
        yield run


def load(parameters: Parameters, server: str, progress: Progress, executor: str | None = None) -> Run:
    """Fill an empty schema of the user's own server. Raises LoadError where it is not empty.

    `executor` names who generates the rows: "processes:4", "dask://host:port", or a thread of this process.
    """
    check(parameters)
    _say_what_lacks(server, progress)
    _require_room_there(parameters, server, progress)
    return _sound(fill(server, parameters, progress, executor))


def up(parameters: Parameters, name: str, progress: Progress, *, replace: bool = False) -> str:
    """Build and fill a design on a scratch server that stays; return its DSN.

    One that stands with the same parameters is returned as it is. Raises UsageError where the name is taken by
    other parameters.
    """
    check(parameters)

    def build(server: Server) -> None:
        require_room(parameters, server.data_directory)
        _sound(fill(server.create_database(parameters.design), parameters, progress))

    kept = keeping.keep(name, parameters.as_dict(), build, replace=replace)
    return kept.server.dsn(parameters.design)


def down(name: str) -> None:
    """Stop a kept server and remove its data. Raises UsageError where there is none of that name."""
    keeping.remove_kept(name)


def status() -> list[dict[str, Any]]:
    """Return the kept servers: name, state, parameters, DSN, when and with which PostgreSQL it was made."""
    return [
        {
            "name": kept.name,
            "state": "running" if kept.running else "stopped",
            "parameters": dict(kept.parameters),
            "dsn": kept.server.dsn(str(kept.parameters["design"])),
            "made_at": kept.made_at.isoformat(),
            "server_version": kept.server.version,
        }
        for kept in keeping.kept()
    ]


def require_room(parameters: Parameters, place: Path) -> None:
    """Refuse early what the disk of a place would not hold. Raises DiskError."""
    require_space(place, estimate_bytes(lay_out(parameters).design, parameters.users, parameters.activity))


def _sound(run: Run) -> Run:
    """Return a run whose checks hold. Raises LoadError naming those that do not: its rows are not to be used."""
    broken = [check for check in run.checks if not check.ok]
    if broken:
        first = broken[0]
        raise LoadError(
            f"all {len(run.checks)} checks of the loaded rows to hold",
            f"{len(broken)} broken; {first.name}: {first.evidence}",
            "report it as a defect of the lab, with the parameters of this load",
        )
    return run


def _on_foreign(parameters: Parameters, server: str, progress: Progress) -> Run:
    """Take what the lab has filled there, or fill what is empty."""
    _say_what_lacks(server, progress)
    with psycopg.connect(server, autocommit=True) as connection:
        mark = read_mark(connection)
    if mark is not None and mark.complete:
        run = attach(parameters, server)
        progress.say(f" measuring what stands at {describe(server)}")
        return run
    _require_room_there(parameters, server, progress)
    return fill(server, parameters, progress)


def _require_room_there(parameters: Parameters, server: str, progress: Progress) -> None:
    """Refuse early what the disk of a server would not hold, or say what it takes where the disk cannot be seen.

    What stands in the database already, such as a load that was cut off, is counted in. Raises DiskError.
    """
    disk = disk_of(server)
    needed = max(
        0, estimate_bytes(lay_out(parameters).design, parameters.users, parameters.activity) - disk.database_bytes
    )
    if disk.place is None:
        progress.say(f" {fmt.size(needed)} are needed there; how much is free cannot be seen from here")
        return
    require_space(disk.place, needed)


def _say_what_lacks(server: str, progress: Progress) -> None:
    for sentence in connect_foreign(server).lacks:
        progress.say(f" {sentence}")
