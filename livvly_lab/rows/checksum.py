"""Checksums of loaded rows that do not depend on their order: two loads are the same where these are equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalDesign

_CHECKSUM: Any = (files("livvly_lab.rows") / "queries" / "checksum.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Checksum:
    """The rows of a table, and the sum of their hashes as PostgreSQL computes them from every column."""

    rows: int
    sum: str


def checksums(connection: Connection[Any], physical: PhysicalDesign) -> Mapping[str, Checksum]:
    """Return the checksum of every physical table: one for each shard of a sharded table.

    A table that is partitioned by month is one. The hash is the server's own, equal on servers of one version.
    """
    return {home.name: _checksum(connection, home.name) for home in physical.all_homes()}


def _checksum(connection: Connection[Any], name: str) -> Checksum:
    row = connection.execute(sql.SQL(_CHECKSUM).format(table=sql.Identifier(name))).fetchone()
    return Checksum(*row) if row else Checksum(0, "0")
