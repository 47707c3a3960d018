"""The bet: what a run of hits and misses is worth against "this copy was not used".

For a share θ of the calls that come from the copy, a call multiplies the evidence by
``1 - θ + θ·X/p``; each such product is a nonnegative martingale with mean one if the copy
was not used, so it ever reaches 1/a with chance at most a (Ville 1939). θ is not known:
the evidence is the mean over a grid. Nor is the start of the leak: half of the mass begins
at the hand-over, the other half waits, equally shared, for the given starts. Mass that has
not begun stands at one.

Where calls are told apart by caller, every caller is a bet of its own, half of which stays
at one for good: most callers have nothing to do with the copy. The product over callers is
such a martingale again, as every call belongs to one of them; so is its mean with the plain
bet, which loses at most a factor of two.

What the caller knew changes the share from call to call: prior odds times the likelihood
ratio. It was said before anybody looked whether the person is in the copy, so any ratio is
fair; a wrong one only costs power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leumund.trace.lists import Floats

SHARES = np.geomspace(0.02, 1.0, 24)
NO_CALLER = -1
_LARGE = 1e100
_MISS = -1.0


class Mixture:
    """The mean over the shares, kept as (shares x copies) times a power, so that nothing
    overflows or vanishes."""

    def __init__(self, copies: int, begun: float = 1.0) -> None:
        self.mass = np.full((len(SHARES), copies), begun)
        self.scale = np.zeros(copies)

    def put(self, net: Floats, ratio: Floats | None = None) -> None:
        """Multiply by ``1 + share·net``, per copy; ``ratio``: of what the caller knew."""
        is_odd = net != _MISS
        if ratio is not None:
            is_odd |= ratio != 1.0
        odd = np.flatnonzero(is_odd)
        shares = SHARES[:, None] if ratio is None else _told(ratio[odd])
        changed = self.mass[:, odd] * (1.0 + shares * net[odd])
        self.mass *= 1.0 + SHARES[:, None] * _MISS
        self.mass[:, odd] = changed
        self._rescale()

    def begin(self, share: float) -> None:
        """New mass starts at one; what has shrunk far below it is told on its scale."""
        low = self.scale < np.log(share)
        self.mass[:, low] *= np.exp(self.scale[low] - np.log(share))
        self.scale[low] = np.log(share)
        self.mass += share * np.exp(-self.scale)

    def log(self) -> Floats:
        """Natural logarithm of the mean, per copy."""
        with np.errstate(divide="ignore"):
            total: Floats = np.log(self.mass.mean(axis=0)) + self.scale
        return total

    def _rescale(self) -> None:
        top = self.mass.max(axis=0)
        extreme: NDArray[np.bool_] = (top > _LARGE) | ((top < 1 / _LARGE) & (top > 0))
        if extreme.any():
            self.mass[:, extreme] /= top[extreme]
            self.scale[extreme] += np.log(top[extreme])


class Callers:
    """The product of one bet per caller, as a logarithm per copy. Of callers heard of once only
    the call is kept: a bet has the size of all shares times all copies."""

    def __init__(self, copies: int) -> None:
        self.once: dict[int, tuple[Floats, Floats]] = {}
        self.bets: dict[int, Mixture] = {}
        self.total = np.zeros(copies)

    def put(self, caller: int, net: Floats, ratio: Floats | None) -> None:
        """Bet on a call of this caller; NO_CALLER are all who cannot be told apart."""
        is_known = caller in self.bets or caller in self.once
        bet = self._bet_of(caller)
        before = np.logaddexp(0.0, bet.log())
        bet.put(net, ratio)
        self.total += np.logaddexp(0.0, bet.log()) - before
        if is_known:
            self.bets[caller] = bet
        else:
            self.once[caller] = (net, np.ones(len(net)) if ratio is None else ratio)

    def _bet_of(self, caller: int) -> Mixture:
        bet = self.bets.get(caller)
        if bet is None:
            bet = Mixture(len(self.total))
            if caller in self.once:
                bet.put(*self.once.pop(caller))
        return bet


class Evidence:
    """The evidence per copy: the plain bet with its starts, and the callers' beside it."""

    def __init__(
        self, copies: int, starts: Floats | None, *, has_callers: bool = False
    ) -> None:
        self.starts = np.sort(starts) if starts is not None else np.zeros(0)
        self.plain = Mixture(copies, 0.5 if len(self.starts) else 1.0)
        self.callers = Callers(copies) if has_callers else None
        self.begun = 0

    def anew(self, copies: int) -> Evidence:
        """The same bet for so many copies, before the first call."""
        return Evidence(
            copies,
            self.starts if len(self.starts) else None,
            has_callers=self.callers is not None,
        )

    def begin_until(self, position: float) -> None:
        """Let all starts up to this position begin."""
        until = int(np.searchsorted(self.starts, position, side="right"))
        if until > self.begun:
            self.plain.begin((until - self.begun) * 0.5 / len(self.starts))
            self.begun = until

    def put(self, net: Floats, caller: int = NO_CALLER, ratio: Floats | None = None) -> None:
        """Bet on one call: ``net`` is what the stake wins per copy, ``X/p - 1``; 0: no bet.

        ``ratio``: per copy, how much likelier what the caller knew is if the call came from
        the copy.
        """
        self.plain.put(net, ratio)
        if self.callers is not None:
            self.callers.put(caller, net, ratio)

    def log(self) -> Floats:
        """Natural logarithm of the evidence, per copy."""
        total = self.plain.log()
        if len(self.starts):
            waiting = 0.5 * (1.0 - self.begun / len(self.starts))
            with np.errstate(divide="ignore"):
                total = np.logaddexp(total, np.log(waiting))
        if self.callers is not None:
            total = np.logaddexp(total, self.callers.total) - np.log(2.0)
        return total


def bounded(chance: Floats, gamma: float | Floats) -> Floats:
    """The chance if people in a copy complain at most ``gamma`` times as readily (odds)."""
    if np.ndim(gamma) == 0 and gamma == 1.0:
        return chance
    odds = gamma * chance
    result: Floats = odds / (odds + (1.0 - chance))
    return result


def _told(ratio: Floats) -> Floats:
    """The shares once it is heard what the caller knew (shares x copies)."""
    odds = SHARES[:, None] * ratio
    told = np.divide(odds, odds + (1.0 - SHARES[:, None]), where=odds > 0, out=odds)
    shares: Floats = np.where(ratio == 1.0, SHARES[:, None], told)
    return shares
