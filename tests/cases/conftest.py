from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.desk import Desk, desk_on

from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_on(store, tmp_path)
