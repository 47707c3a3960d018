"""The draw algorithm ``leumund-draw-1``: which units are in which copy, from the keys alone.

The definition is docs/reference/draw-algorithm.md, from which somebody else's program
redraws the same copies; this file is one implementation of it, and its SHA-256 is part of
the seal. So whoever changes a byte of it, a comment included, changes what new draws seal.

A key and a stratum's name give one number per unit of the stratum. An independent copy
takes the units with the smallest numbers among those that could be in it. Exclusive copies
share one key: the units, ordered by their numbers, are dealt in consecutive blocks, and
whoever is left over is held back. Portions are consecutive blocks of the same order, so
that the portion is as random as the membership.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, Protocol

import numpy as np

from leumund.release.sizes import CONDITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.release.sizes import Frame

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

ALGORITHM = "leumund-draw-1"
NOT_IN = -1
_BYTES_PER_UNIT = 8
_HIGHEST = np.uint64(2**64 - 1)


class Keys(Protocol):
    """The keys of one draw, 32 bytes each, in which secret and beacon are mixed."""

    def copy(self, name: str) -> bytes:
        """For the membership of this copy (independent design)."""
        ...

    def deal(self) -> bytes:
        """For dealing exclusive lists."""
        ...

    def hold(self) -> bytes:
        """For the units held back in this draw."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What came out: memberships sorted by copy, then unit; and who is held back.

    ``unit`` int32, ``copy`` int32, ``portion`` int16 (from 0), ``is_embargoed`` bool: the
    earlier half (rounded down) of its block of copy, stratum and portion. ``held``: units
    held back for this draw, ascending (empty for exclusive lists, where it is the rest).
    """

    unit: NDArray[np.int32]
    copy: NDArray[np.int32]
    portion: NDArray[np.int16]
    is_embargoed: Bools
    held: NDArray[np.int32]


def numbers(key: bytes, stratum: str, count: int) -> NDArray[np.uint64]:
    """One number per unit of a stratum, in unit order: SHAKE-128 over key ‖ domain ‖ name."""
    stream = hashlib.shake_128(key + f"{ALGORITHM}\n{stratum}".encode())
    drawn = np.frombuffer(stream.digest(_BYTES_PER_UNIT * count), dtype=">u8")
    return drawn.astype(np.uint64)


def smallest(drawn: NDArray[np.uint64], size: int, is_out: Bools | None = None) -> Ints:
    """Positions of the ``size`` smallest numbers, in the order of (number, position).

    ``is_out``: positions that cannot be taken.
    """
    chosen = _below(drawn, size, is_out, _generous_limit(size, len(drawn)))
    if len(chosen) < size:
        chosen = _below(drawn, size, is_out, _HIGHEST)
    # Positions ascend and the sort is stable, so equal numbers stay in the order of units.
    return chosen[np.argsort(drawn[chosen], kind="stable")][:size]


def _below(
    drawn: NDArray[np.uint64], size: int, is_out: Bools | None, limit: np.uint64
) -> Ints:
    chosen = np.flatnonzero(drawn <= limit) if size else np.empty(0, dtype=np.int64)
    return chosen if is_out is None else chosen[~is_out[chosen]]


def _generous_limit(size: int, count: int) -> np.uint64:
    """A number below which there are nearly always ``size`` of ``count``, and few more; it
    only saves sorting the rest, so where it is too small the whole is looked at."""
    if 4 * size >= count:
        return _HIGHEST
    return np.uint64(min((size + 8 * isqrt(size) + 16) * 2**64 // count, 2**64 - 1))


def draw_copies(frame: Frame, strata: NDArray[np.int32], keys: Keys) -> Drawn:
    """Toss every coin of a draw. ``strata``: per unit, an index into the frame's names."""
    members = [np.flatnonzero(strata == at) for at in range(len(frame.stratum_names))]
    held = [
        units[smallest(numbers(keys.hold(), name, len(units)), size)] if size else units[:0]
        for name, units, size in zip(
            frame.stratum_names, members, frame.held.tolist(), strict=True
        )
    ]
    is_held = np.zeros(len(strata), dtype=bool)
    for units in held:
        is_held[units] = True
    deal = _dealt if frame.design == CONDITIONAL else _apart
    blocks = list(deal(frame, members, is_held, keys))
    return _gathered(blocks, np.flatnonzero(is_held).astype(np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The units of one copy in one stratum, in drawn order, with the portions' sizes."""

    copy: int
    units: Ints
    portions: list[int]


def _apart(frame: Frame, members: list[Ints], is_held: Bools, keys: Keys) -> Iterator[_Block]:
    """Independent design: every copy from its own key, among the units that could be in it."""
    is_out = [is_held[units] for units in members]
    for copy, name in enumerate(frame.copies):
        key = keys.copy(name)
        for stratum, units in enumerate(members):
            portions: list[int] = frame.sizes[copy, stratum].tolist()
            if sum(portions):
                drawn = numbers(key, frame.stratum_names[stratum], len(units))
                order = smallest(drawn, sum(portions), is_out[stratum])
                yield _Block(copy, units[order], portions)


def _dealt(frame: Frame, members: list[Ints], is_held: Bools, keys: Keys) -> Iterator[_Block]:
    """Exclusive lists: one order per stratum, cut into the copies' blocks; the rest stays."""
    key = keys.deal()
    for stratum, units in enumerate(members):
        sizes = frame.sizes[:, stratum].sum(axis=1).tolist()
        drawn = numbers(key, frame.stratum_names[stratum], len(units))
        order = smallest(drawn, sum(sizes))
        start = 0
        for copy, size in enumerate(sizes):
            block = units[order[start : start + size]]
            start += size
            if size:
                yield _Block(copy, block, frame.sizes[copy, stratum].tolist())


def _gathered(blocks: list[_Block], held: NDArray[np.int32]) -> Drawn:
    unit = np.concatenate([block.units for block in blocks] or [np.empty(0, np.int64)])
    copy = np.repeat(
        [block.copy for block in blocks], [len(block.units) for block in blocks]
    ).astype(np.int32)
    portion = np.concatenate(
        [portions_of(block.portions) for block in blocks] or [np.empty(0, np.int16)]
    )
    embargo = np.concatenate(
        [_earlier_halves(block.portions) for block in blocks] or [np.empty(0, bool)]
    )
    order = np.lexsort((unit, copy))
    return Drawn(
        unit[order].astype(np.int32), copy[order], portion[order], embargo[order], held
    )


def portions_of(sizes: list[int]) -> NDArray[np.int16]:
    """The portion of each place in the drawn order."""
    return np.repeat(np.arange(len(sizes), dtype=np.int16), sizes)


def _earlier_halves(sizes: list[int]) -> Bools:
    halves = [np.arange(size) < size // 2 for size in sizes]
    return np.concatenate(halves) if halves else np.empty(0, dtype=bool)


def pick_decoys(key: bytes, pool: int, size: int) -> Ints:
    """The decoys of one copy: places in the sorted pool, in drawn order."""
    return smallest(numbers(key, "decoys", pool), size)


@dataclass(frozen=True, slots=True, eq=False)
class Redrawing:
    """One copy, ready to be drawn again and again from fresh seeds, everything else as it was.

    ``strata``: per stratum its name, its units, which of them could not have been in the
    copy, and the sizes of the portions.

    With independent draws these are the units that took part in the draw of this copy. With
    exclusive lists they are the copy's own units and those that nobody got: the deal is a
    uniformly random order cut at fixed places, so given everybody else's blocks the rest of
    the places is filled by the rest of the units in uniformly random order, and the copy is
    a uniformly random subset of them of its size. Eligibility is fixed per stratum, so that
    all of them have the same row of it.
    """

    units: int
    strata: tuple[tuple[str, Ints, Bools, tuple[int, ...]], ...]

    def portions(self, seed: bytes) -> NDArray[np.int16]:
        """Per unit the portion it would have been in under this 32-byte seed, -1 for none."""
        result = np.full(self.units, NOT_IN, dtype=np.int16)
        for name, units, is_out, sizes in self.strata:
            order = smallest(numbers(seed, name, len(units)), sum(sizes), is_out)
            result[units[order]] = portions_of(list(sizes))
        return result

    def members(self, seed: bytes) -> Bools:
        """Per unit: would it have been in the copy under this 32-byte seed?"""
        is_in: Bools = self.portions(seed) != NOT_IN
        return is_in


def redrawing(
    frame: Frame,
    strata: NDArray[np.int32],
    copy: int,
    held: NDArray[np.int32],
    in_other_copies: Bools | None = None,
) -> Redrawing:
    """Prepare to redraw one copy. ``in_other_copies``: per unit, needed for exclusive lists."""
    is_out = np.zeros(len(strata), dtype=bool)
    is_out[held] = True
    if frame.design == CONDITIONAL:
        if in_other_copies is None:
            raise ValueError("exclusive lists are redrawn given everybody else's")
        is_out |= in_other_copies
    prepared = []
    for at, name in enumerate(frame.stratum_names):
        sizes = tuple(frame.sizes[copy, at].tolist())
        if sum(sizes):
            units = np.flatnonzero(strata == at)
            prepared.append((name, units, is_out[units], sizes))
    return Redrawing(len(strata), tuple(prepared))
