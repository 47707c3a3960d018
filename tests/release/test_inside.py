"""Lists drawn inside a partner's list: who takes part, what is booked, what cannot be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.release.desk import CAMPAIGN, campaign, desk_in, furnish, partners_yaml, write
from tests.release.test_actions import BEACON, NAME, drawn, kinds, on, plain

from leumund.app import Leumund
from leumund.release.account import sub_copy_weight
from leumund.release.campaign import BadCampaign, Campaign, NotDrawn
from leumund.release.campaign_file import read_campaign
from leumund.release.inside import NotBelow, NothingInside, Out, units_within
from leumund.release.results import Drawn
from leumund.store import Store

INSIDE = """
campaign: {name}
principal: Muster Strom
product: Flex
purpose: winback
design: independent
partners:
  - {{partner: {partner}, share: 0.5}}
portions:
  - {{on: 2026-03-12, share: 1}}
inside: {{campaign: spring-2026, partner: Norden}}
"""


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """As elsewhere, but Osten works below Norden."""
    desk = furnish(desk_in(tmp_path / "data", store), tmp_path)
    text = partners_yaml(tmp_path).replace(
        "  - name: Osten\n", "  - name: Osten\n    parent: Norden\n    authorised: 2026-01-01\n"
    )
    desk.network.load(write(tmp_path, "partners.yaml", text))
    return desk


def inside(desk: Leumund, folder: Path, name: str = "inside", partner: str = "Osten") -> Drawn:
    path = campaign(folder, INSIDE.format(name=name, partner=partner), f"{name}.yaml")
    desk.release.draw(path)
    outcome = desk.release.draw(path, BEACON)
    assert isinstance(outcome, Drawn)
    return outcome


def handed(desk: Leumund, folder: Path) -> None:
    drawn(desk, folder, CAMPAIGN)
    desk.release.hand_over(NAME)


def records(desk: Leumund):
    return {record.campaign: record for record in desk.release.draws()}


def test_only_who_has_left_with_the_copy_takes_part(desk: Leumund, tmp_path: Path):
    handed(desk, tmp_path)
    found = inside(desk, tmp_path)
    above, below = records(desk)[NAME], records(desk)["inside"]
    gone = above.released
    out = set(gone.unit[(gone.copy == 0) & gone.is_handed_over].tolist())
    assert set(below.inside.units.tolist()) == out
    assert (found.taking_part, found.copies) == (len(out), (("Osten", len(out) // 2),))
    assert (below.inside.place, below.inside.copy_id) == (0, above.copy_ids[0])


def test_its_units_are_those_of_the_draw_above(desk: Leumund, tmp_path: Path):
    handed(desk, tmp_path)
    inside(desk, tmp_path)
    above, below = records(desk)[NAME], records(desk)["inside"]
    again = below.inside.units[below.unit_of(below.line_ids)]
    assert (again == above.unit_of(below.line_ids)).all()
    together = np.isin(above.line_units, below.inside.units)
    assert sorted(above.line_ids[together].tolist()) == below.line_ids.tolist()


def test_every_copy_inside_books_its_turn_of_the_quarter_and_nothing_of_the_account(
    desk: Leumund, tmp_path: Path
):
    handed(desk, tmp_path)
    before = desk.release.account()
    inside(desk, tmp_path, "first")
    inside(desk, tmp_path, "second")
    found = records(desk)
    whole = found[NAME].booked_weights[0]
    booked = [found[name].booked_weights[0] for name in ("first", "second")]
    assert booked == [sub_copy_weight(whole, 1), sub_copy_weight(whole, 2)]
    after = desk.release.account()
    assert (after.spent, after.declared_left) == (before.spent, before.declared_left)
    assert after.draws[-1].inside_partner == "Norden"
    assert "inside the copy of Norden in spring-2026" in after.in_words()


def test_the_list_leaves_and_is_recorded_as_every_list(desk: Leumund, tmp_path: Path):
    handed(desk, tmp_path)
    inside(desk, tmp_path)
    on(desk, date(2026, 3, 12))
    (delivery,) = desk.release.hand_over("inside").deliveries
    theirs = {row["number"] for row in plain(tmp_path, "Osten", delivery.path)}
    above = {
        row["number"]
        for one in desk.release.hand_over(NAME).again
        if one.partner == "Norden"
        for row in plain(tmp_path, "Norden", one.path)
    }
    assert theirs < above
    assert kinds(desk).count("release.draw") == 2


def test_a_plan_of_it_reckons_with_the_copys_quarter(desk: Leumund, tmp_path: Path):
    handed(desk, tmp_path)
    path = campaign(tmp_path, INSIDE.format(name="inside", partner="Osten"), "inside.yaml")
    report = desk.release.plan(path)
    whole = records(desk)[NAME].booked_weights[0]
    assert report.weight == pytest.approx(float(whole / 4 / 2 / 2))
    assert report.copies[0].can_be_named


def test_nobody_draws_inside_a_copy_that_is_not_out_is_recalled_or_not_drawn(
    desk: Leumund, tmp_path: Path
):
    path = campaign(tmp_path)
    desk.release.draw(path)
    with pytest.raises(NotDrawn):
        inside(desk, tmp_path)
    desk.release.draw(path, BEACON)
    with pytest.raises(NothingInside):
        inside(desk, tmp_path)
    desk.release.hand_over(NAME)
    desk.release.recall(NAME, "Norden", "ended")
    with pytest.raises(NothingInside):
        inside(desk, tmp_path)


def test_who_does_not_work_below_the_partner_gets_nothing_inside(desk: Leumund, tmp_path: Path):
    handed(desk, tmp_path)
    with pytest.raises(NotBelow):
        inside(desk, tmp_path, partner="Westen")


def test_a_campaign_says_inside_which_copy_and_one_that_does_not_keeps_its_seal():
    read = read_campaign(INSIDE.format(name="inside", partner="Osten"))
    assert (read.inside.campaign, read.inside.partner) == (NAME, "Norden")
    assert Campaign.from_document(read.document()) == read
    assert "inside" not in read_campaign(CAMPAIGN).document()
    with pytest.raises(BadCampaign, match="permanent hold-back"):
        read_campaign(
            INSIDE.format(name="a", partner="Osten") + "hold_back: {permanent: 0.1}\n"
        )


def test_a_unit_keeps_its_lines_and_has_its_first_person_of_today():
    out = Out(np.array([3, 5, 9]), np.array([0, 1, 0], np.int32))
    units = units_within(out, np.array([40, 20, 30, 10]), np.array([9, 3, 4, 8]))
    assert units.line_units.tolist() == [0, 1, 0]
    assert units.first_person.tolist() == [20, -1]


def test_all_copies_inside_one_never_book_more_than_its_quarter():
    whole = Fraction(1, 960)
    booked = sum(sub_copy_weight(whole, turn) for turn in range(1, 200))
    assert booked < whole / 4
