"""One transaction: rows as dictionaries, all or nothing, files through COPY."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Databases

from leumund.basics.errors import NotThere
from leumund.store import Statement, Store, ValueRefused


def statement(sql: str) -> Statement:
    return Statement("of_the_test", "A statement of this test.", sql)


@pytest.fixture
def desk(databases: Databases) -> Iterator[Store]:
    """A store with a table of this test's own in it."""
    name = databases.make()
    make = "create table entry (id bigint primary key, word text not null)"
    grant = "grant select, insert, update, delete on entry to leumund_app"
    with databases.store(name) as store:
        databases.as_owner(name, make, grant)
        yield store
    databases.drop(name)


ADD = statement("insert into entry values (%(id)s, %(word)s)")
ALL = statement("select id, word from entry order by id")


def test_rows_are_dictionaries(store: Store) -> None:
    with store.transaction() as tx:
        rows = tx.run(statement("select 1 as one, %(word)s::text as word"), word="x")
    assert rows == [{"one": 1, "word": "x"}]


def test_the_application_acts_under_its_own_role(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.one(statement("select current_user as who"))["who"] == "leumund_app"


def test_what_is_missing_is_none_or_said(store: Store) -> None:
    nothing = statement("select 1 as one where false")
    with store.transaction() as tx:
        assert tx.first(nothing) is None
        assert tx.run(nothing) == []
        with pytest.raises(NotThere):
            tx.one(nothing)


def test_a_block_that_ends_well_is_kept_whole(desk: Store) -> None:
    with desk.transaction() as tx:
        assert tx.run(ADD, id=1, word="a") == []
        tx.run(ADD, id=2, word="b")
    with desk.transaction() as tx:
        assert [row["word"] for row in tx.run(ALL)] == ["a", "b"]


def test_a_block_that_raises_leaves_nothing_behind(desk: Store) -> None:
    def work() -> None:
        with desk.transaction() as tx:
            tx.run(ADD, id=1, word="a")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    with desk.transaction() as tx:
        assert tx.run(ALL) == []


def test_two_transactions_at_once_do_not_see_each_other(desk: Store) -> None:
    with desk.transaction() as first:
        first.run(ADD, id=1, word="a")
        with desk.transaction() as second:
            assert second.run(ALL) == []


def test_a_snapshot_stays_as_of_its_moment_and_changes_nothing(desk: Store) -> None:
    with desk.snapshot() as snapshot:
        assert snapshot.run(ALL) == []
        with desk.transaction() as tx:
            tx.run(ADD, id=1, word="a")
        assert snapshot.run(ALL) == []
    with pytest.raises(Exception, match="25006"), desk.snapshot() as snapshot:
        snapshot.run(ADD, id=2, word="b")
    with desk.transaction() as tx:
        tx.run(ADD, id=2, word="b")
        assert len(tx.run(ALL)) == 2


def test_many_rows_go_in_one_after_another_and_come_out_in_batches(desk: Store) -> None:
    with desk.transaction() as tx:
        rows = ({"id": number, "word": str(number)} for number in range(25))
        assert tx.run_many(ADD, rows) == 25
        found = tx.each(ALL, batch_rows=10)
        also = tx.each(statement("select 7 as id, %(word)s::text as word"), word="w")
        assert next(also) == {"id": 7, "word": "w"}
        assert [row["id"] for row in found] == list(range(25))


def test_an_error_while_reading_in_batches_is_ours(desk: Store) -> None:
    with pytest.raises(ValueRefused), desk.transaction() as tx:
        list(
            tx.each(
                statement("select 1 / (id - 3) as x from generate_series(1, 5) as g(id)"), 2
            )
        )


def test_copy_streams_rows_in_and_a_file_out_and_in_again(desk: Store, tmp_path: Path) -> None:
    words = ["plain", 'with "quotes", and\na line', "Öl", ""]
    copy_in = statement("copy entry (id, word) from stdin")
    with desk.transaction() as tx:
        assert tx.copy_in(copy_in, enumerate(words)) == 4
    path = tmp_path / "entries.csv"
    copy_out = statement(
        "copy (select id, word from entry where id >= %(first)s) to stdout (format csv, header)"
    )
    with desk.transaction() as tx:
        assert tx.copy_out_csv(copy_out, path, first=1) == 3
        tx.run(statement("delete from entry where id >= 1"))
        steps: list[tuple[int, int | None]] = []
        copy_csv = statement("copy entry (id, word) from stdin (format csv, header)")
        assert tx.copy_in_csv(copy_csv, path, lambda *step: steps.append(step)) == 3
    assert steps == [(path.stat().st_size, path.stat().st_size)]
    with desk.transaction() as tx:
        assert [row["word"] for row in tx.run(ALL)] == words
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_copy_that_fails_leaves_no_file(desk: Store, tmp_path: Path) -> None:
    broken = statement("copy (select 1 / 0) to stdout (format csv, header)")
    with pytest.raises(ValueRefused), desk.transaction() as tx:
        tx.copy_out_csv(broken, tmp_path / "entries.csv")
    assert list(tmp_path.iterdir()) == []


def test_rows_that_stop_in_the_middle_write_nothing(desk: Store) -> None:
    def rows() -> Iterator[tuple[int, str]]:
        yield 1, "a"
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="gone"), desk.transaction() as tx:
        tx.copy_in(statement("copy entry (id, word) from stdin"), rows())
    with desk.transaction() as tx:
        assert tx.run(ALL) == []


def test_a_lock_lets_one_at_a_time_pass(desk: Store) -> None:
    order: list[str] = []
    is_held = threading.Event()

    def other() -> None:
        is_held.wait()
        with desk.transaction() as tx:
            tx.lock("the only one")
            order.append("other")

    thread = threading.Thread(target=other)
    thread.start()
    with desk.transaction() as tx:
        tx.lock("the only one")
        is_held.set()
        while not _somebody_waits(desk):
            pass
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


def _somebody_waits(desk: Store) -> bool:
    waiting = "select 1 as one from pg_locks where locktype = 'advisory' and not granted"
    with desk.transaction() as tx:
        return tx.first(statement(waiting)) is not None


def test_staging_tables_may_be_made_and_are_gone_afterwards(store: Store) -> None:
    with store.transaction() as tx:
        tx.run(statement("create temp table staged (number text) on commit drop"))
        tx.run(statement("insert into staged values ('x')"))
    with store.transaction() as tx:
        gone = tx.one(statement("select to_regclass('pg_temp.staged') is null as gone"))
        assert gone["gone"]
