"""Layouts: the ways to lay a design out in PostgreSQL."""

from dataclasses import dataclass

from livvly_lab.errors import UsageError

DEFAULT_FUNCTION = "crc32"


@dataclass(frozen=True)
class Layout:
    """A way to lay a design out in PostgreSQL.

    `sharded`: rows live in one physical table per shard. `partitioned`: those are partitions, and PostgreSQL itself
    knows which rows belong where; `function` is then the only shard function the layout can have, else the default.
    """

    name: str
    sharded: bool
    says: str
    partitioned: bool = False
    function: str = DEFAULT_FUNCTION

    @property
    def has_shard_column(self) -> bool:
        """Whether rows carry the number of their shard; a partition needs none, its bound tells."""
        return self.sharded and not self.partitioned

    def check_function(self, name: str) -> None:
        """Refuse a shard function that cannot place rows here. Raises UsageError."""
        if self.partitioned and name != self.function:
            raise UsageError(
                f"the shard function {self.function}: rows of the layout {self.name} go where PostgreSQL's own hash "
                "puts them",
                repr(name),
                "leave --shard-function out, or take another layout",
            )


LAYOUTS = {
    "single": Layout("single", sharded=False, says="every table once, no shards"),
    "inheritance": Layout(
        "inheritance", sharded=True, says="an abstract parent and one child per shard, by table inheritance"
    ),
    "partitioned": Layout(
        "partitioned",
        sharded=True,
        says="one partition per shard, by declarative partitioning",
        partitioned=True,
        function="partition",
    ),
}
"""Why `partitioned` is PARTITION BY HASH on the shard key, and not one of its rivals:

- by LIST on a stored shard number, no condition on the shard key leaves a partition out, and no other table can
  refer to a user by id alone; a generated column is refused as a partition key;
- by LIST on an expression (the shard function), PostgreSQL refuses every primary and unique key on the table, so
  nothing can refer to it, and only a query that repeats the expression leaves a partition out;
- by HASH with an operator class of the lab's own, so that any shard function could place rows: creating one takes a
  superuser, whom no managed service gives.
"""
