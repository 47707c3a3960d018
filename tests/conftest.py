"""What every test may ask for: a real PostgreSQL with a database of its own, and an engine.

There is one server per test run, or per worker of pytest-xdist. The tables are made once, in
a template; a test's database is a copy of it, new or emptied.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from psycopg.rows import dict_row
from tests.emptied import Emptied

from leumund.engine import Engine
from leumund.settings import Settings
from leumund.store import Store
from leumund.store.connections import Logins
from leumund.store.home import Home
from leumund.store.locks import FileLock
from leumund.store.server import Server, open_server
from leumund.store.wheel import Programs

# No test is timed: on a busy machine a slow example says nothing about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TEMPLATE = "leumund_template"
PREFIX = "leumund-run-"
IN_USE = "in-use.lock"
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Databases:
    """The run's server, and fresh databases in it."""

    server: Server
    emptied: list[Emptied] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """A database with all tables, empty, for one test; its name."""
        one = self.emptied.pop() if self.emptied else self._new()
        yield one.name
        if one.empty():
            self.emptied.append(one)
        else:
            one.connection.close()
            self.drop(one.name)

    def _new(self) -> Emptied:
        return Emptied.of(self.server.login("postgres", self.make()))

    def make(self) -> str:
        """A new database with all tables, empty; its name."""
        name = f"test_{uuid4().hex[:12]}"
        self.administer(
            "create database {} template {} strategy file_copy owner leumund_owner",
            name,
            TEMPLATE,
        )
        return name

    def drop(self, name: str) -> None:
        self.administer("drop database if exists {} with (force)", name)

    def store(self, name: str) -> Store:
        """A store on this database, which leaves the server alone when it is closed."""
        return Store(Logins.of(self.server, name))

    def owner(self, name: str) -> Store:
        """A store whose transactions are the owner's, as a migration's are."""
        login = partial(self.server.login, "leumund_owner", name)
        return Store(Logins(login, login), acting_as=None)

    def ask(self, name: str, question: str) -> list[dict[str, Any]]:
        """The answer to the question, put with all rights."""
        login = self.server.login("postgres", name)
        with psycopg.connect(login, row_factory=dict_row) as connection:
            return connection.execute(question.encode()).fetchall()

    def as_owner(self, name: str, *statements: str) -> None:
        """Run statements as the owner of the tables, as a migration does."""
        with psycopg.connect(self.server.login("leumund_owner", name)) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def administer(self, statement: str, *names: str) -> None:
        login = self.server.login("postgres", "postgres")
        with psycopg.connect(login, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that at the end no worker waits for one that began late."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session", autouse=True)
def surroundings() -> Iterator[Path]:
    """A folder of this run that every account may enter, which pytest's own are not.

    Commands that tests start find their data and their database in it.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment, FileLock(folder / IN_USE) as lock:
        lock.try_take()
        environment.setenv("LEUMUND_FOLDER", str(folder / "data"))
        environment.setenv("LEUMUND_DATABASE_PLACE", str(folder / "place"))
        environment.delenv("LEUMUND_DATABASE_URL", raising=False)
        yield folder
        _remove(folder)


@pytest.fixture(scope="session")
def databases(surroundings: Path) -> Iterator[Databases]:
    """This worker's own PostgreSQL with the template made; nothing in it need outlive it."""
    folder = surroundings / "server"
    folder.mkdir()
    server = open_server(Settings(folder=folder), CARELESS)
    try:
        databases = Databases(server)
        _make_template(databases)
        yield databases
        for each in databases.emptied:
            each.connection.close()
    finally:
        server.end_use()


def _sweep() -> None:
    """Remove what test runs that were killed have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if (folder / IN_USE).exists():
            with FileLock(folder / IN_USE) as lock:
                if lock.try_take():
                    _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder of ours; a server that still runs in it is stopped before.

    Call it with the folder's lock held. Its name goes first, so that no other run's sweep
    finds it half removed.
    """
    for lock in folder.rglob("users.lock"):
        database = lock.parent
        record = database / "place.json"
        home = json.loads(record.read_text())["home"] if record.exists() else database / "home"
        Server(Home(database, Path(home), None), Programs(Path()), wait_seconds=30).end_use()
    gone = folder.with_name(f"gone-{folder.name}")
    folder.rename(gone)
    shutil.rmtree(gone)


def _make_template(databases: Databases) -> None:
    making = "leumund_making"
    databases.administer("create database {} owner leumund_owner", making)
    databases.store(making).migrate()
    databases.administer("alter database {} rename to {}", making, TEMPLATE)


@pytest.fixture
def store(databases: Databases) -> Iterator[Store]:
    """A fresh database with every table of the program, and nothing in them."""
    with databases.lent() as name, databases.store(name) as store:
        yield store


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine with two threads and 1 GiB, its scratch folder below the test's own."""
    return Engine(tmp_path / "scratch", memory_bytes=2**30, threads=2)
