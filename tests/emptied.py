"""A database whose rows are taken out again, as good as new: it costs a tenth of making one.

Only one whose tables are as they were made is given to another test. Its rows go as a
superuser's whom no trigger stops, and their place on the disk is given back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_KEPT = "store.schema_version"
LARGE_BYTES = 4 << 20

_OURS = """
with ours as (
    select c.*, nspname, nspacl, nspowner
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname !~ '^(pg_|information_schema)'
)
"""
_FULL = """
select oid::regclass::text, pg_total_relation_size(oid) from ours
where relkind = 'r' and oid <> %s::regclass and pg_relation_size(oid) > 0
"""
_LOOKS = """
select md5(string_agg(said, ' ' order by said)) from (
    select ours::text as said from (
        select oid, relname, relkind, relowner, relacl, reltype, relchecks, relhastriggers,
               reloptions, nspname, nspacl, nspowner from ours
    ) ours
    union all select concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull, attacl)
    from pg_attribute join ours on ours.oid = attrelid
    union all select concat_ws(' ', oid, tgname, tgenabled) from pg_trigger
    union all select concat_ws(' ', oid, conname, convalidated) from pg_constraint
    union all select concat_ws(' ', p.oid, prosrc, proowner, proacl)
    from pg_proc p where pronamespace in (select relnamespace from ours)
    union all select concat_ws(' ', nspname, nspowner, nspacl) from pg_namespace
    where nspname !~ '^pg_t'
    union all select version::text from store.schema_version version
) all_of_it
"""
_RESTART = """
select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
from pg_sequences where last_value is not null
"""
_ALONE = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and backend_type = 'client backend'
and pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Emptied:
    """One database between two tests, with a superuser's connection that stays open."""

    name: str
    connection: psycopg.Connection
    looked: str

    @classmethod
    def of(cls, login: str) -> Emptied:
        """Call it while the database is as it was made."""
        connection = psycopg.connect(login, autocommit=True)
        return cls(connection.info.dbname, connection, _looks(connection))

    def empty(self) -> bool:
        """Take out all rows; false where something else was changed, or too much was in it."""
        while self.connection.execute(_ALONE).fetchall():
            time.sleep(0.001)
        full = self.connection.execute((_OURS + _FULL).encode(), [ROWS_KEPT]).fetchall()
        size = sum(size for _name, size in full)
        if size > LARGE_BYTES or _looks(self.connection) != self.looked:
            return False
        _take_out(self.connection, [name for name, _size in full])
        return True


def _looks(connection: psycopg.Connection) -> str:
    found = connection.execute((_OURS + _LOOKS).encode()).fetchone()
    assert found is not None
    return str(found[0])


def _take_out(connection: psycopg.Connection, tables: Sequence[str]) -> None:
    connection.execute("set session_replication_role = replica")
    for table in tables:
        connection.execute(f"delete from {table}".encode())
    if tables:
        connection.execute(f"vacuum (skip_database_stats) {', '.join(tables)}".encode())
    connection.execute(_RESTART)
