"""Exhibits of index economics: each a sentence, its picture and the table with the numbers."""

from collections.abc import Collection, Sequence

import pandas as pd

from livvly_lab.domain.economics import DocumentIndex, IndexEconomics, IndexSet, TableWrites
from livvly_lab.domain.physical import Reference
from livvly_lab.domain.results import Interval
from livvly_lab.report import economics_pictures as pictures
from livvly_lab.report import economics_says as says
from livvly_lab.report import fmt
from livvly_lab.report.exhibit import Exhibit

_MS, _PERCENT, _FACTOR = fmt.fixed(3), fmt.fixed(0, scale=100), fmt.fixed(2)
_ORDER = ("drop", "merge", "depends", "keep")


def balance(rows: Sequence[IndexEconomics], together: Collection[str], users: int) -> Exhibit:
    """Show each index with what it costs on the left and what it buys on the right, and what to do with it."""
    sentence = says.balance_sentence(rows, users)
    free = [row for row in rows if row.rule == "none"]
    if not free:
        return Exhibit("economics-balance", sentence)
    ordered = sorted(free, key=lambda row: (_ORDER.index(row.decision), -row.index_bytes, row.index))
    table = pd.DataFrame(
        {
            "index": [row.index for row in ordered],
            "do": [row.decision for row in ordered],
            "into": [row.into for row in ordered],
            "why": [row.why for row in ordered],
            "can go with the others": [row.index in together for row in ordered],
            "MiB": [row.index_bytes for row in ordered],
            "of the heap, %": [row.heap_share for row in ordered],
            "build, ms": [row.build_ms.mid for row in ordered],
            "COPY without it, ×": [_gain(row) for row in ordered],
            "WAL, bytes a row": [row.writes.bulk.saved_wal_bytes.mid if row.writes else None for row in ordered],
            "HOT lost, %": [row.hot.lost_share if row.hot else None for row in ordered],
            "queries": [len(row.reads) for row in ordered],
            "of them pay": [sum(read.loss == "pays" for read in row.reads) for row in ordered],
        }
    )
    drawn = len(pictures.shown_in_balance(rows))
    return Exhibit(
        key="economics-balance",
        sentence=sentence,
        svg=pictures.balance_svg(rows, sentence),
        alt=f"Indexes down; bytes, write cost and what queries lose across. {sentence}",
        note=(
            f"{drawn} of {fmt.plural(len(free), 'index', 'indexes')}: all that are not kept (blue), and the largest of "
            f"those that are. Write cost: median of paired rounds with its interval, {_rounds(rows)}; hollow where it "
            "cannot be told from nothing. Reads: median of paired runs, warm."
        ),
        table=table,
        caption="What to do with each index, the others staying; bytes and build times over all shards",
        formats={
            "MiB": fmt.mebibytes(2),
            "of the heap, %": fmt.fixed(1, scale=100),
            "build, ms": fmt.fixed(1),
            "COPY without it, ×": _FACTOR,
            "WAL, bytes a row": fmt.fixed(0),
            "HOT lost, %": fmt.fixed(1, scale=100),
        },
        code=("index", "into"),
    )


def writes(tables: Sequence[TableWrites], rows: Sequence[IndexEconomics], users: int) -> Exhibit:
    """Show what indexes cost those who write: tables as a whole, then every index."""
    sentence = says.writes_sentence(tables, rows, users)
    written = [(row, row.writes) for row in rows if row.writes is not None]
    if not written:
        return Exhibit("economics-writes", sentence)
    ordered = sorted(written, key=lambda pair: -pair[1].bulk.gain.mid)
    first = ordered[0][1]
    table = pd.DataFrame(
        {
            "index": [row.index for row, _ in ordered],
            "COPY with it, rows/s": [cost.bulk.with_rows_per_s.mid for _, cost in ordered],
            "without it": [cost.bulk.without_rows_per_s.mid for _, cost in ordered],
            "times as many": [_around(cost.bulk.gain) for _, cost in ordered],
            "INSERT with it, rows/s": [cost.single.with_rows_per_s.mid for _, cost in ordered],
            "without it ": [cost.single.without_rows_per_s.mid for _, cost in ordered],
            "times as many ": [_around(cost.single.gain) for _, cost in ordered],
            "WAL a row of COPY, bytes": [cost.bulk.saved_wal_bytes.mid for _, cost in ordered],
            "of an INSERT, bytes": [cost.single.saved_wal_bytes.mid for _, cost in ordered],
            "rows": [cost.rows for _, cost in ordered],
        }
    )
    whole = fmt.fixed(0)
    return Exhibit(
        key="economics-writes",
        sentence=sentence,
        svg=pictures.writes_svg(tables, sentence) if tables else "",
        alt=f"Tables by what their declared indexes cost those who write. {sentence}",
        note=(
            f"Rows of the table itself, taken out and written again on a copy of the database, in one shard; "
            f"{_interval_words(first.bulk.gain)} of paired rounds in random order. Pending lists of GIN are emptied "
            "within the time. WAL as the server counts it."
        ),
        table=table,
        caption="What each index costs those who write, the most costly first",
        formats={name: whole for name in table.columns if name.split(",")[0] not in ("index",) and "times" not in name},
        code=("index",),
    )


