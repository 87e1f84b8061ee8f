"""Which shard function, and how many logical shards: every function on every kind of ids, numbers of shards by cost.

Ids are made and routed piece by piece, so that memory stays flat at any size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.hashing import Catalog, HashTrial
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.placement import KeyKind, Router, ShardFunction
from livvly_lab.domain.results import Finding
from livvly_lab.errors import UsageError
from livvly_lab.forecast import hashing as arithmetic
from livvly_lab.lab.parts import plain
from livvly_lab.lab.run import Run
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.placement.routers import ROUTERS
from livvly_lab.report import hashing as draw
from livvly_lab.report import hashing_says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences

QUICK_IDS = 200_000
PIECE = 20_000
SAMPLED: Mapping[str, int] = {"sha256": 5}
"""Functions that take one id at a time, and the part of the ids they are tried on: every n-th."""

MOST_COMPARED = 64
"""Shards over which functions are compared at most: beyond them a picture shows no single shard."""

_ONE_SHARD = "One shard takes every id: there is no function to compare."


@dataclass
class _Tally:
    """Where the ids of one kind fell, for each number of shards, how many changed their shard, how long it took."""

    per_shard: dict[int, NDArray[np.int64]]
    moved: dict[int, int]
    seconds_per_million: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class HashWalk:
    """The exhibits on shard functions and numbers of shards, and what goes into results.json."""

    hashes: Gallery | Sentences
    shard_counts: Exhibit
    results: Mapping[str, Any]
    findings: Sequence[Finding]
    limits: Sequence[str]


def hash_walk(run: Run, catalog: Catalog) -> HashWalk:
    """Compare the shard functions over the shards of a run, and numbers of logical shards by what its own cost."""
    shards, used = min(catalog.shards, MOST_COMPARED), run.function.name
    trials = compare_hashes(shards, run.parameters.seed) if shards > 1 else ()
    counts = arithmetic.shard_counts(catalog)
    chosen = next(filter(arithmetic.reaches_all, counts), None)
    balance = run.physical.design.balance
    source = balance.source if balance else "no promise"
    return HashWalk(
        hashes=_gallery(trials, shards, used) if trials else Sentences([], _ONE_SHARD),
        shard_counts=draw.counts(counts, catalog.shards, chosen, arithmetic.EVEN_ENOUGH),
        results={"hashes": trials, "shard_counts": counts},
        findings=draw.count_findings(counts, catalog.shards, chosen, source),
        limits=[hashing_says.limit_sentence(trials)] if trials else [],
    )


@dataclass(frozen=True)
class Tried:
    """The trial of a function, for a terminal and for machines."""

    trial: HashTrial
    shards: int

    def lines(self, *, header: bool) -> tuple[str, ...]:
        """Return what became of the function in one line, after that of the headings where they are wanted."""
        return hashing_says.trial_lines(self.trial, self.shards, header=header)

    def document(self) -> dict[str, Any]:
        """Return the trial as results.json holds it."""
        document: dict[str, Any] = plain(self.trial)
        return document


def hashes(shards: int, seed: int, ids: int) -> Iterator[Tried]:
    """Yield the trial of each function as it is finished, on any number of ids. Raises UsageError."""
    Parameters(shards=shards, seed=seed).check_sizes()
    if ids < 1:
        raise UsageError("--ids >= 1", str(ids), "for example: livvly-lab hashes --ids 1000000")
    for trial in _trials(shards, seed, ids):
        yield Tried(trial, shards)


def _gallery(trials: Sequence[HashTrial], shards: int, used: str) -> Gallery:
    return Gallery(
        [draw.spreads(trials, shards, used), draw.moves(trials, used), draw.cost(trials, used)],
        ["Is it even?", "How many ids move when shards are added?", "What does it cost?"],
    )


def compare_hashes(shards: int, seed: int, ids: int = QUICK_IDS) -> tuple[HashTrial, ...]:
    """Try every function on `ids` of each kind over `shards`, one more, twice and four times as many."""
    return tuple(_trials(shards, seed, ids))


def _trials(shards: int, seed: int, ids: int) -> Iterator[HashTrial]:
    ways: tuple[ShardFunction | Router, ...] = (*FUNCTIONS.values(), *ROUTERS.values())
    for way in ways:
        yield _try(way, shards, seed, max(1, ids // SAMPLED.get(way.name, 1)))


def _try(way: ShardFunction | Router, shards: int, seed: int, ids: int) -> HashTrial:
    afters = arithmetic.growths(shards)
    tallies = {name: _tally(way, kind, seed, ids, (shards, *afters)) for name, kind in KEY_KINDS.items()}
    return HashTrial(
        function=way.name,
        says=way.says,
        places_rows=isinstance(way, ShardFunction),
        why=way.why if isinstance(way, Router) else "",
        ids=ids,
        spreads=tuple(
            arithmetic.spread(name, counts.tolist())
            for name, tally in tallies.items()
            for counts in tally.per_shard.values()
        ),
        moves=tuple(
            arithmetic.move(name, shards, after, ids, tally.moved[after])
            for name, tally in tallies.items()
            for after in afters
        ),
        seconds_per_million=arithmetic.cost([each for tally in tallies.values() for each in tally.seconds_per_million]),
    )


def _tally(way: ShardFunction | Router, kind: KeyKind, seed: int, ids: int, counts: Sequence[int]) -> _Tally:
    """Hash all ids and place them for each number of shards; moves are counted, and time is taken, for the first."""
    first, *afters = counts
    tally = _Tally({shards: np.zeros(shards, dtype=np.int64) for shards in counts}, dict.fromkeys(afters, 0))
    way.route(kind.make(seed, np.arange(1)), first)  # builds the tables a function keeps
    for start in range(0, ids, PIECE):
        piece = kind.make(seed, np.arange(start, min(start + PIECE, ids)))
        began = perf_counter()
        numbers = way.hash(piece)
        before = way.place(numbers, first)
        tally.seconds_per_million.append((perf_counter() - began) / len(piece) * 1e6)
        tally.per_shard[first] += np.bincount(before, minlength=first)
        for after in afters:
            routed = way.place(numbers, after)
            tally.per_shard[after] += np.bincount(routed, minlength=after)
            tally.moved[after] += int(np.count_nonzero(routed != before))
    return tally
