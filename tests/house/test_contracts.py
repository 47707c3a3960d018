"""The tree keeps every import contract."""

from pathlib import Path

from tests.house.contracts import broken_contracts
from tests.house.trees import SOURCE


def test_the_tree_keeps_every_contract(tmp_path: Path) -> None:
    broken, report = broken_contracts(SOURCE, tmp_path)
    assert not broken, report
