"""The unit is the smallest set of lines and persons handed over together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leumund.release.unit import units_of


def units(lines, edges):
    persons = [person for person, _line in edges]
    return units_of(lines, persons, [line for _person, line in edges])


def test_a_family_on_one_line_and_a_customer_with_three_numbers_are_one_unit_each():
    found = units([10, 20, 21, 22, 30], [(1, 10), (2, 10), (3, 20), (3, 21), (3, 22), (4, 30)])
    assert found.line_units.tolist() == [0, 1, 1, 1, 2]
    assert found.first_person.tolist() == [1, 3, 4]


def test_a_shared_line_joins_two_households():
    assert units([1, 2, 3], [(7, 1), (7, 2), (8, 2), (8, 3)]).line_units.tolist() == [0, 0, 0]


def test_a_line_nobody_is_known_on_is_a_unit_of_its_own():
    found = units([5, 6], [(1, 5)])
    assert found.line_units.tolist() == [0, 1]
    assert found.first_person.tolist() == [1, -1]


def test_people_joined_through_a_line_that_is_not_in_question_are_still_one_unit():
    assert units([1, 3], [(7, 1), (7, 2), (8, 2), (8, 3)]).line_units.tolist() == [0, 0]


def test_no_lines_are_no_units():
    assert len(units([], [])) == 0


edges = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=40)


@given(edges, st.randoms(use_true_random=False))
def test_the_numbering_does_not_depend_on_the_order_of_the_input(pairs, random):
    lines = list(range(16))
    shuffled = random.sample(pairs, len(pairs)) + pairs[:3]
    first, second = units(lines, pairs), units(random.sample(lines, 16), shuffled)
    assert first.line_units.tolist() == second.line_units.tolist()
    assert first.first_person.tolist() == second.first_person.tolist()


@given(edges)
def test_units_are_the_classes_that_a_plain_search_finds(pairs):
    found = units(list(range(16)), pairs).line_units.tolist()
    label = {line: line for line in range(16)}
    for _round in range(16):
        for person in range(16):
            mine = [line for who, line in pairs if who == person]
            for line in mine:
                label[line] = min(label[other] for other in mine)
    classes = sorted(set(label.values()))
    assert found == [classes.index(label[line]) for line in range(16)]


def test_a_million_lines_take_seconds():
    count = 100_000
    rng = np.random.default_rng(1)
    found = units_of(np.arange(count), np.arange(count), rng.integers(0, count, count))
    assert found.line_units.max() < count
