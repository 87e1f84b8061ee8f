"""What the economics of indexes say, in sentences: subject, value, interval, comparison, size, why."""

from collections import Counter
from collections.abc import Mapping, Sequence

from livvly_lab.domain.ablation import SetKey
from livvly_lab.domain.economics import Decision, DocumentIndex, IndexEconomics, IndexSet, ReadLoss, TableWrites
from livvly_lab.domain.results import Interval
from livvly_lab.report import fmt

DECISIONS: tuple[tuple[Decision, str, str], ...] = (
    ("keep", "earns its place", "earn their place"),
    ("merge", "could be served by another", "could be served by another"),
    ("drop", "buys nothing", "buy nothing"),
    ("depends", "cannot be judged at this size", "cannot be judged at this size"),
)
SETS: Mapping[SetKey, str] = {
    "declared": "as declared",
    "steady": "no query loses",
    "limit": "the limit alone",
}
"""Sets of indexes in a reader's words."""

_NAMED = 3


def balance_sentence(rows: Sequence[IndexEconomics], users: int) -> str:
    """Say how many indexes earn their place, and what the others take."""
    free = [row for row in rows if row.rule == "none"]
    if not free:
        return "The design declares no index beside its keys."
    counts = Counter(row.decision for row in free)
    parts = [f"{counts[word]} {one if counts[word] == 1 else many}" for word, one, many in DECISIONS if counts[word]]
    total_bytes = sum(row.index_bytes for row in rows)
    idle = [row for row in free if row.decision in ("merge", "drop")]
    idle_bytes = sum(row.index_bytes for row in idle)
    takes = ""
    if idle:
        them = "It takes" if len(idle) == 1 else f"Those {len(idle)} that are not needed take"
        takes = f" {them} {fmt.size(idle_bytes)}, {fmt.share(idle_bytes / total_bytes)} of all index bytes."
    of = f"Of {fmt.plural(len(free), 'index', 'indexes')} that {'enforces' if len(free) == 1 else 'enforce'} no rule"
    return f"{of}, {fmt.listing(parts)}, each judged alone at {fmt.plural(users, 'user')}.{takes}"


def writes_sentence(tables: Sequence[TableWrites], rows: Sequence[IndexEconomics], users: int) -> str:
    """Say which table pays most for its indexes, and which index costs most."""
    written = [row for row in rows if row.writes is not None]
    if not written:
        why = Counter(row.why_no_writes for row in rows if row.rule == "none").most_common(1)
        return f"What indexes cost those who write is not measured here: {why[0][0] if why else 'there is none'}."
    dearest = max(written, key=_gain)
    cost = dearest.writes
    words = ""
    if cost is not None:
        words = (
            f"The index that costs most is {dearest.index}: without it a COPY writes {times(cost.bulk.gain)} as many "
            f"rows a second, and each row takes {fmt.size(cost.bulk.saved_wal_bytes.mid)} less WAL"
        )
    if not tables:
        return f"{words}; at {fmt.plural(users, 'user')}."
    first = tables[0]
    indexes, cost = fmt.plural(first.indexes, "declared index", "declared indexes"), first.cost
    return (
        f"{first.table} pays most: without its {indexes} a COPY writes {times(cost.bulk.gain)} as many rows a second, "
        f"INSERTs of one row {times(cost.single.gain)}. {words}; at {fmt.plural(users, 'user')}."
    )


def hot_sentence(rows: Sequence[IndexEconomics]) -> str:
    """Say which index prevents most HOT updates."""
    known = [(row, row.hot) for row in rows if row.hot is not None]
    if not known:
        return "Which updates are HOT is not measured here."
    costly = [(row, hot) for row, hot in known if hot.columns]
    if not costly:
        return f"None of {fmt.plural(len(known), 'index', 'indexes')} alone keeps an update from being HOT."
    row, hot = max(costly, key=lambda pair: pair[1].lost_share)
    keep, total = "keeps" if len(costly) == 1 else "keep", fmt.plural(len(known), "index", "indexes")
    shares = f"{fmt.share(hot.without_share, 0)} of the updates of single columns of {row.table} are HOT instead of "
    return (
        f"{len(costly)} of {total} alone {keep} updates of some column from being HOT; most {row.index}: without it "
        f"{shares}{fmt.share(hot.with_share, 0)}, those of {fmt.listing(hot.columns)} among them."
    )


