"""Every way in which a store may be opened; each must behave alike.

* ``own``: the PostgreSQL that Leumund starts in the data folder.
* ``given``: a database of the company's, reached by LEUMUND_DATABASE_URL with a login that is
  neither ours nor an administrator.
* ``yours``: the database in LEUMUND_TEST_DATABASE_URL, if it is set: a login that may make
  databases and roles. Its own database is not touched; a new one is made beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.conftest import Databases

from leumund.settings import Settings

_YOURS = "LEUMUND_TEST_DATABASE_URL"


@pytest.fixture(params=["own", "given", "yours"])
def settings(
    request: pytest.FixtureRequest, databases: Databases, surroundings: Path
) -> Iterator[Settings]:
    """Settings of an installation that nobody has opened yet."""
    if request.param == "own":
        yield Settings(
            folder=surroundings / uuid4().hex[:8], database_place=surroundings / "place"
        )
    elif request.param == "given":
        with _given(databases) as url:
            yield Settings(database_url=url)
    elif url := os.environ.get(_YOURS):
        with _beside(url) as beside:
            yield Settings(database_url=beside)
    else:
        pytest.skip(f"{_YOURS} is not set")


@contextmanager
def _given(databases: Databases) -> Iterator[str]:
    name = f"house_{uuid4().hex[:8]}"
    databases.administer("create role {} login password 'house'", name)
    databases.administer("grant leumund_app to {}", name)
    databases.administer("create database {} owner {}", name, name)
    yield make_conninfo(
        databases.server.login("leumund_app", name), user=name, password="house"
    )
    databases.drop(name)
    databases.administer("drop role {}", name)


@contextmanager
def _beside(url: str) -> Iterator[str]:
    name = f"leumund_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        administrator.execute(
            sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
        )
