"""A database that another test had is as good as new, or is not given out again."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from tests.conftest import Databases
from tests.intake.desk import desk_in, furnish

EVERYTHING = """
select c.oid::regclass::text, pg_relation_size(c.oid) from pg_class c
join pg_namespace n on n.oid = relnamespace
where relkind = 'r' and nspname !~ '^(pg_|information_schema)'
order by 1
"""
SEQUENCES = "select sequencename, last_value from pg_sequences order by 1"


def test_a_database_that_was_used_is_given_out_again_as_if_new(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.lent() as name, databases.store(name) as store:
        fresh = [databases.ask(name, each) for each in (EVERYTHING, SEQUENCES)]
        furnish(desk_in(tmp_path / "data", store), tmp_path)
        assert databases.ask(name, EVERYTHING) != fresh[0]
        assert databases.ask(name, SEQUENCES) != fresh[1]
    with databases.lent() as again:
        assert again == name
        assert [databases.ask(name, each) for each in (EVERYTHING, SEQUENCES)] == fresh


@pytest.mark.parametrize(
    "change",
    [
        "alter table intake.complaint disable trigger user",
        "alter table people.line add column x int",
        "alter table people.line drop constraint line_pkey cascade",
        "create table people.mine (x int)",
        "create schema mine",
        "grant select on people.line to public",
        "drop function intake.sealed_stays() cascade",
        "delete from store.schema_version",
    ],
)
def test_a_database_that_was_changed_is_not_given_out_again(
    databases: Databases, change: str
) -> None:
    with databases.lent() as name:
        databases.as_owner(name, change)
    assert name not in {each.name for each in databases.emptied}
    with databases.lent() as other:
        assert other != name


def test_whoever_still_works_in_it_is_sent_out_first(databases: Databases) -> None:
    with databases.lent() as name:
        left = psycopg.connect(databases.server.login("leumund_owner", name))
        left.execute("lock table people.line")
    assert name in {each.name for each in databases.emptied}
    with left, pytest.raises(psycopg.OperationalError):
        left.execute("select 1")