def reads_sentence(rows: Sequence[IndexEconomics], users: int) -> str:
    """Say how many pairs of index and query were tried, how many queries pay, and the greatest loss."""
    losses = [(row, loss) for row in rows for loss in row.reads]
    if not losses:
        return "No query chose an index: nothing could be lost."
    paying = [(row, loss) for row, loss in losses if loss.loss == "pays"]
    tried = f"{fmt.plural(len(losses), 'pair')} of an index and a query that chose it"
    if not paying:
        return f"Of {tried}, none pays when the index goes, at {fmt.plural(users, 'user')}."
    row, loss = max(paying, key=lambda pair: pair[1].lost_ms.mid)
    return (
        f"Of {tried}, {len(paying)} {'pays' if len(paying) == 1 else 'pay'} when the index goes. The greatest loss: "
        f"without {row.index}, {loss.query} takes {more_than(loss)}{fmt.duration(loss.without_ms.mid)} instead of "
        f"{fmt.duration(loss.with_ms.mid)} and reads {fmt.count(loss.without_blocks)} pages instead of "
        f"{fmt.count(loss.with_blocks)}; at {fmt.plural(users, 'user')}, warm."
    )


def superfluous_sentence(rows: Sequence[IndexEconomics]) -> str:
    """Say how many indexes the catalog alone shows to be superfluous, and how many have another defect."""
    covered, defective = [row for row in rows if row.covered], [row for row in rows if row.defects]
    if not covered and not defective:
        return "The catalog shows no index to be superfluous, and none has a defect of its own."
    words = []
    if covered:
        holds = "is held by another as a whole" if len(covered) == 1 else "are held by others as a whole"
        words.append(f"{fmt.plural(len(covered), 'index', 'indexes')} {holds} (the same keys, or a prefix)")
    if defective:
        has = "has a defect of its own" if len(defective) == 1 else "have a defect of their own"
        words.append(f"{fmt.plural(len(defective), 'index', 'indexes')} {has}")
    return f"{fmt.listing(words)}."


def documents_sentence(columns: Sequence[DocumentIndex], rows: Sequence[IndexEconomics], users: int) -> str:
    """Say how many jsonb columns have a GIN index, and what it would cost and serve to give the others one."""
    if not columns:
        return "The design has no jsonb column."
    bare = [each for each in columns if each.index is None]
    total = fmt.plural(len(columns), "jsonb column")
    if not bare:
        return f"{'The only jsonb column' if len(columns) == 1 else f'Each of {total}'} has a GIN index."
    of = f"{len(bare)} of {total} {'has' if len(bare) == 1 else 'have'} no GIN index"
    more_bytes, index_bytes = sum(each.index_bytes for each in bare), sum(row.index_bytes for row in rows)
    takes = f"with one they would take {fmt.size(more_bytes)} more"
    takes += f", {fmt.share(more_bytes / index_bytes)} of all index bytes" if index_bytes else ""
    asked = [f"{each.table}.{each.column}" for each in bare if each.queries]
    serves = f"queries could ask {fmt.listing(asked)}" if asked else "no query of the workload could ask it"
    return f"{of}: {takes}, and {serves}; at {fmt.plural(users, 'user')}.{_dearest_gin(bare)}"


def _dearest_gin(bare: Sequence[DocumentIndex]) -> str:
    written = [(each, each.writes) for each in bare if each.writes is not None]
    if not written:
        return ""
    column, cost = max(written, key=lambda pair: pair[1].bulk.gain.mid)
    return f" Without it a COPY into {column.table} writes {times(cost.bulk.gain)} as many rows a second."


def references_sentence(checked: int, without: Sequence[str]) -> str:
    """Say how many foreign keys have an index that finds what refers to a deleted row."""
    if not checked:
        return "This layout enforces no foreign key."
    keys = fmt.plural(checked, "foreign key")
    if not without:
        return f"Each of {keys} has an index that finds the rows referring to a deleted one."
    lacks = "lacks" if len(without) == 1 else "lack"
    return (
        f"{len(without)} of {keys} {lacks} an index, since PostgreSQL makes none by itself: deleting a row they refer "
        f"to reads all of the table ({_some(without)})."
    )


