"""Tables come from numbered files, all or none, and never from a file that changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from tests.conftest import Databases

from leumund.store import Store
from leumund.store.errors import DatabaseNewer, MigrationChanged, StatementRefused
from leumund.store.migrate import MIGRATIONS, Migration, migrate, migrations, missing


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    name = f"{databases.make()}_empty"
    databases.administer("create database {} owner leumund_owner", name)
    yield name
    databases.drop(name)


def migration(name: str, sql: str) -> Migration:
    return Migration(name, sql, sha256(sql.encode()).hexdigest())


FOUNDATION = migrations()[0]
FIRST = migration("0010_part_first", "create schema part; create table part.a (x int);")
SECOND = migration("0020_part_second", "create table part.b (x int);")
BROKEN = migration("0030_part_broken", "create table part.c (x nonsense);")


def apply(databases: Databases, name: str, *known: Migration) -> tuple[str, ...]:
    with databases.owner(name) as owner, owner.transaction() as tx:
        return migrate(tx, (FOUNDATION, *known))


def tables(databases: Databases, name: str) -> set[str]:
    rows = databases.ask(name, "select tablename from pg_tables where schemaname = 'part'")
    return {row["tablename"] for row in rows}


def test_files_are_found_by_being_there_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("0020_b_x.sql", "0010_a_x.sql", "notes.sql", "0030_c_x.txt"):
        (tmp_path / name).write_text("select 1;")
    assert [found.name for found in migrations(tmp_path)] == ["0010_a_x", "0020_b_x"]
    assert FOUNDATION.name == "0001_store_foundation"
    assert len(migrations()) == len(list(MIGRATIONS.glob("*.sql")))


def test_what_is_missing_is_applied_once(databases: Databases, empty: str) -> None:
    assert apply(databases, empty, FIRST) == (FOUNDATION.name, FIRST.name)
    assert apply(databases, empty, FIRST, SECOND) == (SECOND.name,)
    assert apply(databases, empty, FIRST, SECOND) == ()
    assert tables(databases, empty) == {"a", "b"}


def test_a_part_may_add_a_number_below_those_applied(databases: Databases, empty: str) -> None:
    between = migration("0015_part_between", "create table part.between (x int);")
    apply(databases, empty, FIRST, SECOND)
    assert apply(databases, empty, FIRST, between, SECOND) == (between.name,)


def test_one_broken_file_leaves_none_applied(databases: Databases, empty: str) -> None:
    with pytest.raises(StatementRefused, match=r"0030_part_broken.*nonsense"):
        apply(databases, empty, FIRST, SECOND, BROKEN)
    assert tables(databases, empty) == set()
    assert apply(databases, empty, FIRST, SECOND)[0] == FOUNDATION.name


def test_a_newer_database_is_refused(databases: Databases, empty: str) -> None:
    apply(databases, empty, FIRST, SECOND)
    with pytest.raises(DatabaseNewer, match="0020_part_second"):
        apply(databases, empty, FIRST)


def test_a_file_that_changed_after_it_was_applied_is_refused(
    databases: Databases, empty: str
) -> None:
    apply(databases, empty, FIRST)
    changed = migration(FIRST.name, FIRST.sql.replace("x int", "x bigint"))
    with pytest.raises(MigrationChanged, match=FIRST.name):
        apply(databases, empty, changed)


def test_two_commands_at_once_apply_each_file_once(databases: Databases, empty: str) -> None:
    applied: list[tuple[str, ...]] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        applied.append(apply(databases, empty, FIRST, SECOND))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, applied)) == [0, 0, 0, 3]


def test_an_open_store_has_every_table(store: Store) -> None:
    with store.transaction() as tx:
        assert missing(tx, migrations()) == ()
    assert store.migrate() == ()
