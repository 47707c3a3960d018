"""Attacks on a draw; each fails, and nothing moves."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.release.desk import CAMPAIGN, campaign, identity_of
from tests.release.test_actions import BEACON, NAME, drawn, kinds, manifest, on

from leumund.app import Leumund
from leumund.basics.errors import LeumundError
from leumund.release.campaign import CampaignChanged, CopyDrawnTwice, DrawCodeChanged
from leumund.release.key_writer import SecretMissing
from leumund.release.manifest import ManifestForged
from leumund.release.results import Sealed
from leumund.release.secret import SecretDoesNotMatch
from leumund.release.writer import TableChanged
from leumund.store import Statement


def sealed(desk: Leumund, folder: Path) -> Path:
    path = campaign(folder)
    assert isinstance(desk.release.draw(path), Sealed)
    return path


def nothing_moved(desk: Leumund) -> None:
    assert desk.release.draws() == []
    assert kinds(desk).count("release.seal_secret") == 1
    assert "release.draw" not in kinds(desk)


def test_an_attack_that_seals_again_until_the_list_pleases_finds_the_first_seal(
    desk: Leumund, tmp_path: Path
):
    path = sealed(desk, tmp_path)
    first = desk.release.draw(path)
    for _try in range(3):
        again = desk.release.draw(path)
        assert again == first
    nothing_moved(desk)


def test_an_attack_that_throws_the_secret_away_to_get_another_is_stopped(
    desk: Leumund, tmp_path: Path
):
    path = sealed(desk, tmp_path)
    (tmp_path / "data" / "keys" / "draws" / f"{NAME}.json").unlink()
    with pytest.raises(SecretMissing):
        desk.release.draw(path, BEACON)
    nothing_moved(desk)


def test_an_attack_that_puts_another_secret_into_its_place_is_stopped(
    desk: Leumund, tmp_path: Path
):
    path = sealed(desk, tmp_path)
    secret = tmp_path / "data" / "keys" / "draws" / f"{NAME}.json"
    held = json.loads(secret.read_text("utf-8"))
    secret.write_text(json.dumps(held | {"secret": "00" * 32}), "utf-8")
    with pytest.raises(SecretDoesNotMatch) as told:
        desk.release.draw(path, BEACON)
    assert "does not match its seal" in str(told.value)
    nothing_moved(desk)


def test_an_attack_that_renames_the_campaign_leaves_a_second_seal_that_everybody_sees(
    desk: Leumund, tmp_path: Path
):
    sealed(desk, tmp_path)
    other = campaign(tmp_path, CAMPAIGN.replace(NAME, "spring-2026-b"))
    desk.release.draw(other)
    assert kinds(desk).count("release.seal_secret") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("share: 0.2", "share: 0.21"),
        ("partner: Westen", "partner: Osten"),
        ("rotating: 0.1", "rotating: 0.05"),
        ("on: 2026-03-20", "on: 2026-03-21"),
        ("Lotto 6 aus 49 of 11 March 2026", "Lotto 6 aus 49 of 14 March 2026"),
    ],
)
def test_an_attack_that_changes_the_campaign_after_the_seal_is_stopped(
    desk: Leumund, tmp_path: Path, old: str, new: str
):
    sealed(desk, tmp_path)
    assert old in CAMPAIGN
    with pytest.raises(CampaignChanged) as told:
        desk.release.draw(campaign(tmp_path, CAMPAIGN.replace(old, new, 1)), BEACON)
    assert "is not what was sealed on 2026-03-10" in str(told.value)
    nothing_moved(desk)


def test_an_attack_that_swaps_the_beacon_after_the_draw_is_stopped(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    before = desk.release.draws()[0].copies
    with pytest.raises(CopyDrawnTwice) as told:
        desk.release.draw(campaign(tmp_path), "1 2 3 4 5 6")
    assert "each of its copies would be drawn twice" in str(told.value)
    assert (desk.release.draws()[0].copies != before).nnz == 0
    assert kinds(desk).count("release.draw") == 1


def test_a_changed_campaign_of_the_same_name_cannot_be_drawn_a_second_time(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    changed = CAMPAIGN.replace("share: 0.2", "share: 0.25")
    with pytest.raises(CopyDrawnTwice):
        desk.release.draw(campaign(tmp_path, changed))


def test_an_attack_that_changes_the_frozen_universe_is_stopped(desk: Leumund, tmp_path: Path):
    path = sealed(desk, tmp_path)
    (table,) = (tmp_path / "data" / "release").glob("universe-*.parquet")
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(bytes(data))
    with pytest.raises(TableChanged):
        desk.release.draw(path, BEACON)
    nothing_moved(desk)


def test_an_attack_that_changes_the_code_between_seal_and_draw_is_stopped(
    desk: Leumund, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from leumund.release import draw

    path = sealed(desk, tmp_path)
    changed = tmp_path / "draw.py"
    changed.write_bytes(Path(draw.__file__).read_bytes() + b"# one more byte\n")
    monkeypatch.setattr(draw, "__file__", str(changed))
    with pytest.raises(DrawCodeChanged):
        desk.release.draw(path, BEACON)
    nothing_moved(desk)


def test_an_attack_that_swaps_the_hold_back_key_is_stopped(desk: Leumund, tmp_path: Path):
    text = CAMPAIGN.replace("rotating: 0.1", "permanent: 0.1")
    drawn(desk, tmp_path, text)
    (tmp_path / "data" / "keys" / "hold-back.key").write_text("00" * 32, "ascii")
    with pytest.raises(SecretDoesNotMatch):
        desk.release.draw(campaign(tmp_path, text.replace(NAME, "autumn")))
    assert len(desk.release.draws()) == 1


def test_an_attack_that_flips_a_bit_in_a_manifest_is_noticed(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    path = handed.deliveries[0].manifest_path
    assert manifest(desk, path)["campaign"] == NAME
    data = bytearray(path.read_bytes())
    data[data.index(b'"units":') + 8] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(ManifestForged):
        manifest(desk, path)


def test_an_attack_that_shows_a_leaf_that_was_not_drawn_does_not_lead_to_the_root(
    desk: Leumund, tmp_path: Path
):
    from leumund.ledger import DoesNotVerify, leaf_hash, verify_inclusion
    from leumund.release.writer import open_leaf

    outcome = drawn(desk, tmp_path)
    (record,) = desk.release.draws()
    root = bytes.fromhex(outcome.leaves_root)
    for unit in (0, 100, 269):
        leaf = open_leaf(tmp_path / "data", stored(desk), unit)
        verify_inclusion(leaf_hash(leaf.data), unit, leaf.size, leaf.path, root)
        assert set(leaf.portions()) == set(record.copies[unit].indices.tolist())
        forged = leaf.data[:-1] + bytes([leaf.data[-1] ^ 1])
        with pytest.raises(DoesNotVerify):
            verify_inclusion(leaf_hash(forged), unit, leaf.size, leaf.path, root)


def stored(desk: Leumund) -> dict:
    with desk.store.snapshot() as tx:
        return tx.one(Statement("draw", "The draw.", "select * from release.draw"))


def test_a_stolen_file_cannot_be_read_with_another_partners_key(desk: Leumund, tmp_path: Path):
    import pyrage

    drawn(desk, tmp_path)
    on(desk, date(2026, 3, 10))
    for one in desk.release.hand_over(NAME).deliveries:
        for partner in ("Norden", "Süden & Söhne", "Westen", "Osten"):
            if partner != one.partner:
                with pytest.raises(pyrage.DecryptError):
                    pyrage.decrypt(one.path.read_bytes(), [identity_of(tmp_path, partner)])


def test_an_attack_that_points_a_finished_draw_at_another_file_is_refused_by_the_database(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    before = stored(desk)
    for change in (
        "members_file = 'members-' || repeat('0', 64) || '.parquet'",
        "leaves_root = repeat('0', 64)",
        "beacon = '1 2 3 4 5 6'",
        "part = '1/2'",
        "drawn_at = null, beacon = null, draw_entry = null, members_file = null, part = null",
    ):
        text = f"update release.draw set {change}"
        with pytest.raises(LeumundError) as told, desk.store.transaction() as tx:
            tx.run(Statement("change", "What must not be.", text))
        assert "a_draw_is_final" in str(told.value)
    assert stored(desk) == before
