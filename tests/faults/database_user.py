"""A command that uses a folder's own database and does what it is told on its input.

Started as a process of its own, so that it can be killed:
``python -m tests.faults.database_user FOLDER PLACE [ACCOUNT]``. With an account (a number)
it gives up being root once everything is imported: the interpreter itself may lie where the
account cannot read it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from leumund.basics.errors import LeumundError
from leumund.settings import Settings
from leumund.store import Statement, Store
from leumund.store.connections import Logins

MAKE = "create table kept (n bigint); grant select, insert on kept to leumund_app"


def statement(sql: str) -> Statement:
    return Statement("of_the_test", "A statement of this test.", sql)


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def make(store: Store) -> None:
    """A table to write to, as a migration makes it."""
    assert store.server
    logins = Logins.of(store.server)
    owner = Store(Logins(logins.owner, logins.owner), acting_as=None)
    with owner, owner.transaction() as tx:
        tx.run(statement(MAKE))


def obey(store: Store, order: str) -> object:
    verb, _, value = order.partition(" ")
    if verb == "make":
        make(store)
    with store.transaction() as tx:
        if verb == "add":
            tx.run(statement("insert into kept values (%(n)s)"), n=int(value))
        if verb == "hang":
            tx.run(statement("insert into kept values (%(n)s)"), n=int(value))
            say("hanging")
            sys.stdin.readline()
        return tx.one(statement("select count(*) as n, sum(n) as s from kept"))["n"]


def become(account: int) -> None:
    """Be this account from here on, and nothing else."""
    os.setgroups([])
    os.setgid(account)
    os.setuid(account)


def main(folder: str, place: str, account: str | None = None) -> None:
    if account:
        become(int(account))
    settings = Settings(folder=Path(folder), database_place=Path(place))
    try:
        with Store.open(settings) as store:
            say("ready")
            for order in sys.stdin:
                say(obey(store, order.strip()))
    except LeumundError as error:
        say(f"{error.code}: {error}")
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main(*sys.argv[1:])
