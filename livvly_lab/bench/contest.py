"""Who runs against whom, in which groups, on the databases of one arena."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from livvly_lab.bench import loading
from livvly_lab.bench.arena import Arena, total_bytes
from livvly_lab.bench.floor import Recording, build_by_hand, record, replay
from livvly_lab.bench.peers import PEERS, Peer
from livvly_lab.bench.pipeline import FUNCTION, Loaded, users_alone, whole_graph
from livvly_lab.bench.samples import Group, Timed, Turn
from livvly_lab.bench.sizes import CONNECTIONS, SEED, Sizes
from livvly_lab.domain.parameters import Parameters

_SHARDED_USERS, _PLAIN_USERS, _GRAPH = "sharded_users", "plain_users", "graph"


class Contest:
    """Prepares the tables and the floor's bytes, and lets everybody run."""

    def __init__(self, arena: Arena, sizes: Sizes, folder: Path) -> None:
        """Create the tables; `folder` is where the floor's bytes are kept."""
        self._arena = arena
        self._sizes = sizes
        self._parameters = Parameters(shards=sizes.shards, users_per_shard=sizes.graph_users_per_shard, seed=SEED)
        self._physical = whole_graph(self._parameters)
        arena.prepare(_SHARDED_USERS, users_alone(sizes.shards), FUNCTION)
        arena.prepare(_PLAIN_USERS, users_alone(None), FUNCTION)
        arena.prepare(_GRAPH, self._physical, FUNCTION)
        self._users_floor = self._record_users(folder / "users")
        self._graph_floor = self._record_graph(folder / "graph")

    def groups(self) -> tuple[Group, ...]:
        """Return who is compared with whom."""
        rounds = self._sizes.rounds
        floors: tuple[Turn, ...] = tuple(self._floor_turn(number) for number in (CONNECTIONS, 1))
        peers: tuple[Turn, ...] = tuple(self._peer_turn(peer) for peer in PEERS)
        return (
            Group("users", rounds.users, (floors[0], self._users, *floors[1:])),
            Group("peers", rounds.peers, (self._users, *peers)),
            Group("graph", rounds.graph, (self._graph_by_hand, self._graph)),
            Group("growth", rounds.growth, (self._small, self._large)),
        )

    def peak_memory_bytes(self) -> Mapping[str, int]:
        """Return the most the loader and its workers held: with the largest users table, and with the graph."""
        with self._arena.database(_SHARDED_USERS) as dsn:
            _, users = loading.load_watched(self._users_job(dsn, self._sizes.large_per_shard))
        with self._arena.database() as dsn:
            _, graph = loading.load_watched(loading.graph_job(dsn, self._parameters))
        return {"users": users.peak_bytes, "graph": graph.peak_bytes}

    def _record_users(self, folder: Path) -> Recording:
        with self._arena.database(_SHARDED_USERS) as dsn:
            loading.load(self._users_job(dsn, self._sizes.users_per_shard))
            return record(dsn, folder)

    def _record_graph(self, folder: Path) -> Recording:
        with self._arena.database() as dsn:
            loading.load(loading.graph_job(dsn, self._parameters))
            return record(dsn, folder)

    def _users_job(self, dsn: str, users_per_shard: int) -> dict[str, object]:
        return loading.users_job(self._sizes.shards, [(dsn, users_per_shard)], SEED)

    def _users(self) -> Mapping[str, Timed]:
        with self._arena.database(_SHARDED_USERS) as dsn:
            loaded = loading.load(self._users_job(dsn, self._sizes.users_per_shard))
            return {"users_pipeline": _timed(loaded, total_bytes(dsn))}

    def _floor_turn(self, connections: int) -> Turn:
        def turn() -> Mapping[str, Timed]:
            with self._arena.database(_SHARDED_USERS) as dsn:
                return {f"users_floor_{connections}": replay(self._users_floor, dsn, connections)}

        return turn

    def _peer_turn(self, peer: Peer) -> Turn:
        def turn() -> Mapping[str, Timed]:
            rows = peer.rows(self._sizes)
            with self._arena.database(_PLAIN_USERS) as dsn:
                seconds = peer.run(dsn, rows)
                return {peer.key: Timed(rows, seconds, total_bytes(dsn))}

        return turn

    def _graph(self) -> Mapping[str, Timed]:
        with self._arena.database() as dsn:
            loaded = loading.load(loading.graph_job(dsn, self._parameters))
            table_bytes = total_bytes(dsn)
        both = Timed(loaded.rows, sum(loaded.seconds.values()), table_bytes, copies=0)
        return {"graph_pipeline": _timed(loaded, table_bytes), "load_and_index_pipeline": both}

    def _graph_by_hand(self) -> Mapping[str, Timed]:
        with self._arena.database(_GRAPH) as dsn:
            copied = replay(self._graph_floor, dsn, CONNECTIONS)
            seconds = copied.seconds + build_by_hand(dsn, self._physical, CONNECTIONS)
        both = Timed(copied.rows, seconds, copied.table_bytes, copies=0)
        return {"graph_floor": copied, "load_and_index_sql": both}

    def _small(self) -> Mapping[str, Timed]:
        sizes = [self._sizes.small_per_shard] * self._sizes.small_loads
        return {"growth_small": self._growth(sizes)}

    def _large(self) -> Mapping[str, Timed]:
        return {"growth_large": self._growth([self._sizes.large_per_shard])}

    def _growth(self, users_per_shard: list[int]) -> Timed:
        """Load users after a small load that is not timed, so that what a process does once weighs on neither end."""
        all_sizes = [self._sizes.small_per_shard, *users_per_shard]
        with ExitStack() as stack:
            dsns = [stack.enter_context(self._arena.database(_SHARDED_USERS)) for _ in all_sizes]
            loads = list(zip(dsns, all_sizes, strict=True))
            loaded = loading.load(loading.users_job(self._sizes.shards, loads, SEED, untimed=1))
            return _timed(loaded, sum(map(total_bytes, dsns[1:])), len(users_per_shard))


def _timed(loaded: Loaded, table_bytes: int, copies: int = 1) -> Timed:
    return Timed(loaded.rows, loaded.seconds["load"], table_bytes, copies)
