"""What comparing the layouts says, in sentences: subject, value, interval, comparison, size, why."""

from collections.abc import Mapping, Sequence

from livvly_lab.domain.layout_trials import (
    BY_ANOTHER,
    BY_KEY,
    EXECUTION,
    INHERITED,
    INTENDED,
    LOCKS,
    PARTITIONED,
    PLANNING,
    ROUTED,
    SINGLE,
    Breaks,
    LayoutTrials,
    Lookup,
    Price,
    ReadTime,
    Way,
    WriteRate,
    pruned,
)
from livvly_lab.report import fmt

_DEARER: dict[str, str] = {
    PLANNING: "planning a query through the table",
    EXECUTION: "executing it",
    INTENDED: "a query of one shard whose child is named",
    LOCKS: "locks for a lookup by key through the table",
}


def size_says(trials: LayoutTrials) -> str:
    """Say at what size the layouts were compared."""
    return f"{fmt.count(trials.users)} users on {fmt.plural(trials.shards, 'shard')}"


def verdict_sentence(trials: LayoutTrials) -> str:
    """Say what inheritance alone can, what it gives up, and what it costs beside partitions."""
    judged = trials.verdict
    head = "Inheritance chosen over declarative partitioning for its flexibility"
    if judged.verdict == "not measured here":
        return f"{head}: nothing could be tried, since the busiest table is not sharded."
    more, less = len(judged.only_inheritance), len(judged.only_partitioned)
    wishes = len({each.wish for each in trials.abilities})
    granted = f"it alone grants {more or 'none'} and partitions alone {less or 'none'}"
    said = [f"of {fmt.plural(wishes, 'wish', 'wishes')} {granted}"]
    for word, prices in (
        ("dearer", [price for price in judged.prices if price.dearer]),
        ("cheaper", [price for price in judged.prices if price.cheaper]),
    ):
        said += [f"it is {word} in {fmt.listing(map(_priced, prices))}"] if prices else []
    return f"{head}: {'; '.join(said)} ({size_says(trials)})."


def abilities_sentence(trials: LayoutTrials) -> str:
    """Say of how many wishes each layout fulfils how many."""
    wishes = list(dict.fromkeys(each.wish for each in trials.abilities))
    if not wishes:
        return "Nothing was tried: the busiest table is not sharded."
    able = {
        name: sum(each.able for each in trials.abilities if each.layout == name)
        for name in ("inheritance", "partitioned")
    }
    return (
        f"Of {fmt.plural(len(wishes), 'wish', 'wishes')} an architect may have of the shards of a table, inheritance "
        f"grants {able['inheritance']} and partitions {able['partitioned']}: each was tried and taken back."
    )


def enforced_sentence(trials: LayoutTrials) -> str:
    """Say how many rows that break a rule each layout refuses."""
    references = fmt.listing(
        f"{name} {trials.refused(name, 'reference')} of {trials.tried(name, 'reference')}" for name in layouts(trials)
    )
    kind: Breaks = "key in another shard"
    across = [name for name in layouts(trials) if name != "single" and trials.tried(name, kind)]
    repeats = fmt.listing(f"{name} {trials.tried(name, kind) - trials.refused(name, kind)}" for name in across)
    spans = (
        f"; of {fmt.plural(trials.tried(across[0], kind), 'unique key')} without the shard key, a value can be "
        f"repeated in another shard under {repeats}"
        if across
        else ""
    )
    return f"A row that names nobody is refused for {references} references{spans}."


def erasure_sentence(trials: LayoutTrials) -> str:
    """Say what is left of a user who was deleted in each layout."""
    if not trials.erasures:
        return "No user is named by any row: there is nothing to learn from deleting one."
    first = trials.erasures[0]
    said = [
        f"{each.layout} does not let him go"
        if each.refused
        else f"{each.layout} leaves {each.left or 'none'}"
        + (f" and moves {each.moved} of his history to another shard" if each.moved else "")
        for each in trials.erasures
    ]
    return f"Deleting a user whom {fmt.plural(first.named, 'row')} named: of these, {fmt.listing(said)}."


def pruning_sentence(trials: LayoutTrials) -> str:
    """Say how many of its children or partitions a table reads to find one key, and what it locks."""
    literal = {each.layout: each for each in trials.lookups if each.asked == BY_KEY}
    if not literal:
        return f"{trials.lookup_table} has no row to look up."
    here = [name for name in ("inheritance", "partitioned") if name in literal]
    read = fmt.listing(
        f"{literal[name].scanned} of {_most(trials.lookups, name)} tables under {name} ({literal[name].locks} locks)"
        for name in here
    )
    other = {each.layout: each for each in trials.lookups if each.asked == BY_ANOTHER}
    all_of = [name for name in here if name in other and other[name].scanned > 1]
    rest = f"; by another column {fmt.listing(all_of)} {'reads' if len(all_of) == 1 else 'read'} all" if all_of else ""
    return f"Found by its shard key through {trials.lookup_table}, a row takes {read}{rest}."


