"""Looks in the rows for facts that stand with the wrong row: columns that another entity's key decides."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from psycopg import sql
from sqlalchemy import Table

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt

ROWS = 4_000
"""Of each table, as they come."""

LEAST_REFERENCES = 10
"""References with enough groups, below which nothing is said of a schema."""

LEAST_GROUPS = 12
"""Groups of two rows or more that must agree: fewer agree by chance too often."""

MOST_ALIKE = 0.5
"""The share of all pairs of rows with equal values up to which a column can tell anything."""


def facts_of_others(at: Loaded, *, kept: Mapping[str, str]) -> Outcome:
    """Search each table for columns that a reference in it decides: facts about another row, stored again with this.

    In third normal form there are none. A column counts where all rows of one reference agree in it, in a sample of
    each table, while rows of different ones do not. The shard key is carried on purpose and counted apart; `kept`
    names the columns ("table.column") that are kept as they were at a moment, with the reason.
    """
    found, tables, judged = [], 0, 0
    for table in at.physical.design.tables:
        references = [key.column_keys[0] for key in table.foreign_key_constraints]
        if not references:
            continue
        frame = _sample(at, table)
        tables += len(frame) > 0
        for reference in references:
            groups, columns = _decided(frame, reference, table)
            judged += groups >= LEAST_GROUPS
            found += [(table.name, reference, column, groups) for column in columns]
    if judged < LEAST_REFERENCES:
        return Unmeasured(
            f"more rows: {LEAST_REFERENCES} references of which {LEAST_GROUPS} values come twice, this run has {judged}"
        )
    shard_keys = at.physical.design.placement.keys
    by_column: dict[str, list[tuple[str, int]]] = {}
    for name, reference, column, groups in found:
        by_column.setdefault(f"{name}.{column}", []).append((reference, groups))
    carried = [each for each in by_column if shard_keys.get(each.split(".")[0]) == each.split(".")[1]]
    declared = [each for each in by_column if each in kept and each not in carried]
    others = sorted(by_column.keys() - set(carried) - set(declared))
    return Measurement(
        (
            Quantity(len(others), "columns", "stored again without a reason", n=tables),
            Quantity(len(by_column), "columns", "stored again", n=tables),
        ),
        f"{fmt.plural(len(by_column), 'column')} of {fmt.plural(tables, 'table')} hold what a reference decides: "
        f"{len(carried)} carry the shard key, {len(declared)} keep what held at a moment, and {len(others) or 'none'} "
        f"do it without a reason: {fmt.listing(others) or 'none'}",
        detail=tuple(
            {
                "column": each,
                "decided by": ", ".join(reference for reference, _ in by_column[each]),
                "groups that agree": max(groups for _, groups in by_column[each]),
                "why": "shard key" if each in carried else kept.get(each, "no reason declared"),
            }
            for each in sorted(by_column)
        ),
    )


def _sample(at: Loaded, table: Table) -> pd.DataFrame:
    names = [column.name for column in table.columns]
    columns = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in names)
    rows = at.ask("rows_of_table", columns=columns, table=at.parent(table.name), rows=sql.Literal(ROWS))
    return pd.DataFrame(rows, columns=names)


def _decided(frame: pd.DataFrame, reference: str, table: Table) -> tuple[int, Sequence[str]]:
    """Return the number of groups of rows that name the same, and the columns in which all of them agree."""
    rows = frame[frame[reference].notna()]
    size = rows.groupby(reference)[reference].transform("size")
    rows = rows[size > 1]
    groups = int(rows[reference].nunique())
    if groups < LEAST_GROUPS:
        return groups, []
    keys = {column.name for column in table.primary_key.columns}
    others = [name for name in frame.columns if name != reference and name not in keys]
    alike = rows.groupby(reference)[others].nunique(dropna=False).max()
    return groups, [name for name in others if alike[name] == 1 and _tells(rows[name], rows[reference])]


def _tells(values: Any, references: Any) -> bool:
    """Tell whether a column differs enough between groups: one value for nearly all rows says nothing."""
    each = pd.Series(values.to_numpy()).fillna("").groupby(np.asarray(references)).first()
    shares = each.value_counts(normalize=True)
    return float((shares**2).sum()) <= MOST_ALIKE
