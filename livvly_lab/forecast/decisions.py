"""What to do with an index, and why: a rule of a few lines on what was measured."""

from collections import Counter
from collections.abc import Sequence

from livvly_lab.domain.economics import Decision, ReadLoss
from livvly_lab.domain.results import IndexState

SEQ_SCAN = "seq scan"

Decided = tuple[Decision, str | None, str]


def decide(
    rule: str, state: IndexState, reads: Sequence[ReadLoss], covered: str, table: str, *, is_fixed: bool
) -> Decided:
    """Return what to do with an index, the index that would serve its queries (or None), and the reason.

    What enforces a rule stays. An index stays where a query that chose it pays for its absence, "depends" where
    that cannot be told from noise, or where the planner would rather read the whole of a table that is small now
    and grows. It is merged where another serves its queries as well, else dropped. `is_fixed` tells that the table
    holds reference data, which does not grow with the users.
    """
    if rule != "none":
        return "keep", None, "it enforces a rule: no value stands twice"
    if paying := [read for read in reads if read.loss == "pays"]:
        return "keep", None, f"without it {_pays(paying[0])}{_others(len(paying) - 1)}"
    if covered:
        return "merge", covered.rpartition(" ")[2], f"it {covered}"
    if unsure := [read for read in reads if read.loss == "depends"]:
        return "depends", None, f"what {unsure[0].query} loses without it cannot be told here"
    if reads:
        return _without_loss(reads)
    return _never_chosen(state, table, is_fixed=is_fixed)


def _without_loss(reads: Sequence[ReadLoss]) -> Decided:
    """Decide on an index whose queries lose nothing: they have another, or read a table that stays small."""
    others = Counter(read.instead for read in reads if read.instead not in (None, SEQ_SCAN))
    if not others:
        return "drop", None, f"{reads[0].query} is as quick reading the whole table, which does not grow"
    (into, _), *_ = others.most_common(1)
    return "merge", into, f"{_listed(reads)} as quick by {into}"


def _never_chosen(state: IndexState, table: str, *, is_fixed: bool) -> Decided:
    if state.state == "only without seqscan":
        if is_fixed:
            return "drop", None, f"reading all of {table} is cheaper, and it does not grow with the users"
        return "depends", None, f"at this size reading all of {table} is cheaper; it takes more users to judge it"
    if state.state == "chosen without rival" and state.rivals:
        return "merge", state.rivals[0], f"never chosen: {state.rivals[0]} is always preferred"
    if state.state == "unusable":
        return "drop", None, f"no plan of {state.query} can use it: {state.why.split(';', 1)[0]}"
    return "drop", None, "no query and no foreign key chose it"


def _pays(read: ReadLoss) -> str:
    pages = f"{read.without_blocks:,.0f} instead of {read.with_blocks:,.0f} pages"
    if read.stopped:
        return f"{read.query} takes more than {read.without_ms.high:,.0f} ms instead of {read.with_ms.mid:.3g}"
    if read.whole_tables:
        more = f" ({pages})" if read.without_blocks > read.with_blocks else ""
        return f"{read.query} reads all of {read.whole_tables[0]}, which grows{more}"
    if read.without_blocks > read.with_blocks:
        return f"{read.query} reads {pages}"
    return f"{read.query} takes {read.slower.mid:.3g} times as long"


def _others(more: int) -> str:
    return "" if not more else f"; {more} {'other pays' if more == 1 else 'others pay'} too"


def _listed(reads: Sequence[ReadLoss]) -> str:
    names = [read.query for read in reads]
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"
