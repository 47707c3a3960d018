"""Figures about people below five are not shown, and nothing from which they follow.

A sum that holds a figure not shown is not shown either, nor the sums above it, whatever their
size. So each figure that is missing may be 1, 2, 3 or 4 for all that is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leumund.basics.shares import PEOPLE_MIN

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWER: Final = "fewer_than_five"
HIDDEN: Final = "hidden"
"""A sum of which a part is hidden: else one could subtract."""
Figure = int | str
Parts = dict[str, tuple[str, ...]]


def shown(count: int) -> Figure:
    """A figure about people that is part of no sum."""
    return FEWER if 0 < count < PEOPLE_MIN else count


def all_shown(counts: Mapping[str, int], parts: Parts) -> dict[str, Figure]:
    """Each count as it may be printed. ``parts``: what lies within a count, each person in one
    of them at most; what is left over needs no name."""
    return {name: _shown(name, counts, parts) for name in counts}


def _shown(name: str, counts: Mapping[str, int], parts: Parts) -> Figure:
    below = (_shown(each, counts, parts) for each in parts.get(name, ()))
    return HIDDEN if any(isinstance(each, str) for each in below) else shown(counts[name])
