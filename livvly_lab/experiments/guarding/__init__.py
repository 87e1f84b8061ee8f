"""Experiments on what a database guards by itself: refusals, balances under concurrency, rights, queues, erasure."""

from collections.abc import Mapping

from livvly_lab.experiments.guarding import erasing, months, queues, refusals, rights, together, triggers, views
from livvly_lab.experiments.loaded import Experiment

GUARDING: Mapping[str, Experiment] = {
    "claimed_at_once": queues.claimed_at_once,
    "cost_of_triggers": triggers.cost_of_triggers,
    "left_after_erasure": erasing.left_after_erasure,
    "policies_tried": rights.policies_tried,
    "refused_and_taken": refusals.refused_and_taken,
    "setting_under_pooling": rights.setting_under_pooling,
    "view_against": views.view_against,
    "partitions_read": months.partitions_read,
    "written_at_once": together.written_at_once,
}
