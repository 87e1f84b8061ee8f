"""Shard functions, tried without a database."""

import click

from livvly_lab import lab
from livvly_lab.cli.options import DEFAULT, WHOLE, print_document


@click.command(
    short_help="Compare shard functions on ids drawn for it.", epilog="\b\nExample: livvly-lab hashes --ids 100000000"
)
@click.option("--ids", type=WHOLE, default=1_000_000, show_default=True, help="Ids of each kind; memory stays flat.")
@click.option("--shards", type=WHOLE, default=DEFAULT.shards, show_default=True, help="Number of shards.")
@click.option("--seed", type=WHOLE, default=DEFAULT.seed, show_default=True, help="Same seed, same ids.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def hashes(*, ids: int, shards: int, seed: int, as_json: bool) -> None:
    """Compare shard functions on UUIDv4, UUIDv7 and sequential ids.

    Each line says what a million ids cost on one core, how far the farthest shard lies off the mean for each kind of
    ids, and which share of the UUIDv4 moves to another shard when one shard is added.
    """
    tried = lab.hashes(shards, seed, ids)
    if as_json:
        print_document([each.document() for each in tried])
        return
    for place, each in enumerate(tried):
        click.echo("\n".join(each.lines(header=place == 0)))
