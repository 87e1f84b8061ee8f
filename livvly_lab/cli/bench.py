"""The lab itself, measured."""

from pathlib import Path

import click

from livvly_lab.cli.options import relative
from livvly_lab.errors import UsageError
from livvly_lab.progress import Progress


@click.group(short_help="Measure the lab itself.", epilog="\b\nExample: livvly-lab bench load --quick")
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
    click.echo(f"Results: {relative(made.results_path)}")
