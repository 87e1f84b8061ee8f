"""Experiments on what a schema is made of: its statements, references, named indexes, services and shard keys."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.structure import building, references, sections, sharding, usage

STRUCTURE: Mapping[str, Experiment] = {
    "columns_unmapped": references.columns_unmapped,
    "indexes_wanted": usage.indexes_wanted,
    "percentiles_told": usage.percentiles_told,
    "sections_moved": sections.sections_moved,
    "sections_parted": sections.sections_parted,
    "shard_keys": sharding.shard_keys,
    "statements_run": building.statements_run,
}
