"""What comparing shard functions and numbers of shards says, in sentences: subject, value, limit, size, why."""

from collections.abc import Sequence

from livvly_lab.domain.hashing import HashTrial, ShardCount, Spread
from livvly_lab.report import fmt
from livvly_lab.report.findings import CERTAIN_BANDS

MUCH_ALIKE = 1.1
"""Up to this factor a share moved is the least possible: a ring's new shard takes a little more or less than that."""


def spread_sentence(trials: Sequence[HashTrial], shards: int) -> str:
    """Say which functions are as even as a fair hash on every kind of ids, and how far off the others are."""
    worst = {trial.function: max(_over(trial, shards), key=lambda each: each.skew.worst) for trial in trials}
    fair = [name for name, spread in worst.items() if not uneven(spread)]
    others = [
        f"{name} lies up to {fmt.share(each.skew.worst, int(each.skew.worst < 1))} off the mean ({each.keys} ids)"
        for name, each in worst.items()
        if uneven(each)
    ]
    spreads = sum(len(_over(trial, shards)) for trial in trials)
    kinds = fmt.plural(spreads // len(trials), "kind")
    evenly = f"{fmt.listing(fair)} {_verb(fair, 'spreads', 'spread')} {kinds} of ids as evenly as a fair hash does"
    said = [*([evenly] if fair else ["no function is as even as a fair hash"]), *others]
    return (
        f"Over {fmt.plural(shards, 'shard')} {'; '.join(said)}. {_sizes(trials)}; of {spreads} spreads chance alone "
        f"puts {fmt.number(0.05 * spreads, 2)} at most beyond its noise band."
    )


def moves_sentence(trials: Sequence[HashTrial], keys: str, used: str) -> str:
    """Say, for each growth, which functions move no more ids than they must, and what the function in use moves."""
    said = []
    for move in trials[0].moves:
        if move.keys != keys:
            continue
        found = {trial.function: trial.move(keys, move.after) for trial in trials}
        frugal = [name for name, each in found.items() if each.moved <= MUCH_ALIKE * each.least]
        who = _who_moves_about_that(frugal, list(found))
        own = "" if used in frugal else f", {used} {fmt.share(found[used].moved)}"
        said.append(f"from {move.before} to {move.after} shards {fmt.share(move.least)} must move: {who}{own}")
    return f"Of {keys} ids, {'; '.join(said)}. {_sizes(trials)}."


def cost_sentence(trials: Sequence[HashTrial], used: str) -> str:
    """Say what a million ids cost the function in use, and how the dearest compares."""
    own = next(trial for trial in trials if trial.function == used)
    dearest = max(trials, key=lambda trial: trial.seconds_per_million.mid)
    pace = fmt.interval(own.seconds_per_million, "ms", scale=1000)
    rest = (
        "nothing is dearer"
        if dearest is own
        else f"{dearest.function} is the dearest "
        f"({fmt.factor(dearest.seconds_per_million.mid / own.seconds_per_million.mid)})"
    )
    return (
        f"A million ids cost {used} {pace}, on one core; {rest}. At this pace 100 M ids would cost {used} "
        f"{fmt.duration(own.seconds_per_million.mid * 100_000)} (computed, not measured at that size)."
    )


def counts_sentence(counts: Sequence[ShardCount], here: int, chosen: ShardCount | None, limit: float) -> str:
    """Say what the shards of this run can be laid on, and which number compared suits every number of servers."""
    own = next(count for count in counts if count.shards == here)
    most = len(own.off_mean)
    numbers = fmt.listing([str(servers) for servers in own.even_servers])
    reach = (
        f" and cannot fill more than {here}: {most} servers take splitting shards"
        if here < most
        else f" and fill up to {most}"
    )
    compared = fmt.listing([str(count.shards) for count in counts])
    best = (
        f"{chosen.shards} is the smallest whose fullest server stays within {fmt.share(limit, 0)} of the mean on any "
        f"number of servers up to {most} (worst {fmt.deviation(chosen.worst)} on {chosen.worst_servers}); it takes "
        f"{fmt.count(chosen.relations)} relations and {fmt.size(chosen.catalog_bytes)} of catalog rows, {here} take "
        f"{fmt.count(own.relations)} and {fmt.size(own.catalog_bytes)}"
        if chosen
        else f"none keeps the fullest server within {fmt.share(limit, 0)} of the mean on every number up to {most}"
    )
    return f"{_shards(here)} evenly on {numbers} {_servers(own)}{reach}. Of {compared}, {best}."


def trial_lines(trial: HashTrial, shards: int, *, header: bool) -> tuple[str, ...]:
    """Say in one line of a terminal what became of a function: cost, farthest shard by kind of ids, ids moved."""
    spreads, one_more = _over(trial, shards), trial.moves[0]
    names = ("function", "a million", "ids", *(each.keys for each in spreads), f"{shards} to {one_more.after}")
    values = (
        trial.function,
        fmt.duration(trial.seconds_per_million.mid * 1000),
        fmt.count(trial.ids),
        *(fmt.share(each.skew.worst, 2) for each in spreads),
        fmt.share(one_more.moved),
    )
    lines = [names, values] if header else [values]
    return tuple(f"{first:<11}" + "".join(f"{each:>11}" for each in rest) for first, *rest in lines)


def limit_sentence(trials: Sequence[HashTrial]) -> str:
    """Say at what size the functions were not compared, and what it takes."""
    return (
        f"Shard functions beyond {fmt.count(max(trial.ids for trial in trials))} ids of each kind: their cost at 100 M "
        "is computed from that. It takes livvly-lab hashes --ids 100000000."
    )


def uneven(spread: Spread) -> bool:
    """Tell whether a spread is clearly less even than a fair hash makes it."""
    return spread.skew.real and spread.skew.worst > CERTAIN_BANDS * spread.skew.band


def _over(trial: HashTrial, shards: int) -> list[Spread]:
    return [each for each in trial.spreads if each.shards == shards]


def _sizes(trials: Sequence[HashTrial]) -> str:
    most = max(trial.ids for trial in trials)
    fewer = [f"{fmt.count(trial.ids)} for {trial.function}" for trial in trials if trial.ids < most]
    return f"n = {fmt.count(most)} ids of each kind{f' ({fmt.listing(fewer)})' if fewer else ''}"


def _who_moves_about_that(frugal: Sequence[str], everyone: Sequence[str]) -> str:
    others = [name for name in everyone if name not in frugal]
    if not frugal:
        return "none moves so few"
    if not others:
        return "all move about that"
    if len(others) < len(frugal):
        return f"all but {fmt.listing(others)} move about that"
    return f"{fmt.listing(frugal)} {_verb(frugal, 'moves', 'move')} about that"


def _verb(subjects: Sequence[str], one: str, many: str) -> str:
    return one if len(subjects) == 1 else many


def _shards(here: int) -> str:
    return f"{fmt.plural(here, 'logical shard')} {'lies' if here == 1 else 'lie'}"


def _servers(own: ShardCount) -> str:
    return "server" if own.even_servers == (1,) else "servers"
