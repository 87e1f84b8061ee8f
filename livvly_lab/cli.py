"""The command line: a thin wrapper over the conductor, with its errors and exit codes.

Exit codes: 0 the command ran (a failing claim is a result, not an error), 1 it could not finish, 2 the call was
wrong, 130 after Ctrl-C. What takes long to import is imported when a command needs it, so that help and errors in
the call come at once.
"""

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

import click

from livvly_lab import __version__, lab
from livvly_lab.domain.parameters import Parameters, depth_of
from livvly_lab.errors import LabError, UsageError
from livvly_lab.progress import Progress

Command = TypeVar("Command", bound=Callable[..., Any])
_DEFAULT = Parameters()


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    _answer_signals()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; every error is one line on stderr."""
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(arguments, prog_name="livvly-lab", standalone_mode=False)
    except LabError as error:
        return _fail(str(error), error.exit_code, debug=debug)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _fail(str(_usage(error)), 2, debug=debug)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # noqa: BLE001 - the last door: whatever escapes is one line and a log, not a traceback
        code = getattr(error, "exit_code", LabError.exit_code)
        return _fail(f"unexpected {type(error).__name__}: {error}", code, debug=debug, log=True)
    return code if isinstance(code, int) else 0


def _usage(error: click.ClickException) -> UsageError:
    """Say what click found wrong in the call as the lab says it."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "livvly-lab"
    see = f"see: {command} --help"
    match error:
        case click.exceptions.NoSuchCommand():
            near = f"did you mean {error.possibilities[0]}?" if error.possibilities else see
            return UsageError(f"a command, one of {', '.join(cli.commands)}", repr(error.command_name), near)
        case click.NoSuchOption():
            near = f"did you mean {error.possibilities[0]}?" if error.possibilities else see
            before = f"write it before the command: livvly-lab {error.option_name} ..."
            of_group = any(error.option_name in option.opts for option in cli.params)
            return UsageError(f"an option of {command}", error.option_name, before if of_group else near)
        case click.MissingParameter() if error.param and context:
            return UsageError(f"{error.param.opts[0]} {error.param.make_metavar(context)}", "none", see)
    return UsageError(f"a call as {command} --help shows it", repr(error.format_message()), see)


def _fail(line: str, code: int, *, debug: bool, log: bool = False) -> int:
    """Say in one line on stderr what went wrong; the traceback goes to stderr with --debug, else to a log file."""
    if debug:
        traceback.print_exc()
    elif log:
        handle, path = tempfile.mkstemp(prefix="livvly-lab-", suffix=".log")
        with os.fdopen(handle, "w") as file:
            traceback.print_exc(file=file)
        line = f"{line} (traceback in {path})"
    click.secho("error: ", fg="red", nl=False, err=True, color=_colour(sys.stderr))
    click.echo(" ".join(line.split()), err=True)
    return code


