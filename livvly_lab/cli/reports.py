"""Reports: building, filling and measuring a design."""

from pathlib import Path
from typing import Any

import click

from livvly_lab import lab
from livvly_lab.cli.options import parameters_of, relative, sizes_of_rows
from livvly_lab.domain.parameters import depth_of
from livvly_lab.progress import Progress


@click.command(
    short_help="Build, fill and measure a design; write its report.",
    epilog="\b\nExample: livvly-lab report --design livvly --shards 8 --users-per-shard 2500",
)
@sizes_of_rows
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
    parameters = parameters_of(sizes)
    made = lab.report(parameters, only=only, out=out, server=server, depth=to, progress=progress)
    if as_json:
        click.echo(made.results_path.read_text())
    else:
        click.echo(f"Report: {relative(made.index_path)}")
