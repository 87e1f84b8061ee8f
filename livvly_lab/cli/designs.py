"""Designs before any row: what ships, the ERD, the lint."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from livvly_lab import lab
from livvly_lab.cli.options import DEFAULT, WHOLE, print_document, relative
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import UsageError


@click.command(short_help="List the designs that ship with the lab.", epilog="\b\nExample: livvly-lab designs --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def designs(*, as_json: bool) -> None:
    """List the designs that ship with the lab."""
    rows = lab.designs()
    if as_json:
        print_document(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:<22}{row['tables']:>3} tables, {row['sharded']} sharded   {row['summary']}")


@click.command(
    short_help="Draw the ERD of a design.", epilog="\b\nExample: livvly-lab erd --design livvly --out /tmp/erd"
)
@click.option("--design", default=DEFAULT.design, show_default=True, help="Which design.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the sheets.  [default: diagrams/<design>]")
def erd(*, design: str, out: Path | None) -> None:
    """Draw the ERD of a design as SVG and Mermaid: an overview and one sheet per section."""
    for path in lab.draw_erd(design, out):
        click.echo(relative(path))


@click.command(
    short_help="Say what is wrong with a design, or with any database.",
    epilog="\b\nExample: livvly-lab lint --server postgresql://localhost/shop --level medium",
)
@click.option("--design", help=f"Which design, built without rows.  [default: {DEFAULT.design}]")
@click.option("--shards", type=WHOLE, default=DEFAULT.shards, show_default=True, help="Number of shards.")
@click.option("--layout", default=DEFAULT.layout, show_default=True, help="single, inheritance, or partitioned.")
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
        parameters = Parameters(design or DEFAULT.design, shards, layout=layout)
        linted = lab.lint(parameters, server=server, level=level, progress=context.obj)
        if as_json:
            print_document(linted.document())
        else:
            click.echo("\n".join(linted.lines()))
    context.exit(int(linted.broken))


@contextmanager
def _as_linters_exit() -> Iterator[None]:
    """Let every error leave with 2: to a linter's callers 1 means that there are findings."""
    try:
        yield
    except Exception as error:
        error.exit_code = 2  # type: ignore[attr-defined]  # read by run()
        raise