def _colour(stream: Any) -> bool | None:
    """Say whether a stream takes colour: never where NO_COLOR is set, TERM is dumb or --no-color was given."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or "--no-color" in sys.argv:
        return False
    return bool(stream.isatty())


def _answer_signals() -> None:
    """Answer Ctrl-C and SIGTERM at once, then let every context manager clean up behind it."""
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is Python's
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        os.write(2, b"\nstopping, removing what this command started\n")
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, stop)


class _Number(click.ParamType[int | float]):
    """A number that is refused as the lab refuses: with what was expected, what was found, what to do."""

    def __init__(self, kind: type[int] | type[float], says: str) -> None:
        self.name = kind.__name__
        self._kind, self._says = kind, says

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | float:
        try:
            return self._kind(value)
        except ValueError:
            option = param.opts[0] if param else "the value"
            example = f"for example: {option} {param.get_default(ctx) if param and ctx else 1}"
            raise UsageError(f"{option} to be {self._says}", repr(value), example) from None


_WHOLE = _Number(int, "a whole number")
_REAL = _Number(float, "a number")


def _sizes(command: Command) -> Command:
    """Add the options that decide which rows stand in the database."""
    options = [
        click.option("--design", default=_DEFAULT.design, show_default=True, help="Which design."),
        click.option("--shards", type=_WHOLE, default=_DEFAULT.shards, show_default=True, help="Number of shards."),
        click.option(
            "--users-per-shard",
            type=_WHOLE,
            default=_DEFAULT.users_per_shard,
            show_default=True,
            help="Users per shard, on average: a user's shard is decided by his id.",
        ),
        click.option(
            "--activity",
            type=_REAL,
            default=_DEFAULT.activity,
            show_default=True,
            help="Factor on the events of a user: calls, gifts, transactions, notifications.",
        ),
        click.option(
            "--layout", default=_DEFAULT.layout, show_default=True, help="single, or inheritance (parent and children)."
        ),
        click.option("--seed", type=_WHOLE, default=_DEFAULT.seed, show_default=True, help="Same seed, same rows."),
        click.option(
            "--shard-function",
            default=_DEFAULT.shard_function,
            show_default=True,
            help="From user id to shard: crc32 (PostgreSQL 18), or sha256, partition, low_bits (any server).",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _parameters(sizes: dict[str, Any]) -> Parameters:
    parameters = Parameters(**sizes)
    parameters.check_sizes()  # before the designs are imported, which names are checked against
    lab.check(parameters)
    return parameters


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample: livvly-lab report --design livvly",
)
@click.version_option(__version__, prog_name="livvly-lab", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option("--quiet", is_flag=True, help="Say nothing but the result and errors.")
@click.option("--no-color", is_flag=True, help="No colour, whatever the terminal can.")
@click.pass_context
def cli(context: click.Context, *, debug: bool, quiet: bool, no_color: bool) -> None:  # noqa: ARG001 - read in run()
    """Decide a PostgreSQL schema before it is built: create it, fill it, measure it."""
    context.obj = Progress(quiet=quiet)


@cli.command(short_help="List the designs that ship with the lab.", epilog="\b\nExample: livvly-lab designs --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def designs(*, as_json: bool) -> None:
    """List the designs that ship with the lab."""
    rows = lab.designs()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:<22}{row['tables']:>3} tables, {row['sharded']} sharded   {row['summary']}")


@cli.command(
    short_help="Build, fill and measure a design; write its report.",
    epilog="\b\nExample: livvly-lab report --design livvly --shards 8 --users-per-shard 2500",
)
@_sizes
@click.option("--only", multiple=True, metavar="NOTEBOOK", help="Run only this notebook; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the report.  [default: reports/<design>]")
@click.option("--server", metavar="DSN", help="Measure on this PostgreSQL (15 or later) instead of a scratch server.")
@click.option("--depth", default="quick", show_default=True, help="How far experiments go: quick, or full.")
@click.option("--json", "as_json", is_flag=True, help="Print results.json on stdout.")
@click.pass_obj
def report(
    progress: Progress,
    /,
    *,
    only: tuple[str, ...],
    out: Path | None,
    server: str | None,
    depth: str,
    as_json: bool,
    **sizes: Any,
) -> None:
    """Build a design on a scratch PostgreSQL, fill it, run the notebooks, and write the report."""
    lab.notebook_paths(only)  # a wrong name is answered before anything is imported
    to = depth_of(depth)
    parameters = _parameters(sizes)
    made = lab.report(parameters, only=only, out=out, server=server, depth=to, progress=progress)
    if as_json:
        click.echo(made.results_path.read_text())
    else:
        click.echo(f"Report: {_relative(made.index_path)}")


@cli.command(
    short_help="Build and fill a design on a scratch server that stays.",
    epilog='\b\nExample: psql "$(livvly-lab up --users-per-shard 500 | tail -n 1)"',
)
@_sizes
@click.option("--name", default="lab", show_default=True, help="Name of the server.")
@click.option("--replace", is_flag=True, help="Replace a server of that name that has other parameters.")
@click.pass_obj
def up(progress: Progress, /, *, name: str, replace: bool, **sizes: Any) -> None:
    """Build and fill a design on a scratch server that stays; the last line of stdout is its DSN."""
    parameters = _parameters(sizes)
    click.echo(lab.up(parameters, name=name, replace=replace, progress=progress))


@cli.command(short_help="Stop and remove a kept scratch server.", epilog="\b\nExample: livvly-lab down --name lab")
@click.option("--name", default="lab", show_default=True, help="Name of the server.")
def down(*, name: str) -> None:
    """Stop a kept scratch server and remove its data."""
    lab.down(name)
    click.echo(f"removed {name}")


@cli.command(short_help="Show the kept scratch servers.", epilog="\b\nExample: livvly-lab status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def status(*, as_json: bool) -> None:
    """Show the kept scratch servers, what stands in them and how to reach them."""
    rows = lab.status()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("no kept server; start one with: livvly-lab up")
    width = max((len(row["name"]) for row in rows), default=0) + 2
    for row in rows:
        sizes = row["parameters"]
        click.echo(
            f"{row['name']:<{width}}{row['state']:<9}{sizes['design']}, {sizes['shards']} shards x "
            f"{sizes['users_per_shard']} users, {sizes['layout']}   {row['dsn']}"
        )


@cli.command(
    short_help="Create and fill a design in an empty schema of your own server.",
    epilog="\b\nExample: livvly-lab load --server postgresql://localhost/scratch --users-per-shard 10000",
)
@_sizes
@click.option("--server", metavar="DSN", required=True, help="A PostgreSQL 15 or later, its schema public empty.")
@click.option("--executor", metavar="WHO", help="Who generates the rows: processes:4, or dask://host:port.")
@click.pass_obj
def load(progress: Progress, /, *, server: str, executor: str | None, **sizes: Any) -> None:
    """Create and fill a design in an empty schema of your own server; nothing there is dropped or overwritten."""
    parameters = _parameters(sizes)
    loaded = lab.load(parameters, server=server, progress=progress, executor=executor)
    click.echo(f"loaded {sum(loaded.rows.values())} rows into {len(loaded.rows)} tables")


@cli.command(
    short_help="Draw the ERD of a design.", epilog="\b\nExample: livvly-lab erd --design livvly --out /tmp/erd"
)
@click.option("--design", default=_DEFAULT.design, show_default=True, help="Which design.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the sheets.  [default: diagrams/<design>]")
def erd(*, design: str, out: Path | None) -> None:
    """Draw the ERD of a design as SVG and Mermaid: an overview and one sheet per section."""
    for path in lab.draw_erd(design, out):
        click.echo(_relative(path))


@cli.command(
    short_help="Compare shard functions on ids drawn for it.", epilog="\b\nExample: livvly-lab hashes --ids 100000000"
)
@click.option("--ids", type=_WHOLE, default=1_000_000, show_default=True, help="Ids of each kind; memory stays flat.")
@click.option("--shards", type=_WHOLE, default=_DEFAULT.shards, show_default=True, help="Number of shards.")
@click.option("--seed", type=_WHOLE, default=_DEFAULT.seed, show_default=True, help="Same seed, same ids.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def hashes(*, ids: int, shards: int, seed: int, as_json: bool) -> None:
    """Compare shard functions on UUIDv4, UUIDv7 and sequential ids.

    Each line says what a million ids cost on one core, how far the farthest shard lies off the mean for each kind of
    ids, and which share of the UUIDv4 moves to another shard when one shard is added.
    """
    tried = lab.hashes(shards, seed, ids)
    if as_json:
        click.echo(json.dumps([each.document() for each in tried], ensure_ascii=False, indent=2))
        return
    for place, each in enumerate(tried):
        click.echo("\n".join(each.lines(header=place == 0)))


@cli.command(
    short_help="Print the claims of a design with their verdicts.",
    epilog="\b\nExample: livvly-lab claims --verdict fails --verdict depends",
)
@_sizes
@click.option("--report", type=click.Path(path_type=Path), help="Folder of a report.  [default: reports/<design>]")
@click.option("--run", "measure", is_flag=True, help="Measure them now, on a scratch server with these sizes.")
@click.option("--depth", default="quick", show_default=True, help="With --run: how far experiments go, quick or full.")
@click.option("--verdict", multiple=True, help="Only these: fails, depends, 'not measured here', holds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def claims(
    context: click.Context,
    /,
    *,
    report: Path | None,
    measure: bool,
    depth: str,
    verdict: tuple[str, ...],
    as_json: bool,
    **sizes: Any,
) -> None:
    """Print the claims of a design with their verdicts, as the last report found them.

    With --run they are measured now instead, without a report; only then do sizes, seed, layout and depth count. A
    claim that fails is a result: the exit code is 0.
    """
    to = depth_of(depth)
    if measure:
        if report is not None:
            raise UsageError("--report or --run", "both", "name one of them")
        ledger = lab.measured_claims(_parameters(sizes), verdicts=verdict, depth=to, progress=context.obj)
    else:
        _refuse_without_run(context)
        ledger = lab.reported_claims(sizes["design"], report, verdict)
    click.echo(json.dumps(ledger.document(), ensure_ascii=False, indent=2) if as_json else "\n".join(ledger.lines()))


@cli.command(
    short_help="Say what is wrong with a design, or with any database.",
    epilog="\b\nExample: livvly-lab lint --server postgresql://localhost/shop --level medium",
)
@click.option("--design", help=f"Which design, built without rows.  [default: {_DEFAULT.design}]")
@click.option("--shards", type=_WHOLE, default=_DEFAULT.shards, show_default=True, help="Number of shards.")
@click.option("--layout", default=_DEFAULT.layout, show_default=True, help="single, or inheritance.")
@click.option("--server", metavar="DSN", help="Lint this database (PostgreSQL 15 or later) instead; it is only read.")
@click.option("--level", default="low", show_default=True, help="Findings from here on: high, medium, low or info.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def lint(
    context: click.Context,
    *,
    design: str | None,
    shards: int,
    layout: str,
    server: str | None,
    level: str,
    as_json: bool,
) -> None:
    """Say what is wrong with a design, or with any database, by rules on its catalog.

    Exit codes are those of linters: 0 where nothing of the level was found, 1 where something was, 2 where the call
    was wrong or the lint could not finish. A design's data/<design>/suppressions.json names what was accepted and why.
    """
    with _as_linters_exit():
        if server is not None and design is not None:
            raise UsageError("--design or --server", "both", "name one of them")
        parameters = Parameters(design or _DEFAULT.design, shards, layout=layout)
        linted = lab.lint(parameters, server=server, level=level, progress=context.obj)
        click.echo(
            json.dumps(linted.document(), ensure_ascii=False, indent=2) if as_json else "\n".join(linted.lines())
        )
    context.exit(int(linted.broken))


@cli.group(short_help="Measure the lab itself.", epilog="\b\nExample: livvly-lab bench load --quick")
def bench() -> None:
    """Measure the lab itself: against PostgreSQL alone, and against what else one would write."""


@bench.command(
    "load",
    short_help="How fast livvly is loaded, and against what.",
    epilog="\b\nExample: livvly-lab bench load --quick",
)
@click.option("--quick", is_flag=True, help="The same ratios from smaller loads.")
@click.option("--series", is_flag=True, help="Load 10 k to 1 M users per shard instead, with memory and bytes.")
@click.option("--activity", type=float, default=1.0, show_default=True, help="With --series: factor on users' events.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results.  [default: benchmarks/results]")
@click.pass_obj
def bench_load(progress: Progress, /, *, quick: bool, series: bool, activity: float, out: Path | None) -> None:
    """Measure how fast livvly is loaded, on a scratch server of its own."""
    if quick and series:
        raise UsageError("--quick or --series", "both", "for example: livvly-lab bench load --quick")
    if series:
        from livvly_lab.bench.series import bench_series

        made = bench_series(progress, activity=activity, out=out)
    else:
        from livvly_lab.bench import load as contest

        made = contest.bench_load(progress, quick=quick, out=out)
    click.echo(made.text)
    click.echo(f"Results: {_relative(made.results_path)}")


def _refuse_without_run(context: click.Context) -> None:
    """Refuse sizes for a report that stands already: it has its own."""
    for name in ("shards", "users_per_shard", "activity", "layout", "seed", "shard_function", "depth"):
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"--run with {option}", f"{option} alone", "a report that stands has its own; add --run")


@contextmanager
def _as_linters_exit() -> Iterator[None]:
    """Let every error leave with 2: to a linter's callers 1 means that there are findings."""
    try:
        yield
    except Exception as error:
        error.exit_code = 2  # type: ignore[attr-defined]  # read by run()
        raise


def _relative(path: Path) -> str:
    """Spell a path from here where it lies below, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
