from __future__ import annotations

from pathlib import Path

import pytest
from tests.orders.desk import Desk, desk_in

from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """Partners, customers, contacts and calls; no order yet."""
    return desk_in(tmp_path, store)
