"""The code of a letter, typed as it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from leumund.cli.main import main
from leumund.store import Store


@pytest.mark.parametrize("words", [("d41c", "70f0"), ("d41c 70f0",)])
def test_a_code_is_read_as_it_stands_on_the_letter(
    words: tuple[str, ...],
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LEUMUND_FOLDER", str(tmp_path))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", store.logins.application())
    monkeypatch.setenv("LEUMUND_DATABASE_OWNER_URL", store.logins.owner())
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    assert main(("cases", "letter", *words)) != 0
    assert "has the code d41c 70f0" in capsys.readouterr().err