def sets_sentence(sets: Sequence[IndexSet], not_built: str) -> str:
    """Say what goes without loss and what that saves, then what the promise alone would let go."""
    if not sets:
        return f"Smaller sets were not built: the database could not be copied ({not_built})."
    by_key = {each.key: each for each in sets}
    declared, steady, limit = by_key["declared"], by_key["steady"], by_key["limit"]
    users = fmt.plural(declared.users, "user")
    if not steady.dropped:
        first = "No index can go without a query that loses"
    else:
        first = (
            f"{fmt.plural(len(steady.dropped), 'index', 'indexes')} can go together and no query loses noticeably: "
            f"{_saves(declared, steady)}"
        )
    return (
        f"{first}. The limit of {fmt.duration(limit.limit_ms)} alone would let {len(limit.dropped)} go at {users} "
        f"({_saves(declared, limit)}; slowest {limit.slowest}, p95 {fmt.interval(limit.p95_ms, 'ms')}: {limit.verdict})"
        f", but {fmt.plural(len(limit.slower), 'query', 'queries')} "
        f"{'takes' if len(limit.slower) == 1 else 'take'} longer, and more so with more users."
    )


def dropped_sentence(sets: Sequence[IndexSet]) -> str:
    """Say which indexes can go together without a loss, and which were proposed and had to come back."""
    if not sets:
        return "No smaller set was built."
    steady = next(each for each in sets if each.key == "steady")
    back = sorted({index for each in sets for index in each.restored})
    returned = f"{fmt.listing(back)} had to come back when measured" if back else "none had to come back when measured"
    limit = next(each for each in sets if each.key == "limit")
    return (
        f"{fmt.plural(len(steady.dropped), 'index', 'indexes')} can go together without a loss, {len(limit.dropped)} "
        f"under the limit alone; {returned}."
    )


def limits(rows: Sequence[IndexEconomics], not_copied: str, not_built: str) -> list[str]:
    """Say what this run could not measure about indexes, and what it would take."""
    found = []
    if not_copied or not_built:
        found.append(f"Writes and smaller sets: the database could not be copied ({not_copied or not_built}).")
    few = sorted({row.table for row in rows if row.rule == "none" and row.writes is None and not not_copied})
    if few:
        found.append(f"Writes into {_some(few)}: they take more rows in a shard.")
    if unsure := sorted(row.index for row in rows if row.decision == "depends"):
        are = "is" if len(unsure) == 1 else "are"
        found.append(f"Whether {_some(unsure)} {are} worth it: that takes more users.")
    return [
        *found,
        (
            "How often each query runs: the workload does not say, so each counts once. An index that one rare report "
            "needs is kept like one that every login needs."
        ),
        "Many clients at once: reads and writes are those of one client, warm, with nothing beside them.",
        (
            "New rows as they come in time: the rows written are some of the table's own, so an index on time gets "
            "them all over, not at its end."
        ),
        "What keys cost those who update them or delete rows: only inserts and updates of other columns were tried.",
    ]


def times(value: Interval) -> str:
    """Write a factor with its interval, such as `×1.10 [1.04, 1.21]`.

    >>> times(Interval(1.04, 1.1, 1.21, 0.96, 9))
    '×1.10 [1.04, 1.21]'
    """
    return f"×{value.mid:.2f} [{value.low:.2f}, {value.high:.2f}]"


def more_than(loss: ReadLoss) -> str:
    """Return the words for a time that is only a lower bound."""
    return "more than " if loss.stopped else ""


def _some(names: Sequence[str]) -> str:
    """Name the first of many."""
    more = len(names) - _NAMED
    return fmt.listing(names if more <= 0 else [*names[:_NAMED], f"{more} more"])


def _saves(before: IndexSet, after: IndexSet) -> str:
    """Say what a set saves in bytes and how much quicker it is written."""
    saved = before.index_bytes - after.index_bytes
    words = f"{fmt.size(saved)} of {fmt.size(before.index_bytes)} of indexes less"
    if after.bulk is None or after.bulk.gain is None or before.bulk is None:
        return words
    wal = 1 - after.bulk.wal_bytes.mid / before.bulk.wal_bytes.mid
    return f"{words}, COPY {times(after.bulk.gain)} as fast, {fmt.share(wal)} less WAL"


def _gain(row: IndexEconomics) -> float:
    return row.writes.bulk.gain.mid if row.writes else 0.0
