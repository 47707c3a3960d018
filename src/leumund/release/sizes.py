"""How many units of each stratum each copy gets, and in which portion they leave.

Sizes are fixed, and sealed, before a coin is tossed: a copy's total is split over the
strata in proportion to the units it could have there, by largest remainder, and every
stratum's part over the portions in the same way. What rounding took from one row is owed
to it in the next, so that neither small strata nor early portions are always favoured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.errors import BadInput
from leumund.release.shape import group_sizes, open_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

INDEPENDENT = "independent"
CONDITIONAL = "conditional"
SPREAD = "spread"
SEALED = "sealed"
DESIGNS = (INDEPENDENT, CONDITIONAL, SPREAD)


class TooFewUnits(BadInput):
    """{copy} asks for {wanted} units, but only {there} can be had.{why} Nothing was drawn."""

    code = "too-few-units"
    hint = "Ask for fewer, hold back fewer, or widen the group that may be called."


class GroupOverdrawn(BadInput):
    """The copies together ask for {wanted} units, but only {there} can be shared out between
    them.{why} Nothing was drawn."""

    code = "group-overdrawn"
    hint = "Exclusive lists share what there is: ask for fewer, or hold back less."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one copy asks for: so many units, or so large a part of those it could have."""

    copy: str
    count: int | None = None
    share: Fraction | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Everything about a draw that is fixed before the coins.

    ``eligible`` bool, strata x copies. ``held`` int, per stratum: units held back in this
    draw (independent design only; with exclusive lists whoever is not dealt stays).
    ``sizes`` int, copies x strata x portions. Where copies are spread, a stratum here is one
    group of a stratum of the universe, named after it: ``<stratum>/<number of the group>``.
    """

    design: str
    stratum_names: tuple[str, ...]
    units: NDArray[np.int64]
    copies: tuple[str, ...]
    eligible: NDArray[np.bool_]
    held: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @property
    def homes(self) -> tuple[str, ...]:
        """Where copies are spread, the stratum that each group is part of; else nothing."""
        if self.design != SPREAD:
            return ()
        return tuple(name.rpartition("/")[0] for name in self.stratum_names)

    @property
    def home_names(self) -> tuple[str, ...]:
        """The strata of the universe."""
        return tuple(dict.fromkeys(self.homes)) or self.stratum_names

    def home(self, strata: NDArray[np.int32]) -> NDArray[np.int32]:
        """The strata of the universe, from those of this frame."""
        if not self.homes:
            return strata
        at = {name: place for place, name in enumerate(self.home_names)}
        return np.array([at[name] for name in self.homes], dtype=np.int32)[strata]

    def document(self) -> dict[str, object]:
        """The frame as it is sealed: nothing but text, integers, booleans and lists."""
        return {
            "design": self.design,
            "strata": [
                {"name": name, "units": int(units), "held": int(held)}
                for name, units, held in zip(
                    self.stratum_names, self.units, self.held, strict=True
                )
            ],
            "copies": [
                {
                    "name": name,
                    "eligible": [bool(value) for value in self.eligible[:, at]],
                    "sizes": self.sizes[at].tolist(),
                }
                for at, name in enumerate(self.copies)
            ],
        }

    @classmethod
    def from_document(cls, document: dict[str, object]) -> Frame:
        """The inverse of ``document``."""
        strata: list[dict[str, object]] = document["strata"]  # type: ignore[assignment]
        copies: list[dict[str, object]] = document["copies"]  # type: ignore[assignment]
        return cls(
            design=str(document["design"]),
            stratum_names=tuple(str(stratum["name"]) for stratum in strata),
            units=np.array([stratum["units"] for stratum in strata], dtype=np.int64),
            copies=tuple(str(copy["name"]) for copy in copies),
            eligible=np.array([copy["eligible"] for copy in copies], dtype=bool).T,
            held=np.array([stratum["held"] for stratum in strata], dtype=np.int64),
            sizes=np.array([copy["sizes"] for copy in copies], dtype=np.int64),
        )


def lay_out(
    design: str,
    stratum_names: Sequence[str],
    units: NDArray[np.int64],
    wanted: Sequence[Wanted],
    eligible: NDArray[np.bool_],
    portions: Sequence[Fraction],
    held_share: Fraction = Fraction(0),
) -> Frame:
    """The frame of a draw; raises TooFewUnits where more is asked for than can be had.

    ``eligible``: strata x copies. ``portions``: parts that sum to one. ``held_share``: the
    part of each stratum held back for this draw; with exclusive lists the part that must
    at least be left over.
    """
    frame = uncut(design, stratum_names, units, wanted, eligible, held_share)
    return in_portions(frame, portions)


def uncut(
    design: str,
    stratum_names: Sequence[str],
    units: NDArray[np.int64],
    wanted: Sequence[Wanted],
    eligible: NDArray[np.bool_],
    held_share: Fraction = Fraction(0),
) -> Frame:
    """The same before it is cut: all leave at once."""
    reserved = np.array(split(_floor(held_share, int(units.sum())), units), dtype=np.int64)
    room = units - reserved
    tables = [_rows_of(one, room * eligible[:, at]) for at, one in enumerate(wanted)]
    if design == CONDITIONAL:
        by_stratum = _dealt_sizes(tables, room, units, eligible)
    else:
        by_stratum = [split(total, parts) for total, parts in tables]
    frame = Frame(
        design=design,
        stratum_names=tuple(stratum_names),
        units=units.astype(np.int64),
        copies=tuple(one.copy for one in wanted),
        eligible=eligible,
        held=np.zeros_like(reserved) if design == CONDITIONAL else reserved,
        sizes=np.array(by_stratum, dtype=np.int64).reshape(len(wanted), len(units), 1),
    )
    return _spread(frame) if design == SPREAD else frame


def in_portions(frame: Frame, portions: Sequence[Fraction]) -> Frame:
    """The frame with its sizes cut into these parts, which sum to one."""
    rows = frame.sizes.sum(axis=2).tolist()
    sizes = np.array([_by_portion(row, portions) for row in rows], dtype=np.int64)
    return replace(frame, sizes=sizes.reshape(*frame.sizes.shape[:2], len(portions)))


def _spread(frame: Frame) -> Frame:
    """The same sizes, but each stratum cut into groups of which only some are open to a
    copy."""
    cut = [group_sizes(int(units), len(frame.copies)) for units in frame.units]
    homes = [home for home, sizes in enumerate(cut) for _ in sizes]
    units = np.array([size for sizes in cut for size in sizes], dtype=np.int64)
    parts = [split(int(held), sizes) for held, sizes in zip(frame.held, cut, strict=True)]
    held = np.array([part for row in parts for part in row], dtype=np.int64)
    wanted = frame.sizes.sum(axis=2)
    is_open = open_groups(wanted, units - held, homes)
    room = np.split(
        (units - held)[:, None] * is_open, np.cumsum([len(one) for one in cut])[:-1]
    )
    rows = [
        [size for free, total in zip(room, totals, strict=True)
         for size in split(int(total), free[:, copy])]
        for copy, totals in enumerate(wanted)
    ]  # fmt: skip
    names = [frame.stratum_names[home] for home in homes]
    numbers = [at for sizes in cut for at in range(1, len(sizes) + 1)]
    return replace(
        frame,
        stratum_names=tuple(f"{name}/{at}" for name, at in zip(names, numbers, strict=True)),
        units=units,
        eligible=is_open,
        held=held,
        sizes=np.array(rows, dtype=np.int64)[:, :, None],
    )


def split(
    total: int, parts: Sequence[int] | NDArray[np.int64], owed: Sequence[Fraction] = ()
) -> list[int]:
    """``total`` in proportion to ``parts``, by largest remainder; ties go to the earlier.

    ``owed`` is what earlier roundings left due to each part; it is added to the quotas.
    """
    weights = [int(part) for part in parts]
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    due = [debt * whole for debt in owed or [Fraction(0)] * len(weights)]
    return _round([total * weight for weight in weights], whole, due)[0]


def split_evenly(total: int, shares: Sequence[Fraction]) -> list[int]:
    """``total`` by shares that sum to one, by largest remainder."""
    return _by_portion([total], shares)[0]


def _round(
    quotas: list[int], whole: int, owed: Sequence[int | Fraction]
) -> tuple[list[int], list[int | Fraction]]:
    """Each quota rounded down or up, so that they keep their sum; and what is owed then. All in
    parts of a ``whole``: with fractions a plan of many groups takes a minute."""
    floors, rests = [one // whole for one in quotas], [one % whole for one in quotas]
    due = [rest + debt for rest, debt in zip(rests, owed, strict=True)]
    fractional = [at for at, rest in enumerate(rests) if rest]
    for at in sorted(fractional, key=lambda at: (-due[at], at))[: sum(rests) // whole]:
        floors[at] += 1
        due[at] -= whole
    return floors, due


def _rows_of(wanted: Wanted, room: NDArray[np.int64]) -> tuple[int, list[int]]:
    """How many units the copy gets in all, and the units it could have in each stratum."""
    there = int(room.sum())
    if wanted.count is not None:
        total = wanted.count
    else:
        total = _floor(wanted.share or Fraction(0), there)
    if total > there:
        raise TooFewUnits(copy=wanted.copy, wanted=total, there=there, why="")
    return total, [int(size) for size in room]


def _dealt_sizes(
    tables: list[tuple[int, list[int]]],
    room: NDArray[np.int64],
    units: NDArray[np.int64],
    eligible: NDArray[np.bool_],
) -> list[list[int]]:
    """Exclusive lists share what there is. The roundings of one copy are made up for by the
    next; otherwise all copies would round towards the same strata and ask for too much."""
    asked = sum(total for total, _parts in tables)
    if asked > int(room.sum()):
        raise GroupOverdrawn(wanted=asked, there=int(room.sum()), why="")
    owed = [Fraction(0)] * len(units)
    space = [int(size) for size in units]
    rows = []
    for at, (total, parts) in enumerate(tables):
        limit = [size if may else 0 for size, may in zip(space, eligible[:, at], strict=True)]
        if total > sum(limit):
            raise GroupOverdrawn(wanted=total, there=sum(limit), why="")
        row = _fill(total, parts, owed, limit)
        space = [size - taken for size, taken in zip(space, row, strict=True)]
        rows.append(row)
    return rows


def _fill(total: int, parts: list[int], owed: list[Fraction], limit: list[int]) -> list[int]:
    """A split that takes from no part more than its limit; what one cannot give the others do,
    those first to which most is owed. ``owed`` is brought up to date."""
    whole = sum(parts) or 1
    due = [Fraction(total * part, whole) + debt for part, debt in zip(parts, owed, strict=True)]
    row = split(total, parts, owed) if total else [0] * len(parts)
    row = [min(taken, most) for taken, most in zip(row, limit, strict=True)]
    while left := total - sum(row):
        free = [at for at, taken in enumerate(row) if taken < limit[at]]
        for at in sorted(free, key=lambda at: (row[at] - due[at], at))[:left]:
            row[at] += 1
    owed[:] = [wanted - taken for wanted, taken in zip(due, row, strict=True)]
    return row


def _by_portion(row: list[int], portions: Sequence[Fraction]) -> list[list[int]]:
    whole = lcm(*(part.denominator for part in portions))
    parts = [part.numerator * (whole // part.denominator) for part in portions]
    owed: list[int | Fraction] = [0] * len(parts)
    found = []
    for size in row:
        cut, owed = _round([size * part for part in parts], whole, owed)
        found.append(cut)
    return found


def _floor(share: Fraction, of: int) -> int:
    return share.numerator * of // share.denominator
