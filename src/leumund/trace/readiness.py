"""Up to which readiness to complain a naming stands.

Somebody whom a partner has called may report other calls more readily than others do. If
people in the copy complain at most Γ times as readily (odds), the chance that the next
complaint comes from one of them is at most ``Γp/(Γp + 1 - p)``; betting with that chance is
fair again. So every naming has a largest Γ at which it stands.

A larger Γ makes every chance larger, so what a hit wins smaller, and leaves misses alone; it
moves nobody into or out of the urn. The evidence is a sum of products of factors that are
not negative, so it falls everywhere with Γ: what is reached at one is reached at every
smaller one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from leumund.trace.bet import bounded
from leumund.trace.outcome import LARGEST_GAMMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from leumund.trace.calls import Call
    from leumund.trace.lists import Floats
    from leumund.trace.scale import Scale, Term
    from leumund.trace.weighing import Arguments, Weighing

GAMMA_STEPS = 20
_GAMMAS = np.arange(GAMMA_STEPS, LARGEST_GAMMA * GAMMA_STEPS + 1) / GAMMA_STEPS
_COARSE = 45


def largest_gamma(
    copies: Any,
    subjects: ArrayLike,
    weighing: Weighing,
    **arguments: Unpack[Arguments],
) -> dict[int, float]:
    """Per named copy the largest Γ, in steps of 1/20 up to 100, at which it is named.

    ``weighing``: what ``weigh`` said of the same arguments.
    """
    from leumund.trace.weighing import scale_and_calls

    if not weighing.named:
        return {}
    scale, calls = scale_and_calls(copies, subjects, watched=weighing.named, **arguments)
    return largest_gammas(scale, calls, weighing)


def largest_gammas(scale: Scale, calls: Iterable[Call], weighing: Weighing) -> dict[int, float]:
    """The same from an empty scale that watches the named copies."""
    for call in calls:
        scale.put(call)
    return {
        copy: max(weighing.gamma, _largest(scale, at, float(weighing.log_thresholds[copy])))
        for at, copy in enumerate(weighing.named)
    }


def _largest(scale: Scale, at: int, threshold: float) -> float:
    """For the copy watched at this place: first in coarse steps, then in fine ones."""
    coarse = _reached(scale, at, threshold, _GAMMAS[::_COARSE])
    fine = _GAMMAS[max(coarse, 0) * _COARSE :][:_COARSE]
    return float(fine[max(_reached(scale, at, threshold, fine), 0)])


def _reached(scale: Scale, at: int, threshold: float, gammas: Floats) -> int:
    """The place of the last of these at which the threshold is reached; -1 for none."""
    evidence = scale.evidence.anew(len(gammas))
    is_reached = np.zeros(len(gammas), dtype=bool)
    for look in scale.looks:
        net = sum((_net(term, at, gammas) for term in look.terms), np.zeros(len(gammas)))
        if not net.any():
            continue
        evidence.begin_until(look.place)
        ratio = None if look.ratio is None else np.full(len(gammas), look.ratio[at])
        evidence.put(net, look.caller, ratio)
        is_reached |= evidence.log() >= threshold
    return int(is_reached.sum()) - 1


def _net(term: Term, at: int, gammas: Floats) -> Floats:
    if not term.is_betting[at]:
        return np.zeros(len(gammas))
    won = 1.0 / bounded(term.chance[at], gammas) if term.is_hit[at] else 0.0
    return np.asarray(term.weight * (won - np.ones(len(gammas))))
