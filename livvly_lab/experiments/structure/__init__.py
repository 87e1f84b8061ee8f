"""Experiments on what a schema is made of: its statements, references, named indexes, services and shard keys."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.structure import (
    building,
    coverage,
    dependencies,
    growing,
    hierarchies,
    references,
    sections,
    sharding,
    usage,
)

STRUCTURE: Mapping[str, Experiment] = {
    "columns_unmapped": references.columns_unmapped,
    "facts_of_others": dependencies.facts_of_others,
    "hierarchies_compared": hierarchies.hierarchies_compared,
    "indexes_wanted": usage.indexes_wanted,
    "items_unanswered": coverage.items_unanswered,
    "percentiles_told": usage.percentiles_told,
    "reads_by_size": growing.reads_by_size,
    "sections_moved": sections.sections_moved,
    "sections_parted": sections.sections_parted,
    "shard_keys": sharding.shard_keys,
    "statements_run": building.statements_run,
}
