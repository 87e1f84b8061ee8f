"""What a bench prints: who wrote how fast, the ratios with their limits, and what to think of the run."""

import textwrap
from collections.abc import Iterator, Sequence

from livvly_lab.bench.outcome import Outcome, Standing
from livvly_lab.bench.peers import PEERS
from livvly_lab.bench.ratios import PEAK_MEMORY_LIMIT_BYTES, Judged
from livvly_lab.report import fmt
from livvly_lab.report.style import VERDICTS

_USERS = ("users_floor_1", "users_floor_2", "users_pipeline", *(peer.key for peer in PEERS if peer.key != "pgbench"))
_GRAPH = ("graph_floor", "graph_pipeline", "load_and_index_sql", "load_and_index_pipeline")
_COLUMNS = 80
_GROWTH = ("growth_small", "growth_large")


def table(outcome: Outcome) -> str:
    """Return the outcome as text for a terminal, at most 80 columns wide."""
    users = sorted((outcome.standing(key) for key in _USERS), key=lambda standing: -standing.rows_per_s)
    return "\n".join(
        [
            _settings(outcome),
            "",
            *_block("users table", users, outcome.standing("users_pipeline")),
            _line(outcome.standing("pgbench"), outcome.standing("users_pipeline").bytes_per_s),
            "",
            *_block("27 tables", [outcome.standing(key) for key in _GRAPH], outcome.standing("graph_pipeline")),
            "",
            *_block("growth", [outcome.standing(key) for key in _GROWTH], outcome.standing("growth_small")),
            "",
            *_ratios(outcome.judged),
            *_remarks(outcome),
        ]
    )


def _settings(outcome: Outcome) -> str:
    sizes, machine = outcome.sizes, outcome.machine
    return (
        f"livvly · {sizes.shards} shards · {'quick · ' if sizes.quick else ''}PostgreSQL {machine['postgresql']} · "
        f"{fmt.plural(machine['cores'], 'core')} · {fmt.duration(outcome.seconds * 1000)}"
    )


def _block(title: str, standings: Sequence[Standing], ours: Standing) -> Iterator[str]:
    """Yield a heading and a line for each contestant; the last column says how many times as fast `ours` is."""
    yield f"{title:<30}{'rows':>9}{'time':>10}{'rows/s':>10}{'MiB/s':>8}{'ours is':>9}"
    for each in standings:
        yield _line(each, ours.rows_per_s * each.bytes_per_s / each.rows_per_s)


def _line(each: Standing, ours_bytes_per_s: float) -> str:
    return (
        f" {each.title:<29}{fmt.count(each.rows):>9}{fmt.duration(each.seconds * 1000):>10}"
        f"{fmt.count(each.rows_per_s):>10}{each.bytes_per_s / 2**20:>8.1f}"
        f"{fmt.factor(ours_bytes_per_s / each.bytes_per_s):>9}"
    )


def _ratios(judged: Sequence[Judged]) -> Iterator[str]:
    for each in judged:
        style, value = VERDICTS[each.verdict], each.value
        limit = f"{'at most' if each.ratio.at_most else 'at least'} {each.ratio.limit:g}"
        yield (
            f"{style.icon} {style.word:<8}{each.ratio.key:<23}{fmt.number(value.mid):>6} "
            f"[{fmt.number(value.low)}, {fmt.number(value.high)}], n={value.n}; {limit}"
        )


def _remarks(outcome: Outcome) -> Iterator[str]:
    peak = outcome.peak_memory_bytes
    style = VERDICTS["holds" if peak <= PEAK_MEMORY_LIMIT_BYTES else "fails"]
    yield (
        f"{style.icon} {style.word:<8}{'peak_memory_bytes':<23}{fmt.size(peak)}; "
        f"at most {fmt.size(PEAK_MEMORY_LIMIT_BYTES)}"
    )
    floor = outcome.floor
    yield f"The floor is ×{floor.scaling:.2f} as fast on {floor.connections} connections as on one."
    for warning in outcome.warnings():
        yield textwrap.fill(warning, _COLUMNS)
