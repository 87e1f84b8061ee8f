"""Queues for connections: against formulas of the textbooks, a simulation, real clients; a pooler's arithmetic."""

from collections.abc import Callable
from dataclasses import replace
from heapq import heappop, heappush

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql
from psycopg.errors import UndefinedTable

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.capacity import Pooling
from livvly_lab.domain.connections import Requests
from livvly_lab.domain.parameters import Parameters
from livvly_lab.forecast.queueing import Queue, busy_connections, enough, judge_pool, pool_facts, pool_waits
from livvly_lab.lab.pools import apply_model
from livvly_lab.lab.run import Run
from livvly_lab.measure.clients import PoolLoad, Statement, measure_pool, user_statements
from livvly_lab.measure.keys import Key
from livvly_lab.report import pools as draw
from livvly_lab.report import pools_says as says

Filled = Callable[[Parameters], Run]
TINY = Parameters(shards=2, users_per_shard=20)


def livvly() -> Pooling:
    capacity = DESIGNS["livvly"].capacity
    assert capacity is not None
    assert capacity.pooling is not None
    return capacity.pooling


# the model


def test_one_client_never_waits_and_keeps_busy_what_it_holds() -> None:
    queue = Queue(clients=1, think_ms=30, held_ms=10, connections=1)
    assert queue.utilisation == pytest.approx(0.25)
    assert queue.wait_ms() == 0


def test_many_clients_who_seldom_ask_wait_as_in_an_open_queue() -> None:
    held_ms, load = 10.0, 0.7
    queue = Queue(clients=5_000, think_ms=5_000 * held_ms / load - held_ms, held_ms=held_ms, connections=1)
    assert queue.utilisation == pytest.approx(load, rel=0.01)
    assert queue.wait_ms() == pytest.approx(-np.log(0.05 / load) * held_ms / (1 - load), rel=0.03)  # M/M/1


def test_the_wait_is_that_of_a_simulation() -> None:
    queue = Queue(clients=8, think_ms=30, held_ms=10, connections=2)
    waits, held = simulate(queue, requests=60_000)
    assert queue.wait_ms() == pytest.approx(float(np.quantile(waits, 0.95)), rel=0.05)
    assert queue.requests_per_s == pytest.approx(held, rel=0.03)


def simulate(queue: Queue, requests: int) -> tuple[list[float], float]:
    """Let clients think, wait and hold, event by event; return the waits and the requests in a second."""
    random = np.random.default_rng(1)
    asks = [(float(random.exponential(queue.think_ms)), client) for client in range(queue.clients)]
    free = [0.0] * queue.connections
    asks.sort()
    waits, now = list[float](), 0.0
    while len(waits) < requests:
        now, client = heappop(asks)
        begins = max(now, heappop(free))
        ends = begins + float(random.exponential(queue.held_ms))
        heappush(free, ends)
        waits.append(begins - now)
        heappush(asks, (ends + float(random.exponential(queue.think_ms)), client))
    return waits, requests / now * 1000


@given(st.integers(2, 60), st.floats(1, 1_000), st.floats(0.1, 100), st.integers(1, 20))
def test_more_connections_never_make_anyone_wait_longer(clients: int, think: float, held: float, pool: int) -> None:
    fewer, more = (Queue(clients, think, held, connections) for connections in (pool, pool + 1))
    assert more.wait_ms() <= fewer.wait_ms() + 1e-6
    assert 0 <= more.utilisation <= fewer.utilisation + 1e-9 <= 1 + 2e-9
    assert sum(fewer.states()) == pytest.approx(1)
    assert busy_connections(fewer.requests_per_s, held) == pytest.approx(fewer.utilisation * pool)


def test_connections_beyond_the_processors_serve_nobody_faster() -> None:
    waits = pool_waits(livvly(), held_ms=8.0, cpus=4, pools=(2, 4, 8, 100))
    assert waits[1].p95_wait_ms == waits[2].p95_wait_ms == waits[3].p95_wait_ms < waits[0].p95_wait_ms
    assert enough(waits) is None
    assert enough(pool_waits(livvly(), held_ms=1.0, cpus=4, pools=(1, 2, 4))) == 1


# real clients


def test_real_clients_share_a_pool_and_wait_for_it(filled: Filled) -> None:
    run = filled(TINY)
    with run.connect() as connection:
        statements = user_statements(connection, run.physical)
    shared = measure_pool(run.dsn, statements, PoolLoad(1, 6, 3, think_ms=1.0, seconds=0.3, seed=1))
    alone = measure_pool(run.dsn, statements, PoolLoad(1, 1, 3, think_ms=1.0, seconds=0.1, seed=1))
    assert len(shared.waits_ms) == len(shared.held_ms) > 20
    assert np.mean(shared.waits_ms) > 10 * np.mean(alone.waits_ms)
    assert sum(shared.held_ms) <= shared.seconds * 1000  # one connection is never held by two
    point = judge_pool(shared)
    assert point.utilisation == pytest.approx(point.modelled_utilisation, abs=0.2)


def test_a_query_that_fails_in_a_client_is_an_error_of_the_measurement(database: str) -> None:
    missing = Statement(sql.Composed([sql.SQL("SELECT 1 FROM nowhere")]), Key("typical", {}))
    with pytest.raises(UndefinedTable):
        measure_pool(database, [missing], PoolLoad(1, 1, 1, 0.0, 0.05, 1))


# the numbers of the specification


def test_the_numbers_of_livvly_do_not_add_up() -> None:
    facts = {fact.key: fact for fact in pool_facts(livvly())}
    assert {key: fact.computed for key, fact in facts.items()} == {"clients": 300, "server": 120, "postgresql": 97}
    assert {fact.verdict for fact in facts.values()} == {"fails"}


def test_numbers_that_add_up_hold() -> None:
    right = replace(livvly(), max_overflow=0, default_pool_size=180, server_max_connections=210)
    assert {fact.verdict for fact in pool_facts(right)} == {"holds"}


# what is said and drawn


def points(held_ms: float = 1.0) -> list[Requests]:
    random = np.random.default_rng(3)
    return [
        Requests(pool, 8, 6.0, 1.0, tuple(random.exponential(2.0 / pool, 400)), tuple(random.exponential(held_ms, 400)))
        for pool in (1, 2, 4)
    ]


def test_sentences_turn_with_what_was_found() -> None:
    found = apply_model(livvly(), 0.5, [judge_pool(each) for each in points()], cpus=8)
    assert "1 connection is enough to stay below 80 % utilisation; the specification has 100." in says.waits_sentence(
        found, livvly()
    )
    assert says.facts_sentence(found).startswith("3 of 3 numbers of the connection pool do not add up")
    slow = apply_model(livvly(), 50.0, [judge_pool(each) for each in points()], cpus=8)
    assert "no pool is enough on 8 processors" in says.waits_sentence(slow, livvly())
    agreed = replace(found, facts=tuple(replace(fact, verdict="holds") for fact in found.facts))
    assert says.facts_sentence(agreed) == "All 3 numbers of the connection pool follow from each other."


def test_every_exhibit_is_drawn_the_same_each_time() -> None:
    found = apply_model(livvly(), 0.5, [judge_pool(each) for each in points()], cpus=8)
    once, again = (
        [draw.check(found).html(), draw.waits(found, livvly()).html(), draw.facts(found, livvly()).html()]
        for _ in range(2)
    )
    assert once == again
    assert not any("nan" in html for html in once)
