"""The replayer process: holds the bytes of tables in memory and writes those it is told to through one connection."""

import json
import mmap
import sys
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_TRUNCATE = sql.SQL("TRUNCATE ONLY {}")
_COPY = sql.SQL("COPY {} FROM STDIN (FORMAT binary, FREEZE)")
_BLOCK_BYTES = 1 << 20


def in_memory(path: Path) -> memoryview:
    """Map a file and touch every page of it, so that reading it later is reading memory."""
    with path.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    sum(view[:: mmap.PAGESIZE])
    return view


def replay(connection: psycopg.Connection[Any], name: str, octets: memoryview) -> int:
    """Write the bytes of a binary COPY into an empty table; return the rows."""
    connection.execute(_TRUNCATE.format(sql.Identifier(name)))
    cursor = connection.cursor()
    with cursor.copy(_COPY.format(sql.Identifier(name))) as copy:
        for start in range(0, len(octets), _BLOCK_BYTES):
            copy.write(octets[start : start + _BLOCK_BYTES])
    return cursor.rowcount


def main() -> None:
    """Get ready for {"dsn": …, "files": {table: path}} and say so; write the tables named, commit when none is."""
    order = json.loads(sys.stdin.readline())
    tables = {name: in_memory(Path(path)) for name, path in order["files"].items()}
    with psycopg.connect(order["dsn"]) as connection:
        _answer("ready")
        for name in map(json.loads, sys.stdin):
            if name is None:
                connection.commit()
                _answer("committed")
                return
            _answer(replay(connection, name, tables[name]))


def _answer(value: str | int) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
