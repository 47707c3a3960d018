"""A database of the company's own: what it must allow, and what is said where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo
from tests.conftest import CARELESS, Databases

from leumund.basics.errors import LeumundError
from leumund.settings import Settings
from leumund.store import Statement, Store, connections
from leumund.store.errors import (
    DatabaseOld,
    DatabaseSilent,
    DatabaseUrlUnreadable,
    RoleMissing,
    RoleNotGranted,
)
from leumund.store.server import open_server

WHO = Statement("who", "Who acts here.", "select current_user as who, session_user as login")


@pytest.fixture
def bare(surroundings: Path) -> Iterator[Databases]:
    """A server on which nobody has prepared anything for us: there is no leumund_app."""
    folder = surroundings / "bare"
    folder.mkdir()
    server = open_server(Settings(folder=folder), CARELESS)
    databases = Databases(server)
    databases.administer("alter role leumund_app rename to somebody_else")
    databases.administer("create role house login password 'house'")
    databases.administer("create database house owner house")
    yield databases
    for database in ("house", "leumund"):
        databases.drop(database)
    databases.administer("drop role if exists leumund_app")
    databases.administer("drop role house")
    databases.administer("alter role somebody_else rename to leumund_app")
    (folder / "database" / "furnished").unlink()
    server.end_use()


def house(databases: Databases, name: str = "house") -> Settings:
    login = databases.server.login("postgres", name)
    return Settings(database_url=make_conninfo(login, user="house", password="house"))


def test_a_login_that_may_not_make_the_role_is_told_what_to_run(bare: Databases) -> None:
    with pytest.raises(RoleMissing) as caught:
        Store.open(house(bare))
    advice = caught.value.way_out("en").removeprefix("Let an administrator run: ")
    assert advice == "create role leumund_app nologin; grant leumund_app to house;"
    for statement in advice.split("; "):
        bare.administer(statement.strip(";"))
    with Store.open(house(bare)) as store, store.transaction() as tx:
        assert tx.one(WHO) == {"who": "leumund_app", "login": "house"}
    bare.drop("house")
    bare.administer("drop role leumund_app")
    bare.administer("create database house owner house")
    bare.administer("alter role house createrole")
    with Store.open(house(bare)) as store, store.transaction() as tx:
        assert tx.one(WHO)["who"] == "leumund_app", "a login that may make it, does"


def test_a_login_that_may_not_act_as_the_role_is_told_what_to_run(databases: Databases) -> None:
    databases.administer("create role house login password 'house'")
    databases.administer("create database house owner house")
    store = Store.open(house(databases))
    with store, pytest.raises(RoleNotGranted) as caught, store.transaction() as tx:
        tx.one(WHO)
    advice = caught.value.way_out("en").removeprefix("Let an administrator run: ")
    databases.administer(advice.strip(";"))
    with Store.open(house(databases)) as store, store.transaction() as tx:
        assert tx.one(WHO)["who"] == "leumund_app"
    databases.drop("house")
    databases.administer("drop role house")


def test_an_owner_apart_changes_the_tables_and_the_application_does_not(
    databases: Databases,
) -> None:
    databases.administer("create role house login password 'house'")
    databases.administer("create role visitor login password 'visitor' in role leumund_app")
    databases.administer("create database house owner house")
    owner = house(databases).database_url
    assert owner
    settings = Settings(
        database_url=make_conninfo(owner, user="visitor", password="visitor"),
        database_owner_url=owner,
    )
    with Store.open(settings) as store, store.transaction() as tx:
        assert tx.one(WHO) == {"who": "leumund_app", "login": "visitor"}
    databases.drop("house")
    databases.administer("drop role house")
    databases.administer("drop role visitor")


def test_an_old_database_is_refused(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_VERSION_NEEDED", 990_000)
    name = databases.make()
    with databases.store(name) as store, pytest.raises(DatabaseOld, match="is PostgreSQL 18"):
        store.migrate()
    databases.drop(name)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("postgresql://leumund:s3cret@localhost:1/leumund", DatabaseSilent),
        ("host=/nowhere password=s3cret user=leumund", DatabaseSilent),
        ("not a url s3cret", DatabaseUrlUnreadable),
        ("postgresql://leumund:s3cret@[::1", DatabaseUrlUnreadable),
    ],
)
def test_an_address_at_which_nobody_is_gives_no_password_away(
    url: str, kind: type[LeumundError]
) -> None:
    with pytest.raises(kind) as caught:
        Store.open(Settings(database_url=url))
    error = caught.value
    assert error.__cause__ is error.__context__ is None
    assert "s3cret" not in f"{error!s}{error!r}{error.values}{error.way_out('en')}"
