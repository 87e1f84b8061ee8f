"""The growth livvly plans, the machine it is restored to, and its connection pools, as the specification prints them.

What the text leaves open has the lab's own value and is named in `assumed`. Sources: livvly REQ-DB-001, 011, 012.
"""

from livvly_lab.domain.capacity import GIB, Capacity, Machine, Pooling, Stage

CAPACITY = Capacity(
    machine=Machine(
        name="db.r6i.2xlarge",
        cpus=8,
        ram_bytes=64 * GIB,
        disk_bytes=1_024 * GIB,
        cache_share=0.75,
        disk_share=0.8,
        restore_bytes_per_s=50 * 2**20,
        restore_limit_s=4 * 3600,
        assumed=(
            "a disk of 1 TiB that may be 80 % full",
            "hot indexes in 75 % of the memory",
            "a restore of 50 MiB/s",
        ),
        source="livvly REQ-DB-012",
    ),
    stages=(
        Stage("MVP", 10_000, 1),
        Stage("month 12", 200_000, 8),
        Stage("year 2", 1_000_000, 32),
    ),
    stages_source="livvly REQ-DB-001",
    pooling=Pooling(
        api_servers=10,
        pool_size=20,
        max_overflow=10,
        claimed_connections=200,
        default_pool_size=100,
        reserve_pool_size=20,
        max_db_connections=200,
        databases=1,
        roles=1,
        server_max_connections=100,
        server_reserved=3,
        concurrent_users=7_500,
        think_s=10,
        queries=5,
        wait_limit_ms=1_000,
        assumed=(
            "a request every 10 s from each user",
            "5 queries in each request",
            "PostgreSQL's own max_connections of 100, since none is set",
        ),
        source="livvly REQ-DB-011",
    ),
)
