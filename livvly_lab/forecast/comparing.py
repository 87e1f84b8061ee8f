"""Arithmetic on two results: which rows came and went, what reads differently, which numbers moved beyond noise.

Rows of a list are matched by the fields that tell them apart; those of one thing on several shards are taken
together, since shards are copies of each other. Only what is known to be more than noise counts as moved: intervals
that do not touch, counted numbers, and skew beyond the noise band. A time that stands without an interval says
nothing.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from livvly_lab.domain.comparing import Change, Comparison, Moved
from livvly_lab.domain.results import Interval
from livvly_lab.forecast.plans import quantile_interval

COUNTED_NEWS = 0.01
"""From here on a counted number has moved: bytes of a table differ by some pages from load to load."""
OTHER_SEED_SDS = 3
"""With another seed, so many standard deviations of a Poisson count are chance as well."""
TIME_SDS = 3
"""So many standard deviations a query's time may lie off what all queries share between two runs."""
SURE_LEVEL = 0.9
"""Intervals below this level, those of a few repeats, tell no noise from news."""

_SD_OF_MAD = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
_PROSE = {"says", "why", "where", "evidence", "remedy", "source", "text", "notebook"}
"""Fields that spell out numbers which are compared as numbers."""
_PHYSICAL = {"shard", "name"}
"""Fields that tell copies of one thing apart, where rows have a shard."""
_LABELS = {"worst_shard", "worst_servers", "on_shards", "of_shards", "rivals", "instead", "plans", "n", "ids", "needed"}
"""Fields that name something, or go with another that is compared."""
_OF_KEYS = {"rows", "shared_hit_blocks", "shared_read_blocks"}
"""What a query gives back depends on the keys drawn for it: comparable where the same was asked for."""
_DERIVED = {"limits", "index_pairs"}
"""Lists that say in another way what others say."""
_INTERVAL = {"low", "mid", "high", "level", "n"}
_ACCESS = re.compile(r"using (\w+)|Seq Scan on (\w+)")

