"""What every store does, whoever runs its database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from leumund.settings import Settings
from leumund.store import DatabaseUnavailable, Statement, Store
from leumund.store.errors import NotGranted
from leumund.store.migrate import migrations


def statement(sql: str) -> Statement:
    return Statement("of_the_test", "A statement of this test.", sql)


APPLIED = statement("select name from store.schema_version order by name")
WHO = statement("select current_user as who")


def test_opening_makes_every_table_and_opening_again_changes_nothing(
    settings: Settings,
) -> None:
    with Store.open(settings) as store, store.transaction() as tx:
        first = tx.run(statement("select * from store.schema_version order by name"))
        assert [row["name"] for row in first] == [each.name for each in migrations()]
    with Store.open(settings) as store, store.transaction() as tx:
        assert tx.run(statement("select * from store.schema_version order by name")) == first


def test_the_application_acts_as_leumund_app(settings: Settings) -> None:
    with Store.open(settings) as store:
        for _ in range(2):
            with store.transaction() as tx:
                assert tx.one(WHO)["who"] == "leumund_app"
        with pytest.raises(NotGranted), store.transaction() as tx:
            tx.run(statement("create table store.mine (x int)"))


def test_threads_share_a_store_and_each_has_its_transaction(settings: Settings) -> None:
    which = statement("select pg_current_xact_id()::text as id")

    def work(_: int) -> str:
        with store.transaction() as tx:
            assert tx.one(which) == tx.one(which)
            return str(tx.one(which)["id"])

    with Store.open(settings) as store, ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(work, range(60)))) == 60


def test_many_first_openings_at_once_all_succeed(settings: Settings) -> None:
    def work(_: int) -> list[dict[str, object]]:
        with Store.open(settings) as store, store.transaction() as tx:
            return tx.run(APPLIED)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(4)))
    assert all(len(result) == len(migrations()) for result in results)


def test_a_connection_that_dies_is_replaced(settings: Settings) -> None:
    with Store.open(settings) as store:
        with pytest.raises(DatabaseUnavailable), store.transaction() as tx:
            tx.run(statement("set local transaction_timeout = '1ms'; select pg_sleep(60)"))
        with store.transaction() as tx:
            assert tx.one(WHO)["who"] == "leumund_app"


def test_an_idle_connection_that_was_cut_is_replaced(settings: Settings) -> None:
    mine = statement("select pg_backend_pid() as pid")
    # Looks past the picture of the sessions that a transaction keeps.
    is_there = statement(
        "select 1 as one from pg_stat_activity where pid = %(pid)s "
        "and pg_stat_clear_snapshot() is not null"
    )
    with Store.open(settings) as store:
        with store.transaction() as watcher:
            with store.transaction() as tx:
                tx.run(statement("set idle_session_timeout = '1ms'"))
                pid = tx.one(mine)["pid"]
            while watcher.first(is_there, pid=pid):
                pass
        for _ in range(3):
            with store.transaction() as outer, store.transaction() as inner:
                assert inner.one(WHO) == outer.one(WHO)
