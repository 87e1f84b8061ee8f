"""Experiments on a design at work: its contents, lifecycle, maintenance, connections and documents."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.operation import (
    catalogue,
    connections,
    documents,
    languages,
    pooler,
    recovery,
    references,
    reindexing,
    retention,
    revisions,
    upkeep,
)

OPERATION: Mapping[str, Experiment] = {
    "translation_bytes": languages.translation_bytes,
    "gin_overhead": languages.gin_overhead,
    "translations_compared": languages.translations_compared,
    "new_language": languages.new_language,
    "fallback_reads": languages.fallback_reads,
    "facts_in_rows": catalogue.facts_in_rows,
    "accepted_values": catalogue.accepted_values,
    "downgraded": revisions.downgraded,
    "reference_indexes": references.reference_indexes,
    "references_counted": references.references_counted,
    "rows_after_deletion": references.rows_after_deletion,
    "soft_delete_reads": retention.soft_delete_reads,
    "purged": retention.purged,
    "hit_ratios": upkeep.hit_ratios,
    "slow_statements": upkeep.slow_statements,
    "bloat_seen": upkeep.bloat_seen,
    "daily_vacuum": upkeep.daily_vacuum,
    "reindex_waits": reindexing.reindex_waits,
    "pool_ceiling": connections.pool_ceiling,
    "pool_limits": connections.pool_limits,
    "throughput_by_connections": connections.throughput_by_connections,
    "timeouts": connections.timeouts,
    "pooler_latency": pooler.pooler_latency,
    "restore_time": recovery.restore_time,
    "documentation_time": documents.documentation_time,
    "comments_counted": documents.comments_counted,
    "requirements_counted": documents.requirements_counted,
}