Row = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass
class _Found:
    """What is gathered on the way through two results: `same_rows` tells that sizes and seed are the same."""

    same_rows: bool
    same_seed: bool
    changed: list[Change] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    times: list[tuple[str, Interval, Interval]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    compared: int = 0
    without_noise: int = 0


def compare(before: Row, after: Row) -> Comparison:
    """Compare two results that follow the schema, both of the same schema_version."""
    sizes = tuple(_sizes(before["run"], after["run"]))
    asked = {change.where for change in sizes}
    found = _Found(same_rows=not asked, same_seed="seed" not in asked)
    for name in (each for each in dict.fromkeys([*before, *after]) if each not in _DERIVED | {"run"}):
        rows, others = before.get(name, []), after.get(name, [])
        if isinstance(rows, list) and isinstance(others, list):
            _compare_lists(name, rows, others, found)
        elif isinstance(rows, dict) and isinstance(others, dict):
            _compare_rows(name, rows, others, found)
    shift, spread = _judge_times(found)
    return Comparison(
        sizes=sizes,
        changed=tuple(found.changed),
        moved=tuple(sorted(found.moved, key=_distance, reverse=True)),
        added=tuple(found.added),
        removed=tuple(found.removed),
        compared=found.compared,
        without_noise=found.without_noise,
        shift=shift,
        spread=spread,
    )


def moved(where: str, before: Interval, after: Interval, shift: float = 1.0, spread: float = 1.0) -> Moved | None:
    """Return that a number moved, where its intervals do not touch; None where noise may explain it.

    `shift` is a factor that changed it together with others, `spread` the factor up to which it may lie off that.
    """
    if before.low * shift / spread <= after.high and after.low <= before.high * shift * spread:
        return None
    return Moved(where, before, after, _factor(before.mid, after.mid))


def _judge_times(found: _Found) -> tuple[float | None, float | None]:
    """Return what the times of all queries have in common and how they scatter around it; judge each beyond both.

    Repeats within one run say nothing of the next, in which the machine may be busier for a while. Most queries are
    taken to be what they were, so that the scatter of their factors measures that.
    """
    logs = [math.log(after.mid / before.mid) for _, before, after in found.times if before.mid and after.mid]
    if not logs:
        return None, None
    middle = median(logs)
    shift = math.exp(middle)
    spread = math.exp(TIME_SDS * _SD_OF_MAD * median(abs(each - middle) for each in logs))
    for where, before, after in found.times:
        found.moved += filter(None, [moved(where, before, after, shift, spread)])
    return shift, spread


def _sizes(before: Row, after: Row) -> Iterator[Change]:
    """Yield what was asked for differently, the settings of the server among it; how long it took is no size."""
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if name == "seconds" or one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            yield from (Change(f"{name}.{each.where}", each.before, each.after) for each in _sizes(one, other))
        else:
            yield Change(name, one, other)


def _compare_lists(where: str, before: Sequence[Any], after: Sequence[Any], found: _Found) -> None:
    if not all(isinstance(row, dict) for row in (*before, *after)):
        return  # numbers or words: one for each shard, or the repeats of a time
    if not before or not after:  # a notebook that only one of the two has run
        found.added += [f"{where} ({len(after)} rows)"] if after else []
        found.removed += [f"{where} ({len(before)} rows)"] if before else []
        return
    names = _telling_apart((before, after))
    old, new = _grouped(before, names), _grouped(after, names)
    found.added += [_spelled(where, key) for key in new if key not in old]
    found.removed += [_spelled(where, key) for key in old if key not in new]
    left_out = {*names, *_PHYSICAL, *_PROSE, *_LABELS}
    left_out |= _OF_KEYS if where == "queries" and not found.same_rows else set()
    for key in old:
        if key in new:
            _compare_groups(_spelled(where, key), old[key], new[key], left_out, found)


def _telling_apart(lists: Sequence[Sequence[Row]]) -> tuple[str, ...]:
    """Return the fields that tell rows apart: the fewest of the leading words and whole numbers that do."""
    rows = [row for each in lists for row in each]
    on_shards = any("shard" in row for row in rows)
    left_out = _PROSE | _LABELS | (_PHYSICAL if on_shards else set())
    names = [name for name in rows[0] if name not in left_out and all(_may_name(row.get(name)) for row in rows)]
    for length in range(1, len(names) + 1):
        wanted = (*names[:length], *(_PHYSICAL if on_shards else ()))
        if all(len({_key(row, wanted) for row in each}) == len(each) for each in lists):
            return tuple(names[:length])
    return tuple(names)


def _may_name(value: Any) -> bool:
    return value is None or isinstance(value, str) or _is_count(value) or (isinstance(value, dict) and "key" in value)


def _key(row: Row, names: Sequence[str]) -> Key:
    values = (row.get(name) for name in names)
    return tuple(str(value["key"] if isinstance(value, dict) else value) for value in values)


def _grouped(rows: Sequence[Row], names: Sequence[str]) -> dict[Key, list[Row]]:
    groups = defaultdict[Key, list[Row]](list)
    for row in rows:
        groups[_key(row, names)].append(row)
    return groups


def _compare_groups(where: str, before: Sequence[Row], after: Sequence[Row], left_out: set[str], found: _Found) -> None:
    """Compare the rows of one thing, one row or one for each shard."""
    for name in (name for name in before[0] if name not in left_out):
        old, new = ([row[name] for row in rows if name in row] for rows in (before, after))
        if not old or not new:
            continue
        place = f"{where}.{name}"
        if name == "times_ms":
            _gather_times(where, old, new, found)
        elif name == "fingerprint":
            _compare_words(f"{where}.plan", _together(map(_access, old)), _together(map(_access, new)), found)
        elif len(old) == len(new) == 1:
            _compare_values(place, old[0], new[0], found, (before[0], after[0]))
        elif all(_is_count(each) for each in (*old, *new)):
            _compare_counts(place, sum(old), sum(new), found)
        elif all(isinstance(each, (str, bool)) for each in (*old, *new)):
            _compare_words(place, _together(old), _together(new), found)
        elif any(isinstance(each, float) for each in (*old, *new)):
            found.without_noise += 1


def _compare_rows(where: str, before: Row, after: Row, found: _Found) -> None:
    for name in before:
        if name in after and name not in _PROSE | _LABELS:
            _compare_values(f"{where}.{name}", before[name], after[name], found, (before, after))


def _compare_values(where: str, old: Any, new: Any, found: _Found, rows: tuple[Row, Row]) -> None:
    """Compare two values of a field, each standing in its row."""
    if _is_interval(old) and _is_interval(new):
        _compare_intervals(where, Interval(**old), Interval(**new), found)
    elif isinstance(old, dict) and isinstance(new, dict):
        _compare_rows(where, old, new, found)
    elif isinstance(old, list) and isinstance(new, list):
        _compare_lists(where, old, new, found)
    elif where.endswith(".worst") and all("band" in row for row in rows):
        _compare_numbers(where, old, new, max(row["band"] for row in rows), found)
    elif _is_count(old) and _is_count(new):
        _compare_counts(where, old, new, found)
    elif isinstance(old, (str, bool)) or isinstance(new, (str, bool)):
        _compare_words(where, old, new, found)
    elif isinstance(old, float) or isinstance(new, float):
        found.without_noise += 1


def _compare_intervals(where: str, old: Interval, new: Interval, found: _Found) -> None:
    if min(old.level, new.level) < SURE_LEVEL:
        found.without_noise += 1
        return
    found.compared += 1
    found.moved += filter(None, [moved(where, old, new)])


def _gather_times(where: str, old: Sequence[Row], new: Sequence[Row], found: _Found) -> None:
    """Gather the median times of a query, by kind of key, over all shards it ran on."""
    for kind in old[0]:
        both = [[time for times in rows for time in times.get(kind, ())] for rows in (old, new)]
        before, after = (quantile_interval(times, 0.5) if times else None for times in both)
        if before is None or after is None or min(before.level, after.level) < SURE_LEVEL:
            found.without_noise += 1
            continue
        found.compared += 1
        found.times.append((f"{where}.p50_ms, {kind} keys", before, after))


def _compare_counts(where: str, old: int, new: int, found: _Found) -> None:
    chance = 0.0 if found.same_seed else OTHER_SEED_SDS * math.sqrt(old + new)
    _compare_numbers(where, old, new, max(COUNTED_NEWS * abs(old), chance), found)


def _compare_numbers(where: str, old: float, new: float, noise: float, found: _Found) -> None:
    found.compared += 1
    if abs(new - old) > noise:
        found.moved.append(Moved(where, old, new, _factor(old, new)))


def _compare_words(where: str, old: Any, new: Any, found: _Found) -> None:
    if old != new:
        found.changed.append(Change(where, old, new))


def _together(values: Any) -> Any:
    """Return what several shards say, as one: their word where they agree, else each of them once."""
    said = list(dict.fromkeys(values))
    return said[0] if len(said) == 1 else " or ".join(sorted(map(str, said)))


def _access(fingerprint: str) -> str:
    """Return how a plan reaches its tables: the indexes it uses and the tables it reads whole."""
    names = dict.fromkeys(index or f"all of {table}" for index, table in _ACCESS.findall(fingerprint))
    return ", ".join(names) or "no table"


def _is_interval(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _INTERVAL


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _factor(old: float, new: float) -> float | None:
    return new / old if old and new else None


def _spelled(where: str, key: Key) -> str:
    return ".".join([where, *(each for each in key if each != "None")])


def _distance(each: Moved) -> float:
    return math.inf if each.factor is None or each.factor <= 0 else abs(math.log(each.factor))
