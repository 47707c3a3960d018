"""The redraw audit of a copy that is about to be named, from the draw's own code.

The copy is drawn anew from fresh seeds while everything else stays as it was, and the same
calls, or the same stray list, are held against it. Whatever would have named two redrawn
lists of 10,000 names nobody.

In a universe of more than 10,000 units not each of these lists is drawn from the beginning:
as many are as toss 10⁸ coins, at least 100, and each of them serves several times, with the
people in question put on other places of their stratum, drawn at random. A draw treats all
places of a stratum alike, so that this has the same law; it is the draw's own code that says
how many are on a list and in which portion. The seeds come from the inputs, so that a
repeated run gives the same answer.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.evidence import NEVER
from leumund.trace.finding import Audit
from leumund.trace.redraws import (
    BLOCKING_CROSSINGS,
    REDRAWS,
    Moved,
    cells_of_copy,
    redraw_audit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.release import DrawRecord
    from leumund.trace.evidence import Evidence, Floats
    from leumund.trace.exclude import Bools, Ints
    from leumund.trace.stray import FileTrial


DRAWN_UNITS = 10**8
DRAWS_LEAST = 100
_BATCH_LISTS = 500


def draws_of(units: int) -> int:
    """How many lists are drawn from the beginning in a universe of so many units."""
    return min(REDRAWS, max(DRAWS_LEAST, DRAWN_UNITS // max(units, 1)))


def audit_calls(draw: DrawRecord, copy: int, found: Evidence, until: int, inputs: str) -> Audit:
    """Redraw the copy and weigh the calls up to position ``until``, at which it was reached."""
    heard = slice(0, until + 1)
    doubtful = [one for one in found.candidates if one[0] <= until]
    whom = np.array([unit for _, unit, _ in doubtful], dtype=np.int64)
    result = redraw_audit(
        _redrawn(draw, copy, inputs, np.append(found.subjects[heard], whom)),
        found.subjects[heard],
        cells=cells_of_copy(
            draw.copies,
            copy,
            design=draw.urn,  # type: ignore[arg-type]
            strata=draw.strata,
            eligible=draw.eligible,
        ),
        eligible=None if draw.eligible is None else draw.eligible[:, copy],
        portion_positions=found.portion_positions[copy],
        contacted_at=_contacted_at(draw, copy, found),
        starts=found.starts,
        called_at=found.called_at[heard],
        callers=None if found.callers is None else found.callers[heard],
        knowledge=None if found.knowledge is None else found.knowledge[heard, copy],
        candidates=doubtful,
        weight=float(draw.weights[copy]),
        alpha=draw.alpha,
        gamma=float(draw.lawful.gamma),
    )
    return Audit(result.redraws, result.crossings, result.is_blocking)


def audit_file(
    draw: DrawRecord,
    copy: int,
    units: Ints,
    trial: FileTrial,
    level: float,
    found_at: np.datetime64,
    inputs: str,
) -> Audit:
    """Redraw the copy and count the redrawn lists that the same file would have named.

    ``units``: the people of the file in the order of the trial; ``level``: the bound at which
    a list is named.
    """
    has_left = _portions_left(draw, copy, found_at)
    crossings = 0
    redrawn = _redrawn(draw, copy, inputs, units)
    while batch := [has_left[one.of(units)] for one in islice(redrawn, _BATCH_LISTS)]:
        crossings += int((trial.bound(np.stack(batch, axis=1)) <= level).sum())
    return Audit(REDRAWS, crossings, crossings >= BLOCKING_CROSSINGS)


def _redrawn(draw: DrawRecord, copy: int, inputs: str, units: Ints) -> Iterator[Moved]:
    again, people = draw.redrawing(copy), np.unique(units[units >= 0])
    pools = [_pool(members, is_out, people) for _, members, is_out, _ in again.strata]
    draws = draws_of(len(draw.strata))
    for turn in range(draws):
        seed = sha256(f"{inputs}\n{draw.draw_id}\n{copy}\n{turn}".encode()).digest()
        times = len(range(turn, REDRAWS, draws))
        yield from _served(again.portions(seed), pools, seed, times)


def _pool(members: Ints, is_out: Bools, people: Ints) -> tuple[Ints, Ints]:
    """The places of a stratum that could be in the copy, and who of the people is on one."""
    places = members[~is_out]
    return places, np.intersect1d(places, people, assume_unique=True)


def _served(
    portions: NDArray[np.int16], pools: list[tuple[Ints, Ints]], seed: bytes, times: int
) -> Iterator[Moved]:
    """One drawn list as it is, then with the people on other places."""
    yield Moved.not_at_all(portions)
    chance = np.random.default_rng(np.frombuffer(seed, dtype=np.uint32))
    marks = np.zeros(len(portions), dtype=bool)
    for _ in range(times - 1):
        moves = [_exchanged(places, mine, chance, marks) for places, mine in pools]
        units = np.concatenate([to for to, _ in moves])
        order, source = np.argsort(units), np.concatenate([by for _, by in moves])
        yield Moved(portions, units[order], portions[source[order]])


def _exchanged(
    places: Ints, mine: Ints, chance: np.random.Generator, marks: Bools
) -> tuple[Ints, Ints]:
    """Each of ``mine`` on a place drawn at random, whoever was there on the place left free:
    the units that move, and beside each the unit whose place it takes.

    ``marks`` has room for a mark per unit, is false everywhere, and is so again afterwards.
    """
    taken = places[chance.choice(len(places), len(mine), replace=False)]
    others, free = _without(taken, mine, marks), _without(mine, taken, marks)
    return np.concatenate([mine, others]), np.concatenate([taken, free])


def _without(units: Ints, excluded: Ints, marks: Bools) -> Ints:
    marks[excluded] = True
    left = units[~marks[units]]
    marks[excluded] = False
    return left


def _contacted_at(draw: DrawRecord, copy: int, found: Evidence) -> Floats:
    """Per unit, the position from which the holder counts as having contacted it."""
    contacted = np.full(len(draw.strata), NEVER)
    contacted[found.contact_units] = found.holder_contacts[:, copy]
    return contacted


def _portions_left(draw: DrawRecord, copy: int, found_at: np.datetime64) -> NDArray[np.bool_]:
    """Per portion: had it left before the list was found? The last place (-1) is "not in"."""
    mine = draw.released.copy == copy
    portions, at = draw.released.portion[mine], draw.released.handed_over_at[mine]
    has_left = np.zeros(int(draw.released.portion.max(initial=0)) + 2, dtype=bool)
    has_left[portions[at <= found_at]] = True
    has_left[-1] = False
    return has_left
