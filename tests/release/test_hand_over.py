"""What may happen while a hand-over makes its files, and when it is repeated later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.release.desk import number, object_to_calls
from tests.release.test_actions import NAME, drawn, kinds, on, plain

from leumund.app import Leumund
from leumund.release.campaign import FactsMoved
from leumund.release.results import HandedOver

EVERY_FILE = 3


def numbers_in(folder: Path, handed: HandedOver) -> set[str]:
    """Every number that left, read with the partners' own keys."""
    files = [plain(folder, one.partner, one.path) for one in handed.deliveries]
    return {row["number"] for rows in files for row in rows}


def while_made(deeds: list[Callable[[], object]]) -> Callable[[int, int | None], None]:
    """Do one of these with each first file of an attempt, after everybody was screened."""

    def on_progress(done: int, total: int | None) -> None:
        assert total == EVERY_FILE
        if done == 0 and deeds:
            deeds.pop(0)()

    return on_progress


def test_whoever_objects_while_the_files_are_made_is_in_none_of_them(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    objecting = range(150)
    deeds = [lambda: object_to_calls(desk, tmp_path, list(objecting))]
    handed = desk.release.hand_over(NAME, into=tmp_path / "out", on_progress=while_made(deeds))
    assert deeds == []
    assert len(handed.deliveries) == EVERY_FILE
    assert sum(one.stayed for one in handed.deliveries) > 0
    left = numbers_in(tmp_path, handed)
    assert left
    assert not left & {number(of) for of in objecting}


def test_nothing_leaves_where_facts_move_whenever_the_files_are_made(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    deeds = [
        lambda of=of: object_to_calls(desk, tmp_path, [of])  # type: ignore[misc]
        for of in range(3)
    ]
    with pytest.raises(FactsMoved) as told:
        desk.release.hand_over(NAME, into=tmp_path / "out", on_progress=while_made(deeds))
    assert "somebody in the files might have objected, so nothing left" in str(told.value)
    assert "release.hand_over" not in kinds(desk)
    assert not (tmp_path / "out").exists()
    assert len(desk.release.hand_over(NAME).deliveries) == EVERY_FILE


def test_a_copy_recalled_while_its_file_is_made_does_not_leave(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    deeds = [lambda: desk.release.recall(NAME, "Westen", "sold", tmp_path / "notice")]
    handed = desk.release.hand_over(NAME, into=tmp_path / "out", on_progress=while_made(deeds))
    assert [one.partner for one in handed.deliveries] == ["Norden", "Süden & Söhne"]
    assert kinds(desk).count("release.hand_over") == 2
    assert not list((tmp_path / "out").rglob("*Westen*"))


def test_a_recalled_copy_is_not_delivered_again_by_a_repeated_hand_over(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    first = desk.release.hand_over(NAME, into=tmp_path / "out")
    desk.release.recall(NAME, "Westen", "sold", tmp_path / "out")
    on(desk, date(2026, 3, 12))
    again = desk.release.hand_over(NAME, into=tmp_path / "new")
    assert [one.partner for one in again.again] == ["Norden", "Süden & Söhne"]
    assert again.deliveries == ()
    assert not list((tmp_path / "new").rglob("*Westen*"))
    first.deliveries[2].path.unlink()
    desk.release.hand_over(NAME, into=tmp_path / "out")
    assert not first.deliveries[2].path.exists()
