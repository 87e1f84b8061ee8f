"""Asks the database with several clients at once, each sending its next query when it has its answer."""

import threading
from collections.abc import Sequence
from time import perf_counter

import psycopg

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.query import Query
from livvly_lab.experiments.architecture.workload import NO_WORKLOAD
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import scaled, widened
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

SECONDS = {"quick": 0.8, "full": 20.0}
SLICES = 16

_Request = tuple[bytes, dict[str, object]]


def closed_loop(at: Loaded, *, share: float, users: int, clients: int, think_s: float, endpoints: str) -> Outcome:
    """Let clients ask queries of one shard without pause, and count the users whose pauses that would fill."""
    queries = [query for query in at.physical.design.workload if query.runs == "shard" and endpoints in query.endpoint]
    if not queries:
        return Unmeasured(NO_WORKLOAD)
    with at.rolled_back():
        requests = [request for query in queries for request in _requests(at, query)]
    rates = _rates(at, requests, clients)
    rate = widened(quantile_interval(rates, 0.5))
    carried = rate.mid * think_s
    wanted = users * share
    return Measurement(
        (
            Quantity(carried / wanted, "factor", "of the users wanted", scaled(rate, think_s / wanted), rate.n),
            Quantity(rate.mid, "queries a second", "answered"),
        ),
        f"{clients} clients of this machine got {fmt.count(round(rate.mid))} queries answered a second, which is what "
        f"{fmt.count(round(carried))} users ask who send one every {think_s:g} s; the claim is about "
        f"{fmt.count(wanted)}, {fmt.share(share, 0)} of {fmt.count(users)}",
        kind="computed",
    )


def _requests(at: Loaded, query: Query) -> list[_Request]:
    keys, found = Keys(at.connection, at.physical), []
    for shard in shards_of(query, at.physical):
        text = addressed(query.sql, at.physical, shard).as_bytes(at.connection)
        found += [(text, dict(key.parameters)) for key in keys.draw(query, shard)[:3]]
    return found


def _rates(at: Loaded, requests: Sequence[_Request], clients: int) -> list[float]:
    """Return the queries answered a second in each slice of the time."""
    slice_s = SECONDS[at.depth] / SLICES
    counts = [[0] * SLICES for _ in range(clients)]
    begin = threading.Barrier(clients)

    def ask(client: int) -> None:
        with psycopg.connect(at.dsn, autocommit=True, options="-c default_transaction_read_only=on") as connection:
            for text, parameters in requests:
                connection.execute(text, parameters)
            begin.wait()
            start, place = perf_counter(), client * len(requests) // clients
            while (part := int((perf_counter() - start) / slice_s)) < SLICES:
                text, parameters = requests[place % len(requests)]
                connection.execute(text, parameters).fetchall()
                counts[client][part] += 1
                place += 1

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sum(mine) / slice_s for mine in zip(*counts, strict=True)]
