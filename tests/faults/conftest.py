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


@pytest.fixture
def furnished(installation: Installation) -> Installation:
    """An installation with one table ``kept`` and the number 1 in it; nobody is using it."""
    assert installation.use("make", "add 1") == ["0", "1"]
    return installation
