"""Reads the questions to the server, one per .sql file, and names the tables of a query in them."""

from functools import cache
from importlib.resources import files

from psycopg import sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.query import pieces

_QUERIES = files("livvly_lab.measure") / "queries"


@cache
def question(name: str) -> sql.SQL:
    """Read a question without its header comment, so that one can stand inside another."""
    text = (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    return sql.SQL(text.split("\n", 1)[1].strip())


def addressed(text: str, physical: PhysicalDesign, shard: int | None) -> sql.Composed:
    """Return SQL text with each `{table}` replaced: by its home in a shard, or by the logical name without one.

    The logical name of a sharded table is its parent, which reads all shards.
    """
    return sql.Composed(
        [
            sql.Identifier(piece if shard is None else physical.home(piece, shard).name) if is_table else sql.SQL(piece)
            for piece, is_table in pieces(text)
        ]
    )
