from __future__ import annotations

from pathlib import Path

import pytest
from tests.release.desk import desk_in, furnish

from leumund.app import Leumund
from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """Four partners and three hundred customers, every one of whom may be called."""
    return furnish(desk_in(tmp_path / "data", store), tmp_path)
