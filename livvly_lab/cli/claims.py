"""The ledger of claims: of a report that stands, or measured now."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from livvly_lab import lab
from livvly_lab.cli.options import parameters_of, print_document, sizes_of_rows
from livvly_lab.domain.parameters import depth_of
from livvly_lab.errors import UsageError

_OF_A_RUN = ("shards", "users_per_shard", "activity", "layout", "seed", "shard_function", "depth")


@click.command(
    short_help="Print the claims of a design with their verdicts.",
    epilog="\b\nExample: livvly-lab claims --verdict fails --verdict depends",
)
@sizes_of_rows
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
        ledger = lab.measured_claims(parameters_of(sizes), verdicts=verdict, depth=to, progress=context.obj)
    else:
        _refuse_without_run(context)
        ledger = lab.reported_claims(sizes["design"], report, verdict)
    if as_json:
        print_document(ledger.document())
    else:
        click.echo("\n".join(ledger.lines()))


def _refuse_without_run(context: click.Context) -> None:
    """Refuse sizes for a report that stands already: it has its own."""
    for name in _OF_A_RUN:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"--run with {option}", f"{option} alone", "a report that stands has its own; add --run")
