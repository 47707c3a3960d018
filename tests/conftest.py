"""What every test may ask for: a real PostgreSQL with a database of its own, and an engine.

There is one server per test run, shared by pytest-xdist's workers. The tables are made once,
in a template; each test's database is a copy of it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from leumund.engine import Engine
from leumund.settings import Settings
from leumund.store import Store
from leumund.store.connections import Logins
from leumund.store.server import Server, open_server

TEMPLATE = "leumund_template"


@dataclass(frozen=True, slots=True)
class Databases:
    """The run's server, and fresh databases in it."""

    server: Server

    def make(self) -> str:
        """A new database with all tables, empty; its name."""
        name = f"test_{uuid4().hex[:12]}"
        self.administer("create database {} template {} owner leumund_owner", name, TEMPLATE)
        return name

    def drop(self, name: str) -> None:
        self.administer("drop database if exists {} with (force)", name)

    def store(self, name: str) -> Store:
        """A store on this database, which leaves the server alone when it is closed."""
        logins = Logins(
            self.server.login("leumund_app", name), self.server.login("leumund_owner", name)
        )
        return Store(logins)

    def administer(self, statement: str, *names: str) -> None:
        login = self.server.login("postgres", "postgres")
        with psycopg.connect(login, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def has(self, name: str) -> bool:
        login = self.server.login("postgres", "postgres")
        with psycopg.connect(login, autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", (name,))
            return found.fetchone() is not None


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A folder of this test run, the same for all of its workers, that any account may enter."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        folder = Path(tempfile.mkdtemp(prefix="leumund-run-"))
        folder.chmod(0o755)
        yield folder
        shutil.rmtree(folder, ignore_errors=True)
        return
    folder = Path(tempfile.gettempdir()) / f"leumund-run-{run[:12]}"
    folder.mkdir(mode=0o755, exist_ok=True)
    yield folder
    # The last worker finds the server stopped; the others leave the folder to it.
    if not (folder / "data/database/home/cluster/postmaster.pid").exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(run_folder: Path) -> Iterator[Databases]:
    """The run's own PostgreSQL with the template made."""
    folder = run_folder / "data"
    folder.mkdir(mode=0o755, exist_ok=True)
    settings = Settings(folder=folder, database_place=run_folder / "place")
    server = open_server(settings)
    try:
        databases = Databases(server)
        with server.exclusively():
            if not databases.has(TEMPLATE):
                _make_template(databases)
        yield databases
    finally:
        server.end_use()


def _make_template(databases: Databases) -> None:
    making = "leumund_making"
    databases.drop(making)
    databases.administer("create database {} owner leumund_owner", making)
    databases.store(making).migrate()
    databases.administer("alter database {} rename to {}", making, TEMPLATE)


@pytest.fixture
def store(databases: Databases) -> Iterator[Store]:
    """A fresh database with every table of the program, and nothing in them."""
    name = databases.make()
    with databases.store(name) as store:
        yield store
    databases.drop(name)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine with two threads and 1 GiB, its scratch folder below the test's own."""
    return Engine(tmp_path / "scratch", memory_bytes=2**30, threads=2)
