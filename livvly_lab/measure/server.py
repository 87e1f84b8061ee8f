"""Says on what was measured: the server's version and the settings that decide about plans and their times."""

from typing import Any

from psycopg import Connection

from livvly_lab.measure.question import question

SETTINGS = (
    "autovacuum",
    "constraint_exclusion",
    "cpu_index_tuple_cost",
    "cpu_operator_cost",
    "cpu_tuple_cost",
    "data_checksums",
    "default_statistics_target",
    "effective_cache_size",
    "effective_io_concurrency",
    "enable_partitionwise_aggregate",
    "enable_partitionwise_join",
    "fsync",
    "full_page_writes",
    "hash_mem_multiplier",
    "jit",
    "jit_above_cost",
    "jit_provider",
    "livvly_lab.profile",
    "maintenance_work_mem",
    "max_connections",
    "max_parallel_workers_per_gather",
    "parallel_setup_cost",
    "plan_cache_mode",
    "random_page_cost",
    "seq_page_cost",
    "server_version",
    "shared_buffers",
    "shared_preload_libraries",
    "synchronous_commit",
    "TimeZone",
    "track_io_timing",
    "wal_level",
    "work_mem",
)
"""What must be equal before two measurements may be compared; the question adds lc_ctype and jit_available."""


def read_settings(connection: Connection[Any]) -> dict[str, str]:
    """Return the settings that decide about plans and their times, by name, as the server writes them."""
    found = connection.execute(question("settings"), {"names": list(SETTINGS)})
    return dict(found.fetchall())


def server_version(connection: Connection[Any]) -> str:
    """Return the server's version, such as 18.6."""
    number = connection.info.server_version
    return f"{number // 10_000}.{number % 10_000}"
