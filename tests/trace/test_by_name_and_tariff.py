"""Complaints by name only and with what the caller knew, as a person types it all, from the
file to the program that checks the exhibit and has nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.trace.spring import customers_of, number, spring
from tests.trace.test_doubtful_people import misspelt, postcode, with_names
from tests.trace.test_knowledge import with_old_tariffs

from leumund.app import Leumund
from leumund.cli.main import main
from leumund.store import Store

HEADER = "arrived_at,called_at,number_called,number_shown,told,name,postcode\n"


def complaints(desk: Leumund, folder: Path) -> Path:
    """Fourteen by a misspelt name and no number, eight with number and tariff of the day."""
    at = desk.clock.now() + timedelta(days=30)
    rows = []
    for i, customer in enumerate(customers_of(desk, "Osten")[:22]):
        when = at + timedelta(hours=i)
        who = (
            f",089 99998 111,,{misspelt(customer)},{postcode(customer)}"
            if i < 14
            else f"{number(customer)},089 99998 111,tariff: Tarif Alt,,"
        )
        rows.append(
            f"{when + timedelta(hours=1):%Y-%m-%dT%H:%MZ},{when:%Y-%m-%dT%H:%MZ},{who}\n"
        )
    path = folder / "complaints.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def typed(captured: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert main([str(word) for word in words]) == 0, captured.readouterr().err
    return captured.readouterr().out


def test_from_a_file_with_names_and_tariffs_to_an_exhibit_that_anybody_can_check(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = with_names(spring(tmp_path, store, fields="number, tariff"), tmp_path)
    path = complaints(with_old_tariffs(desk, tmp_path), tmp_path)
    monkeypatch.setenv("LEUMUND_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", store.logins.application())
    monkeypatch.setenv("LEUMUND_PRINCIPAL", "Muster Telefon")
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    loaded = json.loads(typed(capsys, "intake", "complaints", path, "--json"))
    assert (loaded["stored"], loaded["by_name"], loaded["strangers"]) == (22, 14, 0)
    report = json.loads(typed(capsys, "trace", "--json"))
    assert [copy["partner"] for copy in report["copies"] if copy["named_at"]] == ["Osten"]
    folder = tmp_path / "exhibit"
    typed(capsys, "trace", "exhibit", "spring", "Osten", "--into", folder)
    exhibit = json.loads((folder / "exhibit.json").read_text("utf-8"))
    calls = exhibit["exhibit"]["weighing"]["calls"]
    assert [len(call.get("whom", ())) for call in calls] == [1] * 14 + [0] * 8
    assert [call.get("ratio") for call in calls] == [None] * 14 + [5] * 8
    said = typed(capsys, "trace", "verify", folder / "exhibit.json")
    assert "whose copy was used" in said
    assert alone(folder, "exhibit.json").returncode == 0
    calls[0]["whom"][0]["parts"] -= 1
    (folder / "forged.json").write_text(json.dumps(exhibit), encoding="utf-8")
    assert alone(folder, "forged.json").returncode != 0


def alone(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    """The checker beside the exhibit, in a Python that has nothing but itself."""
    command = [
        sys.executable,
        "-I",
        "-S",
        str(folder / "check-exhibit.pyz"),
        str(folder / name),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
