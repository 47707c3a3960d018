"""The draw algorithm ``leumund-draw-2``: which units are in which copy, from the keys alone.

The definition is docs/reference/draw-algorithm.md, from which somebody else's program
redraws the same copies; this file is one implementation of it, and its SHA-256 is part of
the seal. So whoever changes a byte of it, a comment included, changes what new draws seal.

A key and a stratum's name give an order of its units; only as much of it is made as is
needed, because a draw may have thousands of copies. An independent copy takes the first of
the units that could be in it. Exclusive copies share one key: the units are dealt in
consecutive blocks, and whoever is left over is held back. Portions are consecutive blocks of
the same order, so that the portion is as random as the membership. Where copies are spread,
the units are first dealt to groups, and a copy is drawn from the groups that are open to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from leumund.release.sizes import CONDITIONAL, SPREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.release.sizes import Frame

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

ALGORITHM = "leumund-draw-2"
NOT_IN = -1
_HIGHEST = 255
_FINE_BYTES = 7


class Shake(Protocol):
    """The output of SHAKE-128."""

    def digest(self, length: int, /) -> bytes: ...


class Keys(Protocol):
    """The keys of one draw, 32 bytes each, in which secret and beacon are mixed."""

    def copy(self, name: str) -> bytes:
        """For the membership of this copy (independent design)."""
        ...

    def deal(self) -> bytes:
        """For dealing exclusive lists, or groups."""
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
    ``groups``: per unit the group (a stratum of the frame) it was dealt to, where copies are
    spread.
    """

    unit: NDArray[np.int32]
    copy: NDArray[np.int32]
    portion: NDArray[np.int16]
    is_embargoed: Bools
    held: NDArray[np.int32]
    groups: NDArray[np.int32] | None = None


def first_of(
    key: bytes, stratum: str, count: int, size: int, is_out: Bools | None = None
) -> Ints:
    """Positions of the first ``size`` of a stratum's ``count`` units, in their order.

    ``is_out``: positions that cannot be taken; at least ``size`` others must be there.
    """
    chosen, order = _first(key, stratum, count, size, is_out)
    return chosen[order]


def _first(
    key: bytes, stratum: str, count: int, size: int, is_out: Bools | None
) -> tuple[Ints, Ints]:
    """The units up to the first byte that suffices, ascending; the first of them, in order."""
    if not size:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    coarse = np.frombuffer(_stream(key, "first", stratum).digest(count), dtype=np.uint8)
    chosen = _enough(coarse, size, is_out)
    more = _stream(key, "more", stratum).digest(_FINE_BYTES * len(chosen))
    whole = np.empty((len(chosen), 1 + _FINE_BYTES), dtype=np.uint8)
    whole[:, 0] = coarse[chosen]
    whole[:, 1:] = np.frombuffer(more, dtype=np.uint8).reshape(-1, _FINE_BYTES)
    numbers = whole.view(">u8").ravel().astype(np.uint64)
    # Positions ascend and the sort is stable, so equal numbers stay in the order of units.
    return chosen, np.argsort(numbers, kind="stable")[:size]


def _stream(key: bytes, use: str, stratum: str) -> Shake:
    return hashlib.shake_128(key + f"{ALGORITHM}\n{use}\n{stratum}".encode())


