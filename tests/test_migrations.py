"""Migrations: applied one after the other they make the design, each once and in order; what is shown of them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from designs_for_tests import function_in
from html_for_tests import broken_links, read_page
from psycopg import Connection

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.migration import VERSIONS_TABLE, Migration, check_text
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.report import dictionary
from livvly_lab.report import migrations as drawn
from livvly_lab.report.pages import Site
from livvly_lab.scratch.drift import drift
from livvly_lab.scratch.migrations import migrations

SHARDS = 2


def laid_out(design: str, layout: str) -> PhysicalDesign:
    return PhysicalDesign(DESIGNS[design], LAYOUTS[layout], SHARDS)


def of(design: str, layout: str) -> tuple[Migration, ...]:
    return migrations(laid_out(design, layout), function_in(layout))


def checked(connection: Connection[tuple[object, ...]], files: tuple[Migration, ...]) -> list[tuple[object, ...]]:
    return connection.execute(check_text(files).encode()).fetchall()


@pytest.mark.parametrize(
    ("design", "layout"),
    [*((name, "inheritance") for name in DESIGNS), ("versbottomlex", "single"), ("versbottomlex", "partitioned")],
)
def test_the_files_applied_in_order_make_the_design_and_nothing_else(design: str, layout: str, database: str) -> None:
    physical, files = laid_out(design, layout), of(design, layout)
    assert [each.number for each in files] == list(range(1, len(files) + 1))
    assert [each.file for each in files] == sorted({each.file for each in files})
    with psycopg.connect(database, autocommit=True) as connection:
        for each in files:
            connection.execute(each.text.encode())
        assert drift(connection, physical, function_in(layout)) == ()
        recorded = connection.execute(f"SELECT number, checksum FROM {VERSIONS_TABLE} ORDER BY 1").fetchall()  # noqa: S608
        assert recorded == [(each.number, each.checksum) for each in files]
        assert checked(connection, files) == []


def test_a_file_is_refused_twice_and_before_the_one_it_follows_and_leaves_nothing(database: str) -> None:
    first, second, third, *_ = files = of("versbottomlex", "single")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(first.text.encode())
        for wrong in (third, first):
            with pytest.raises(psycopg.Error):
                connection.execute(wrong.text.encode())
            connection.execute("ROLLBACK")
        assert connection.execute("SELECT to_regclass('users')").fetchone() == (None,)
        connection.execute(second.text.encode())
        with pytest.raises(psycopg.errors.RaiseException, match="version 1 expected, found 2"):
            connection.execute(second.text.encode())
        connection.execute("ROLLBACK")
        assert [row[::2] for row in checked(connection, files)] == [(each.number, "pending") for each in files[2:]]


def test_what_was_changed_after_it_was_applied_or_is_no_file_is_named(database: str) -> None:
    first, second, *_ = of("versbottomlex", "single")
    with psycopg.connect(database, autocommit=True) as connection:
        for each in (first, second):
            connection.execute(each.text.encode())
        edited = replace(second, statements=(*second.statements, "SELECT 1"))
        assert checked(connection, (first, edited)) == [(2, second.name, "changed")]
        assert checked(connection, (first,)) == [(2, second.name, "unknown")]


def test_a_migration_gives_up_rather_than_let_others_wait_behind_it(database: str) -> None:
    files = of("versbottomlex", "single")
    with psycopg.connect(database, autocommit=True) as connection, psycopg.connect(database) as busy:
        for each in files[:2]:
            connection.execute(each.text.encode())
        busy.execute(f"LOCK TABLE {VERSIONS_TABLE} IN ACCESS EXCLUSIVE MODE")
        hurried = files[2].text.replace("lock_timeout = '5s'", "lock_timeout = '20ms'")
        assert hurried != files[2].text
        with pytest.raises(psycopg.errors.LockNotAvailable):
            connection.execute(hurried.encode())


def test_a_changed_statement_changes_the_checksum_and_a_comment_on_it_does_not() -> None:
    one = Migration(1, "tables", "tables", ("SELECT 1",), "nothing", "as it is")
    assert replace(one, statements=("SELECT 2",)).checksum != one.checksum
    assert replace(one, says="other words", locks="much").checksum == one.checksum
    assert replace(one, statements=("SELECT 1;",)).checksum == one.checksum


def test_the_strategy_speaks_of_this_design_in_its_layout() -> None:
    told = {layout: dict(drawn.strategy(laid_out("versbottomlex", layout))) for layout in LAYOUTS}
    assert "32 tables have 2 children each" in told["inheritance"]["Indexes"]
    assert "32 tables have 2 partitions each" in told["partitioned"]["Indexes"]
    assert "No table is split" in told["single"]["Indexes"]
    assert "audit_logs is partitioned by month of occurred_at" in told["single"]["Months"]
    assert "Months" not in dict(drawn.strategy(laid_out("wolo", "single")))


def test_the_dictionary_has_a_page_of_them_and_every_file(tmp_path: Path) -> None:
    site = Site("VersBottomLex.me", f"{datetime(2026, 1, 1, tzinfo=UTC):%Y}", (), "")
    files = of("versbottomlex", "inheritance")
    written = dictionary.write(
        laid_out("versbottomlex", "inheritance"), tmp_path, site, dictionary.Facts(migrations=files)
    )
    page = next(path for path in written if path.name == "migrations.html")
    text = page.read_text()
    assert f"{len(files)} migrations" in text
    assert all(each.file in text for each in files)
    lost = broken_links([read_page(path) for path in written])
    assert [link for link in lost if link.startswith("migrations.html") and not link.endswith("../index.html")] == []
    assert {path.name for path in (page.parent / "migrations").iterdir()} == {each.file for each in files} | {
        "check.sql"
    }
    assert (page.parent / "migrations" / files[3].file).read_text() == files[3].text
