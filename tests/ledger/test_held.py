"""Files that entries speak of are looked at, and each that does not fit is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.release.conftest import desk as desk
from tests.release.test_actions import NAME, drawn

from leumund.app import Leumund
from leumund.cli.main import main
from leumund.ledger import HeldFile
from leumund.ledger.held import HeldFiles
from leumund.release.out_writer import OUT


def problems(desk: Leumund) -> list[tuple[str, str]]:
    desk.ledger.integrate()
    return [(one.where, one.what) for one in desk.ledger.verify().problems]


@pytest.fixture
def handed(desk: Leumund, tmp_path: Path) -> Leumund:
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME)
    return desk


def test_every_file_of_a_draw_is_held_after_a_hand_over(handed: Leumund):
    handed.ledger.integrate()
    verified = handed.ledger.verify()
    assert verified.is_sound
    # Seal, universe, numbers, frame, leaves, members, who stayed; three files, three manifests.
    assert verified.files_held == 7 + 3 + 3


@pytest.mark.parametrize(
    "kind", ["universe", "numbers", "frame", "leaves", "members", "out", "stayed"]
)
def test_a_file_that_is_gone_or_was_changed_is_told(handed: Leumund, kind: str):
    path = min((handed.settings.folder / "release").glob(f"{kind}-*"))
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert problems(handed) == [(path.name, "This file was changed.")]
    path.unlink()
    assert problems(handed) == [(path.name, "This file is missing.")]
    path.write_bytes(data)
    assert problems(handed) == []


def test_a_seal_that_was_changed_or_lost_is_told(handed: Leumund):
    path = handed.settings.folder / "seals" / f"{NAME}.seal.json"
    path.write_bytes(path.read_bytes().replace(b"independent", b"conditional"))
    path.write_bytes(path.read_bytes() + b" ")
    assert problems(handed) == [(f"{NAME}: seal", "This file was changed.")]
    path.unlink()
    assert problems(handed) == [(f"{NAME}: seal", "This file is missing.")]
    path.parent.rmdir()
    assert problems(handed) == [(f"{NAME}: seal", "This file is missing.")]


def test_a_seal_that_is_gone_ends_verify_with_its_own_status_in_german_too(
    handed: Leumund, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("LEUMUND_FOLDER", str(handed.settings.folder))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", handed.store.logins.application())
    handed.ledger.integrate()
    assert main(["ledger", "verify"]) == 0
    (handed.settings.folder / "seals" / f"{NAME}.seal.json").unlink()
    assert main(["--lang", "de", "ledger", "verify"]) == 10
    assert "Diese Datei fehlt." in capsys.readouterr().out


@pytest.mark.parametrize(
    "put",
    [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero"),
     lambda path: path.symlink_to(path.with_name("y"))],
    ids=["folder", "pipe", "endless", "link"],
)  # fmt: skip
def test_attack_what_stands_in_a_file_s_place_is_told_and_never_opened(
    tmp_path: Path, put: Callable[[Path], None]
):
    (tmp_path / "y").write_bytes(b"x")
    digest = sha256(b"x").hexdigest()
    put(tmp_path / "x")
    looked = HeldFiles(lambda _entry: None)
    (told,) = looked.examine([HeldFile("x", digest, tmp_path / "x")])
    assert (told.what, told.found) == ("This file was changed.", "not a regular file")
    assert looked.held == 0


def test_attack_a_manifest_in_the_database_that_is_not_the_one_noted_is_told(handed: Leumund):
    files = list(handed.release.held_files())
    (manifest, *_others) = (one for one in files if "manifest" in one.name)
    other = HeldFile(manifest.name, "0" * 64, None, manifest.entry, "manifest", "0" * 64)
    body = {"manifest": manifest.said}
    (told,) = HeldFiles(lambda _entry: body).examine([other])
    assert told.where == f"{manifest.name}, entry {manifest.entry}"
    assert (told.found, told.expected) == ("0" * 64, manifest.said)
    assert list(HeldFiles(lambda _entry: body).examine([manifest])) == []


@pytest.mark.parametrize(
    ("body", "is_told"),
    [({"file": "a"}, False), ({"file": "b"}, True), ({}, True), (None, False)],
)
def test_an_entry_that_was_erased_says_nothing_of_a_file(
    tmp_path: Path, body: dict[str, object] | None, is_told: bool
):
    (tmp_path / "x").write_bytes(b"x")
    file = HeldFile("x", sha256(b"x").hexdigest(), tmp_path / "x", 7, "file", "a")
    looked = HeldFiles(lambda _entry: body)
    assert bool(list(looked.examine([file]))) == is_told
    assert looked.held == (not is_told)


def test_the_folders_of_the_data_folder_are_private(handed: Leumund):
    handed.ledger.integrate()
    for name in ("seals", "ledger", "keys", "release"):
        folder = handed.settings.folder / name
        assert folder.stat().st_mode & 0o777 == 0o700, name
    for path in (handed.settings.folder / OUT).rglob("*.age"):
        assert path.stat().st_mode & 0o077 == 0
