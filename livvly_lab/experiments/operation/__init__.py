"""Experiments on a design at work: its contents, lifecycle, maintenance, connections and documents."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment

OPERATION: Mapping[str, Experiment] = {}
