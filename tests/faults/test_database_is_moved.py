"""A data folder is copied, moved, tidied up, restored in part; a pid is somebody else's now."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from tests.faults.installations import Installation

from leumund.store import Store, erase_database
from leumund.store.errors import (
    DatabaseInUse,
    FolderIsCopy,
    PasswordsGone,
    PasswordsWrong,
    RecordsGone,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's database lies elsewhere")


@pytest.fixture
def near(installation: Installation) -> Installation:
    """An installation whose database lies in the data folder itself, also as root."""
    installation.folder.mkdir()
    assert installation.use("make", "add 1") == ["0", "1"]
    assert installation.home.folder.is_relative_to(installation.folder)
    return installation


def copied(original: Installation, name: str) -> Installation:
    target = original.folder.with_name(f"{original.folder.name}-{name}")
    subprocess.run(["/bin/cp", "-a", original.folder, target], check=True)
    return Installation(target, original.place)


def test_a_copy_made_at_rest_is_an_installation_of_its_own(near: Installation) -> None:
    copy = copied(near, "copy")
    with near.start() as first, copy.start() as second:
        assert first.told() == second.told() == "ready"
        assert first.tell("add 2") == "2"
        assert second.tell("count") == "1"
        assert first.leave() == second.leave() == 0
    copy.remove()


def test_a_copy_made_while_in_use_leaves_the_original_alone(near: Installation) -> None:
    with near.start() as first:
        assert first.told() == "ready"
        copy = copied(near, "copy")
        with copy.start() as second:
            assert second.told() == "ready"
            assert second.tell("add 2") == "2"
            assert first.tell("count") == "1"
            assert second.leave() == 0
        assert first.tell("add 2") == "2"
        assert first.leave() == 0
    copy.remove()


def test_a_moved_folder_is_found_again(near: Installation) -> None:
    target = near.folder.with_name("moved")
    near.folder.rename(target)
    moved = Installation(target, near.place)
    assert moved.use("count") == ["1"]
    moved.remove()


@needs_root
def test_a_copy_whose_database_lies_elsewhere_is_refused(furnished: Installation) -> None:
    copy = copied(furnished, "copy")
    with pytest.raises(FolderIsCopy, match=f"is a copy of {furnished.folder}"):
        Store.open(copy.settings)
    assert furnished.use("add 2") == ["2"]
    shutil.rmtree(copy.folder)


@needs_root
def test_a_moved_folder_keeps_its_database_that_lies_elsewhere(furnished: Installation) -> None:
    target = furnished.folder.with_name("moved-too")
    furnished.folder.rename(target)
    moved = Installation(target, furnished.place)
    assert moved.use("count") == ["1"]
    moved.remove()


@needs_root
def test_a_database_that_lay_elsewhere_and_is_gone_is_not_made_anew(
    furnished: Installation,
) -> None:
    home = furnished.home.folder
    home.with_suffix(".json").rename(home.with_suffix(".away"))
    with pytest.raises(RecordsGone):
        Store.open(furnished.settings)
    home.with_suffix(".away").rename(home.with_suffix(".json"))
    assert furnished.use("count") == ["1"]


def test_a_pid_file_that_names_somebody_else_harms_nobody(furnished: Installation) -> None:
    """After a reboot the number in the file belongs to anybody, here to a sleeper."""
    sleeper = subprocess.Popen(["/bin/sleep", "1000"])
    pid_file = furnished.home.cluster / "postmaster.pid"
    cluster = furnished.home.cluster
    pid_file.write_text(
        f"{sleeper.pid}\n{cluster}\n1700000000\n5432\n/nowhere\n\n  1  2\nready\n"
    )
    assert furnished.use("count") == ["1"]
    assert sleeper.poll() is None
    sleeper.kill()
    sleeper.wait()


def test_a_server_whose_socket_was_tidied_away_is_started_again(
    furnished: Installation,
) -> None:
    with furnished.start() as first:
        assert first.told() == "ready"
        folder = furnished.home.socket_folder()
        assert folder
        shutil.rmtree(folder)
        assert furnished.use("add 2") == ["2"]
        assert first.process.poll() is None


def test_lost_passwords_are_said_and_not_made_anew(furnished: Installation) -> None:
    passwords = furnished.home.passwords_path
    kept = passwords.read_bytes()
    passwords.unlink()
    with pytest.raises(PasswordsGone):
        Store.open(furnished.settings)
    assert not passwords.exists()
    passwords.write_bytes(kept.replace(b'": "', b'": "x'))
    with pytest.raises(PasswordsWrong):
        Store.open(furnished.settings)
    passwords.write_bytes(kept)
    assert furnished.use("count") == ["1"]


@pytest.mark.parametrize("name", ["with space, comma and 'quote'", "Ölmühle", "l" * 120])
def test_a_folder_may_be_called(installation: Installation, name: str) -> None:
    installation.folder = installation.folder / name
    installation.folder.mkdir(parents=True)
    assert installation.use("make", "add 1") == ["0", "1"]
    with installation.start() as command:
        assert command.told() == "ready"
        folder = installation.home.socket_folder()
        assert folder
        assert folder.stat().st_mode & 0o777 == 0o700
        assert installation.use("count") == ["1"]
        assert command.leave() == 0
    is_near = folder.is_relative_to(installation.home.folder)
    assert folder.exists() == is_near, "a short folder is gone when the server is"


def test_a_long_log_is_begun_anew(furnished: Installation) -> None:
    log = furnished.home.log
    with log.open("ab") as written:
        written.truncate(10_000_001)
    assert furnished.use("count") == ["1"]
    assert log.stat().st_size < 10_000
    assert log.with_suffix(".log.1").stat().st_mode & 0o777 == 0o600


def test_an_erased_database_leaves_nothing_anywhere(furnished: Installation) -> None:
    home = furnished.home.folder
    with furnished.start() as command:
        assert command.told() == "ready"
        with pytest.raises(DatabaseInUse):
            erase_database(furnished.settings)
        assert command.tell("count") == "1"
        command.kill()
    erase_database(furnished.settings)
    assert furnished.folder.exists()
    assert list(furnished.folder.iterdir()) == []
    assert list(home.parent.glob(f"{home.name}*")) == []
    erase_database(furnished.settings)
    assert furnished.use("make") == ["0"]
