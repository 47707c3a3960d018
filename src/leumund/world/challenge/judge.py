"""Weigh a stream of complaints against the lists of a game. It never sees the choice."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, floor, log
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.trace import calls_needed, trail, weigh
from leumund.world.challenge.game import COPIES, SHARE, copy_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leumund.world.challenge.game import Game
    from leumund.world.challenge.thief import Complaints

    Floats = NDArray[np.float64]


_LARGEST_EXPONENT = 42.0


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the complaints say. ``named_after``: how many of them it took, None if nobody is
    named. ``hits``: per copy, how many were about people who were in it; ``log_e`` and
    ``log_threshold`` as in ``leumund.trace``. ``path``: log_e after each complaint."""

    named: tuple[int, ...]
    named_after: int | None
    calls: int
    hits: NDArray[np.int64]
    log_e: Floats
    log_threshold: float
    at_most_once_in: int
    path: Floats | None = None

    @property
    def named_partners(self) -> tuple[str, ...]:
        return tuple(copy_names()[copy] for copy in self.named)

    @property
    def strongest(self) -> int:
        """The copy for whose use most speaks."""
        return int(self.log_e.argmax())


def judge(game: Game, complaints: Complaints, *, with_path: bool = False) -> Judgement:
    """Weigh the complaints; ``with_path`` also keeps the evidence after each of them."""
    arguments = _arguments(game, complaints)
    weights = np.full(COPIES, game.sealed.weight)
    alpha = game.sealed.alpha
    found = weigh(game.copies(), complaints.units, weights=weights, alpha=alpha, **arguments)
    first = min((int(found.named_at[copy]) for copy in found.named), default=None)
    return Judgement(
        named=found.named,
        named_after=None if first is None else first + 1,
        calls=found.calls,
        hits=found.possible,
        log_e=found.log_e,
        log_threshold=float(found.log_thresholds[0]),
        at_most_once_in=once_in_times(float(found.log_e.max()), game.sealed.weight),
        path=trail(game.copies(), complaints.units, **arguments) if with_path else None,
    )


def still_needed(game: Game, share: float, calls: int) -> int | None:
    """About how many more such complaints would name the copy; None if they never would.

    ``share``: the part of the complaints that comes from the list.
    """
    needed = calls_needed(float(SHARE), share, game.sealed.weight, game.sealed.alpha)
    return None if needed is None else max(needed - calls, 1)


def least_complaints(share: float, weight: float, alpha: float, portions: int, n: int) -> float:
    """The bound ln(1/(weight·alpha))/KL: with fewer complaints no rule that keeps the same
    promise names the copy on average.

    The share is of ``n`` complaints spread evenly over the portions; the others are about
    people outside the list, so that a complaint hits with chance ``share``. With portions
    the gain per complaint differs from portion to portion, and the first ones count most.
    """
    left = -log(weight * alpha)
    for at in range(n):
        gain = _gain(share, float(SHARE) * (1 + at * portions // n) / portions)
        if gain >= left:
            return at + left / gain
        left -= gain
    return n + left / _gain(share, float(SHARE))


def once_in_times(log_e: float, weight: float) -> int:
    """How rarely any unused list would ever show this much evidence: once in so many times
    (Ville 1939); 1 where it says nothing."""
    return max(1, floor(exp(min(log_e + log(weight), _LARGEST_EXPONENT)) + 1e-9))


def _gain(hit: float, p: float) -> float:
    """KL(hit ‖ p) in nats: the most that one complaint can add to the evidence on average."""
    missed = (1 - hit) * log((1 - hit) / (1 - p)) if hit < 1 else 0.0
    return hit * log(hit / p) + missed


def _arguments(game: Game, complaints: Complaints) -> dict[str, Any]:
    sealed = game.sealed
    first = np.searchsorted(complaints.after_portion, np.arange(1, sealed.portions + 1))
    drawn = game.drawn
    return {
        "design": "independent",
        "released_at": np.column_stack([drawn.unit, drawn.copy, first[drawn.portion]]),
    }
