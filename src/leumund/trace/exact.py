"""The evidence for one copy in whole numbers: the same on every machine, to the last digit.

``weigh`` reckons with floating point and in logarithms, which is quick and may differ in the
last place between two machines. An exhibit must not. Here a share is a whole number of
2⁻⁶⁰, the evidence one of 2⁻²⁰⁴⁸, chances are fractions of two counts, and every division is
rounded down, which only ever speaks for the copy. There is no logarithm.

This is one of the files an outsider needs; it imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

SHARES = 24
SHARE_PLACES = 60
PLACES = 2048
ONE = 1 << PLACES
GAMMA_STEPS = 20
"""The bound on how much more readily listed people complain is a multiple of 1/20."""
LARGEST_GAMMA = 100
PARTS = 1000
"""What speaks for somebody is told in thousandths."""
HELD_RATIO = 5
"""How much likelier a caller is taken to know a copy's tariff if the call came from it. Any
number is fair, as it is fixed before anybody looks; a wrong one makes the evidence slower."""


@lru_cache(maxsize=1)
def shares() -> tuple[int, ...]:
    """The shares of the bet in units of 2⁻⁶⁰: 0.02 to 1 in equal ratios, rounded down."""
    last = SHARES - 1
    whole = 1 << SHARE_PLACES * last
    return tuple(_root(whole * 50**at // 50**last, last) for at in range(SHARES))


def _root(number: int, degree: int) -> int:
    """The largest whole number whose power of this degree is at most ``number``."""
    low, high = 0, (1 << SHARE_PLACES) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low


# Not frozen: it grows call by call.
@dataclass(slots=True)
class Evidence:
    """The evidence for one copy, in units of 2⁻²⁰⁴⁸.

    Half of the mass bets from the hand-over on, the rest begins with equal parts on each of
    ``starts`` days; without starts all of it bets at once. Where callers are told apart this is
    half of it, and what is bet caller by caller the other half.
    """

    starts: int
    callers: Callers | None = None
    mass: list[int] = field(default_factory=list)
    begun: int = 0

    def __post_init__(self) -> None:
        self.mass = [ONE // 2 if self.starts else ONE] * SHARES

    def begin(self, days: int) -> None:
        """So many of the starts have begun."""
        if days > self.begun:
            fresh = self._until(days) - self._until(self.begun)
            self.mass = [one + fresh for one in self.mass]
            self.begun = days

    def bet(self, net: Fraction, caller: int = 0, ratio: int = 1) -> None:
        """Bet on one call: ``1 + share·net``; see ``net_of`` and ``told``."""
        self.mass = _after(self.mass, net, ratio)
        if self.callers is not None:
            self.callers.bet(caller, net, ratio)

    def value(self) -> int:
        """The mean over the shares, and what has not begun."""
        waiting = ONE // 2 - self._until(self.begun) if self.starts else 0
        plain = sum(self.mass) // SHARES + waiting
        return plain if self.callers is None else (plain + self.callers.value()) >> 1

    def _until(self, days: int) -> int:
        return ONE * days // (2 * self.starts) if self.starts else 0


class Callers:
    """One bet per caller, half of which stands still for good, and the product of them all.

    The product is kept as a tree, so that a call changes only what stands above its caller.
    """

    def __init__(self, count: int) -> None:
        self._leaves = 1 << max(count, 0).bit_length()
        self._tree = [ONE] * (2 * self._leaves)
        self._mass: dict[int, list[int]] = {}

    def bet(self, caller: int, net: Fraction, ratio: int = 1) -> None:
        """Bet on one call of this caller, a number from 0 to ``count``."""
        mass = _after(self._mass.get(caller, [ONE] * SHARES), net, ratio)
        self._mass[caller] = mass
        at = self._leaves + caller
        self._tree[at] = (ONE + sum(mass) // SHARES) >> 1
        while at > 1:
            at //= 2
            self._tree[at] = self._tree[2 * at] * self._tree[2 * at + 1] >> PLACES

    def value(self) -> int:
        """The product."""
        return self._tree[1]


def net_of(chance: Fraction, *, is_hit: bool) -> Fraction:
    """What the stake wins: ``1/chance - 1`` on a hit, -1 on a miss."""
    return 1 / chance - 1 if is_hit else Fraction(-1)


@lru_cache(maxsize=8)
def told(ratio: int) -> tuple[int, ...]:
    """The shares once it is heard what the caller knew: prior odds times the ratio."""
    whole = 1 << SHARE_PLACES
    odds = [(share * ratio, whole - share) for share in shares()]
    return tuple((mine << SHARE_PLACES) // (mine + rest) for mine, rest in odds)


def _after(mass: list[int], net: Fraction, ratio: int) -> list[int]:
    """The mass per share after one call."""
    whole = net.denominator << SHARE_PLACES
    won = [whole + share * net.numerator for share in (shares() if ratio == 1 else told(ratio))]
    return [one * each // whole for one, each in zip(mass, won, strict=True)]


class Seen(NamedTuple):
    """One person as the call saw it; see ``Step``. ``parts``: thousandths that speak for it."""

    parts: int
    chance: Fraction | None
    is_hit: bool
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One call as it was weighed. ``chance`` None: nothing was left to chance; ``why`` a call
    carried nothing: ``not_drawn``, ``again``, ``no_chance``, ``newer``, ``other`` (the
    copy told another tariff), ``called``, ``stayed``. ``whom``: of a call
    that may be about several people, one look at each."""

    place: int
    chance: Fraction | None
    is_hit: bool
    why: str
    before: int
    after: int
    whom: tuple[Seen, ...] = ()

    @property
    def is_bet(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Course:
    """The whole way: every step, the highest evidence, and where the threshold was reached."""

    steps: tuple[Step, ...]
    highest: int
    reached_at: int | None

    @property
    def bets(self) -> list[Step]:
        return [step for step in self.steps if step.is_bet]


def course(
    weighing: Mapping[str, Any],
    gamma: Fraction | None = None,
    left_out: Container[int] = frozenset(),
) -> Course:
    """Weigh the calls of an exhibit; ``gamma``: the bound, that of the exhibit if None.

    ``left_out``: numbers of calls that count for nothing. The clock goes on for them.
    """
    bound = Fraction(weighing["gamma"]) if gamma is None else gamma
    needed = threshold(weighing)
    urn, evidence = _Urn(weighing["groups"]), Evidence(weighing["starts"], _callers(weighing))
    steps, highest, reached = [], ONE, None
    for number, call in enumerate(weighing["calls"]):
        before = evidence.value()
        evidence.begin(call["days_begun"])
        step = None if number in left_out else _step(call, urn, evidence, bound, before)
        if step is not None:
            steps.append(step)
        after = evidence.value()
        highest = max(highest, after)
        if reached is None and after * needed.denominator >= needed.numerator * ONE:
            reached = call["place"]
    return Course(tuple(steps), highest, reached)


def _callers(weighing: Mapping[str, Any]) -> Callers | None:
    if not weighing["is_by_caller"]:
        return None
    return Callers(max((call["caller"] for call in weighing["calls"]), default=0))


def threshold(weighing: Mapping[str, Any]) -> Fraction:
    """The evidence at which the copy is named: 1/(weight · alpha)."""
    return 1 / (Fraction(weighing["weight"]) * Fraction(weighing["alpha"]))


def at_most_once_in(course: Course, weighing: Mapping[str, Any], rarest: int = 10**9) -> int:
    """How rarely any copy that was not used would ever show so strong a pattern."""
    weight = Fraction(weighing["weight"])
    times = course.highest * weight.numerator // (ONE * weight.denominator)
    return max(1, min(rarest, times))


def largest_gamma(weighing: Mapping[str, Any]) -> Fraction | None:
    """The largest bound, in steps of 1/20 up to 100, at which the calls still name the copy.

    A larger bound makes every chance larger and so every factor smaller or the same, call by
    call; what is reached at one bound is reached at every smaller one, so halving finds it.
    """
    low, high = GAMMA_STEPS - 1, LARGEST_GAMMA * GAMMA_STEPS + 1
    while high - low > 1:
        middle = (low + high) // 2
        is_reached = course(weighing, Fraction(middle, GAMMA_STEPS)).reached_at is not None
        low, high = (middle, high) if is_reached else (low, middle)
    return Fraction(low, GAMMA_STEPS) if low >= GAMMA_STEPS else None


def bounded(chance: Fraction, gamma: Fraction) -> Fraction:
    """The chance if people in the copy complain at most ``gamma`` times as readily (odds)."""
    return gamma * chance / (gamma * chance + 1 - chance)


def digits(value: int, one: int = ONE, count: int = 12) -> str:
    """``value/one`` with so many digits, rounded down: ``1.23456789012e+5``; ``0`` for none."""
    if value <= 0:
        return "0"
    # The length as text would do, but Python refuses to write very large numbers.
    power = (value.bit_length() - one.bit_length() + 1) * 30103 // 100000 + 1
    while value * 10 ** max(-power, 0) < one * 10 ** max(power, 0):
        power -= 1
    shift = count - 1 - power
    told = str(value * 10 ** max(shift, 0) // (one * 10 ** max(-shift, 0)))
    return f"{told[0]}.{told[1:]}e{power:+d}"


class _Urn:
    """Per cell the units left to look at, and the copy's members among them per portion."""

    def __init__(self, cells: Sequence[Mapping[str, Any]]) -> None:
        self._left = [cell["units"] for cell in cells]
        self._members = [list(cell["members"]) for cell in cells]
        self._looked: set[int] = set()

    def chance(self, call: Mapping[str, Any]) -> Fraction:
        """The part of the cell's units that are in the copy and had left the house by then."""
        cell = call["group"]
        members = sum(self._members[cell][portion - 1] for portion in call["portions_out"])
        return Fraction(members, self._left[cell]) if self._left[cell] else Fraction(0)

    def is_looked_at(self, person: int) -> bool:
        return person in self._looked

    def take(self, call: Mapping[str, Any]) -> None:
        cell, portion = call["group"], call["portion"]
        self._left[cell] -= 1
        if portion:
            self._members[cell][portion - 1] -= 1
        self._looked.add(call["person"])


def _step(
    call: Mapping[str, Any], urn: _Urn, evidence: Evidence, gamma: Fraction, before: int
) -> Step:
    whom = _whom(call)
    seen = [_seen(one, urn) for one in whom]
    # All were looked at before any is taken out: the people of one call are one look.
    net = Fraction(0)
    for one, look in zip(whom, seen, strict=True):
        if look.chance is not None and not look.why:
            won = net_of(bounded(look.chance, gamma), is_hit=look.is_hit)
            net += Fraction(look.parts, PARTS) * won
            urn.take(one)
    why = "" if any(not look.why for look in seen) else seen[0].why
    if not why:
        evidence.bet(net, call["caller"], call.get("ratio", 1))
    after = evidence.value()
    if "whom" not in call:
        return Step(call["place"], seen[0].chance, seen[0].is_hit, why, before, after)
    is_hit = any(look.is_hit for look in seen)
    return Step(call["place"], None, is_hit, why, before, after, tuple(seen))


def _whom(call: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The people whom a call may be about, each as if it were known to be the one."""
    return [{**call, **one} for one in call.get("whom", [{"parts": PARTS}])]


def _seen(call: Mapping[str, Any], urn: _Urn) -> Seen:
    is_hit, parts = call["portion"] in call["portions_out"], call["parts"]
    if call["group"] is None:
        return Seen(parts, None, is_hit, "not_drawn")
    if urn.is_looked_at(call["person"]):
        return Seen(parts, None, is_hit, "again")
    chance = urn.chance(call)
    if not 0 < chance < 1:
        return Seen(parts, chance, is_hit, "no_chance")
    if call["is_newer"]:
        return Seen(parts, chance, is_hit, "newer")
    if call.get("ratio") == 0:
        return Seen(parts, chance, is_hit, "other")
    return Seen(parts, chance, is_hit, call["left_out"] if is_hit else "")
