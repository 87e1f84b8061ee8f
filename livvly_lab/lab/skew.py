"""The walk of notebook 02: where the users land and who carries the load."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from livvly_lab.domain.hashing import Catalog
from livvly_lab.domain.load import HourCounts, Load, PairCount
from livvly_lab.domain.results import Finding, Skew, TableSize
from livvly_lab.domain.skew import CrossShard, ReadingVerdict
from livvly_lab.forecast import skew as arithmetic
from livvly_lab.lab.hashing import HashWalk, hash_walk
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.measure import load as ask
from livvly_lab.measure.catalog_cost import measure_catalog
from livvly_lab.measure.sizes import measure_sizes
from livvly_lab.report import findings as find
from livvly_lab.report import skew as draw
from livvly_lab.report import skew_says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences

NOTEBOOK = "02_shard_skew"

_NO_SHARDS = "This layout has no shards: skew is not defined."
_NO_CLAIM = "The specification promises no limit."
_NO_PAIRS = "No sharded table of this design names a second user."
_NO_TIMES = "No load of this design has a time."
_ALL_MEASURED = "Everything this notebook asks was measured at this size."


@dataclass(frozen=True)
class Answers:
    """What the server answered: sizes, load by measure (users first), rows by table, second parties, hours, catalog."""

    sizes: Sequence[TableSize]
    loads: Sequence[Load]
    all_rows: Load
    all_bytes: Load
    tables: Sequence[Load]
    pairs: Sequence[PairCount]
    hours: Sequence[HourCounts]
    catalog: Catalog


@dataclass(frozen=True, repr=False)
class SkewWalk:
    """The exhibits of the notebook, in its order."""

    users: Exhibit | Sentences
    readings: Exhibit | Sentences
    promise: Exhibit | Sentences
    load: Exhibit | Sentences
    tables: Exhibit | Sentences
    bytes: Exhibit | Sentences
    hottest: Gallery | Sentences
    cross_shard: Exhibit | Sentences
    rhythm: Gallery | Sentences
    hashes: Gallery | Sentences
    shard_counts: Exhibit | Sentences
    limits: Sentences


def shard_skew(run: Run) -> SkewWalk:
    """Measure how evenly users, rows, bytes and load lie on the shards, and what is noise in it."""
    with run.connect() as connection:
        answers = _ask(connection, run)
    if not run.physical.layout.sharded:
        return _without_shards(run, answers)
    return _with_shards(run, answers)


def _ask(connection: Connection[Any], run: Run) -> Answers:
    design, physical = run.physical.design, run.physical
    sizes = measure_sizes(connection, physical)
    return Answers(
        sizes=sizes,
        loads=[ask.measure_load(connection, physical, measure) for measure in design.load],
        all_rows=ask.measure_shards(connection, physical, ask.all_rows_measure(design)),
        all_bytes=ask.measure_shards(connection, physical, ask.all_bytes_measure(design, sizes)),
        tables=[
            ask.measure_shards(connection, physical, ask.rows_measure(design, table)) for table in design.placement.keys
        ],
        pairs=[ask.measure_pairs(connection, physical, relation) for relation in design.two_party],
        hours=[ask.measure_hours(connection, measure) for measure in design.load if measure.at],
        catalog=measure_catalog(connection, physical),
    )


def _with_shards(run: Run, answers: Answers) -> SkewWalk:
    users = arithmetic.skew_of_load(answers.loads[0])
    loads = [arithmetic.skew_of_load(load) for load in answers.loads[1:]]
    rows = arithmetic.skew_of_load(answers.all_rows)
    size_bytes = arithmetic.skew_of_bytes("bytes", answers.sizes, answers.all_bytes)
    tables = [arithmetic.skew_of_load(load) for load in answers.tables]
    crosses = [arithmetic.cross_shard(pairs, run.physical.shards) for pairs in answers.pairs]
    judged = _judge(run, users)
    hashing = hash_walk(run, answers.catalog)
    walk = SkewWalk(
        users=draw.users(users, judged[0] if judged else None),
        readings=draw.readings(users, judged) if judged else Sentences([], _NO_CLAIM),
        promise=_promise(judged, users),
        load=draw.load([users, rows, size_bytes, *loads]),
        tables=draw.tables(tables),
        bytes=draw.sizes(answers.sizes, size_bytes),
        hottest=_hottest(answers.loads),
        cross_shard=draw.cross_shard(crosses) if crosses else Sentences([], _NO_PAIRS),
        rhythm=_rhythm(answers.hours),
        hashes=hashing.hashes,
        shard_counts=hashing.shard_counts,
        limits=Sentences([*skew_says.limits(judged, users, sum(size_bytes.per_shard)), *hashing.limits], _ALL_MEASURED),
    )
    _hand_back(run, walk, answers, [users, rows, size_bytes, *loads, *tables], judged, crosses, hashing)
    return walk


def _judge(run: Run, users: Skew) -> list[ReadingVerdict]:
    claim = run.physical.design.balance
    if claim is None:
        return []
    return [
        arithmetic.judge_reading(users, reading, claim) for reading in arithmetic.readings(claim, run.physical.shards)
    ]


def _promise(judged: Sequence[ReadingVerdict], users: Skew) -> Exhibit | Sentences:
    if not judged:
        return Sentences([], _NO_CLAIM)
    limit = judged[0].reading.limit
    return draw.promise(arithmetic.band_curve(len(users.per_shard), limit, int(sum(users.per_shard))), users)


def _hottest(loads: Sequence[Load]) -> Gallery | Sentences:
    """Draw who carries each load that a part of the users brings, such as creators."""
    carried = [load for load in loads if load.measure.who != "user" and load.total]
    return Gallery([draw.hottest(load, arithmetic.lorenz(load), arithmetic.hot_effects(load)) for load in carried])


def _rhythm(hours: Sequence[HourCounts]) -> Gallery | Sentences:
    return Gallery([draw.rhythm(each) for each in hours]) if hours else Sentences([], _NO_TIMES)


def _without_shards(run: Run, answers: Answers) -> SkewWalk:
    none = Sentences([], _NO_SHARDS)
    walk = SkewWalk(
        users=none,
        readings=none,
        promise=none,
        load=none,
        tables=none,
        bytes=none,
        hottest=_hottest(answers.loads),
        cross_shard=none,
        rhythm=_rhythm(answers.hours),
        hashes=none,
        shard_counts=none,
        limits=Sentences(["How even shards are: take --layout inheritance."], _ALL_MEASURED),
    )
    _hand_back(run, walk, answers, [], [], [], None)
    return walk


def _hand_back(
    run: Run,
    walk: SkewWalk,
    answers: Answers,
    skews: Sequence[Skew],
    judged: Sequence[ReadingVerdict],
    crosses: Sequence[CrossShard],
    hashing: HashWalk | None,
) -> None:
    if run.run_dir is None:
        return
    results = {"tables": answers.sizes, "skew": skews, "readings": judged, "cross_shard": crosses}
    results |= hashing.results if hashing else {"hashes": (), "shard_counts": ()}
    found = [*_findings(answers, skews, judged, crosses), *(hashing.findings if hashing else ())]
    hottest = walk.hottest.exhibits[:1] if isinstance(walk.hottest, Gallery) else ()
    exhibits = [exhibit for exhibit in (walk.users, walk.load, *hottest) if isinstance(exhibit, Exhibit)]
    Part(NOTEBOOK, results, find.worst_first(found), exhibits, walk.limits.items).write(run.run_dir)


def _findings(
    answers: Answers, skews: Sequence[Skew], judged: Sequence[ReadingVerdict], crosses: Sequence[CrossShard]
) -> tuple[Finding, ...]:
    source = judged[0].source if judged else "no promise"
    hot = [(load, arithmetic.hot_effects(load)) for load in answers.loads if load.measure.who != "user"]
    return find.worst_first(
        find.reading_findings(judged),
        find.skew_findings(skews, source),
        find.hot_findings(hot, source),
        find.cross_findings(crosses, source),
    )
