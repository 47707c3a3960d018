"""The universe of a draw: the units that take part in it, each with its stratum; frozen.

A unit takes part when every line and every person of it may be contacted on the day of the
draw, and it is not in the permanent hold-back. What is frozen here never
changes: a coin that was not tossed for a unit then is not tossed for it later.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from leumund.release.unit import Units

_DIGEST_DOMAIN = b"leumund-universe-1\n"
_HOLD_DOMAIN = b"leumund-hold-1\n"
_HOLD_BLOCK_LINES = 1 << 16
DECOYS = "decoys"
"""What stands in the place of values for the decoys: they are a stratum of their own."""


@dataclass(frozen=True, slots=True, eq=False)
class Universe:
    """Who takes part: one row per line, ordered by unit, then line id.

    ``line_ids`` int64 and ``line_units`` int32, per line; ``strata`` int32, per unit: an
    index into ``stratum_names``, which is sorted by code point. Each name is the JSON list
    of the values of the strata fields (``["privat","BE"]``), the empty text where unknown;
    that of the decoys is the JSON text ``"decoys"``, which no people can have.
    """

    line_ids: NDArray[np.int64]
    line_units: NDArray[np.int32]
    strata: NDArray[np.int32]
    stratum_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.strata)

    def sizes(self) -> NDArray[np.int64]:
        """How many units each stratum holds."""
        return np.bincount(self.strata, minlength=len(self.stratum_names))

    def digest(self) -> str:
        """SHA-256 over the table itself, whatever file it lies in; 64 hex digits.

        The names as a JSON list, a line feed, then unit, line id and stratum of every row,
        each as eight bytes, most significant first (docs/reference/draw-algorithm.md, 2).
        """
        rows = np.empty((len(self.line_ids), 3), dtype=">i8")
        rows[:, 0] = self.line_units
        rows[:, 1] = self.line_ids
        rows[:, 2] = self.strata[self.line_units]
        names = json.dumps(self.stratum_names, ensure_ascii=False, separators=(",", ":"))
        found = hashlib.sha256(_DIGEST_DOMAIN + names.encode() + b"\n")
        found.update(rows.tobytes())
        return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Selection:
    """How many units there were, and why some take no part in the draw."""

    known: int
    refused: int
    held_for_good: int
    taking_part: int


def freeze(
    units: Units,
    labels: Sequence[Sequence[str]],
    label_of_unit: NDArray[np.int64],
    is_line_allowed: NDArray[np.bool_],
    is_held: NDArray[np.bool_],
) -> tuple[Universe, Selection]:
    """The units that take part, renumbered from 0 in their order.

    ``labels``: the different values of the strata fields; ``label_of_unit``: which of them
    each unit has. ``is_line_allowed`` is per line of ``units``: one that is refused keeps the
    whole unit out. ``is_held`` is per unit.
    """
    count = len(units)
    is_refused = np.zeros(count, dtype=bool)
    is_refused[units.line_units[~is_line_allowed]] = True
    is_in = ~(is_refused | is_held)
    number = np.cumsum(is_in, dtype=np.int32) - np.int32(1)
    keep = is_in[units.line_units]
    line_ids, line_units = units.line_ids[keep], number[units.line_units[keep]]
    order = np.lexsort((line_ids, line_units))
    names, strata = _strata(labels, label_of_unit[is_in])
    held_only = int((is_held & ~is_refused).sum())
    selection = Selection(count, int(is_refused.sum()), held_only, int(is_in.sum()))
    return Universe(line_ids[order], line_units[order], strata, names), selection


def is_held_for_good(
    first_lines: NDArray[np.int64], key: bytes, share: float
) -> NDArray[np.bool_]:
    """Per unit, told by its smallest line id: does it belong to the permanent hold-back?

    One coin per unit, so that a household of five lines is held no more often than one of a
    single line. The coin comes from the installation's key and the oldest line of the unit: it
    is the same for ever, new lines and persons do not change it, and units that come later
    have theirs. The coin of line L is the 8 bytes at 8·(L mod 65536) of
    SHAKE-128(domain ‖ key ‖ block), block = L div 65536 as eight bytes; held where
    coin < share·2^64.
    """
    is_held = np.zeros(len(first_lines), dtype=bool)
    if not share:
        return is_held
    blocks = first_lines // _HOLD_BLOCK_LINES
    limit = np.uint64(min(int(share * 2**64), 2**64 - 1))
    for block in np.unique(blocks).tolist():
        at = np.flatnonzero(blocks == block)
        stream = hashlib.shake_128(_HOLD_DOMAIN + key + int(block).to_bytes(8))
        coins = np.frombuffer(stream.digest(8 * _HOLD_BLOCK_LINES), dtype=">u8")
        is_held[at] = coins[first_lines[at] % _HOLD_BLOCK_LINES] < limit
    return is_held


def stratum_name(values: Sequence[str]) -> str:
    """The name of the stratum with these values, in the order of the strata fields."""
    named = values if isinstance(values, str) else list(values)
    return json.dumps(named, ensure_ascii=False, separators=(",", ":"))


def stratum_values(name: str) -> list[str] | None:
    """The values that a stratum's name stands for; None for that of the decoys."""
    values = json.loads(name)
    return None if values == DECOYS else values


def _strata(
    labels: Sequence[Sequence[str]], label_of_unit: NDArray[np.int64]
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Only strata in which there is somebody, in the order of their names."""
    used = np.unique(label_of_unit).tolist()
    named = {label: stratum_name(labels[label]) for label in used}
    names = tuple(sorted(set(named.values())))
    number = np.zeros(len(labels), dtype=np.int32)
    for label, name in named.items():
        number[label] = names.index(name)
    return names, number[label_of_unit]
