"""A driver's error quotes rows. None of it may reach a message, a chain of causes or a log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Databases

from leumund.basics.errors import LeumundError
from leumund.store import (
    RecordExists,
    RecordNeeded,
    RecordOverlaps,
    RuleBroken,
    Statement,
    Store,
    Transaction,
    ValueRefused,
)
from leumund.store.errors import StatementRefused

SECRET = "+493023125777"
DIGITS = SECRET.removeprefix("+")

TABLES = (
    "create schema leak",
    "create table leak.line (number text primary key, "
    "is_short boolean generated always as (length(number) < 20) stored, "
    "constraint number_is_e164 check (number not like '%777%777'))",
    "create table leak.person (id bigint primary key, number text references leak.line, "
    "born date, age integer)",
    "create table leak.span (number text, during daterange, "
    "exclude using gist (during with &&))",
    "create table leak.late (number text unique deferrable initially deferred)",
    "create function leak.shout() returns trigger language plpgsql as $$ begin "
    "raise exception 'no: %', new.number using constraint = 'never_changed'; end $$",
    "create table leak.fixed (number text)",
    "create trigger shout before insert on leak.fixed for each row "
    "execute function leak.shout()",
    "grant usage on schema leak to leumund_app",
    "grant select, insert, update, delete on all tables in schema leak to leumund_app",
)


def statement(sql: str) -> Statement:
    return Statement("of_the_test", "A statement of this test.", sql)


LINE = statement("insert into leak.line values (%(number)s)")


@pytest.fixture
def leaky(databases: Databases) -> Iterator[Store]:
    name = databases.make()
    databases.as_owner(name, *TABLES)
    with databases.store(name) as store:
        with store.transaction() as tx:
            tx.run(LINE, number=SECRET)
        yield store
    databases.drop(name)


Attack = Callable[[Transaction, Path], object]


def twice(tx: Transaction, _: Path) -> None:
    tx.run(LINE, number=SECRET)


def breaks_a_check(tx: Transaction, _: Path) -> None:
    tx.run(LINE, number=f"{SECRET}{DIGITS}")


def refers_to_nobody(tx: Transaction, _: Path) -> None:
    tx.run(statement("insert into leak.person values (1, %(number)s)"), number=f"{SECRET}9")


def is_still_needed(tx: Transaction, _: Path) -> None:
    tx.run(statement("insert into leak.person values (1, %(number)s)"), number=SECRET)
    tx.run(statement("delete from leak.line"))


def overlaps(tx: Transaction, _: Path) -> None:
    add = statement("insert into leak.span values (%(number)s, '[2026-01-01,2026-02-01)')")
    tx.run(add, number=SECRET)
    tx.run(add, number=SECRET)


def is_no_date(tx: Transaction, _: Path) -> None:
    tx.run(
        statement("insert into leak.person (id, born) values (2, %(born)s::text::date)"),
        born=SECRET,
    )


def is_too_great(tx: Transaction, _: Path) -> None:
    tx.run(statement("insert into leak.person (id, age) values (2, %(age)s)"), age=int(DIGITS))


def has_no_key(tx: Transaction, _: Path) -> None:
    tx.run(statement("insert into leak.person (number) values (%(number)s)"), number=SECRET)


def holds_a_zero_byte(tx: Transaction, _: Path) -> None:
    tx.run(LINE, number=f"{SECRET}\0")


def is_no_text(tx: Transaction, _: Path) -> None:
    tx.run(LINE, number=f"{SECRET}\udcfc")


def cannot_be_adapted(tx: Transaction, _: Path) -> None:
    tx.run(LINE, number={SECRET: object()})


def copies_a_word_as_a_number(tx: Transaction, _: Path) -> None:
    copy = statement("copy leak.person (id, number, age) from stdin")
    tx.copy_in(copy, [(1, None, 5), (2, SECRET, f"x{SECRET}")])


def copies_a_row_that_is_too_short(tx: Transaction, path: Path) -> None:
    path.write_text(f"id,number\n{DIGITS}\n")
    tx.copy_in_csv(
        statement("copy leak.person (id, number) from stdin (format csv, header)"), path
    )


def copies_another_encoding(tx: Transaction, path: Path) -> None:
    path.write_bytes(f"number\n{SECRET}".encode() + b"\xfc\n")
    tx.copy_in_csv(statement("copy leak.line (number) from stdin (format csv, header)"), path)


def copies_out_what_cannot_be_cast(tx: Transaction, path: Path) -> None:
    tx.copy_out_csv(
        statement("copy (select cast(%(x)s as date)) to stdout (format csv, header)"),
        path,
        x=SECRET,
    )


def spoils_a_copy_statement(tx: Transaction, path: Path) -> None:
    tx.copy_out_csv(statement("copy (select 1 %(x)s 2) to stdout (format csv)"), path, x=SECRET)


def raises_in_a_trigger(tx: Transaction, _: Path) -> None:
    tx.run(statement("insert into leak.fixed values (%(number)s)"), number=SECRET)


def fails_at_the_commit(tx: Transaction, _: Path) -> None:
    add = statement("insert into leak.late values (%(number)s)")
    tx.run(add, number=SECRET)
    tx.run(add, number=SECRET)


def reaches_for_the_driver(tx: Transaction, _: Path) -> None:
    tx._connection.execute("insert into leak.line values (%s)", (SECRET,))


ATTACKS: dict[Attack, type[LeumundError]] = {
    twice: RecordExists,
    breaks_a_check: ValueRefused,
    refers_to_nobody: RecordNeeded,
    is_still_needed: RecordNeeded,
    overlaps: RecordOverlaps,
    is_no_date: ValueRefused,
    is_too_great: ValueRefused,
    has_no_key: ValueRefused,
    holds_a_zero_byte: ValueRefused,
    is_no_text: ValueRefused,
    cannot_be_adapted: StatementRefused,
    copies_a_word_as_a_number: ValueRefused,
    copies_a_row_that_is_too_short: ValueRefused,
    copies_another_encoding: ValueRefused,
    copies_out_what_cannot_be_cast: ValueRefused,
    spoils_a_copy_statement: StatementRefused,
    raises_in_a_trigger: RuleBroken,
    fails_at_the_commit: RecordExists,
    reaches_for_the_driver: RecordExists,
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_value_reaches_a_message_a_cause_or_a_log(
    attack: Attack,
    leaky: Store,
    databases: Databases,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LeumundError) as caught, leaky.transaction() as tx:
        attack(tx, tmp_path / "rows.csv")
    error = caught.value
    assert type(error) is ATTACKS[attack]
    chain = list(_chain(error))
    assert not [link for link in chain if isinstance(link, psycopg.Error)]
    told = "".join(f"{link!s}{link!r}{link.args}{vars(link)}" for link in chain)
    told += error.message("de") + error.way_out("de") + error.way_out("en")
    told += "".join(traceback.format_exception(error)) + caplog.text
    told += databases.server.home.log.read_text()
    assert DIGITS not in told
    with leaky.transaction() as tx:
        assert tx.one(statement("select count(*) as n from leak.line"))["n"] == 1


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from _chain(error.__cause__)
        error = error.__context__


def test_the_row_of_a_copied_file_is_named(leaky: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueRefused) as caught, leaky.transaction() as tx:
        copies_a_word_as_a_number(tx, tmp_path)
    assert str(caught.value) == (
        "The database refused a value (table person, column age, row 2, rule 22P02)."
    )


def test_a_broken_check_names_its_rule(leaky: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueRefused) as caught, leaky.transaction() as tx:
        breaks_a_check(tx, tmp_path)
    assert caught.value.values["rule"] == "number_is_e164"


def test_a_mistake_in_a_statement_is_told_in_its_own_words(store: Store) -> None:
    with pytest.raises(StatementRefused, match='column "nowhere" does not exist'):  # noqa: SIM117
        with store.transaction() as tx:
            tx.run(statement("select nowhere"))
