"""Which groups of each stratum are open to which copy, so that two copies share little.

Optimised overlap, after the s-max rule of Papadimitriou and Garcia-Molina: copies take turns,
and each takes the group by which its largest relative overlap with another copy grows least.
Who is in which group is dealt later, in secret; and inside the groups that are open to it a
copy is drawn by coins of its own, apart from all others. Without these coins a shape leaves
next to nothing to chance once the other copies are known: docs/why/draws.md has the figures.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

MOST_COPIES = 50
"""With more copies, lists that are spread share hardly less than lists drawn apart."""
MOST_CHANCE = Fraction(1, 2)
"""So much of a group at most a copy takes, unless it asks for more than that of everybody."""
_FEWEST_GROUPS, _MOST_GROUPS = 16, 400
_LEAST_UNITS = 20


def group_sizes(units: int, copies: int) -> list[int]:
    """The sizes of the groups into which a stratum of so many units is dealt: where there is
    room, enough of them for every pair of copies to share as many as every other."""
    pairs = copies * (copies - 1)
    groups = max(1, min(max(_FEWEST_GROUPS, pairs), _MOST_GROUPS, units // _LEAST_UNITS))
    whole, more = divmod(units, groups)
    return [whole + (at < more) for at in range(groups)]


def open_groups(
    wanted: Ints, free: Ints, homes: Sequence[int], most: Fraction = MOST_CHANCE
) -> Bools:
    """Groups x copies. ``wanted``: units per copy and stratum; per group ``free``: units that
    could be in a copy, ``homes``: its stratum. ``most``: what a copy takes of a group."""
    is_open = np.zeros((len(free), len(wanted)), dtype=bool)
    shared = np.zeros((len(wanted), len(wanted)))
    totals = np.maximum(wanted.sum(axis=1), 1)
    least = np.minimum(totals[:, None], totals)
    for home in sorted(set(homes)):
        groups = np.flatnonzero(np.asarray(homes) == home)
        needed = [_needed(int(units), free[groups], most) for units in wanted[:, home]]
        for turn in range(max(needed, default=0)):
            for copy in (at for at, most in enumerate(needed) if turn < most):
                holders = is_open[groups]
                grown = (holders * ((shared[copy] + free[groups].mean()) / least[copy])).max(1)
                grown[holders[:, copy]] = np.inf
                group = groups[np.lexsort((holders.sum(axis=1), grown))[0]]
                shared[copy] += free[group] * is_open[group]
                shared[:, copy] = shared[copy]
                is_open[group, copy] = True
    return is_open


def _needed(units: int, free: Ints, most: Fraction) -> int:
    """How many of these groups it takes, so that no more than so much of one is asked for."""
    smallest = most * int(free.min())
    if not units or not smallest:
        return len(free) if units else 0
    return min(len(free), -(-units // smallest))


def shared_most(sizes: Ints, free: Ints) -> float:
    """The largest part of the smaller of two copies that is expected in the other. ``sizes``:
    copies x groups, ``free``: per group the units that could be in a copy."""
    totals = sizes.sum(axis=1)
    both = (sizes / np.maximum(free, 1)) @ sizes.T
    part = both / np.maximum(np.minimum(totals[:, None], totals), 1)
    np.fill_diagonal(part, 0.0)
    return float(part.max(initial=0.0))