def _enough(coarse: NDArray[np.uint8], size: int, is_out: Bools | None) -> Ints:
    """Everybody whose first byte is at most the smallest for which there are ``size``."""
    free = len(coarse) - (0 if is_out is None else int(np.count_nonzero(is_out)))
    if size > free:
        raise ValueError(f"{size} cannot be taken of {free}")
    limit = min(_HIGHEST, max(0, -(-256 * size // free) - 1))  # a guess, often right
    while len(chosen := _up_to(coarse, limit, is_out)) < size:
        limit += 1
    while limit and len(fewer := chosen[coarse[chosen] < limit]) >= size:
        chosen, limit = fewer, limit - 1
    return chosen


def _up_to(coarse: NDArray[np.uint8], limit: int, is_out: Bools | None) -> Ints:
    chosen = np.flatnonzero(coarse <= limit)
    return chosen if is_out is None else chosen[~is_out[chosen]]


def draw_copies(frame: Frame, strata: NDArray[np.int32], keys: Keys) -> Drawn:
    """Toss every coin of a draw. ``strata``: per unit, its stratum in the universe."""
    if frame.design == SPREAD:
        groups = dealt_groups(frame, strata, keys.deal())
        return replace(_tossed(frame, groups, keys), groups=groups)
    return _tossed(frame, strata, keys)


def dealt_groups(frame: Frame, strata: NDArray[np.int32], key: bytes) -> NDArray[np.int32]:
    """Spread copies: one order of all units of a stratum, cut into its groups; per unit, its
    group."""
    groups = np.empty(len(strata), dtype=np.int32)
    homes = np.array(frame.homes)
    for at, name in enumerate(frame.home_names):
        units, mine = np.flatnonzero(strata == at), np.flatnonzero(homes == name)
        order = first_of(key, name, len(units), len(units))
        groups[units[order]] = np.repeat(mine, frame.units[mine])
    return groups


def _tossed(frame: Frame, strata: NDArray[np.int32], keys: Keys) -> Drawn:
    members = [np.flatnonzero(strata == at) for at in range(len(frame.stratum_names))]
    held = [
        units[first_of(keys.hold(), name, len(units), size)] if size else units[:0]
        for name, units, size in zip(
            frame.stratum_names, members, frame.held.tolist(), strict=True
        )
    ]
    is_held = np.zeros(len(strata), dtype=bool)
    for units in held:
        is_held[units] = True
    kept = np.flatnonzero(is_held).astype(np.int32)
    if frame.design == CONDITIONAL:
        return _gathered(list(_dealt(frame, members, keys)), kept)
    return _apart(frame, members, is_held, keys, kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The units of one copy in one stratum, in drawn order, with the portions' sizes."""

    copy: int
    units: Ints
    portions: list[int]


def _apart(
    frame: Frame,
    members: list[Ints],
    is_held: Bools,
    keys: Keys,
    held: NDArray[np.int32],
) -> Drawn:
    """Independent design: every copy from its own key, among the units that could be in it."""
    is_out = [is_held[units] for units in members]
    sizes = frame.sizes.sum(axis=(1, 2))
    total = int(sizes.sum())
    drawn = Drawn(
        np.empty(total, np.int32),
        np.repeat(np.arange(len(sizes), dtype=np.int32), sizes),
        np.empty(total, np.int16),
        np.empty(total, bool),
        held,
    )
    start = 0
    for copy, name in enumerate(frame.copies if total else ()):
        parts = [
            _part(keys.copy(name), stratum, units, out, portions)
            for stratum, units, out, portions in zip(
                frame.stratum_names, members, is_out, frame.sizes[copy].tolist(), strict=True
            )
        ]
        end = start + int(sizes[copy])
        unit, portion, embargo = (np.concatenate(each) for each in zip(*parts, strict=True))
        # Each part ascends, so this only merges them.
        order = np.argsort(unit, kind="stable")
        drawn.unit[start:end] = unit[order]
        drawn.portion[start:end] = portion[order]
        drawn.is_embargoed[start:end] = embargo[order]
        start = end
    return drawn


def _part(
    key: bytes, stratum: str, units: Ints, is_out: Bools, portions: list[int]
) -> tuple[Ints, NDArray[np.int16], Bools]:
    """A copy's units in one stratum, ascending, with portion and embargo of each."""
    size = sum(portions)
    chosen, order = _first(key, stratum, len(units), size, is_out)
    place = np.full(len(chosen), size, dtype=np.int32)
    place[order] = np.arange(size, dtype=np.int32)
    is_in = place < size
    place = place[is_in]
    return units[chosen[is_in]], portions_of(portions)[place], _earlier_halves(portions)[place]


def _dealt(frame: Frame, members: list[Ints], keys: Keys) -> Iterator[_Block]:
    """Exclusive lists: one order per stratum, cut into the copies' blocks; the rest stays."""
    key = keys.deal()
    for stratum, units in enumerate(members):
        sizes = frame.sizes[:, stratum].sum(axis=1).tolist()
        order = first_of(key, frame.stratum_names[stratum], len(units), sum(sizes))
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
            order = first_of(seed, name, len(units), sum(sizes), is_out)
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
