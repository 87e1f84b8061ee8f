"""The command `livvly-lab` and its commands, in the order of their errors and help."""

import click

from livvly_lab import __version__
from livvly_lab.cli.bench import bench
from livvly_lab.cli.claims import claims
from livvly_lab.cli.designs import designs, erd, lint
from livvly_lab.cli.hashing import hashes
from livvly_lab.cli.reports import compare, gate, overview, report
from livvly_lab.cli.servers import down, load, status, up
from livvly_lab.progress import Progress


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


for command in (designs, report, up, down, status, load, erd, hashes, lint, claims, gate, compare, overview, bench):
    cli.add_command(command)
