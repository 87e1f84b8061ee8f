"""Experiments on the shape of a design: where rows live, what types, keys and indexes cost and buy."""

from collections.abc import Mapping

from livvly_lab.experiments.architecture import (
    arithmetic,
    boundaries,
    caches,
    counts,
    erasure,
    hotspots,
    indexes,
    load,
    pairs,
    parents,
    routing,
    types,
    workload,
)
from livvly_lab.experiments.loaded import Experiment

ARCHITECTURE: Mapping[str, Experiment] = {
    "boundaries": boundaries.boundaries,
    "bytes_of_types": types.bytes_of_types,
    "closed_loop": load.closed_loop,
    "contradictions": boundaries.contradictions,
    "cost_of_types": types.cost_of_types,
    "gin_against_btree": indexes.gin_against_btree,
    "guesses": arithmetic.guesses,
    "hottest_shard": hotspots.hottest_shard,
    "hour_of_schedule": arithmetic.hour_of_schedule,
    "ids_of_types": types.ids_of_types,
    "index_overhead": indexes.index_overhead,
    "indexes_counted": counts.indexes_counted,
    "lookup_against_aggregate": caches.lookup_against_aggregate,
    "planning_of_layouts": parents.planning_of_layouts,
    "queries_by_index": workload.queries_by_index,
    "queries_without_table": workload.queries_without_table,
    "rarely_used": workload.rarely_used,
    "retention": caches.retention,
    "rounding_of_type": types.rounding_of_type,
    "routed_share": routing.routed_share,
    "rows_across_shards": pairs.rows_across_shards,
    "share_of_users": routing.share_of_users,
    "slowest_query": workload.slowest_query,
    "split_of_shards": routing.split_of_shards,
    "tables_counted": counts.tables_counted,
    "through_the_parent": parents.through_the_parent,
    "users_deleted": erasure.users_deleted,
    "users_per_shard": routing.users_per_shard,
    "write_rate_lost": indexes.write_rate_lost,
}