def reads_sentence(trials: LayoutTrials) -> str:
    """Say what planning and execution of the workload take through the table in each layout."""
    queries = len({each.query for each in trials.reads})
    if not queries:
        return "The workload has no query on a sharded table."
    planning = fmt.listing(
        f"{fmt.duration(_typical(trials.reads, way, planning=True))} {words}" for way, words in _through_the_table()
    )
    execution = fmt.listing(
        f"{fmt.duration(_typical(trials.reads, way, planning=False))} {words}" for way, words in _through_the_table()
    )
    routed = len({each.query for each in trials.reads if each.way == ROUTED})
    few = len({each.query for each in pruned(trials.reads)})
    return (
        f"Through the table, the median of {fmt.plural(queries, 'query', 'queries')} is planned in {planning}, and "
        f"executed in {execution}. PostgreSQL leaves out all other partitions for {few} of the {routed} queries of one "
        "shard; the rest do not give the shard key of every table."
    )


def writes_sentence(trials: LayoutTrials) -> str:
    """Say how fast each layout takes rows, one by one and in bulk."""
    if not trials.writes:
        return "No sharded table lets its rows be taken out and written again: writes were not measured."
    said = []
    for style in dict.fromkeys(each.style for each in trials.writes):
        of_style = [each for each in trials.writes if each.style == style]
        rates = fmt.listing(f"{fmt.count(each.rows_per_s.mid)} {_INTO[each.way]}" for each in of_style)
        said.append(f"{style} at {rates}")
    first = trials.writes[0]
    times = f"n = {first.rows_per_s.n} times {fmt.plural(first.rows, 'row')}"
    return f"A second, {first.table} takes {'; '.join(said)} ({times}){_why_slower(trials.writes)}."


def sizes_sentence(trials: LayoutTrials) -> str:
    """Say how much more the same rows take in shards."""
    single = next(each for each in trials.sizes if each.layout == "single")
    others = [each for each in trials.sizes if each.layout != "single"]
    more = fmt.listing(
        f"{fmt.deviation(each.size_bytes / single.size_bytes - 1)} under {each.layout} ({each.tables} tables, "
        f"{each.indexes} indexes)"
        for each in others
    )
    return (
        f"The same {fmt.count(trials.rows)} rows take {fmt.size(single.size_bytes)} without shards, {more}: small "
        f"tables and indexes have pages that are not full."
    )


def limit_sentences(trials: LayoutTrials, users: int, takes: str) -> tuple[str, ...]:
    """Say what the comparison could not measure in this run, and what it would take; `takes` is that of more users."""
    size = (
        f"The layouts at the size of this run: they were compared with {fmt.count(trials.users)} users, not "
        f"{fmt.count(users)}. {takes}"
    )
    smaller = (size,) if trials.users < users else ()
    return (
        *smaller,
        "Many clients at once: locks were counted, not waited for. It takes a replay by many sessions.",
        "Physical shards: all three layouts stand on one server, where asking another shard costs no network.",
        "Copies kept by a trigger or by logical replication: they were written by the same transaction.",
    )


def layouts(trials: LayoutTrials) -> list[str]:
    """Return the layouts that were compared, in their order."""
    return [each.layout for each in trials.sizes]


def _priced(price: Price) -> str:
    return f"{_DEARER.get(price.what, price.what)} ({fmt.factor(price.ratio.mid)})"


def _most(lookups: Sequence[Lookup], layout: str) -> int:
    return max(each.planned for each in lookups if each.layout == layout)


def _through_the_table() -> tuple[tuple[Way, str], ...]:
    return ((SINGLE, "without shards"), (INHERITED, "under inheritance"), (PARTITIONED, "under partitioned"))


def _typical(reads: Sequence[ReadTime], way: Way, *, planning: bool) -> float:
    times = sorted((each.planning_ms if planning else each.execution_ms).mid for each in reads if each.way == way)
    return (times[(len(times) - 1) // 2] + times[len(times) // 2]) / 2


_INTO: Mapping[Way, str] = {
    SINGLE: "without shards",
    ROUTED: "into inheritance's children",
    PARTITIONED: "through the partitioned table",
    Way("partitioned", "child"): "into its partitions",
}


def _why_slower(writes: Sequence[WriteRate]) -> str:
    """Say what part of writing in bulk the checks of foreign keys are."""
    shares = {each.way: each.foreign_key_share for each in writes if each.foreign_key_share is not None}
    if ROUTED not in shares or PARTITIONED not in shares:
        return ""
    return (
        f"; the checks of foreign keys are {fmt.share(shares[ROUTED], 0)} of the time in bulk under inheritance, "
        f"{fmt.share(shares[PARTITIONED], 0)} under partitioned"
    )
