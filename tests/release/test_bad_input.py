"""What is wrong with a file or a question is told, with the way out; nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.release.desk import CAMPAIGN, campaign, write
from tests.release.test_actions import kinds

from leumund.app import Leumund
from leumund.basics.errors import LeumundError


def a_folder(folder: Path) -> Path:
    (folder / "campaign.yaml").mkdir()
    return folder / "campaign.yaml"


def in_latin_1(folder: Path) -> Path:
    (folder / "campaign.yaml").write_bytes(CAMPAIGN.encode("latin-1"))
    return folder / "campaign.yaml"


def cut_in_the_middle(folder: Path) -> Path:
    return campaign(folder, CAMPAIGN[: CAMPAIGN.index("portions")])


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (a_folder, "campaign.yaml is a folder, not a file"),
        (in_latin_1, "as a campaign: line 10 is not written in UTF-8"),
        (lambda folder: campaign(folder, ""), "campaign: it is empty"),
        (lambda folder: campaign(folder, "a: b: c\n"), "line 1 is no YAML"),
        (cut_in_the_middle, "portions: is missing"),
        (lambda folder: campaign(folder, CAMPAIGN.replace("40}", "[1]}")),
         "partners[2].count: [1] is no whole number from 1"),
        (lambda folder: folder / "nothing.yaml", "no file called nothing.yaml"),
    ],
)  # fmt: skip
def test_a_campaign_file_that_cannot_be_used_is_told(
    desk: Leumund, tmp_path: Path, made: Callable[[Path], Path], told: str
):
    path = made(tmp_path)
    for ask in (desk.release.plan, desk.release.draw):
        with pytest.raises(LeumundError) as found:
            ask(path)
        assert told in str(found.value)
    assert not any(kind.startswith("release.") for kind in kinds(desk))


@pytest.mark.parametrize(
    ("pool", "told"),
    [
        (None, "no file called decoys.csv"),
        (
            b"ref,number\nD1,0221 4710 001\nD2,many\n",
            "row 3 is not a number (\u2022\u2022\u2022\u2022)",
        ),
        (b"number\n0221 4710 001\n", "ref"),
        ("ref,number\nD1,0221 4710 0\u00f61\n".encode("latin-1"), "is not written in UTF-8"),
        (b"", "decoys.csv is empty"),
    ],
)
def test_a_pool_of_decoys_that_cannot_be_used_is_told(
    desk: Leumund, tmp_path: Path, pool: bytes | None, told: str
):
    if pool is not None:
        (tmp_path / "decoys.csv").write_bytes(pool)
    with pytest.raises(LeumundError) as found:
        desk.release.decoys(tmp_path / "decoys.csv")
    assert told in str(found.value)
    assert "release.decoys" not in kinds(desk)


def test_a_list_to_be_sealed_that_is_a_folder_or_has_no_numbers_is_told(
    desk: Leumund, tmp_path: Path
):
    (tmp_path / "folder.csv").mkdir()
    for path, told in (
        (tmp_path / "folder.csv", "is a folder, not a file"),
        (write(tmp_path, "names.csv", "name\nAda\n"), "number"),
        (write(tmp_path, "empty.csv", ""), "empty.csv is empty"),
    ):
        with pytest.raises(LeumundError) as found:
            desk.release.seal(path, "Osten", date(2025, 6, 1))
        assert told in str(found.value)
    assert "release.seal" not in kinds(desk)
