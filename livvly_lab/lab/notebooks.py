"""Runs the notebooks through papermill, after making sure that each can take what it will be given.

Those of a report run in one kernel, one after the other: importing the lab takes longer than many of them. Each begins
with an empty namespace and counts its cells from one.

What runs notebooks takes a second to import, so it is imported when one runs: a wrong name is answered at once.
"""

import logging
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livvly_lab.checkout import folder
from livvly_lab.domain.parameters import known
from livvly_lab.errors import ReportError, UsageError

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

KERNEL = "python3"
LAST = "06_claims"
"""The notebook that runs after all others: it takes from them what they measured."""
_EMPTY = "get_ipython().reset(new_session=True)"
_READY_S = 60.0
_SHORT = "/tmp" if len(tempfile.gettempdir()) > 40 else None  # noqa: S108 - a fresh directory is made in it


def notebook_paths(only: Sequence[str] = ()) -> tuple[Path, ...]:
    """Return the notebooks in order, all of them or those named; raises UsageError for a name there is none of."""
    found = {path.stem: path for path in sorted(folder("notebooks").glob("[0-9][0-9]_*.ipynb"))}
    for name in only:
        known("--only", name, found)
    return tuple(path for name, path in found.items() if not only or name in only)


def running_order(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return notebooks in the order in which they run, which is that of their numbers but for the last one."""
    return tuple(sorted(paths, key=lambda path: path.stem == LAST))


def refuse_unknown(path: Path, parameters: Mapping[str, Any]) -> None:
    """Raise UsageError where a notebook has no such parameter: papermill itself would only warn and go on."""
    from papermill import inspect_notebook

    declared = inspect_notebook(str(path))
    for name in parameters:
        if name not in declared:
            raise UsageError(
                f"a parameter of {path.name}: {', '.join(declared)}", repr(name), "correct the name of the parameter"
            )


def run_notebook(path: Path, output: Path, parameters: Mapping[str, Any], manager: "AsyncKernelManager") -> None:
    """Execute a notebook in a kernel of `one_kernel`; raises ReportError naming the cell where it fails."""
    from jupyter_core.utils import run_sync
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _silent("papermill"):
            if manager.has_kernel:
                run_sync(_empty)(manager)
            execute_notebook(
                str(path),
                str(output),
                parameters=dict(parameters),
                kernel_name=KERNEL,
                progress_bar=False,
                cwd=str(output.parent),
                km=manager,
                shutdown_kernel="immediate",
            )
    except PapermillExecutionError as error:
        number = error.exec_count - 1  # as it counts by hand: papermill has put a cell with the parameters before it
        raise ReportError(
            f"{path.name} to run to its end",
            f"{error.ename} in code cell {number}: {error.evalue}",
            f"open the notebook with make lab and run that cell; its first line: {_first_line(error.source)}",
        ) from error
    except (RuntimeError, TimeoutError) as error:
        raise ReportError(
            f"{path.name} to run to its end", f"a kernel that ended or never began ({error})", "see if memory was short"
        ) from error
    except KeyboardInterrupt:
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would tell of the cells nobody waits for now
        raise
    _forget_where(output, parameters)


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a logger quiet: what goes wrong comes as an exception too."""
    logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logging.getLogger(name).setLevel(logging.NOTSET)


@contextmanager
def one_kernel() -> "Iterator[AsyncKernelManager]":
    """Yield the manager of a kernel that the first notebook starts, in its folder; it ends with the block.

    It talks through Unix sockets in a directory of its own, not through TCP ports others can reach. The directory is
    short, since the path of a socket has 107 bytes at most, and not under HOME.
    """
    from jupyter_client.manager import AsyncKernelManager
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="livvly-", dir=_SHORT) as directory:
        connection = f"{directory}/kernel.json"
        config = Config({"KernelManager": {"transport": "ipc", "connection_file": connection}})
        manager = AsyncKernelManager(kernel_name=KERNEL, config=config)
        try:
            yield manager
        except KeyboardInterrupt:  # a kernel that is half started cannot be shut down
            _kill_what_names(connection)
            raise
        except BaseException:
            _end(manager)
            raise
        _end(manager)


def _end(manager: "AsyncKernelManager") -> None:
    from jupyter_core.utils import run_sync

    if manager.has_kernel:
        run_sync(manager.shutdown_kernel)(now=True)


async def _empty(manager: "AsyncKernelManager") -> None:
    """Take from a running kernel what a notebook has left in it, and let it count from one again."""
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=_READY_S)
        await client.execute(_EMPTY, silent=True, reply=True, timeout=_READY_S)
    finally:
        client.stop_channels()


def _kill_what_names(connection: str) -> None:
    """Kill the kernel of a connection: one that is stopped while it starts has no other who does (where /proc is)."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(connection) in command.read_bytes():
                os.kill(int(command.parent.name), signal.SIGKILL)


def _forget_where(executed: Path, parameters: Mapping[str, Any]) -> None:
    """Take out of an executed notebook where it ran: server, folders, times; they mean nothing to a reader."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        for name in ("dsn", "run_dir"):
            cell.source = cell.source.replace(f'{name} = "{parameters.get(name)}"', f'{name} = ""')
    nbformat.write(notebook, executed)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped


def _first_line(source: str) -> str:
    return source.strip().splitlines()[0] if source.strip() else ""