def hot(rows: Sequence[IndexEconomics]) -> Exhibit:
    """Show which index keeps which updates from being HOT."""
    known = [(row, row.hot) for row in rows if row.hot is not None and row.hot.columns]
    known.sort(key=lambda pair: -pair[1].lost_share)
    table = pd.DataFrame(
        [(row.index, row.table, h.columns, h.with_share, h.without_share, h.lost_share, h.updates) for row, h in known],
        columns=["index", "table", "updates of", "HOT with it, %", "without it, %", "lost, %", "updates"],
    )
    return Exhibit(
        key="economics-hot",
        sentence=says.hot_sentence(rows),
        table=table,
        caption="Updates that are not HOT because of one index alone; each column that may change is updated alone",
        formats={"HOT with it, %": _PERCENT, "without it, %": _PERCENT, "lost, %": fmt.fixed(1, scale=100)},
        code=("index", "table", "updates of"),
    )


def reads(rows: Sequence[IndexEconomics], users: int) -> Exhibit:
    """Show what each query loses without each index that it chose."""
    losses = [(row, loss) for row in rows for loss in row.reads]
    losses.sort(key=lambda pair: (pair[1].loss != "pays", -pair[1].lost_ms.mid))
    table = pd.DataFrame(
        {
            "index": [row.index for row, _ in losses],
            "query": [loss.query for _, loss in losses],
            "loses": [loss.loss for _, loss in losses],
            "with it, ms": [loss.with_ms.mid for _, loss in losses],
            "without it, ms": [loss.without_ms.mid for _, loss in losses],
            "times as long": [_around(loss.slower) for _, loss in losses],
            "pages with it": [loss.with_blocks for _, loss in losses],
            "without it": [loss.without_blocks for _, loss in losses],
            "takes instead": [loss.instead for _, loss in losses],
            "runs": [loss.slower.n for _, loss in losses],
        }
    )
    pages = fmt.fixed(0)
    return Exhibit(
        key="economics-reads",
        sentence=says.reads_sentence(rows, users),
        table=table,
        caption="What queries and checks of foreign keys lose without an index they chose, those that pay first",
        formats={"with it, ms": _MS, "without it, ms": _MS, "pages with it": pages, "without it": pages},
        code=("index", "query", "takes instead"),
    )


def superfluous(rows: Sequence[IndexEconomics]) -> Exhibit:
    """Show the indexes that another holds as a whole, and those with a defect of their own."""
    told = [row for row in rows if row.covered or row.defects]
    table = pd.DataFrame(
        [(row.index, row.decision, row.covered or None, row.defects, row.state, row.index_bytes) for row in told],
        columns=["index", "do", "by the catalog it", "defects", "state", "MiB"],
    ).sort_values("MiB", ascending=False, ignore_index=True)
    return Exhibit(
        key="economics-superfluous",
        sentence=says.superfluous_sentence(rows),
        table=table,
        caption="Indexes that another holds as a whole, and indexes with a defect of their own",
        formats={"MiB": fmt.mebibytes(2)},
        code=("index",),
    )


def documents(columns: Sequence[DocumentIndex], rows: Sequence[IndexEconomics], users: int) -> Exhibit:
    """Show each jsonb column with its GIN index, or with the one it would have."""
    table = pd.DataFrame(
        {
            "jsonb column": [f"{each.table}.{each.column}" for each in columns],
            "GIN index": [each.index or "none; tried" for each in columns],
            "rows": [each.rows for each in columns],
            "documents": [each.documents for each in columns],
            "MiB": [each.index_bytes for each in columns],
            "of the heap, %": [each.heap_share for each in columns],
            "build, ms": [each.build_ms for each in columns],
            "COPY without it, ×": [_around(each.writes.bulk.gain) if each.writes else None for each in columns],
            "queries that take it": [each.queries for each in columns],
        }
    )
    return Exhibit(
        key="economics-documents",
        sentence=says.documents_sentence(columns, rows, users),
        table=table,
        caption="jsonb columns with their GIN index, or with one that was built for a moment and rolled back",
        formats={"MiB": fmt.mebibytes(2), "of the heap, %": fmt.fixed(1, scale=100), "build, ms": fmt.fixed(1)},
        code=("jsonb column", "GIN index", "queries that take it"),
    )


