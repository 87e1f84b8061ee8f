"""Settings of a server: the fast throw-away profile for loading, the production-like one for measuring."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """One PostgreSQL setting and the reason for its value."""

    name: str
    value: str
    why: str


@dataclass(frozen=True)
class Profile:
    """A named set of settings that a running server takes over by a reload, without a restart."""

    name: str
    says: str
    settings: tuple[Setting, ...]


_PLANNER = (
    Setting("random_page_cost", "1.1", "a random page costs hardly more than the next one on an SSD"),
    Setting("effective_cache_size", "12GB", "what a machine with 16 GB leaves for caching"),
    Setting("work_mem", "16MB", "16 GB shared by some hundred connections that sort or hash"),
    Setting("jit", "on", "PostgreSQL's default; without effect where the server was built without LLVM"),
    Setting("default_statistics_target", "100", "PostgreSQL's default"),
    Setting("max_parallel_workers_per_gather", "2", "PostgreSQL's default"),
)

LOAD = Profile(
    "load",
    "fast, unsafe, for data that can be made again",
    (
        Setting("fsync", "off", "a crash of the machine loses data that can be made again"),
        Setting("synchronous_commit", "off", "no commit waits for the disk"),
        Setting("full_page_writes", "off", "nothing will be recovered from this log"),
        Setting("max_wal_size", "4GB", "a checkpoint in the middle of a load would write pages twice"),
        Setting("checkpoint_timeout", "1h", "the same"),
        Setting("autovacuum", "off", "it would take a core from the load; ANALYZE and VACUUM are run when it is over"),
        Setting("maintenance_work_mem", "256MB", "indexes are built in memory"),
        *_PLANNER,
    ),
)

MEASURE = Profile(
    "measure",
    "the planner of a production machine with 16 GB and an SSD; nothing runs beside the measurement",
    (
        *_PLANNER,
        Setting("track_io_timing", "on", "a plan shows the time its reads took"),
        Setting("autovacuum", "off", "nothing runs beside a measurement"),
        Setting("checkpoint_timeout", "1h", "the same"),
        Setting("fsync", "off", "a crash of the machine loses data that can be made again"),
    ),
)

KEPT = Profile(
    "kept",
    "the measure profile on a server that survives a crash",
    (
        *(setting for setting in MEASURE.settings if setting.name not in {"fsync", "checkpoint_timeout"}),
        Setting("fsync", "on", "the data outlives a crash of the machine"),
        Setting("full_page_writes", "on", "the same"),
    ),
)

_ALWAYS = (
    Setting("shared_preload_libraries", "pg_stat_statements", "statements are counted and timed by the server"),
    Setting("shared_buffers", "512MB", "holds the hot part of a lab's data; taken from memory only as it is used"),
    Setting("max_connections", "240", "loaders, a notebook, and as many more as a pool may be tried with"),
    Setting("max_locks_per_transaction", "512", "every shard has its own tables and indexes"),
    Setting("timezone", "UTC", "times are shown as they are stored"),
    Setting("log_timezone", "UTC", "the same"),
    Setting("log_min_messages", "warning", "the log is short enough to be read"),
    Setting("cluster_name", "livvly_lab", "the process list says what this is"),
)

THROW_AWAY = (
    Setting("wal_level", "minimal", "a table filled in the transaction that made it is not logged"),
    Setting("max_wal_senders", "0", "nobody replicates a scratch server"),
)

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - nothing is written there by us
_SHARED_MEMORY_NEEDED_BYTES = 512 * 1024 * 1024
PROFILE_SETTING = "livvly_lab.profile"


def dynamic_shared_memory() -> Setting:
    """Choose where parallel queries share memory: /dev/shm, unless it is as small as containers have it."""
    try:
        big_enough = shutil.disk_usage(_SHARED_MEMORY).total >= _SHARED_MEMORY_NEEDED_BYTES
    except OSError:
        big_enough = False
    if big_enough and os.access(_SHARED_MEMORY, os.W_OK):
        return Setting("dynamic_shared_memory_type", "posix", "parallel queries share memory as the system has it")
    return Setting("dynamic_shared_memory_type", "mmap", "shared memory is too small for parallel queries")


def place(socket_directory: Path, port: int, listen: str) -> tuple[Setting, ...]:
    """Return the settings a server takes over only when it starts; `listen` is an address or "" for none."""
    return (
        *_ALWAYS,
        dynamic_shared_memory(),
        Setting("unix_socket_directories", str(socket_directory), "a short path: a socket's has 107 bytes at most"),
        Setting("listen_addresses", listen, "no network unless asked for"),
        Setting("port", str(port), "names the socket, and the TCP port where one was asked for"),
    )


def render(startup: tuple[Setting, ...], profile: Profile) -> str:
    """Write a postgresql.conf: each setting with its reason."""
    told = Setting(PROFILE_SETTING, profile.name, profile.says)
    lines = [f"{s.name} = '{_quoted(s.value)}'  # {s.why}" for s in (*startup, *profile.settings, told)]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    """Escape a value for postgresql.conf."""
    return value.replace("\\", "\\\\").replace("'", "''")
