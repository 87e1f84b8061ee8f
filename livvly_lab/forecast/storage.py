"""Fits how the bytes of a design grow with its users, and forecasts them with prediction intervals.

Rows grow with the users; entries grow with the rows; pages are what PostgreSQL packs the entries into. Only rows per
user and bytes per row are fitted, the rest is how PostgreSQL stores things (`pages`). What a load of N users lies off
the model has a variance that grows with N, since users are drawn one by one: so the interval at N users has a part
for the draw of the N users, and one for the slope, which was seen on the users of all fitted loads together.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import optimize, stats

from livvly_lab.domain.population import Population
from livvly_lab.domain.results import Interval
from livvly_lab.domain.storage import (
    PAGE_BYTES,
    PARTS,
    Part,
    RelationModel,
    RowsFrom,
    SizeForecast,
    StorageModel,
    StoredLoad,
    StoredRelation,
    TableModel,
)
from livvly_lab.forecast import pages as paged

LEVELS = (0.5, 0.8, 0.95)
HEAP, BTREE, GIN = "heap", "btree", "gin"
_CERTAIN = 0.95
_CURVE_POINTS = 61


def fit(loads: Sequence[StoredLoad], population: Population, activity: float) -> StorageModel:
    """Fit the growth of every relation on loads of two sizes or more, each with a seed of its own."""
    tables = tuple(_fit_table(table, loads, population.rows_per_user(table, activity)) for table in loads[0].rows)
    users = [load.users for load in loads]
    model = StorageModel(tables, 0.0, len(loads), sum(users), min(users), max(users))
    off = [load.bytes_in_use - total_bytes(model, load.users) for load in loads]
    noise = sum(each**2 / load.users for each, load in zip(off, loads, strict=True)) / max(len(loads) - 1, 1)
    return replace(model, noise=noise)


def relation_bytes(model: RelationModel, rows: float) -> float:
    """Return the bytes of one logical relation over all its homes, its maps included, at so many rows of its table."""
    pages = [_pages(model, rows * share) for share in model.shares]
    maps = [paged.map_pages(each) for each in pages] if model.method == HEAP else []
    return (sum(pages) + sum(maps)) * PAGE_BYTES


def pages_by_home(model: StorageModel, users: float) -> Mapping[tuple[str, str, str], float]:
    """Return the pages of each relation at so many users, without its maps, by table, name and home."""
    return {
        (each.table, each.name, home): _pages(each, table.rows(users) * share)
        for table in model.tables
        for each in table.relations
        for home, share in zip(each.homes, each.shares, strict=True)
    }


def table_bytes(table: TableModel, users: float, part: Part | None = None) -> float:
    """Return the bytes of a table at so many users, of all parts or of one."""
    rows = table.rows(users)
    return sum(relation_bytes(each, rows) for each in table.relations if part is None or each.part == part)


def total_bytes(model: StorageModel, users: float, tables: frozenset[str] | None = None) -> float:
    """Return the bytes of all tables, or of those named, at so many users."""
    return sum(table_bytes(each, users) for each in model.tables if tables is None or each.table in tables)


def predict(model: StorageModel, users: int) -> SizeForecast:
    """Return the bytes of so many users by part, and in all with an interval for a new load at each of LEVELS."""
    heap, toast, index = (sum(table_bytes(table, users, part) for table in model.tables) for part in PARTS)
    return SizeForecast(users, heap, toast, index, tuple(interval(model, users, level) for level in LEVELS))


def curve(model: StorageModel, least: float, most: float) -> tuple[tuple[float, tuple[Interval, ...]], ...]:
    """Return users from least to most, in even steps of a logarithmic axis, each with the intervals of LEVELS."""
    users = np.geomspace(least, most, _CURVE_POINTS)
    return tuple((float(at), tuple(interval(model, float(at), level) for level in LEVELS)) for at in users)


def interval(model: StorageModel, users: float, level: float) -> Interval:
    """Return the total bytes of a new load of so many users, with a prediction interval.

    Student's t for the noise of users; the doubt about growth that the fitted range does not show comes on top. The
    low end is never below what stands there without any user. Source: Draper and Smith, Applied Regression Analysis
    (1998), section 1.4, with weights 1 / users.
    """
    middle = total_bytes(model, users)
    variance = model.noise * (users + users**2 / model.fitted_users)
    reach = float(stats.t.ppf((1 + level) / 2, max(model.loads - 1, 1))) * math.sqrt(variance)
    more = _open_growth(model, users) * level / _CERTAIN
    low = max(middle - reach, total_bytes(model, 0))
    return Interval(min(low, middle), middle, middle + math.hypot(reach, more), level, model.loads)


def _open_growth(model: StorageModel, users: float) -> float:
    """Return how many bytes more there would be, were the growth at the end of the fitted range to go on as it was."""
    more = 0.0
    for table in model.tables:
        beyond = max(table.rows(users) - table.rows(model.most_users), 0.0)
        for each in table.relations:
            straight = each.steepest_pages_per_row * beyond * PAGE_BYTES
            modelled = relation_bytes(each, table.rows(users)) - relation_bytes(each, table.rows(model.most_users))
            more += max(straight - modelled, 0.0) if each.steepest_pages_per_row else 0.0
    return more


def _pages(model: RelationModel, rows: float) -> float:
    """Return the pages to expect of one home with so many rows on average.

    Where rows spread over several homes, one that gets few on average may get none (Poisson), and is empty then.
    """
    if model.method == HEAP:
        empty, full = 0.0, paged.heap_pages(model.bytes_per_row * rows, model.bytes_per_row)
    elif model.method == BTREE:
        filled = model.bytes_per_row * rows + model.bytes_per_home
        empty, full = float(paged.EMPTY_BTREE_PAGES), paged.btree_pages(filled, model.bytes_per_row)
    else:
        empty = model.fixed_pages
        full = empty + model.pages_per_root * math.sqrt(rows) + model.pages_per_row * rows
    there = -math.expm1(-rows) if len(model.homes) > 1 else float(rows > 0)
    return empty + there * (full - empty)


def _fit_table(table: str, loads: Sequence[StoredLoad], declared: float) -> TableModel:
    users, rows = np.array([load.users for load in loads]), np.array([load.rows[table] for load in loads])
    measured = rows_per_user(users, rows)
    rows_from: RowsFrom
    if not declared and rows.min() == rows.max():
        rate, fixed, rows_from = 0.0, float(rows[0]), "fixed"
    elif declared and measured.low <= declared <= measured.high:
        rate, fixed, rows_from = declared, 0.0, "declared"
    else:
        rate, fixed, rows_from = measured.mid, 0.0, "measured"
    return TableModel(table, rate, fixed, rows_from, measured, _fit_relations(table, loads))


def rows_per_user(users: Sequence[int] | np.ndarray, rows: Sequence[int] | np.ndarray) -> Interval:
    """Return the rows a user brings, over loads of so many users, with a 95 % interval; weights are 1 / users."""
    n, y = np.asarray(users, dtype=float), np.asarray(rows, dtype=float)
    rate = float(y.sum() / n.sum())
    noise = float(((y - rate * n) ** 2 / n).sum() / max(len(n) - 1, 1))
    reach = float(stats.t.ppf((1 + _CERTAIN) / 2, max(len(n) - 1, 1))) * math.sqrt(noise / n.sum())
    return Interval(max(rate - reach, 0.0), rate, rate + reach, _CERTAIN, len(n))


def _fit_relations(table: str, loads: Sequence[StoredLoad]) -> tuple[RelationModel, ...]:
    groups = defaultdict[tuple[str, Part, str], list[StoredRelation]](list)
    for load in loads:
        for each in load.relations:
            if each.table == table:
                groups[each.name, each.part, each.method].append(each)
    return tuple(_fit_relation(table, name, part, method, those) for (name, part, method), those in groups.items())


def _fit_relation(table: str, name: str, part: Part, method: str, those: Sequence[StoredRelation]) -> RelationModel:
    shares = _shares(those)
    empty = RelationModel(table, name, part, method, tuple(shares), tuple(shares.values()))
    there = [each for each in those if each.rows > 0]
    rows = np.array([each.rows for each in there], dtype=float)
    if method == HEAP:
        filled = sum(each.filled_bytes or 0.0 for each in there)
        return replace(empty, bytes_per_row=filled / rows.sum() if len(rows) else 0.0)
    if method == BTREE:
        filled_bytes = np.array([each.filled_bytes or 0.0 for each in there])
        once, each_row = _non_negative(np.column_stack([np.ones_like(rows), rows]), filled_bytes, rows)
        return replace(empty, bytes_per_row=each_row, bytes_per_home=once)
    return _fit_pages(empty, there, rows)


def _fit_pages(model: RelationModel, there: Sequence[StoredRelation], rows: np.ndarray) -> RelationModel:
    """Fit pages where entries are not told: a vocabulary that grows like a root, lists that grow with the rows.

    Heaps' law has the number of different words grow with about the root of the text. Source: Manning, Raghavan,
    Schütze: Introduction to Information Retrieval (2008), section 5.1.1.
    """
    fixed = float(paged.EMPTY_GIN_PAGES) if model.method == GIN else min((float(e.pages) for e in there), default=0.0)
    pages = np.array([each.pages for each in there], dtype=float) - fixed
    root, each_row = _non_negative(np.column_stack([np.sqrt(rows), rows]), pages, rows)
    _, steepest = _non_negative(np.column_stack([np.ones_like(rows), rows]), pages, rows)
    return replace(
        model, fixed_pages=fixed, pages_per_root=root, pages_per_row=each_row, steepest_pages_per_row=steepest
    )


def _non_negative(terms: np.ndarray, values: np.ndarray, rows: np.ndarray) -> tuple[float, float]:
    """Return the two factors, none below 0, that fit best; a value's variance grows with its rows."""
    if not len(rows):
        return 0.0, 0.0
    weights = 1 / np.sqrt(rows)
    (first, second), _ = optimize.nnls(terms * weights[:, None], values * weights)
    return float(first), float(second)


def _shares(those: Sequence[StoredRelation]) -> Mapping[str, float]:
    """Return the part of a table's rows in each home, over all loads; even parts where no load has a row."""
    rows: dict[str, float] = {}
    for each in those:
        rows[each.home] = rows.get(each.home, 0.0) + each.rows
    total = sum(rows.values())
    return {home: (n / total if total else 1 / len(rows)) for home, n in rows.items()}
