"""A query of the workload: what it answers, which index it is written for, how its parameters are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Routing = Literal["shard", "scatter", "shared"]


@dataclass(frozen=True)
class Query:
    """One query of a design's workload, read from its own .sql file.

    `sql` names tables as `{calls}` and parameters as `%(user_id)s`. `index` is the index it is written for
    (None for a scatter-gather dashboard that is not written for one). `runs`: "shard" against the children of
    one shard, "scatter" through the parents over all shards, "shared" on shared tables only.
    `draws` maps a kind of key (typical, hot, absent) to SQL whose result columns are the parameters.
    """

    name: str
    says: str
    endpoint: str
    index: str | None
    runs: Routing
    sql: str
    draws: Mapping[str, str]
