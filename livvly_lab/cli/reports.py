"""Reports: building, filling and measuring a design; holding what it found to gates, comparing it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from livvly_lab import lab
from livvly_lab.cli.options import parameters_of, print_document, relative, sizes_of_rows
from livvly_lab.domain.parameters import depth_of
from livvly_lab.progress import Progress

if TYPE_CHECKING:
    from livvly_lab.lab.gating import Judged

BROKEN = 3
"""The exit code where a gate broke."""


@click.command(
    short_help="Build, fill and measure a design; write its report.",
    epilog="\b\nExample: livvly-lab report --design livvly --shards 8 --users-per-shard 2500",
)
@sizes_of_rows
@click.option("--only", multiple=True, metavar="NOTEBOOK", help="Run only this notebook; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the report.  [default: reports/<design>]")
@click.option("--server", metavar="DSN", help="Measure on this PostgreSQL (15 or later) instead of a scratch server.")
@click.option("--depth", default="quick", show_default=True, help="How far experiments go: quick, or full.")
@click.option("--gate", type=click.Path(path_type=Path), metavar="FILE", help="Exit 3 where a limit of it is broken.")
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write checks, gates and claims there.")
@click.option("--json", "as_json", is_flag=True, help="Print results.json on stdout.")
@click.pass_context
def report(
    context: click.Context,
    /,
    *,
    only: tuple[str, ...],
    out: Path | None,
    server: str | None,
    depth: str,
    gate: Path | None,
    junit: Path | None,
    as_json: bool,
    **sizes: Any,
) -> None:
    """Build a design on a scratch PostgreSQL, fill it, run the notebooks, and write the report.

    With --gate the limits of a TOML file are held against results.json, such as data/livvly/gate.toml. Each that is
    broken is named on stderr and the exit code is 3; the report is there all the same.
    """
    lab.notebook_paths(only)  # a wrong name is answered before anything is imported
    to = depth_of(depth)
    parameters = parameters_of(sizes)
    gates = lab.read_gates(gate, parameters.design) if gate else ()
    if junit:
        lab.refuse_junit(junit)
    made = lab.report(parameters, only=only, out=out, server=server, depth=to, progress=context.obj)
    if as_json:
        click.echo(made.results_path.read_text())
    else:
        click.echo(f"Report: {relative(made.index_path)}")
    judged = lab.judge_gates(gates, made.results)
    if junit:
        lab.write_junit(junit, made.results, judged)
    if gates:
        _say(context.obj, judged)
    context.exit(BROKEN if judged.broken else 0)


@click.command(
    short_help="Hold the result of a report to the gates of a file.",
    epilog="\b\nExample: livvly-lab gate reports/livvly data/livvly/gate.toml",
)
@click.argument("results", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write checks, gates and claims there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def gate(context: click.Context, /, *, results: Path, file: Path, junit: Path | None, as_json: bool) -> None:
    """Hold a result that is there, the folder of a report or its results.json, to the gates of a TOML file.

    Each gate that is broken is named, and the exit code is 3. data/livvly/gate.toml is such a file.
    """
    found = lab.read_results(results)
    gates = lab.read_gates(file, found["run"]["design"])
    if junit:
        lab.refuse_junit(junit)
    judged = lab.judge_gates(gates, found)
    if junit:
        lab.write_junit(junit, found, judged)
    if as_json:
        print_document(judged.document())
    else:
        click.echo("\n".join(judged.lines()))
    context.exit(BROKEN if judged.broken else 0)


@click.command(
    short_help="Show what changed between two results.",
    epilog="\b\nExample: livvly-lab compare reports/livvly build/ci/report",
)
@click.argument("run_a", type=click.Path(path_type=Path))
@click.argument("run_b", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def compare(*, run_a: Path, run_b: Path, as_json: bool) -> None:
    """Show what changed from one result to another; each is the folder of a report or its results.json.

    What was asked for comes first, then verdicts, findings, checks and plans that read differently, then numbers
    that moved by more than noise, the farthest first, and what only one of the two has.
    """
    compared = lab.compare(run_a, run_b)
    if as_json:
        print_document(compared.document())
    else:
        click.echo("\n".join(compared.lines()))


@click.command(
    short_help="Put the reports of all designs side by side.",
    epilog="\b\nExample: livvly-lab overview",
)
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page.  [default: reports]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def overview(context: click.Context, /, *, runs: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Write one page that puts the reports of all designs side by side, and overview.json beside it.

    Each of RUNS is the folder of a report or its results.json; without any, reports/ is looked through. A design that
    nobody has reported is a row that says so. One whose result cannot be read is named on stderr too, and the exit
    code is 1; the page is there all the same.
    """
    made = lab.overview(runs, out)
    if as_json:
        print_document(made.document())
    else:
        click.echo("\n".join([*made.lines(), f"Overview: {relative(made.index_path)}"]))
    for error in made.errors:
        click.echo(f"error: {error}", err=True)
    context.exit(1 if made.errors else 0)


def _say(progress: Progress, judged: "Judged") -> None:
    """Say on stderr what became of gates: always what broke, and that all hold unless --quiet."""
    for line in judged.lines():
        if judged.broken:
            click.echo(line, err=True)
        else:
            progress.say(line)
