"""The calls of a stream as they are weighed: read and checked before any is put on a scale."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leumund.trace.bet import NO_CALLER
from leumund.trace.lists import NotWeighable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

    from leumund.trace.lists import Floats, Ints

NOBODY = -1


class Call(NamedTuple):
    """One call as it is weighed: whose, and the position at which it counts.

    ``whom``: pairs (unit, weight) of those it may concern where ``unit`` is not known, the
    weights together at most one; what is missing to one is somebody else. ``caller``: whose
    calls belong together. ``ratio``: per copy, how much likelier it is that the caller knew
    what it knew if the call came from the copy.
    """

    unit: int
    position: float
    caller: int = NO_CALLER
    ratio: Floats | None = None
    whom: tuple[tuple[int, float], ...] = ()


def read_calls(
    subjects: ArrayLike,
    called_at: ArrayLike | None,
    units: int,
    copies: int = 0,
    *,
    callers: ArrayLike | None = None,
    knowledge: ArrayLike | None = None,
    candidates: Any | None = None,
) -> Iterator[Call]:
    """The calls in order of arrival; arguments as for ``weigh``; raises NotWeighable."""
    given = _subjects(subjects, units)
    counted = _positions(called_at, len(given))
    grouped = read_callers(callers, len(given))
    ratios = read_ratios(knowledge, (len(given), copies))
    whom = _candidates(candidates, given, units)
    return (
        Call(
            unit,
            position,
            NO_CALLER if grouped is None else int(grouped[at]),
            None if ratios is None else ratios[at],
            whom.get(at, ()),
        )
        for at, (unit, position) in enumerate(
            zip(given.tolist(), counted.tolist(), strict=True)
        )
    )


def read_callers(callers: ArrayLike | None, calls: int) -> Ints | None:
    """The caller of each call, a number from 0, or -1."""
    if callers is None:
        return None
    given = np.asarray(callers)
    is_whole = not given.size or np.issubdtype(given.dtype, np.integer)
    if given.shape != (calls,) or not is_whole or (given < NO_CALLER).any():
        raise NotWeighable(name="callers", what="it must be a number from 0, or -1, per call")
    return given.astype(np.int64)


def read_ratios(knowledge: ArrayLike | None, shape: tuple[int, ...]) -> Floats | None:
    """Likelihood ratios of this shape, finite and not negative."""
    if knowledge is None:
        return None
    given = np.asarray(knowledge, dtype=float)
    if given.shape != shape:
        raise NotWeighable(name="knowledge", what=f"its shape is {given.shape}, not {shape}")
    if not (np.isfinite(given) & (given >= 0)).all():
        raise NotWeighable(name="knowledge", what="a ratio is negative, or not finite")
    return given


def read_whom(whom: Any, units: int) -> tuple[tuple[int, float], ...]:
    """The pairs (unit, weight) of one doubtful call, checked; nobody of weight nothing."""
    given = tuple(whom)
    if any(unit != unit or int(unit) != unit for unit, _ in given):
        raise NotWeighable(name="candidates", what="one is no whole number of a unit")
    pairs = tuple((int(unit), float(weight)) for unit, weight in given)
    if any(not 0 <= unit < units for unit, _ in pairs):
        raise NotWeighable(name="candidates", what=f"one is no unit: there are {units}")
    if len({unit for unit, _ in pairs}) != len(pairs):
        raise NotWeighable(name="candidates", what="a unit stands twice at one call")
    weights = [weight for _, weight in pairs]
    # Written so that a weight that is not a number is refused, too.
    if not all(weight >= 0 for weight in weights) or not fsum(weights) <= 1:
        raise NotWeighable(
            name="candidates", what="the weights of a call are negative, or exceed 1 together"
        )
    return tuple(pair for pair in pairs if pair[1] > 0)


def read_subject(subject: int, whom: object, units: int) -> int:
    """The unit of one call, checked."""
    if not NOBODY <= subject < units:
        raise NotWeighable(name="subjects", what=f"{subject} is no unit: there are {units}")
    if whom and subject != NOBODY:
        raise NotWeighable(
            name="candidates", what="they stand at a call whose subject is known: say -1 there"
        )
    return subject


def read_position(called_at: float) -> float:
    """The position at which one call counts, checked."""
    if not called_at < np.inf:
        raise NotWeighable(name="called_at", what=f"{called_at} is no position")
    return float(called_at)


def _subjects(subjects: ArrayLike, units: int) -> Ints:
    given = np.asarray(subjects)
    if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise NotWeighable(name="subjects", what="it must be a list of unit indices")
    stray = given[(given < NOBODY) | (given >= units)]
    if stray.size:
        read_subject(int(stray[0]), None, units)
    return given.astype(np.int64)


def _positions(called_at: ArrayLike | None, calls: int) -> Floats:
    if called_at is None:
        return np.arange(calls, dtype=float)
    given = np.asarray(called_at, dtype=float)
    if given.shape != (calls,) or not (given < np.inf).all():
        raise NotWeighable(name="called_at", what="it must have one position per call")
    return given


def _candidates(
    candidates: Any | None, subjects: Ints, units: int
) -> dict[int, tuple[tuple[int, float], ...]]:
    if candidates is None:
        return {}
    found: dict[int, list[tuple[int, float]]] = {}
    for call, unit, weight in candidates:
        if not 0 <= call < len(subjects):
            raise NotWeighable(name="candidates", what=f"there is no call {call}")
        found.setdefault(int(call), []).append((unit, weight))
    for call, whom in found.items():
        read_subject(int(subjects[call]), whom, units)
    return {call: read_whom(whom, units) for call, whom in found.items()}
