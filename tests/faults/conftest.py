"""Fresh installations for the tests that break them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.faults.installations import Installation


@pytest.fixture
def installation(surroundings: Path) -> Iterator[Installation]:
    """A data folder that is not there yet."""
    made = Installation(surroundings / uuid4().hex[:8], surroundings / "place")
    yield made
    made.remove()


@pytest.fixture(scope="session")
def original(surroundings: Path) -> Installation:
    """One installation with a table ``kept`` and the number 1 in it, to be copied."""
    made = Installation(surroundings / "original", surroundings / "place")
    assert made.use("make", "add 1") == ["0", "1"]
    return made


@pytest.fixture
def furnished(installation: Installation, original: Installation) -> Installation:
    """An installation like the original one, with a database of its own; nobody is using it."""
    original.twin(installation.folder)
    return installation
