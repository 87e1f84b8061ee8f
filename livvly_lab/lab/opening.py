"""How a notebook reaches a loaded design: by the DSN it was given, or on a kept scratch server of its own."""

import json
import zlib
from pathlib import Path

from livvly_lab.domain.parameters import Parameters, depth_of
from livvly_lab.lab.run import Run, attach, check
from livvly_lab.lab.servers import up
from livvly_lab.progress import Progress
from livvly_lab.scratch.foreign import connect_foreign


def open_run(
    design: str,
    shards: int,
    users_per_shard: int,
    activity: float,
    layout: str,
    seed: int,
    dsn: str = "",
    run_dir: str = "",
    depth: str = "quick",
) -> Run:
    """Open a run for a notebook.

    With a DSN, the database must hold these sizes; without one, a scratch server with them is built, or found
    again, and stays until `livvly-lab down`. Results go to `run_dir`, to nowhere where it is empty; `depth` says
    how far experiments go, quick or full. Raises UsageError for a name or size there is not, ServerError where the
    server of a DSN cannot be used.
    """
    parameters = Parameters(design, shards, users_per_shard, activity, layout, seed)
    check(parameters)
    to = depth_of(depth)
    if dsn:
        connect_foreign(dsn)
    else:
        dsn = up(parameters, kept_name(parameters), Progress())
    return attach(parameters, dsn, Path(run_dir) if run_dir else None, to)


def kept_name(parameters: Parameters) -> str:
    """Return the name of the kept server that notebooks with these parameters share: readable, then a checksum."""
    told = json.dumps(parameters.as_dict(), sort_keys=True)
    shape = f"{parameters.design}-{parameters.layout}-{parameters.shards}x{parameters.users_per_shard}"
    return f"{shape[:31]}-{zlib.crc32(told.encode()):08x}"