def references(rows: Sequence[IndexEconomics], real: Sequence[Reference], unindexed: Sequence[str]) -> Exhibit:
    """Show which index serves each foreign key when a row it refers to is deleted."""
    serving = {
        reference.name: [(row.index, read) for row in rows for read in row.reads if read.query == reference.name]
        for reference in real
    }
    table = pd.DataFrame(
        [
            (
                f"{each.table}.{each.column}",
                each.target,
                each.on_delete,
                tuple(index for index, _ in serving[each.name]),
                max((read.without_blocks for _, read in serving[each.name] if read.loss == "pays"), default=None),
                "none" if f"{each.table}.{each.column}" in unindexed else "there",
            )
            for each in real
        ],
        columns=["foreign key", "refers to", "on delete", "the check chose", "pages without it", "index"],
    ).sort_values(["index", "pages without it"], ascending=[True, False], ignore_index=True)
    return Exhibit(
        key="economics-references",
        sentence=says.references_sentence(len(real), unindexed),
        table=table,
        caption="Foreign keys, and the index by which the check of a deleted row finds what refers to it",
        formats={"pages without it": fmt.fixed(0)},
        code=("foreign key", "refers to", "the check chose"),
    )


def sets(built: Sequence[IndexSet], not_built: str) -> Exhibit:
    """Show the smaller sets beside the declared one: bytes, writes, latency."""
    sentence = says.sets_sentence(built, not_built)
    if not built:
        return Exhibit("economics-sets", sentence)
    table = pd.DataFrame(
        {
            "set": [says.SETS[each.key] for each in built],
            "indexes": [each.indexes for each in built],
            "MiB": [each.index_bytes for each in built],
            "overhead, %": [each.overhead for each in built],
            "COPY, rows/s": [each.bulk.rows_per_s.mid if each.bulk else None for each in built],
            "times as fast": [_around(each.bulk.gain) if each.bulk else None for each in built],
            "INSERT, rows/s": [each.single.rows_per_s.mid if each.single else None for each in built],
            "times as fast ": [_around(each.single.gain) if each.single else None for each in built],
            "WAL, bytes a row": [each.bulk.wal_bytes.mid if each.bulk else None for each in built],
            "slowest query": [each.slowest for each in built],
            "p95, ms": [each.p95_ms.mid for each in built],
            "queries slower": [len(each.slower) for each in built],
            "under the limit": [each.verdict for each in built],
        }
    )
    first = built[0]
    return Exhibit(
        key="economics-sets",
        sentence=sentence,
        svg=pictures.sets_svg(built, sentence),
        alt=f"Three sets of indexes: bytes, latency, rows a second. {sentence}",
        note=(
            f"Each set was built on a copy of its own and measured in turns with the others: {fmt.count(first.users)} "
            f"users, one client, warm; rows of all changed tables mixed as they stand. Intervals from order statistics."
        ),
        table=table,
        caption="Sets of indexes, keys included, each really built",
        formats={
            "MiB": fmt.mebibytes(),
            "overhead, %": _PERCENT,
            "COPY, rows/s": fmt.fixed(0),
            "INSERT, rows/s": fmt.fixed(0),
            "WAL, bytes a row": fmt.fixed(0),
            "p95, ms": fmt.fixed(2),
        },
        code=("slowest query",),
    )


def dropped(built: Sequence[IndexSet]) -> Exhibit:
    """Show which indexes each smaller set does without, and which queries then take longer."""
    by_key = {each.key: each for each in built}
    steady = set(by_key["steady"].dropped) if built else set()
    restored = {index for each in built for index in each.restored}
    gone = sorted({index for each in built for index in (*each.dropped, *each.restored)})
    table = pd.DataFrame(
        [(index, index in steady, index in set(by_key["limit"].dropped), index in restored) for index in gone],
        columns=["index", "no query loses without it", "limit alone lets it go", "had to come back"],
    ).sort_values(["no query loses without it", "index"], ascending=[False, True], ignore_index=True)
    return Exhibit(
        key="economics-dropped",
        sentence=says.dropped_sentence(built),
        table=table,
        caption="Indexes that a smaller set does without",
        code=("index",),
    )


def _gain(row: IndexEconomics) -> float | None:
    return row.writes.bulk.gain.mid if row.writes else None


def _around(value: Interval | None) -> str | None:
    return None if value is None else says.times(value)


def _interval_words(value: Interval) -> str:
    return f"medians with {value.level * 100:g} % intervals, n={value.n},"


def _rounds(rows: Sequence[IndexEconomics]) -> str:
    written = [row.writes for row in rows if row.writes]
    return f"n={written[0].bulk.gain.n}" if written else "not measured here"
