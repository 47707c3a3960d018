from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.authority import authority
from tests.report.packed import Packed, decided, packed_on

from leumund.basics.canonical import sha256_hex
from leumund.report.bundle import SUMS
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


def test_a_stranger_finds_an_added_file_with_the_line_of_the_readme(packed: Packed) -> None:
    folder = folder_of(packed)
    (line,) = [
        line.strip()
        for line in (folder / "README.txt").read_text("utf-8").splitlines()
        if "uniq -u" in line
    ]
    beside = {"SHA256SUMS", "SHA256SUMS.tsq", "NO-TIME-STAMP-YET.txt"}
    assert named(folder, line) == beside
    (folder / "planted.txt").write_text("planted")
    assert named(folder, line) == beside | {"planted.txt"}


def named(folder: Path, line: str) -> set[str]:
    said = subprocess.run(["sh", "-c", line], cwd=folder, check=True, capture_output=True)
    return set(said.stdout.decode().split())


def packed_on_offline(packed: Packed) -> Packed:
    """The same installation, with nobody to ask for a time stamp."""
    leumund = packed.leumund
    settings = replace(leumund.settings, stamp_url=None)
    return replace(
        packed, leumund=type(leumund)(settings, leumund.store, packed.desk.clock, bytes)
    )
