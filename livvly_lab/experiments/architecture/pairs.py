"""Counts the rows whose two parties live in different shards."""

from collections.abc import Sequence

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.results import Interval
from livvly_lab.domain.skew import CrossShard
from livvly_lab.experiments.loaded import NEEDS_SHARDS, Loaded
from livvly_lab.forecast.skew import cross_shard
from livvly_lab.measure.load import measure_pairs
from livvly_lab.report import fmt


def rows_across_shards(at: Loaded) -> Outcome:
    """Count the rows of every two-party relation whose parties live in two shards: a join on them crosses."""
    if not at.physical.layout.sharded:
        return Unmeasured(NEEDS_SHARDS)
    crosses = _crosses(at)
    rows, crossing = sum(each.rows for each in crosses), sum(each.crossing for each in crosses)
    if not rows:
        return Unmeasured("rows of a relation between two users")
    return Measurement(
        (Quantity(crossing / rows, "share", n=rows),),
        f"{fmt.share(crossing / rows)} of {fmt.plural(rows, 'row')} with two parties have them in two shards: to read "
        "both sides without a cross-shard join, that many rows must be stored twice and kept alike",
        evidence="02_shard_skew#fig-skew-cross-shard" if "cross_shard" in at.known else "",
        detail=tuple(
            {
                "relation": each.table,
                "parties": each.says,
                "rows": each.rows,
                "in two shards, %": 100 * each.share,
                "a fair hash gives, %": 100 * each.fair.mid,
            }
            for each in crosses
        ),
    )


def _crosses(at: Loaded) -> Sequence[CrossShard]:
    known = at.known.get("cross_shard")
    if known is not None:
        return [CrossShard(**row | {"fair": Interval(**row["fair"])}) for row in known]
    pairs = (measure_pairs(at.connection, at.physical, relation) for relation in at.physical.design.two_party)
    return [cross_shard(each, at.parameters.shards) for each in pairs]
