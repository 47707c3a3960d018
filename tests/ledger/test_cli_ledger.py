"""``leumund ledger`` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.ledger.work import load

from leumund.cli.main import main
from leumund.ledger import read_public_key, verify_proof
from leumund.store import Store


@pytest.fixture
def folder(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation on the test's own database."""
    monkeypatch.setenv("LEUMUND_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", store.logins.application())
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(["ledger", *words]) == status
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_the_whole_way_from_the_key_to_an_outsider_s_check(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "example.com/ledger" in said(capsys, "create-key", "--name", "example.com/ledger")
    entry = load(store, 3)[1]
    assert json.loads(said(capsys, "integrate", "--json"))["size"] == 4
    listed = json.loads(said(capsys, "entries", "--kind", "people.load", "--json"))
    assert [row["said"] for row in listed] == ['{"rows":2}', '{"rows":1}', '{"rows":0}']
    said(capsys, "prove", str(entry), "--opened", "--into", "shown.tlog-proof")
    key = read_public_key((folder / "keys" / "ledger.pub").read_text().strip())
    opening = verify_proof(Path("shown.tlog-proof").read_bytes(), [key]).opening
    assert opening is not None
    assert opening.said == {"rows": 1}
    found = json.loads(said(capsys, "verify", "--known", "shown.tlog-proof", "--json"))
    assert found["is_sound"]
    assert found["problems"] == []


def test_a_changed_folder_ends_verify_with_its_own_status(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(store, 3)
    said(capsys, "integrate")
    path = folder / "ledger" / "tile" / "0" / "000.p" / "4"
    path.write_bytes(bytes(128))
    shown = said(capsys, "verify", status=10)
    assert "The entry does not have the hash that stands in the tree." in shown
    assert "tile" in shown


def test_what_was_erased_is_shown_as_erased(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = load(store, 1)[0]
    said(capsys, "integrate")
    erased = json.loads(said(capsys, "erase", str(entry), "--why", "request", "--json"))
    assert erased["entry_id"] == entry
    listed = json.loads(said(capsys, "entries", "--json"))
    assert listed[0]["kind"] == "ledger.erase"
    row = next(row for row in listed if row["entry_id"] == entry)
    assert (row["said"], row["is_erased"]) == (None, True)


def test_an_entry_that_is_not_there_is_said_in_german(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LEUMUND_LANGUAGE", "de")
    assert "99" in said(capsys, "prove", "99", status=3)


def test_the_verifier_and_an_exported_proof_are_enough_for_a_bare_python(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = load(store, 2)[0]
    said(capsys, "prove", str(entry), "--opened", "--into", "shown.tlog-proof")
    shown = json.loads(said(capsys, "verifier", "--into", "check.pyz", "--json"))
    assert shown["file_digest"] == sha256(Path("check.pyz").read_bytes()).hexdigest()
    key = str(folder / "keys" / "ledger.pub")
    command = [sys.executable, "-I", "-S", "check.pyz", "shown.tlog-proof", "--key", key]
    assert subprocess.run(command, check=False).returncode == 0
    proof = bytearray(Path("shown.tlog-proof").read_bytes())
    proof[len(proof) // 2] ^= 1
    Path("shown.tlog-proof").write_bytes(bytes(proof))
    assert subprocess.run(command, check=False).returncode == 10
