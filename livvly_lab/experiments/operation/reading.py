"""What several experiments of this room need: the server's own time of a query, and how values spread."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from psycopg import sql

from livvly_lab.domain.results import Interval
from livvly_lab.experiments.loaded import Loaded


def server_ms(at: Loaded, query: sql.Composable, parameters: Mapping[str, Any]) -> float:
    """Execute a query once and return the server's execution time, without clocks on its nodes."""
    explained = at.value("time_query", parameters, query=query)
    return float(explained[0]["Execution Time"])


def extremes(values: Sequence[float]) -> Interval:
    """Return the middle of values, the least and the greatest of them."""
    return Interval(float(min(values)), float(np.median(values)), float(max(values)), 1.0, len(values))


def split(text: str) -> tuple[str, sql.Identifier]:
    """Take "table.column" apart: the logical table, and the column as it stands in SQL."""
    table, _, column = text.partition(".")
    return table, sql.Identifier(column)
