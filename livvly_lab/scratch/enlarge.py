"""Makes relations of a throw-away database look larger: their files grow, and hold nothing where they grew.

The planner takes the number of pages from the length of the file. A file that ends in a hole costs no disk. Nothing
may read or write such a relation afterwards; the database is only good for asking the planner, and for being dropped.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from livvly_lab.scratch.server import Server

PAGE_BYTES = 8_192
SEGMENT_PAGES = 131_072
"""Pages of a file: PostgreSQL begins another one after each GiB, with a number at the end of its name."""


def enlarge(server: Server, pages: Mapping[str, int]) -> None:
    """Let the files of relations, named as `pg_relation_filepath` does, grow to so many pages; none gets shorter."""
    for path, wanted in pages.items():
        _extend(server.data_directory / path, wanted)


def _extend(first: Path, pages: int) -> None:
    owner = first.stat()
    for number in range(-(-pages // SEGMENT_PAGES)):
        segment = first if number == 0 else first.with_name(f"{first.name}.{number}")
        wanted_bytes = min(pages - number * SEGMENT_PAGES, SEGMENT_PAGES) * PAGE_BYTES
        with segment.open("ab") as file:
            if file.tell() < wanted_bytes:
                file.truncate(wanted_bytes)
            if os.fstat(file.fileno()).st_uid != owner.st_uid:
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
                os.fchmod(file.fileno(), owner.st_mode & 0o777)
