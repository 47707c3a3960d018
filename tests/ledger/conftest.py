"""What the ledger's tests share: foreign test vectors, and a log made by hand."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from tests.ledger.log import Log

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proofs of transparency-dev/merkle, good and bad; skipped where they are not there."""
    named = os.environ.get("LEUMUND_TEST_DATA")
    data = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    archive = data / "merkle" / "rfc6962_vectors.tar.gz"
    if not archive.exists():
        pytest.skip("no RFC 6962 test vectors: set LEUMUND_TEST_DATA to the test data folder")
    folder = tmp_path_factory.mktemp("vectors")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "testdata"


@pytest.fixture(scope="session")
def log() -> Log:
    """Seven entries under one signed checkpoint, in memory."""
    return Log.of(7)
