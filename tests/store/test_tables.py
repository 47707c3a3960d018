"""Every table says what it is for and how long it keeps; the application may do no more than
it was granted.
"""

from __future__ import annotations

import re

import pytest

from leumund.store import Statement, Store
from leumund.store.errors import NotGranted

_DURATION = r"P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?)?"
PERIOD = re.compile(rf"; retention: (?:until erased|{_DURATION})(?= |$)")

TABLES = """
select c.oid::regclass::text as name, n.nspname as schema, pg_get_userbyid(c.relowner) as owner,
       coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
       array(select a.privilege_type from aclexplode(c.relacl) a
             where a.grantee = 'leumund_app'::regrole) as granted,
       exists (select from aclexplode(c.relacl) a where a.grantee = 0) as is_public
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
      and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
order by 1
"""


def statement(sql: str) -> Statement:
    return Statement("of_the_test", "A statement of this test.", sql)


def test_every_table_has_its_purpose_and_its_retention_in_its_comment(store: Store) -> None:
    with store.transaction() as tx:
        found = tx.run(statement(TABLES))
    assert found
    for table in found:
        assert re.match(r"purpose: \w.*; retention: ", table["comment"]), table["name"]
        assert PERIOD.search(table["comment"]), f"{table['name']}: {table['comment']}"


def test_a_comment_without_a_period_would_be_found() -> None:
    assert PERIOD.search("purpose: x; retention: P3Y from loaded_at")
    assert PERIOD.search("purpose: x; retention: PT1H from at")
    assert PERIOD.search("purpose: x; retention: until erased from the day of ...")
    assert not PERIOD.search("purpose: x; retention: P from loaded_at")
    assert not PERIOD.search("purpose: x; retention: P3 from loaded_at")
    assert not PERIOD.search("purpose: x; retention: as long as needed")


def test_no_table_lies_outside_a_part_and_none_belongs_to_the_application(store: Store) -> None:
    with store.transaction() as tx:
        for table in tx.run(statement(TABLES)):
            assert table["schema"] != "public", table["name"]
            assert table["owner"] == "leumund_owner", table["name"]


def test_the_application_was_granted_work_on_rows_and_nothing_else(store: Store) -> None:
    with store.transaction() as tx:
        for table in tx.run(statement(TABLES)):
            work = {"SELECT", "INSERT", "UPDATE", "DELETE"}
            assert set(table["granted"]) <= work, table["name"]
            assert not table["is_public"], table["name"]


def test_the_application_has_no_power_over_the_server(store: Store) -> None:
    with store.transaction() as tx:
        role = tx.one(
            statement(
                "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, "
                "exists (select from pg_auth_members m where m.member = r.oid) as is_member "
                "from pg_roles r where rolname = current_user"
            )
        )
    assert not any(role.values())


@pytest.mark.parametrize(
    "attack",
    [
        "create table public.mine (x int)",
        "create table store.mine (x int)",
        "create schema mine",
        "create role mine",
        "drop table store.schema_version",
        "alter table store.schema_version add column x int",
        "truncate store.schema_version",
        "update store.schema_version set digest = digest",
        "delete from store.schema_version",
        "comment on table store.schema_version is 'x'",
        "create function store.mine() returns int language sql as 'select 1'",
        "set role leumund_owner",
        "set session authorization postgres",
        "copy (select 1) to program 'true'",
        "copy (select 1) to '/tmp/leumund-attack'",
        "select pg_read_file('postgresql.conf')",
        "set log_min_messages = 'error'",
    ],
)
def test_the_application_cannot(store: Store, attack: str) -> None:
    with pytest.raises(NotGranted), store.transaction() as tx:
        tx.run(statement(attack))
