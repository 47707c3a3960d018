"""Decoys: taken in, announced, drawn as a stratum of their own, handed over like anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.release.desk import (
    CAMPAIGN,
    COMPANY,
    NOW,
    campaign,
    number,
    partners_yaml,
    write,
)
from tests.release.test_actions import NAME, drawn, kinds, plain
from tests.release.test_inside import INSIDE

from leumund.app import Leumund
from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput, NotThere
from leumund.basics.numbers import Number
from leumund.permit import CallAsked
from leumund.release import records
from leumund.release.decoys import DecoyOfSomebody, NotAnnounced, PoolTooSmall
from leumund.release.sizes import DESIGNS
from leumund.release.writer import check_drawn

POOL, PER_COPY = 30, 4
WITH_DECOYS = (
    CAMPAIGN + f"fields: [number, name, ref, segment]\ndecoys: {{per_copy: {PER_COPY}}}\n"
)
HOLDERS = ("Norden", "Süden & Söhne", "Westen")


def decoy(of: int) -> str:
    return number(8000 + of)


def rent(desk: Leumund, folder: Path, pool: int = POOL) -> None:
    """A pool of decoys that may be called, each with a person that nobody is."""
    desk.release.decoys(pool_file(folder, pool))
    said = "2026-01-05T10:00:00+01:00"
    rows = [
        f"D{of},{COMPANY},Flex,telephone,Ja,{said},{said},web,{of:064x}" for of in range(pool)
    ]
    header = "ref,companies,products,channels,wording,granted_at,recorded_at,source,proof_hash"
    desk.people.load(write(folder, "yes.csv", "\n".join([header, *rows]) + "\n"))


def pool_file(folder: Path, pool: int = POOL) -> Path:
    rows = [f"D{of},{decoy(of)},Person {1000 + of},consumer,privat,BE" for of in range(pool)]
    header = "ref,number,name,kind,segment,land"
    return write(folder, "decoys.csv", "\n".join([header, *rows]) + "\n")


def announce(desk: Leumund, *partners: str) -> None:
    for partner in partners:
        desk.release.announce(partner, "Annex 4", date(2026, 1, 5))


def stratum_of_decoys(desk: Leumund) -> tuple[np.ndarray, np.ndarray]:
    """Per unit of the one draw whether it is a decoy, and the copies as drawn."""
    (record,) = desk.release.draws()
    at = [name.startswith('"decoys"') for name in record.stratum_names]
    return np.array(at)[record.strata], record.copies.toarray()


@pytest.mark.parametrize("design", DESIGNS)
def test_every_copy_has_its_number_of_decoys_and_others_are_left_over(
    desk: Leumund, tmp_path: Path, design: str
):
    rent(desk, tmp_path)
    drawn(desk, tmp_path, WITH_DECOYS.replace("independent", design))
    is_decoy, copies = stratum_of_decoys(desk)
    assert is_decoy.sum() == POOL
    check_drawn(desk.settings.folder, desk.release.draws()[0], 1)
    assert copies[is_decoy].sum(axis=0).tolist() == [PER_COPY] * 3
    assert (~copies[is_decoy].any(axis=1)).sum() >= POOL - 3 * PER_COPY
    (record,) = desk.release.draws()
    lines = record.line_ids[np.isin(record.line_units, np.flatnonzero(is_decoy))].tolist()
    assert set(desk.people.numbers(lines).values()) == {decoy(of) for of in range(POOL)}


def test_nobody_can_tell_a_decoy_in_the_file(desk: Leumund, tmp_path: Path):
    rent(desk, tmp_path)
    announce(desk, *HOLDERS)
    embargo = "embargo: {days: 21, reason: 'DPO, 1 March 2026'}\n"
    text = WITH_DECOYS.replace("ref, segment]", "ref, segment, not_before]") + embargo
    drawn(desk, tmp_path, text)
    waiting = 0
    for one in desk.release.hand_over(NAME, into=tmp_path / "out").deliveries:
        rows = plain(tmp_path, one.partner, one.path)
        assert len(rows) == one.rows == one.units
        assert [row["number"] for row in rows] == sorted(row["number"] for row in rows)
        decoys = [row for row in rows if row["number"].startswith(number(8000)[:-3])]
        assert len(decoys) == PER_COPY // 2
        assert all(row["name"].startswith("Person ") and row["segment"] for row in decoys)
        waiting += sum(bool(row["not_before"]) for row in decoys)
    assert waiting == 3 * PER_COPY // 4


def test_a_partner_that_was_not_told_gets_no_copy_with_decoys(desk: Leumund, tmp_path: Path):
    rent(desk, tmp_path)
    announce(desk, "Norden")
    desk.release.announce("Westen", "Annex 4", date(2026, 4, 1))
    drawn(desk, tmp_path, WITH_DECOYS)
    handed = desk.release.hand_over(NAME)
    assert [one.partner for one in handed.deliveries] == ["Norden"]
    assert {one.partner for one in handed.withheld} == {"Süden & Söhne", "Westen"}
    assert all("not told that decoys" in one.why for one in handed.withheld)
    announce(desk, "Süden & Söhne")
    assert [one.partner for one in desk.release.hand_over(NAME).deliveries] == ["Süden & Söhne"]


def test_a_campaign_without_decoys_has_none_of_the_pool(desk: Leumund, tmp_path: Path):
    before = desk.release.plan(campaign(tmp_path))
    rent(desk, tmp_path)
    after = desk.release.plan(campaign(tmp_path))
    assert (before.known, before.refused) == (after.known, after.refused)
    drawn(desk, tmp_path)
    is_decoy, _copies = stratum_of_decoys(desk)
    assert not is_decoy.any()
    assert len(desk.release.hand_over(NAME).deliveries) == 3


def test_shares_and_hold_back_are_of_people_only(desk: Leumund, tmp_path: Path):
    plain_plan = desk.release.plan(campaign(tmp_path))
    rent(desk, tmp_path)
    plan = desk.release.plan(campaign(tmp_path, WITH_DECOYS))
    units = {copy.partner: copy.units for copy in plan.copies}
    assert units == {c.partner: c.units + PER_COPY for c in plain_plan.copies}
    assert plan.held_now == plain_plan.held_now
    assert plan.calls_not_made == plain_plan.calls_not_made


@pytest.mark.parametrize(("design", "pool"), [("independent", 4), ("conditional", 12)])
def test_a_pool_of_which_nothing_would_be_left_over_is_refused(
    desk: Leumund, tmp_path: Path, design: str, pool: int
):
    rent(desk, tmp_path, pool)
    text = WITH_DECOYS.replace("independent", design).replace("count: 40", "share: 0.1")
    with pytest.raises(PoolTooSmall, match=f"Of the decoys {pool} may be called"):
        desk.release.draw(campaign(tmp_path, text))
    assert "release.seal_secret" not in kinds(desk)


def test_a_decoy_that_may_not_be_called_takes_no_part(desk: Leumund, tmp_path: Path):
    desk.release.decoys(pool_file(tmp_path))
    with pytest.raises(PoolTooSmall, match="Of the decoys 0 may be called"):
        desk.release.draw(campaign(tmp_path, WITH_DECOYS))


@pytest.mark.parametrize("row", [f"D1,{number(3)},Ada", f"K3,{number(8001)},Ada"])
def test_a_customer_is_never_made_a_decoy(desk: Leumund, tmp_path: Path, row: str):
    path = write(tmp_path, "decoys.csv", f"ref,number,name\n{row}\n")
    with pytest.raises(DecoyOfSomebody, match=r"Row 2 of decoys\.csv"):
        desk.release.decoys(path)
    assert "release.decoys" not in kinds(desk)
    assert desk.people.about(Number(number(8001))) is None


def test_the_same_pool_again_changes_nothing(desk: Leumund, tmp_path: Path):
    first = desk.release.decoys(pool_file(tmp_path))
    again = desk.release.decoys(pool_file(tmp_path))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.in_all == again.in_all == POOL
    assert kinds(desk).count("release.decoys") == 1


def test_a_pool_grows_by_the_rows_that_are_added_to_its_file(desk: Leumund, tmp_path: Path):
    desk.release.decoys(pool_file(tmp_path, POOL))
    grown = desk.release.decoys(pool_file(tmp_path, POOL + 5))
    assert (grown.is_new, grown.in_all) == (True, POOL + 5)


def test_a_command_killed_between_the_pool_and_its_people_is_repeated(
    desk: Leumund, tmp_path: Path
):
    """What a killed command leaves: the pool is known, its people are or are not there."""
    path = pool_file(tmp_path)
    with desk.store.transaction() as tx:
        records.add_decoy_pool(tx, sha256_hex(path.read_bytes()), POOL, NOW, 1)
    desk.people.load(path)
    assert desk.release.decoys(path).in_all == POOL


def test_an_announcement_says_where_and_stands_once(desk: Leumund):
    announce(desk, "Norden", "Norden")
    assert kinds(desk).count("release.announce") == 1
    with pytest.raises(NotAnnounced, match="Norden"):
        desk.release.announce("Norden", " ", date(2026, 1, 5))
    with pytest.raises(NotThere):
        desk.release.announce("Nobody", "Annex 4", date(2026, 1, 5))
    assert issubclass(NotAnnounced, BadInput)


def test_permit_answers_for_a_decoy_as_for_any_line(desk: Leumund, tmp_path: Path):
    def answer(called: str) -> bool:
        asked = CallAsked(Number(called), "Norden", "winback", "Flex")
        return desk.permit.check(asked).verdict.is_allowed

    desk.release.decoys(pool_file(tmp_path))
    assert not answer(decoy(1))
    rent(desk, tmp_path)
    assert answer(decoy(1)) == answer(number(1))


def test_decoys_are_redrawn_as_everybody_is(desk: Leumund, tmp_path: Path):
    rent(desk, tmp_path)
    drawn(desk, tmp_path, WITH_DECOYS)
    (record,) = desk.release.draws()
    is_decoy, _copies = stratum_of_decoys(desk)
    again = record.redrawing(0)
    counts = np.zeros(len(is_decoy), dtype=int)
    for at in range(400):
        mine = again.members(at.to_bytes(32, "big"))
        assert mine[is_decoy].sum() == PER_COPY
        counts += mine
    assert counts[is_decoy].min() > 0


@pytest.mark.parametrize("decoys", [0, 1])
def test_a_list_inside_a_copy_has_decoys_of_that_copy_or_none(
    desk: Leumund, tmp_path: Path, decoys: int
):
    rent(desk, tmp_path)
    announce(desk, *HOLDERS)
    below = "  - name: Osten\n    parent: Norden\n    authorised: 2026-01-01\n"
    text = partners_yaml(tmp_path).replace("  - name: Osten\n", below)
    desk.network.load(write(tmp_path, "partners.yaml", text))
    drawn(desk, tmp_path, WITH_DECOYS)
    desk.release.hand_over(NAME)
    text = INSIDE.format(name="inside", partner="Osten")
    text += f"decoys: {{per_copy: {decoys}}}\n" if decoys else ""
    path = campaign(tmp_path, text, "inside.yaml")
    desk.release.draw(path)
    desk.release.draw(path, "1 2 3")
    above, inside = desk.release.draws()
    gone = above.released
    out = gone.unit[(gone.copy == 0) & gone.is_handed_over]
    names = np.array([name.startswith('"decoys"') for name in above.stratum_names])
    out_decoys = set(out[names[above.strata[out]]].tolist())
    assert len(out_decoys) == PER_COPY // 2
    there = {int(inside.inside.units[unit]) for unit in range(len(inside.strata))}
    assert there & out_decoys == (out_decoys if decoys else set())
    mine = {int(inside.inside.units[unit]) for unit in inside.released.unit.tolist()}
    assert len(mine & out_decoys) == decoys
