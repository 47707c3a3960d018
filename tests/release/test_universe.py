"""Who takes part in a draw."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from tests.release.test_campaign_file import SHORT

from leumund.release.campaign_file import read_campaign
from leumund.release.prepare import HoldBack, prepare
from leumund.release.tables import Files
from leumund.release.unit import units_of
from leumund.release.universe import freeze, is_held_for_good

UNITS = units_of([1, 2, 3, 4, 5], [1, 1, 2, 3], [1, 2, 3, 4])
LABELS = [("privat", "BE"), ("privat", "BY"), ("", "")]
OF_UNIT = np.array([0, 1, 0, 2])


def frozen(allowed=(1, 1, 1, 1, 1), held=(0, 0, 0, 0)):
    return freeze(
        UNITS, LABELS, OF_UNIT, np.array(allowed, dtype=bool), np.array(held, dtype=bool)
    )


def test_one_refused_line_keeps_the_whole_unit_at_home():
    universe, selection = frozen(allowed=(1, 0, 1, 1, 1))
    assert universe.line_ids.tolist() == [3, 4, 5]
    assert universe.line_units.tolist() == [0, 1, 2]
    assert (selection.known, selection.refused, selection.taking_part) == (4, 1, 3)


def test_a_unit_held_for_good_is_out_of_every_urn_with_all_its_lines():
    universe, selection = frozen(held=(1, 0, 0, 0))
    assert 2 not in universe.line_ids
    assert 1 not in universe.line_ids
    assert (selection.held_for_good, selection.taking_part) == (1, 3)


def test_strata_are_named_by_their_values_and_sorted():
    universe, _selection = frozen()
    assert universe.stratum_names == ('["",""]', '["privat","BE"]', '["privat","BY"]')
    assert universe.strata.tolist() == [1, 2, 1, 0]


def test_a_stratum_in_which_nobody_is_left_is_not_named():
    universe, _selection = frozen(allowed=(1, 1, 1, 1, 0))
    assert universe.stratum_names == ('["privat","BE"]', '["privat","BY"]')


def test_the_digest_changes_with_one_line_or_one_stratum():
    universe, _selection = frozen()
    other, _selection = freeze(
        UNITS, LABELS, np.array([0, 1, 1, 2]), np.ones(5, dtype=bool), np.zeros(4, dtype=bool)
    )
    fewer, _selection = frozen(allowed=(1, 1, 1, 1, 0))
    assert len({universe.digest(), other.digest(), fewer.digest()}) == 3
    assert universe.digest() == frozen()[0].digest()


KEY = bytes(range(32))


def test_a_unit_of_many_lines_is_held_for_good_no_more_often_than_one_of_a_single_line():
    households = 20_000
    for lines_each in (1, 2, 5):
        lines = np.arange(households * lines_each) + 1
        persons = (lines - 1) % households  # a household's lines lie far apart
        units = units_of(lines, persons, lines)
        assert len(units) == households
        held = is_held_for_good(units.first_line, KEY, 0.1)
        assert 0.093 < held.mean() < 0.107, lines_each  # 4 standard deviations: 0.0085


def test_a_unit_stays_in_the_hold_back_through_new_lines_and_new_persons():
    before = units_of([10, 20, 30, 40], [1, 2], [10, 20])
    after = units_of([10, 20, 30, 40, 50], [1, 2, 2, 3, 3], [10, 20, 50, 30, 50])
    assert before.first_line.tolist() == [10, 20, 30, 40]
    assert after.first_line.tolist() == [10, 20, 40]


def test_the_permanent_hold_back_is_the_same_whatever_lines_are_asked_about():
    many = np.arange(1, 200_001)
    held = is_held_for_good(many, KEY, 0.05)
    some = many[::7]
    assert (is_held_for_good(some, KEY, 0.05) == held[::7]).all()
    assert 0.047 < held.mean() < 0.053


def test_lines_that_come_later_can_be_held_for_good_too():
    later = np.arange(10_000_000, 10_020_000)
    assert 0.04 < is_held_for_good(later, KEY, 0.05).mean() < 0.06


def test_a_larger_share_only_adds_to_it():
    lines = np.arange(50_000)
    small, large = (is_held_for_good(lines, KEY, share) for share in (0.02, 0.1))
    assert (large | ~small).all()


def test_no_share_holds_nobody():
    assert not is_held_for_good(np.arange(1000), KEY, 0.0).any()


@pytest.mark.parametrize("lines_each", [1, 4])
def test_what_a_draw_holds_back_for_good_does_not_depend_on_the_number_of_lines(lines_each):
    households = 3_000
    lines = np.arange(households * lines_each) + 1
    persons = (lines - 1) % households + 1
    files = Files(
        pa.table({"line_id": lines, "number": [f"+493023125{of:05d}" for of in lines]}),
        pa.table({"person_id": np.arange(households) + 1}),
        pa.table({"person_id": persons, "line_id": lines}),
        pa.table({"line_id": lines, "is_allowed": np.ones(len(lines), dtype=bool)}),
    )
    campaign = replace(read_campaign(SHORT), strata=())
    found = prepare(campaign, files, HoldBack(KEY, Fraction(1, 5))).selection
    assert found.known == households
    assert 0.17 < found.held_for_good / households < 0.23  # 4 standard deviations: 0.029
