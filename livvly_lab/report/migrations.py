"""The migrations of a design as a page of the dictionary, with a file for each, and the strategy behind them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from livvly_lab.domain.migration import LOCK_LIMIT_S, VERSIONS_TABLE, Migration, check_text
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.report import fmt, pages
from livvly_lab.report.tables import EVERY_ROW, Link, Look, table

FOLDER = "migrations"
CHECK = "check.sql"


def write_files(migrations: Sequence[Migration], folder: Path, below: str) -> tuple[Path, ...]:
    """Write a file for each migration, and one that checks a database against them, if any; return their paths."""
    if not migrations:
        return ()
    texts = {each.file: each.text for each in migrations} | {CHECK: check_text(tuple(migrations))}
    return tuple(pages.write(folder, f"{below}/{FOLDER}/{name}", text) for name, text in texts.items())


def lead(migrations: Sequence[Migration]) -> str:
    """Return how many steps there are and of how many statements.

    >>> lead([])
    'No migrations were made for this report.'
    """
    if not migrations:
        return "No migrations were made for this report."
    made = sum(len(each.statements) for each in migrations)
    return (
        f"{fmt.plural(len(migrations), 'migration')} of {fmt.exact(made)} statements take an empty database to this "
        "design; from then on every change is one more file."
    )


def strategy(physical: PhysicalDesign) -> Iterator[tuple[str, str]]:
    """Yield the rules by which this design is changed: a word for each, and sentences with its own numbers."""
    design = physical.design
    split = [each.name for each in design.tables if physical.is_sharded(each.name)]
    yield (
        "Versions",
        (
            f"A migration has a number, a name and a checksum, and writes all three into {VERSIONS_TABLE} in its own "
            "transaction. It refuses to run twice, or before the one it follows. A file that was applied is never "
            f"edited: {CHECK} names what is pending, changed or unknown."
        ),
    )
    yield (
        "Order",
        (
            "Extensions, tables section by section, keys and indexes, references, then functions, triggers and views. "
            "References come last, so that sections may refer to each other and rows be loaded first."
        ),
    )
    yield (
        "Under traffic",
        (
            "Expand, move, contract: add what is new, write both, fill the old rows in batches, read the new, and "
            f"drop the old in a later version. A migration waits {LOCK_LIMIT_S} s for a lock and gives up, so that "
            "nobody waits behind it. A column with a constant default costs no rewrite; NOT NULL comes by CHECK … NOT "
            "VALID, VALIDATE, SET NOT NULL."
        ),
    )
    yield "Indexes", _indexes(physical, split)
    references = sum(reference.real for reference in physical.references)
    yield (
        "References",
        (
            f"{fmt.plural(references, 'reference')} {'is' if references == 1 else 'are'} enforced: on rows that are "
            "there, add each NOT VALID and VALIDATE it in the next version. "
            f"{fmt.plural(len(physical.references) - references, 'soft reference')} "
            f"{'needs' if len(physical.references) - references == 1 else 'need'} a scan for orphans instead."
        ),
    )
    for monthly in design.monthly:
        yield (
            "Months",
            (
                f"{monthly.table} is partitioned by month of {monthly.column}: partitions exist {monthly.ahead} months "
                "ahead, made by a job and not by migrations; old ones are detached whole."
            ),
        )
    yield (
        "Back",
        (
            "Until it commits a migration takes itself back. After that the way is forward: a new version undoes it. "
            "What drops data comes in a version of its own, after a release that no longer reads it and after a backup."
        ),
    )


def _indexes(physical: PhysicalDesign, split: Sequence[str]) -> str:
    told = "On tables with rows they are built CONCURRENTLY, outside a transaction; one that failed goes first. "
    if not split:
        return told + "No table is split, so that each is built once."
    if physical.layout.partitioned:
        return (
            told
            + f"{fmt.plural(len(split), 'table')} have {physical.shards} partitions each: build on each partition, "
            "then create it on the table, which takes them in."
        )
    return (
        told
        + f"{fmt.plural(len(split), 'table')} have {physical.shards} children each: a column or CHECK added to the "
        f"parent reaches all of them at once, an index, key or reference does not and takes {physical.shards} "
        "statements."
    )


def listed(migrations: Sequence[Migration]) -> str:
    """Return the table of migrations, each leading to its file."""
    rows = [
        {
            "file": Link(each.file, f"{FOLDER}/{each.file}"),
            "what it makes": each.says,
            "statements": len(each.statements),
            "holds up": each.locks,
            "under traffic": each.online,
            "checksum": each.checksum[:12],
        }
        for each in migrations
    ]
    look = Look({"statements": fmt.exact}, ("file", "checksum"), shown=EVERY_ROW)
    return table(pd.DataFrame(rows), f"Migrations ({len(rows)})", look) if rows else ""
