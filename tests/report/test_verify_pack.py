from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.authority import authority
from tests.report.packed import Packed, decided, packed_on

from leumund.basics.canonical import sha256_hex
from leumund.basics.sums import LIST_PROOF, SUMS
from leumund.ledger import DoesNotVerify, read_public_key, verify_proof
from leumund.ledger.folder import verify_folder
from leumund.report.writer import BundleChanged, NotHandedOut
from leumund.store import Store


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Packed:
    return packed_on(store, tmp_path)


def folder_of(packed: Packed) -> Path:
    return packed.leumund.report.pack(
        decided(packed), packed.folder / "pack", None, "en"
    ).folder


def forged(folder: Path) -> None:
    """A file changed, and the checksums put right."""
    path, sums = folder / "pack.json", folder / SUMS
    before = sha256_hex(path.read_bytes())
    path.write_bytes(b"{}\n")
    sums.write_text(sums.read_text().replace(before, sha256_hex(b"{}\n")))


def test_a_pack_as_it_was_handed_out_is_said_to_be_so(packed: Packed) -> None:
    folder = folder_of(packed)
    found = packed.leumund.report.verify(folder)
    assert found.is_sound
    assert found.stamped_at is None
    assert "as they were handed out" in found.in_words()


def test_attack_changed_missing_and_added_files_are_each_named(packed: Packed) -> None:
    folder = folder_of(packed)
    (folder / "README.txt").write_text("another")
    (folder / "findings.csv").unlink()
    (folder / "exhibits" / "09-planted.txt").write_text("planted")
    found = packed.leumund.report.verify(folder)
    assert found.changed == ("README.txt",)
    assert found.missing == ("findings.csv",)
    assert found.added == ("exhibits/09-planted.txt",)
    assert not found.is_sound
    assert "added: exhibits/09-planted.txt" in found.in_words()


@pytest.mark.parametrize("name", ["pack.json", "exhibits/planted.txt"])
def test_attack_a_changed_pack_gets_no_time_stamp(store: Store, tmp_path: Path, name: str):
    with authority(tmp_path / "tsa") as tsa:
        packed = packed_on(store, tmp_path, tsa.url)
        offline = packed_on_offline(packed)
        folder = folder_of(offline)
        (folder / name).write_bytes(b"{}\n")
        with pytest.raises(BundleChanged) as refused:
            packed.leumund.report.stamp(folder)
        assert name in str(refused.value)
        assert not tsa.asked
        assert not (folder / "SHA256SUMS.tsr").exists()


def test_attack_a_pack_whose_checksums_were_made_to_fit_gets_no_time_stamp(
    store: Store, tmp_path: Path
) -> None:
    with authority(tmp_path / "tsa") as tsa:
        packed = packed_on(store, tmp_path, tsa.url)
        folder = folder_of(packed_on_offline(packed))
        forged(folder)
        with pytest.raises(NotHandedOut):
            packed.leumund.report.stamp(folder)
        assert not tsa.asked
    assert not packed.leumund.report.verify(folder).is_sound


def test_attack_a_time_stamp_of_something_else_is_found(store: Store, tmp_path: Path) -> None:
    with authority(tmp_path / "tsa") as tsa:
        packed = packed_on(store, tmp_path, tsa.url)
        folder = folder_of(packed)
        assert packed.leumund.report.verify(folder).stamped_at
    forged(folder)
    assert packed.leumund.report.verify(folder).stamp_problem


def alone(folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    """What a stranger is told who has the folder, a Python and nothing of ours."""
    command = ["-I", "verify.pyz", ".", "--key", "ledger.pub", "--lang", language]
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def changed(folder: Path) -> None:
    (folder / "pack.json").write_text("{}")


def taken_away(folder: Path) -> None:
    (folder / "findings.csv").unlink()


def added(folder: Path) -> None:
    (folder / "exhibits" / "planted.txt").write_text("planted")


def linked(folder: Path) -> None:
    (folder / "planted").symlink_to(folder / "exhibits")


def without_proof_of_the_list(folder: Path) -> None:
    forged(folder)
    (folder / LIST_PROOF).unlink()


def with_the_proof_of_a_step(folder: Path) -> None:
    forged(folder)
    (folder / LIST_PROOF).write_bytes(next(folder.glob("proofs/step-01-*")).read_bytes())


ATTACKS = {
    changed: "changed: pack.json",
    taken_away: "missing: findings.csv",
    added: "added: exhibits/planted.txt",
    linked: "added: planted",
    forged: "is of another list",
    without_proof_of_the_list: "is missing",
    with_the_proof_of_a_step: "is of another list",
}


def test_a_stranger_checks_the_whole_folder_with_nothing_of_ours(packed: Packed) -> None:
    folder = folder_of(packed)
    said = alone(folder)
    assert (said.returncode, said.stderr) == (0, "")
    assert "none more" in said.stdout
    assert "Der Ordner stimmt" in alone(folder, "de").stdout


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.__name__)
def test_attack_no_change_of_a_folder_passes_the_program_that_stands_alone(
    packed: Packed, attack: Callable[[Path], None]
) -> None:
    folder = folder_of(packed)
    attack(folder)
    said = alone(folder)
    assert (said.returncode, said.stdout) == (10, "")
    assert ATTACKS[attack] in said.stderr


def test_attack_a_flipped_bit_in_any_file_of_a_folder_is_noticed(packed: Packed) -> None:
    folder = folder_of(packed)
    keys = [read_public_key((folder / "ledger.pub").read_text())]
    whole = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    beside = {f"{SUMS}.tsq", "NO-TIME-STAMP-YET.txt"}
    assert verify_folder(whole, lambda data: verify_proof(data, keys)).proofs == 10
    for name in set(whole) - beside:
        flipped = bytearray(whole[name])
        flipped[len(flipped) // 2] ^= 1
        another = {**whole, name: bytes(flipped)}
        with pytest.raises(DoesNotVerify):
            verify_folder(another, lambda data: verify_proof(data, keys))


def packed_on_offline(packed: Packed) -> Packed:
    """The same installation, with nobody to ask for a time stamp."""
    leumund = packed.leumund
    settings = replace(leumund.settings, stamp_url=None)
    return replace(
        packed, leumund=type(leumund)(settings, leumund.store, packed.desk.clock, bytes)
    )
