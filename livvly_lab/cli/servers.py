"""Servers: up, down, status, and the load of one of your own."""

from typing import Any

import click

from livvly_lab import lab
from livvly_lab.cli.options import parameters_of, print_document, sizes_of_rows
from livvly_lab.progress import Progress


@click.command(
    short_help="Build and fill a design on a scratch server that stays.",
    epilog='\b\nExample: psql "$(livvly-lab up --users-per-shard 500 | tail -n 1)"',
)
@sizes_of_rows
@click.option("--name", default="lab", show_default=True, help="Name of the server.")
@click.option("--replace", is_flag=True, help="Replace a server of that name that has other parameters.")
@click.pass_obj
def up(progress: Progress, /, *, name: str, replace: bool, **sizes: Any) -> None:
    """Build and fill a design on a scratch server that stays; the last line of stdout is its DSN."""
    parameters = parameters_of(sizes)
    click.echo(lab.up(parameters, name=name, replace=replace, progress=progress))


@click.command(short_help="Stop and remove a kept scratch server.", epilog="\b\nExample: livvly-lab down --name lab")
@click.option("--name", default="lab", show_default=True, help="Name of the server.")
def down(*, name: str) -> None:
    """Stop a kept scratch server and remove its data."""
    lab.down(name)
    click.echo(f"removed {name}")


@click.command(short_help="Show the kept scratch servers.", epilog="\b\nExample: livvly-lab status --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def status(*, as_json: bool) -> None:
    """Show the kept scratch servers, what stands in them and how to reach them."""
    rows = lab.status()
    if as_json:
        print_document(rows)
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


@click.command(
    short_help="Create and fill a design in an empty schema of your own server.",
    epilog="\b\nExample: livvly-lab load --server postgresql://localhost/scratch --users-per-shard 10000",
)
@sizes_of_rows
@click.option("--server", metavar="DSN", required=True, help="A PostgreSQL 15 or later, its schema public empty.")
@click.option("--executor", metavar="WHO", help="Who generates the rows: processes:4, or dask://host:port.")
@click.pass_obj
def load(progress: Progress, /, *, server: str, executor: str | None, **sizes: Any) -> None:
    """Create and fill a design in an empty schema of your own server; nothing there is dropped or overwritten."""
    parameters = parameters_of(sizes)
    loaded = lab.load(parameters, server=server, progress=progress, executor=executor)
    click.echo(f"loaded {sum(loaded.rows.values())} rows into {len(loaded.rows)} tables")
