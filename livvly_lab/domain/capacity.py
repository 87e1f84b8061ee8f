"""What a design declares about its growth: stages, the machine it runs on, its connection pools."""

from dataclasses import dataclass

GIB = 2**30


@dataclass(frozen=True)
class Stage:
    """A step of the growth a specification plans: so many users on so many physical databases."""

    name: str
    users: int
    databases: int


@dataclass(frozen=True)
class Machine:
    """The database server a design is held against.

    `cache_share` is the part of the memory that may hold hot indexes, `disk_share` the part of the disk that may be
    full, `restore_bytes_per_s` how fast a dump comes back, indexes built. `assumed` names what the specification
    does not say.
    """

    name: str
    cpus: int
    ram_bytes: int
    disk_bytes: int
    cache_share: float
    disk_share: float
    restore_bytes_per_s: float
    restore_limit_s: float
    assumed: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Pooling:
    """The numbers of a connection pooler, as its specification prints them.

    `claimed_connections` is what the text says all application servers open; `server_max_connections` and
    `server_reserved` are PostgreSQL's. `think_s` is the time a user takes between two requests, each of `queries`
    queries, `wait_limit_ms` the wait for a connection that raises an alarm. `assumed` names what the specification
    does not say.
    """

    api_servers: int
    pool_size: int
    max_overflow: int
    claimed_connections: int
    default_pool_size: int
    reserve_pool_size: int
    max_db_connections: int
    databases: int
    roles: int
    server_max_connections: int
    server_reserved: int
    concurrent_users: int
    think_s: float
    queries: int
    wait_limit_ms: float
    assumed: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Capacity:
    """Growth, machine and pooling of a design; the pooling may be left out, and so may the stages."""

    machine: Machine
    stages: tuple[Stage, ...] = ()
    pooling: Pooling | None = None
    stages_source: str = ""


DEFAULT_CAPACITY = Capacity(
    Machine(
        name="a server with 16 GiB of memory",
        cpus=4,
        ram_bytes=16 * GIB,
        disk_bytes=512 * GIB,
        cache_share=0.75,
        disk_share=0.8,
        restore_bytes_per_s=50 * 2**20,
        restore_limit_s=4 * 3600,
        assumed=("everything: the specification names no machine",),
        source="the lab's own yardstick: the specification names no machine",
    )
)
