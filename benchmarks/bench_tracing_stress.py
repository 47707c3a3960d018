"""False namings under stress: what real life does to the bet.

python -m benchmarks.bench_tracing_stress [--streams N] [--quick]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from benchmarks.columns import Seen, blocks, highest, lists
from benchmarks.permuted import Bools, Floats, Ints, Story, World, exclusive, overlapping, peaks
from benchmarks.played import apart
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit

from leumund.release.account import Account, Terms, complaints_weight
from leumund.trace import Weigher

ALPHAS = (0.05, 0.01)
PARTS = np.array([0.3, 0.2, 0.15, 0.1, 0.25])
SIZES = np.array([300, 200, 150, 100, 250])
COPIES = 4
UNITS = 300
TEXT = """
The same printing for what is hard: four or five copies, 80 to 200 complaints, looked at after
each. A copy that was used is no false naming; the last column says in how many streams it was
named (α 0.01). Holders ring eight in ten of their list in the end, and three complaints in ten
are about such lawful calls; whom a holder has rung is left out for its copy. The rival knows
every list but one and invents complaints where a hit would count most against that one. The
second draw gives suspect copies 3 % of those who complained, the others up to half. Doubtful
people: two calls in three may concern any of three. A list inside a list: the outer one was
used for six calls in ten.
"""


class Case(NamedTuple):
    """A row. ``play``: per stream and copy the largest log evidence less the log of what it is
    named at for α = 1; ``used``: whose copies were used; ``known``: whose lists the inventor of
    complaints knows, so that nothing is promised for them."""

    name: str
    play: Callable[[Size], Floats]
    used: tuple[int, ...] = ()
    known: tuple[int, ...] = ()


def rung_and_used(world: World) -> tuple[Ints, Bools]:
    """Copy 0 was used for four calls in ten; three are about a partner's lawful calls."""
    rows, streams = world.rows, world.streams
    kind, caller = world.rng.random(streams), world.rng.integers(0, rows.copies, streams)
    is_lawful = (kind >= 0.4) & (kind < 0.7)
    weights = np.where(rows.stratum == 0, 3.0, 1.0) * np.ones((streams, 1))
    weights[kind < 0.4] = rows.holds[:, 0]
    weights[is_lawful] = rows.holds[:, caller[is_lawful]].T
    rung = world.rng.random((streams, rows.copies)) < min(0.8, world.call / 150)
    rung[np.flatnonzero(is_lawful), caller[is_lawful]] = True
    return world.pick(weights), rung


def readier(odds: float) -> Story:
    """People complain so many times as readily (odds) for every list they are in."""

    def story(world: World) -> tuple[Ints, Bools]:
        weights = odds ** world.rows.holds.sum(axis=1) * np.ones((world.streams, 1))
        return world.pick(weights), np.zeros((world.streams, world.rows.copies), dtype=bool)

    return story


def invented(world: World) -> tuple[Ints, Bools]:
    """Partner 0 knows every list but that of copy 1, and invents complaints where a hit would
    count most against it."""
    rows, streams = world.rows, world.streams
    without = np.flatnonzero(~rows.holds[:, 1])
    with_it = rows.other[without, 1]
    inside, outside = world.remaining[:, with_it], world.remaining[:, without]
    part_inside = inside / np.maximum(inside + outside, 1)
    part_inside[(inside == 0) | (outside == 0)] = np.inf
    cell = part_inside.argmin(axis=1)
    weights, lane = np.zeros(world.remaining.shape), np.arange(streams)
    weights[lane, without[cell]] = weights[lane, with_it[cell]] = 1.0
    return world.pick(weights), np.zeros((streams, rows.copies), dtype=bool)


def anybody(world: World) -> tuple[Ints, Bools]:
    """Any person is as likely as any other."""
    rows = world.rows
    return (
        world.pick(np.ones(world.remaining.shape)),
        np.zeros((world.streams, rows.copies), dtype=bool),
    )


