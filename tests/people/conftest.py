from __future__ import annotations

from pathlib import Path

import pytest
from tests.people.files import NOON

from leumund.basics.clock import SetClock
from leumund.people.actions import People
from leumund.store import Store


@pytest.fixture
def people(store: Store, tmp_path: Path) -> People:
    return People(store, SetClock(NOON), tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
