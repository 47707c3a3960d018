"""Thousands of worlds as the columns of one weighing, by ``Weigher`` itself.

Lists drawn apart from each other do not touch each other in ``Weigher``: so ten thousand
lists drawn anew, each the copy of another world, are weighed at once against one stream.
Every block of worlds has a stream of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from leumund.trace import Weigher

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BLOCK = 1_000


class Seen(NamedTuple):
    """One call, as ``Weigher.see`` takes it."""

    subject: int = -1
    more: dict[str, Any] = {}  # noqa: RUF012, it is never changed


def lists(rng: np.random.Generator, strata: Ints, members: Ints) -> Bools:
    """Units x columns; ``members``: columns x strata, how many of each stratum."""
    drawn = np.zeros((len(strata), len(members)), dtype=bool)
    for one in range(members.shape[1]):
        mine = np.flatnonzero(strata == one)
        order = np.argsort(rng.random((len(mine), len(members))), axis=0)
        chosen = np.arange(len(mine))[:, None] < members[:, one]
        block = np.zeros(chosen.shape, dtype=bool)
        np.put_along_axis(block, order, chosen, axis=0)
        drawn[mine] = block
    return drawn


def highest(weigher: Weigher, calls: Iterable[Seen]) -> Floats:
    """Per column the largest log evidence ever."""
    best = np.zeros(weigher.shape[1])
    for call in calls:
        weigher.see(call.subject, **call.more)
        best = np.maximum(best, weigher.scale.evidence.log())
    return best


def blocks(
    seed: int, streams: int, play: Callable[[np.random.Generator, int], Floats]
) -> Floats:
    """Per world and copy; ``play`` gives them for so many worlds, each block its own dice."""
    parts = [
        play(np.random.default_rng([seed, at]), min(BLOCK, streams - at))
        for at in range(0, streams, BLOCK)
    ]
    return np.concatenate(parts)