def permuted(
    story: Story, gamma: float = 1.0, *, is_exclusive: bool = False, until_last: bool = False
) -> Callable[[Size], Floats]:
    """A case of lists that were permuted within strata."""

    def play(size: Size) -> Floats:
        rng = np.random.default_rng(11)
        rows = exclusive(SIZES, 200) if is_exclusive else overlapping(rng, 2400, PARTS, 2)
        if until_last:
            rows = exclusive(SIZES // 10, 30)
        calls = int(rows.count.sum()) if until_last else size.pick(200, 40)
        parts = [
            peaks(World.of(rows, rng, min(2500, size.streams - at)), calls, story, gamma)
            for at in range(0, size.streams, 2500)
        ]
        return np.asarray(np.concatenate(parts) - np.log(rows.copies))

    return play


def in_columns(
    seed: int, play: Callable[[np.random.Generator, int, int], Floats], calls: int
) -> Callable[[Size], Floats]:
    """A case of lists drawn apart; ``play`` gets dice, worlds and calls."""

    def case(size: Size) -> Floats:
        many = size.pick(calls, min(calls, 30))
        found = blocks(seed, size.streams, lambda rng, worlds: play(rng, worlds, many))
        return np.asarray(found - np.log(found.shape[1]))

    return case


def _strata(rng: np.random.Generator) -> Ints:
    return np.repeat([0, 1], [UNITS // 3, UNITS - UNITS // 3])


def _members(rng: np.random.Generator, columns: int) -> Ints:
    first = rng.integers(5, 60, columns)
    return np.column_stack((first, rng.integers(10, 80, columns)))


def _worlds(found: Floats, worlds: int) -> Floats:
    return found.reshape(worlds, -1)


def in_portions(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Ten random portions, the last leaving when nearly all complaints are in; one call in
    five arrives up to thirty places late."""
    strata = _strata(rng)
    copies = lists(rng, strata, _members(rng, worlds * COPIES))
    unit, copy = np.nonzero(copies)
    leaves = rng.integers(0, 10, len(unit)) * (calls // 11)
    weigher = Weigher(
        copies,
        design="independent",
        strata=strata,
        released_at=np.column_stack((unit, copy, leaves)),
    )
    late = np.where(rng.random(calls) < 0.2, rng.integers(0, 30, calls), 0)
    made = np.maximum(0, np.arange(calls) - late)
    subjects = rng.integers(0, UNITS, calls)
    stream = (
        Seen(int(unit), {"called_at": float(at)})
        for unit, at in zip(subjects, made, strict=True)
    )
    return _worlds(highest(weigher, stream), worlds)


def to_the_last_line(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Everybody complains once, those of one stratum first."""
    strata = _strata(rng)[: 2 * calls // 2]
    members = np.minimum(_members(rng, worlds * COPIES), [20, 40])
    weigher = Weigher(lists(rng, strata, members), design="independent", strata=strata)
    order = np.argsort(rng.random(len(strata)) + (strata == 0))
    return _worlds(highest(weigher, (Seen(int(unit)) for unit in order)), worlds)


def doubtful(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Of two calls in three only a guess says whose they are."""
    strata = _strata(rng)
    copies = lists(rng, strata, _members(rng, worlds * COPIES))
    weigher = Weigher(copies, design="independent", strata=strata)

    def seen() -> Iterator[Seen]:
        for call in range(calls):
            whom = rng.choice(UNITS, 3, replace=False).tolist()
            weights = ((0.6, 0.3, 0.1), (0.5, 0.2, 0.1))[call % 2]
            if call % 3:
                yield Seen(-1, {"candidates": list(zip(whom, weights, strict=True))})
            else:
                yield Seen(whom[0])

    return _worlds(highest(weigher, seen()), worlds)


def inside_a_used_list(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Six calls in ten come from the list inside which three more lists were drawn."""
    strata = _strata(rng)
    parent = np.flatnonzero(lists(rng, strata, np.array([[50, 100]])))
    sizes = rng.integers(20, 90, worlds * 3)
    inside = lists(rng, np.zeros(len(parent), dtype=np.int64), sizes[:, None])
    copies = np.zeros((UNITS, 1 + worlds * 3), dtype=bool)
    copies[parent, 0] = True
    copies[parent, 1:] = inside
    parents = np.zeros(copies.shape[1], dtype=np.int64)
    parents[0] = -1
    weigher = Weigher(copies, design="independent", strata=strata, parents=parents)
    is_from_it = rng.random(calls) < 0.6
    whom = np.where(is_from_it, rng.choice(parent, calls), rng.integers(0, UNITS, calls))
    found = highest(weigher, (Seen(int(unit)) for unit in whom))
    return np.column_stack((np.full(worlds, found[0]), _worlds(found[1:], worlds)))


def campaign_after_campaign(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Who complained is a stratum of the second draw; suspect copies get 3 % of it.
    Each draw has half of the weight."""
    strata = _strata(rng)
    first = Weigher(
        lists(rng, strata, _members(rng, worlds * COPIES)), design="independent", strata=strata
    )
    subjects = rng.integers(0, UNITS, calls)
    best = highest(first, (Seen(int(unit)) for unit in subjects))
    has_complained = np.zeros(UNITS, dtype=np.int64)
    has_complained[subjects] = 1
    of = np.bincount(has_complained, minlength=2)
    log_e = first.read().log_e
    chance = np.where(log_e > 1.5, 0.03, np.where(log_e < -0.5, 0.5, 0.2))
    sizes = np.column_stack((0.2 * of[0] * np.ones(len(chance)), chance * of[1]))
    members = np.maximum(1, np.round(sizes)).astype(np.int64)
    second = Weigher(
        lists(rng, has_complained, members), design="independent", strata=has_complained
    )
    again = rng.permutation(np.concatenate((subjects, rng.integers(0, UNITS, calls))))
    later = highest(second, (Seen(int(unit)) for unit in again))
    return _worlds(np.maximum(best, later) - np.log(2), worlds)


def everything_told(rng: np.random.Generator, worlds: int, calls: int) -> Floats:
    """Callers in groups, what they knew as any ratio, and a start on any of 365 days."""
    strata, columns = _strata(rng), worlds * COPIES
    copies = lists(rng, strata, _members(rng, columns))
    starts = np.linspace(0, calls, 365)
    weigher = Weigher(
        copies, design="independent", strata=strata, starts=starts, has_callers=True
    )

    def seen() -> Iterator[Seen]:
        for _call in range(calls):
            ratio = rng.choice([0.0, 0.3, 1.0, 20.0], columns)
            more = {"caller": int(rng.integers(-1, 6)), "knowledge": ratio}
            yield Seen(int(rng.integers(0, UNITS)), more)

    return _worlds(highest(weigher, seen()), worlds)


def a_lifetime(size: Size) -> Floats:
    """Twenty years of thirteen draws, one of them undeclared; as the account books them."""
    rng, turns = np.random.default_rng(20), size.pick(13, 2)
    account, found = Account(Terms(Fraction(1, 20)), date(2026, 1, 1)), []
    for draw in range(20 * turns):
        on = date(2026 + draw // turns, 2, 1 + draw % turns)
        account, booking = account.book(on, 2, is_declared=draw % turns < 12)
        weight = float(complaints_weight(booking.weight))
        sizes = rng.integers(30, 60, (2, 2))
        best = apart(rng, size.streams, 40, np.array([200, 160]), sizes).peaks
        found.append(best.max(axis=1) + np.log(weight))
    return np.asarray(np.max(found, axis=0))[:, None]


CASES = (
    Case(
        "another copy used, holders ring lawfully; lists overlap", permuted(rung_and_used), (0,)
    ),
    Case(
        "the same, exclusive lists and a hold-back",
        permuted(rung_and_used, is_exclusive=True),
        (0,),
    ),
    *(
        Case(
            f"people in a list complain {odds:g} times as readily, Γ = {odds:g}",
            permuted(readier(odds), odds),
        )
        for odds in (1.0, 1.5, 2.0, 3.0)
    ),
    Case("portions, and complaints that arrive late", in_columns(3, in_portions, 150)),
    Case(
        "a second draw by what the first one showed", in_columns(4, campaign_after_campaign, 80)
    ),
    Case("to the last line, drawn apart", in_columns(5, to_the_last_line, 150)),
    Case("to the last line, exclusive", permuted(anybody, is_exclusive=True, until_last=True)),
    Case("doubtful people", in_columns(6, doubtful, 150)),
    Case("lists inside a list that was used", in_columns(7, inside_a_used_list, 100), (0,)),
    Case(
        "invented by a rival who knows all other lists", permuted(invented), known=(0, 2, 3, 4)
    ),
    Case(
        "the same, exclusive lists and a hold-back",
        permuted(invented, is_exclusive=True),
        known=(0, 2, 3, 4),
    ),
    Case("callers, knowledge and any start", in_columns(8, everything_told, 100)),
    Case("twenty years, 260 draws (α for all of it)", a_lifetime),
)


def row_of(case: Case, size: Size) -> tuple[list[str], list[str]]:
    """The row as printed, and what it missed."""
    found = case.play(size)
    others = np.delete(found, case.used + case.known, axis=1).max(axis=1)
    row, missed = [case.name, f"{len(found):,}"], []
    for alpha in ALPHAS:
        named = int((others >= -np.log(alpha)).sum())
        limit = upper_limit(named, len(found))
        row += [part(named / len(found)), f"≤ {limit:.4f}"]
        if limit > alpha:
            missed.append(f"{case.name}, α {alpha}: {limit:.4f}")
    used = found[:, list(case.used)]
    row.append(f"{(used >= -np.log(0.01)).mean():.3f}" if case.used else "")
    return row, missed


def section(size: Size) -> Section:
    """False namings under stress."""
    rows = [row_of(case, size) for case in CASES]
    head = ("stress", "streams", "named, α 0.05", "limit", "named, α 0.01", "limit", "used")
    missed = tuple(one for _, some in rows for one in some)
    table = Table("", head, rows_of(row for row, _ in rows))
    return Section("Under stress", TEXT, (table,), () if size.is_quick else missed)


if __name__ == "__main__":
    main(section)
