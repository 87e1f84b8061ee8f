"""Experiments on what is kept about people: for how long, who may read it, what they are given, what they leave."""

from collections.abc import Mapping

from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.privacy import erasure, export, policies, retention

PRIVACY: Mapping[str, Experiment] = {
    "accounts_left": retention.accounts_left,
    "kept_and_gone": retention.kept_and_gone,
    "policies_cost": policies.policies_cost,
    "users_exported": export.users_exported,
    "users_forgotten": erasure.users_forgotten,
}
