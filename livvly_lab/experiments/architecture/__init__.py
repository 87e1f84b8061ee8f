"""Experiments on the shape of a design: where rows live, what types, keys and indexes cost and buy."""

from collections.abc import Mapping

from livvly_lab.experiments.architecture import counts, routing
from livvly_lab.experiments.loaded import Experiment

ARCHITECTURE: Mapping[str, Experiment] = {
    "routed_share": routing.routed_share,
    "tables_counted": counts.tables_counted,
}
