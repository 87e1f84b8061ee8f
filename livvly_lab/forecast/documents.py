"""What a GIN index costs and serves on each jsonb column: the one it has, or the one it would have."""

from collections.abc import Mapping, Sequence

from livvly_lab.domain.ablation import Ablation, Documents
from livvly_lab.domain.economics import DocumentIndex, IndexEconomics
from livvly_lab.forecast.economics import At
from livvly_lab.forecast.writes import write_cost


def document_indexes(seen: Ablation, rows: Sequence[IndexEconomics], at: At) -> tuple[DocumentIndex, ...]:
    """Return the jsonb columns of a design, those with an index first, then by the bytes of it."""
    by_index = {row.index: row for row in rows}
    found = (_document_index(seen, by_index, each, at) for each in seen.documents)
    return tuple(sorted(found, key=lambda each: (each.index is None, -each.index_bytes, each.table, each.column)))


def _document_index(seen: Ablation, by_index: Mapping[str, IndexEconomics], column: Documents, at: At) -> DocumentIndex:
    heap_bytes = sum(size.heap_bytes + size.toast_bytes for size in seen.sizes if size.table == column.table)
    if column.index is not None:
        row = by_index[column.index]
        index_bytes, build_ms, writes = row.index_bytes, row.build_ms.mid, row.writes
        queries = tuple(dict.fromkeys(read.query for read in row.reads))
    elif column.tried is not None:
        index_bytes, build_ms, queries = column.tried.index_bytes, column.tried.build_ms, column.tried.askable
        writes = write_cost(column.tried.writes, column.table, (column.column,))
    else:
        raise ValueError(f"{column.table}.{column.column} has no index and none was tried")
    return DocumentIndex(
        table=column.table,
        column=column.column,
        index=column.index,
        rows=column.rows,
        documents=column.documents,
        index_bytes=index_bytes,
        heap_share=index_bytes / heap_bytes if heap_bytes else None,
        build_ms=build_ms,
        queries=queries,
        writes=writes,
        users=at.users,
        depth=at.depth,
    )
