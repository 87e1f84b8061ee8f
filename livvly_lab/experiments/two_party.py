"""Rows with two parties, stored once or with a copy in the second party's shard: what it costs, and what it saves."""

from collections import defaultdict
from itertools import product
from statistics import median

from livvly_lab.domain.layout_trials import ROUTED, STYLES, ReceiverRead, Style, TwoPartyTrial, WriteRate
from livvly_lab.domain.load import TwoParty
from livvly_lab.experiments.layouts import Effort, Site
from livvly_lab.forecast import layouts as arithmetic
from livvly_lab.measure.copies import Inboxes, ReceiverQuery, receiver_queries
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.layout_writes import WriteRun, Writes
from livvly_lab.measure.load import measure_pairs
from livvly_lab.measure.reads import Reader, ReadRun


def compare_copies(site: Site, effort: Effort) -> tuple[TwoPartyTrial, ...]:
    """Build the copies of every relation of the design that has rows, and measure writes and the second party's reads.

    The tables with the copies stay in the site's database, which is a spare one.
    """
    trials = (_trial(site, relation, effort) for relation in site.physical.design.two_party)
    return tuple(trial for trial in trials if trial is not None)


def _trial(site: Site, relation: TwoParty, effort: Effort) -> TwoPartyTrial | None:
    pairs = measure_pairs(site.connection, site.physical, relation)
    if not pairs.rows:
        return None
    inboxes = Inboxes(site.connection, site.physical, relation)
    inboxes.build()
    once_bytes, copy_bytes = inboxes.size_bytes()
    return TwoPartyTrial(
        table=relation.table,
        column=relation.column,
        says=relation.says,
        rows=pairs.rows + pairs.same_user + pairs.absent,
        copied=pairs.rows + pairs.same_user,
        crossing=pairs.crossing,
        once_bytes=once_bytes,
        copy_bytes=copy_bytes,
        by_style=_writes(site, inboxes, effort),
        reads=tuple(
            _read(site, inboxes, each, effort) for each in receiver_queries(site.physical.design.workload, relation)
        ),
    )


def _writes(site: Site, inboxes: Inboxes, effort: Effort) -> dict[Style, tuple[WriteRate, WriteRate]]:
    """Write the same rows once and with their copies, taking turns; nothing where the rows may not be taken out."""
    table = inboxes.relation.table
    sample = Writes.of_first(site.connection, site.physical, [table], effort.rows)
    if sample is None:
        return {}
    targets, name = sample.targets("child"), sample.names["sample"]
    copies, taking = inboxes.sampled(name), inboxes.taking(name)
    runs = defaultdict[tuple[Style, bool], list[WriteRun]](list)
    try:
        for turn, style, both in product(range(effort.repeats + 1), STYLES, (False, True)):
            run = sample.run(targets, style, copies if both else (), taking)
            if turn:
                runs[style, both].append(run)
    finally:
        sample.forget()
        inboxes.forget()
    return {
        style: (
            arithmetic.rate(ROUTED, style, table, runs[style, False]),
            arithmetic.rate(ROUTED, style, table, runs[style, True]),
        )
        for style in STYLES
    }


def _read(site: Site, inboxes: Inboxes, asked: ReceiverQuery, effort: Effort) -> ReceiverRead:
    """Ask a query of the second party of every shard and of the copies in his own, taking turns."""
    reader = Reader(site.connection, site.physical, inboxes.tables)
    keys = Keys(site.connection, site.physical)
    once, copied = list[ReadRun](), list[ReadRun]()
    for turn, key in product(range(effort.repeats + 1), keys.draw(asked.query, None)[: effort.keys]):
        shard = inboxes.shard_of(key.parameters[asked.who])
        runs = (
            reader.run(asked.query, inboxes.once(asked.query), key),
            reader.run(asked.query, inboxes.addressed(asked.query, shard), key),
        )
        if turn:
            once.append(runs[0])
            copied.append(runs[1])
    return ReceiverRead(
        asked.query.name,
        once_ms=arithmetic.middle([run.planning_ms + run.execution_ms for run in once]),
        copy_ms=arithmetic.middle([run.planning_ms + run.execution_ms for run in copied]),
        once_scanned=float(median(run.scanned for run in once)),
        copy_scanned=float(median(run.scanned for run in copied)),
    )
