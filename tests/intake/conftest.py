from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.desk import desk_in, furnish

from leumund.app import Leumund
from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """Three customers, three partners, an empty intake."""
    return furnish(desk_in(tmp_path / "data", store), tmp_path)
