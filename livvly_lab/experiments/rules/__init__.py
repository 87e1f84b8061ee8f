"""Experiments on rules: what a database takes and refuses, what its jobs and triggers do, alone and at once."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.rules import jobs, scenarios, writers

RULES: Mapping[str, Experiment] = {
    "jobs_done": jobs.jobs_done,
    "scenario_walked": scenarios.scenario_walked,
    "sessions_at_once": scenarios.sessions_at_once,
    "writers_slowed": writers.writers_slowed,
}
