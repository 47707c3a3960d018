"""The tree over all units: a leaf shown proves what it says, and is silent on all others."""

import numpy as np
import pytest

from leumund.ledger import DoesNotVerify, leaf_hash, root_of_hashes, verify_inclusion
from leumund.release.draw import Drawn
from leumund.release.leaves import (
    leaf_data,
    leaf_hashes,
    number_digests,
    numbers_digest,
    numbers_salt,
    open_leaves,
)

SECRET = bytes(range(32))
NUMBERS = [
    b"+493023125001",
    b"+493023125002\n+493023125003",
    b"+493023125004",
    b"+493023125005",
]
STRATA = np.array([0, 1, 0, 1], dtype=np.int32)
DRAWN = Drawn(
    unit=np.array([0, 2, 1, 2], dtype=np.int32),
    copy=np.array([0, 0, 2, 2], dtype=np.int32),
    portion=np.array([0, 1, 0, 3], dtype=np.int16),
    is_embargoed=np.zeros(4, dtype=bool),
    held=np.array([3], dtype=np.int32),
)


def data(numbers=NUMBERS, secret=SECRET):
    return list(leaf_data(DRAWN, STRATA, 3, numbers, secret))


def test_a_leaf_says_the_copies_and_portions_of_its_unit():
    hashes = leaf_hashes(iter(data()))
    opened = open_leaves([0, 1, 2, 3], data(), hashes)
    assert [leaf.portions() for leaf in opened] == [{0: 1}, {2: 1}, {0: 2, 2: 4}, {}]


def test_the_layout_is_the_one_that_is_written_down():
    leaf = data()[2]
    assert len(leaf) == 16 + 4 + 4 + 1 + 32 + 3
    assert leaf[16:20] == (2).to_bytes(4)
    assert leaf[20:24] == (0).to_bytes(4)
    assert leaf[24] == 0
    assert leaf[57:] == bytes([2, 0, 4])
    assert data()[3][24] == 1


def test_every_leaf_leads_to_the_root_and_no_other_does():
    hashes = leaf_hashes(iter(data()))
    root = root_of_hashes([hashes[at : at + 32] for at in range(0, len(hashes), 32)])
    for leaf in open_leaves([0, 1, 2, 3], data(), hashes):
        verify_inclusion(leaf_hash(leaf.data), leaf.unit, leaf.size, leaf.path, root)
        forged = leaf.data[:-1] + bytes([leaf.data[-1] ^ 1])
        with pytest.raises(DoesNotVerify):
            verify_inclusion(leaf_hash(forged), leaf.unit, leaf.size, leaf.path, root)


def test_equal_units_have_different_leaves_so_that_none_gives_another_away():
    drawn = Drawn(*(getattr(DRAWN, name)[:0] for name in Drawn.__slots__[:5]))
    same = list(
        leaf_data(drawn, np.zeros(4, dtype=np.int32), 3, [b"+493023125001"] * 4, SECRET)
    )
    assert len({leaf[:16] for leaf in same}) == 4
    assert len({leaf[25:57] for leaf in same}) == 4


def test_the_numbers_of_a_leaf_can_be_shown_and_only_the_right_ones():
    leaf = data()[1]
    salt = numbers_salt(SECRET, 1)
    assert len(salt) == 16
    assert leaf[25:57] == numbers_digest(NUMBERS[1], salt)
    assert leaf[25:57] != numbers_digest(NUMBERS[0], salt)
    assert salt not in leaf


def test_digests_made_at_the_seal_give_the_same_leaves_as_the_numbers():
    assert data(number_digests(NUMBERS, SECRET)) == data()


def test_another_secret_gives_other_leaves():
    assert set(data()).isdisjoint(data(secret=bytes(32)))
