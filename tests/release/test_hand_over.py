"""What may happen while a hand-over makes its files, and when it is repeated later."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.release.desk import desk_in, furnish, number, object_to_calls, write
from tests.release.test_actions import NAME, drawn, kinds, manifest, on, plain

from leumund.app import Leumund
from leumund.basics.errors import Unavailable
from leumund.basics.language import in_language
from leumund.release.campaign import FactsMoved
from leumund.release.out_writer import TargetUnusable, ThroughLink, check_target
from leumund.release.results import Delivery
from leumund.store import Store

EVERY_FILE = 3
NOBODY = 65534


def numbers_in(folder: Path, deliveries: Sequence[Delivery]) -> set[str]:
    """Every number that left, read with the partners' own keys."""
    files = [plain(folder, one.partner, one.path) for one in deliveries]
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
    left = numbers_in(tmp_path, handed.deliveries)
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


# --- the files ---------------------------------------------------------------------------


def test_the_paths_of_every_file_and_of_its_manifest_are_said(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    for language in ("en", "de"):
        with in_language(language):
            said = handed.in_words()
        for one in handed.deliveries:
            assert str(one.path) in said
            assert str(one.manifest_path) in said


def test_a_damaged_or_lost_file_is_written_again_from_the_kept_one_and_said(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    first = desk.release.hand_over(NAME, into=tmp_path / "out")
    damaged, lost, sound = (one.path for one in first.deliveries)
    before = [path.read_bytes() for path in (damaged, lost, sound)]
    damaged.write_bytes(before[0][:-1] + bytes([before[0][-1] ^ 1]))
    lost.unlink()
    first.deliveries[0].manifest_path.write_text("{}", "utf-8")
    is_sound_since = sound.stat().st_mtime_ns
    again = desk.release.hand_over(NAME, into=tmp_path / "out")
    assert again.written_again == first.deliveries[:2]
    assert [path.read_bytes() for path in (damaged, lost, sound)] == before
    assert sound.stat().st_mtime_ns == is_sound_since
    assert manifest(desk, first.deliveries[0].manifest_path)["partner"] == "Norden"
    assert "written again as they had left" in again.in_words()
    assert str(damaged) in again.in_words()
    assert str(sound) not in again.in_words()
    assert desk.release.hand_over(NAME, into=tmp_path / "out").written_again == ()
    assert kinds(desk).count("release.hand_over") == EVERY_FILE


def test_a_file_that_had_left_is_not_given_out_again_once_somebody_in_it_has_objected(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    first = desk.release.hand_over(NAME, into=tmp_path / "out")
    there = numbers_in(tmp_path, first.deliveries[:1])
    (objecting,) = [of for of in range(150) if number(of) in there][:1]
    object_to_calls(desk, tmp_path, [objecting])
    first.deliveries[0].path.unlink()
    for into in (tmp_path / "out", tmp_path / "elsewhere"):
        again = desk.release.hand_over(NAME, into=into)
        assert number(objecting) not in numbers_in(tmp_path, again.written_again)
        withheld = {(one.partner, one.portion) for one in again.withheld}
        assert (first.deliveries[0].partner, first.deliveries[0].portion) in withheld
        assert "may no longer be contacted" in again.in_words()
    assert not first.deliveries[0].path.exists()


def test_the_newest_manifest_is_the_one_that_left_last_and_names_every_portion(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    on(desk, date(2026, 3, 21))
    desk.release.hand_over(NAME, portion=2, into=tmp_path / "out")
    handed = desk.release.hand_over(NAME, portion=1, into=tmp_path / "out")
    for one in handed.deliveries:
        portions = manifest(desk, one.manifest_path)["portions"]
        assert [each["portion"] for each in portions] == [1, 2]


@pytest.mark.parametrize("planted", ["campaign", "copy", "file", "manifest"])
def test_attack_a_symbolic_link_planted_in_the_folder_leads_a_hand_over_nowhere(
    desk: Leumund, tmp_path: Path, planted: str
):
    drawn(desk, tmp_path)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("as it was", "utf-8")
    copy = out / NAME / "001-Norden"
    link, to = {
        "campaign": (out / NAME, elsewhere),
        "copy": (copy, elsewhere),
        "file": (copy / "portion-1.csv.age", elsewhere / "precious"),
        "manifest": (copy / "manifest.json", elsewhere / "precious"),
    }[planted]
    link.parent.mkdir(parents=True)
    link.symlink_to(to)
    with pytest.raises(ThroughLink) as told:
        desk.release.hand_over(NAME, into=out)
    assert f"{link} is a symbolic link" in str(told.value)
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]
    assert (elsewhere / "precious").read_text("utf-8") == "as it was"
    link.unlink()
    assert len(desk.release.hand_over(NAME, into=out).again) == EVERY_FILE


# --- where nothing can be put ------------------------------------------------------------


def test_a_folder_that_is_a_file_stops_a_hand_over_before_anything_is_noted(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    (tmp_path / "out").write_text("a file", "utf-8")
    for into in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(TargetUnusable) as told:
            desk.release.hand_over(NAME, into=into)
        assert f"Nothing can be put into {into}: it is a file" in str(told.value)
    with pytest.raises(TargetUnusable):
        desk.release.recall(NAME, "Westen", "sold", tmp_path / "out")
    assert not {"release.hand_over", "release.recall"} & set(kinds(desk))


@pytest.mark.skipif(os.getuid() != 0, reason="who is not root cannot become another account")
def test_a_folder_that_this_account_may_not_write_to_is_told(surroundings: Path):
    closed = surroundings / "out-of-reach"
    closed.mkdir(mode=0o755)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(TargetUnusable) as told:
            check_target(closed / "new")
    finally:
        os.seteuid(0)
    assert "this account may not write there. Nothing was done." in str(told.value)


WITH_LITTLE_DISK = """
import resource, sys
from leumund.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("file_bytes", [0, 300, 9_000])
def test_a_full_disk_is_told_with_the_way_out_and_the_same_command_goes_on_from_there(
    desk: Leumund, store: Store, tmp_path: Path, file_bytes: int
):
    drawn(desk, tmp_path)
    surrounded = os.environ | {
        "LEUMUND_FOLDER": str(desk.settings.folder),
        "LEUMUND_DATABASE_URL": store.logins.application(),
        "LEUMUND_DATABASE_OWNER_URL": store.logins.owner(),
        "LEUMUND_LANGUAGE": "en",
    }
    words = ["release", "hand-over", NAME, "--portion", "1", "--into", str(tmp_path / "out")]
    command = [sys.executable, "-c", WITH_LITTLE_DISK, str(file_bytes), *words]
    done = subprocess.run(command, env=surrounded, capture_output=True, text=True, check=False)
    assert done.returncode == Unavailable.exit_status, done.stderr
    assert "mistake in Leumund" not in done.stderr
    assert "repeat the command" in done.stderr
    handed = desk.release.hand_over(NAME, 1, tmp_path / "out")
    assert len(handed.deliveries + handed.again) == EVERY_FILE
    assert numbers_in(tmp_path, handed.deliveries + handed.again)
    desk.ledger.integrate()
    assert desk.ledger.verify().is_sound


def test_nothing_is_handed_over_to_a_partner_of_whom_the_law_wants_more(
    store: Store, tmp_path: Path
) -> None:
    desk = furnish(desk_in(tmp_path / "data", store), tmp_path)
    drawn(desk, tmp_path)
    text = (tmp_path / "partners.yaml").read_text("utf-8")
    cut = text.replace("    address: Musterweg 1, Musterstadt\n", "", 1)
    desk.network.load(write(tmp_path, "cut.yaml", cut))
    given = desk.release.hand_over(NAME, 1)
    assert "Norden" not in {one.partner for one in given.deliveries}
    [held] = given.withheld
    assert (held.partner, "C045" in held.why) == ("Norden", True)
    desk.network.load(write(tmp_path, "partners.yaml", text))
    again = desk.release.hand_over(NAME, 1)
    assert "Norden" in {one.partner for one in again.deliveries}
